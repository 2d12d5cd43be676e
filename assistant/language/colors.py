"""Colours by name, in either gender and number: "vermelha", "azul claro", "cor-de-rosa" ↔ the names that CSS has for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.language.words.phonetics import fold, phonetic
from assistant.language.words.text import Token, tokenize

# CSS name: how it is said; the first is how we say it. "vermelh*" has all four endings.
_SAID = """
    white: branc*
    black: pret*; negr*
    red: vermelh*; encarnad*
    orange: laranja; cor de laranja; alaranjad*; laranjas; abóbora
    yellow: amarel*
    green: verde; verdes
    blue: azul; azuis
    purple: rox*; púrpura
    pink: rosa; cor de rosa; rosas; rosad*
    brown: marrom; castanh*; marrons; cor de café
    gray: cinza; cinzas; cinzent*
    turquoise: turquesa; azul turquesa; verde turquesa; turquesas
    cyan: ciano; azul ciano
    magenta: magenta
    fuchsia: fúcsia
    violet: violeta; violetas
    plum: lilás; lilases
    lavender: lavanda; cor de lavanda
    indigo: índigo; anil
    gold: dourad*; cor de ouro
    silver: pratead*; prata; cor de prata
    beige: bege; beges
    ivory: marfim; cor de marfim
    salmon: salmão; cor de salmão
    coral: coral; cor de coral
    peachpuff: pêssego; cor de pêssego
    khaki: cáqui
    maroon: vinho; cor de vinho; bordô; grená
    crimson: carmim; carmesim
    lime: verde limão; limão
    aquamarine: verde água; água marinha
    olive: oliva; verde oliva
    forestgreen: verde floresta
    lightgreen: verde clar*
    darkgreen: verde escur*; verde musgo
    navy: azul marinho; marinho
    lightblue: azul clar*; azul bebê; azuis clar*
    skyblue: azul celeste; azul céu
    darkblue: azul escur*; azuis escur*
    royalblue: azul royal; azul real
    lightpink: rosa clar*; rosa bebê
    hotpink: rosa choque; rosa pink; pink
    darkred: vermelh* escur*
    darkorange: laranja escur*
    lightyellow: amarel* clar*
    lightgray: cinza clar*
    darkgray: cinza escur*
    darkviolet: rox* escur*
"""
_ENDINGS = ("o", "a", "os", "as")
_MIN_SOUND = 4  # shorter words sound like too many others


def _spellings(phrase: str) -> Iterator[str]:
    """Both words agree: "vermelh* escur*" is "vermelho escuro", never "vermelho escura"."""
    if "*" not in phrase:
        yield phrase
    else:
        yield from (phrase.replace("*", ending) for ending in _ENDINGS)


def _table() -> tuple[dict[str, tuple[str, ...]], dict[tuple[str, ...], str]]:
    said, names = {}, {}
    for line in _SAID.strip().splitlines():
        name, phrases = line.strip().split(": ")
        said[name] = tuple(spelling for phrase in phrases.split("; ") for spelling in _spellings(phrase))
        names |= {tuple(fold(spelling).split()): name for spelling in said[name]}
    return said, names


SAID, _NAMES = _table()
"""SAID: by CSS name, every way to say it."""
_WORDS = {word for words in _NAMES for word in words}
_BY_SOUND = {phonetic(word): word for word in sorted(_WORDS) if len(word) >= _MIN_SOUND}
_MAX_WORDS = max(len(words) for words in _NAMES)


def _word(token: Token) -> str | None:
    if token.folded in _WORDS:
        return token.folded
    return _BY_SOUND.get(token.sound) if len(token.folded) >= _MIN_SOUND else None


def spans(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, str]]:
    """Every (end, CSS name) of a colour that begins at token `at`; "cor" before it may be said."""
    start = at + 1 if at + 1 < len(tokens) and tokens[at].folded == "cor" and tokens[at + 1].folded != "de" else at
    words: tuple[str, ...] = ()
    for end in range(start + 1, min(len(tokens), start + _MAX_WORDS) + 1):
        word = _word(tokens[end - 1])
        if word is None:
            return
        words = (*words, word)
        if words in _NAMES:
            yield end, _NAMES[words]


def parse(text: str) -> str | None:
    """The CSS name of the colour that a text is, all of it; None when it is none."""
    tokens = tokenize(text)
    return next((name for end, name in spans(tokens, 0) if end == len(tokens)), None)


def speak(name: str, feminine: bool = False) -> str:
    """In Portuguese, agreeing with what has it: speak("red", feminine=True) == "vermelha"; a name not known as it is."""
    said = SAID.get(name)
    if said is None:
        return name
    changes = said[0].endswith("o") and len(said) > 1 and said[1] == said[0][:-1] + "a"
    return said[1] if feminine and changes else said[0]
