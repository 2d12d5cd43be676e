"""How an utterance ends: on a word after which something must come, while its speaker thinks, or with politeness."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.language.words.text import Token

_UNFINISHED_WORDS = """
    de da do das dos em no na nos nas num numa para pra pro pras pros por pelo pela pelos pelas com sem sobre até entre
    desde a o as os à às ao aos um uma uns umas e ou que se mas porque meu minha meus minhas seu sua seus suas nosso nossa
    nesse nessa neste nesta desse dessa deste desta daquele daquela naquele naquela daqui dentro cada qual quais quantos
    quantas mais menos vezes dividido multiplicado
"""
_UNFINISHED = frozenset(_UNFINISHED_WORDS.split())
"""With their accents: "é" finishes, "e" does not; "até" is no "ate"."""
_NEVER_LAST = frozenset(("e", "ou", "de", "do", "da", "dos", "das"))
_HESITATION = re.compile(
    r"(é+h*|e+h+|[ãâ]+h*n?|a+h*[nm]+|h[aã]+n?|u*h+u*m+|hm+|uh+|hum+|tipo|sei lá|como é que (é|se diz)|(peraí|pera|espera)( aí)?"
    r"|deixa eu (ver|pensar|lembrar))"
)
_HUMMING = re.compile(r"é{2,}h*|h+m+|u*h+u*m+|[ãâ]+h*n?|a+h+[nm]+|h[ãâ]+n?")
_POLITE = re.compile(
    r"(por favor(zinho)?|por gentileza|por obséquio|faz(endo)? favor|se (você )?puder|(muito )?(obrigad[oa]|brigad[oa])|valeu"
    r"|tá( bom)?|viu|ok(ay)?|assistente)"
)
_GOES_ON = re.compile(r"(…|\.\.\.?|[-–—,:;])\s*$")
MAX_PHRASE = 4


def is_unfinished(token: Token, is_known: bool = False) -> bool:
    """Whether something must come after this word. is_known: it is a word of what may be said ("para!")."""
    return token.text in (_NEVER_LAST if is_known else _UNFINISHED)


def hesitates(tokens: Sequence[Token], is_known: bool = False) -> bool:
    """Whether the last words hold only the place: "põe um timer de… é…". is_known: they are words of what may be said."""
    return _ends_in(_HUMMING if is_known else _HESITATION, tokens)


def is_polite(tokens: Sequence[Token]) -> bool:
    """Whether the last words close what was said: "por favor"."""
    return _ends_in(_POLITE, tokens)


def trails_off(text: str) -> bool:
    """Whether it was written down as going on: "põe um timer…"."""
    return _GOES_ON.search(text) is not None


def _ends_in(phrase: re.Pattern[str], tokens: Sequence[Token]) -> bool:
    words = [token.text for token in tokens[-MAX_PHRASE:]]
    return any(phrase.fullmatch(" ".join(words[start:])) for start in range(len(words)))
