"""The characters that the CTC head writes, and text brought into them. Class 0 is the CTC blank.

Strategy: speech has no digits, capitals or punctuation, so a transcript is spelled out the way the synthesiser says it,
and what cannot be said with these characters is refused instead of guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from assistant.language.speakable import speakable

CHARACTERS = "abcdefghijklmnopqrstuvwxyzáâãàéêíóôõúç '-"
BLANK = 0
N_CLASSES = len(CHARACTERS) + 1

_CLASS = {character: number for number, character in enumerate(CHARACTERS, start=1)}
_PUNCTUATION = re.compile(r"[.,;:!?…\"“”«»()\[\]—–]+")
_LONE_MARKS = re.compile(r"(?<![^\W\d_])['-]+|['-]+(?![^\W\d_])")


def normalise(text: str) -> str | None:
    """The text in the head's characters ("Às 7h30!" → "às sete e trinta"), or None where it cannot be written in them.

    "" where nothing in it is said.
    """
    spoken = unicodedata.normalize("NFC", speakable(text)).lower().replace("ü", "u")
    words = _LONE_MARKS.sub(" ", _PUNCTUATION.sub(" ", spoken)).split()
    normal = " ".join(words)
    return normal if all(character in _CLASS for character in normal) else None


def encode(text: str) -> list[int]:
    """Classes of a normalised text. Raises KeyError for other characters."""
    return [_CLASS[character] for character in text]


def greedy(classes: Iterable[int]) -> str:
    """The text of the best class of every frame: repeats merged, blanks left out."""
    text, last = [], BLANK
    for number in classes:
        if number not in (last, BLANK):
            text.append(CHARACTERS[number - 1])
        last = number
    return "".join(text).strip()
