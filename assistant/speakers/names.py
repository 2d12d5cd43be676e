"""The names people are enrolled under: what can be one, how it is written, and when two are the same."""

from __future__ import annotations

import re
import unicodedata

from assistant.errors import SpeakerNameError
from assistant.language.words.phonetics import fold

MAX_LETTERS = 40
RESERVED = frozenset({"anyone", "known", "unknown", "todos", "todo mundo", "qualquer um", "conhecidos", "ninguem"})
"""They mean groups of people, in a skill's `allow` and in speech."""

# Letters of any script with their marks, digits, and what stands within a name: "D'Ávila", "Ana-Lua", "João P.".
_WORD = r"[^\W_]+(?:['’-][^\W_]+)*\.?"
_NAME = re.compile(rf"{_WORD}(?: {_WORD})*")
_SMALL = frozenset({"da", "das", "de", "do", "dos", "e"})


def checked(name: str) -> str:
    """As it is kept and said: spaces put in order, capitals where none were said. Raises SpeakerNameError."""
    tidy = " ".join(unicodedata.normalize("NFC", name).split())
    if not tidy or len(tidy) > MAX_LETTERS or not _NAME.fullmatch(tidy) or key_of(tidy) in RESERVED:
        raise SpeakerNameError(name)
    if tidy == tidy.lower():
        first, *others = tidy.split()
        tidy = " ".join([_capital(first), *(word if word in _SMALL else _capital(word) for word in others)])
    return tidy


def key_of(name: str) -> str:
    """As it is compared: without case, accents and dots."""
    return fold(name.lower()).replace(".", "").replace("’", "'")


def _capital(word: str) -> str:
    return word[0].upper() + word[1:]
