"""Portuguese by ear: forms of a word in which what sounds alike is spelled alike.

Strategy: three ever coarser keys. `fold` drops case and accents; `phonetic` also spells by sound, in the spirit of
BuscaBR (one letter a sound: ss, ç, z and s; lh and li; a final e and i, o and u; no mute h); `verb_stem` drops the
endings in which "liga", "ligue", "ligar" and "ligando" differ.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# In order: each rule sees what the ones before it left. Soft g becomes j before "gue" gives up its u.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("ç", "s"),
        ("ph", "f"),
        ("th", "t"),
        ("[cs]h", "x"),
        ("lh", "li"),
        ("nh", "ni"),
        ("g(?=[ei])", "j"),
        ("qu(?=[ei])", "k"),
        ("gu(?=[ei])", "g"),
        ("[sx]?c(?=[ei])", "s"),
        ("[cq]", "k"),
        ("^ex(?=[aeiou])", "es"),
        ("z", "s"),
        ("h", ""),
        ("y", "i"),
        ("w", "u"),
        ("l(?![aeiou])", "u"),
        ("m(?![aeiou])", "n"),
        (r"(.)\1+", r"\1"),
        ("e(s?)$", r"i\1"),
        ("o(s?)$", r"u\1"),
    )
)


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Lower case without accents; ç becomes c."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@lru_cache(maxsize=4096)
def phonetic(word: str) -> str:
    """How a word sounds, one letter a sound: phonetic("assende") == phonetic("acende")."""
    sound = fold(word.lower().replace("ç", "ss"))
    for pattern, replacement in _SOUNDS:
        sound = pattern.sub(replacement, sound)
    return sound


_IRREGULAR = {
    form: stem
    for stem, forms in {
        "poe": "poe ponha por ponho pondo poem poes puser bote",
        "diz": "diz diga dizer digas dizes dizendo dize",
        "faz": "faz faca fazer facas fazes fazendo",
        "mostr": "mostra mostre mostrar mostras",
        "sab": "sabe sabes saber saiba",
    }.items()
    for form in forms.split()
}
_VERB_ENDING = re.compile(r"(?:[aei]ndo|[aei]r|as|es|em|am|a|e|i)$")


@lru_cache(maxsize=4096)
def verb_stem(word: str) -> str | None:
    """What the forms of a verb have in common ("ligue" → "lig"); None for a word too short to tell."""
    folded = fold(word)
    if folded in _IRREGULAR:
        return _IRREGULAR[folded]
    stem, n_endings = _VERB_ENDING.subn("", folded)
    if not n_endings or len(stem) < 3:
        return None
    # The spelling that keeps the sound: coloc-a / coloqu-e, lig-a / ligu-e.
    return re.sub("qu$", "c", re.sub("gu$", "g", stem))
