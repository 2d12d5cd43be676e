"""Text of other languages than Portuguese, as espeak-ng and misaki read it best: without mark-up and pictures, numbers whole."""

from __future__ import annotations

import re
import unicodedata

from assistant.language.controls import is_placeholder
from assistant.language.markup import plain

_DECIMAL_SIGNS = {"es": (",", " coma "), "fr": (",", " virgule "), "it": (",", " virgola "), "hi": (".", " दशमलव ")}
_ENGLISH_SIGN = (".", " point ")
_INNER_MARK = re.compile(r"(?<=\w)[;:,.!?—…\"«»“”(){}\[\]/]+(?=\w)")

_LAST_POINT = re.compile(r"(?<=[.][^\W\d_])\.(?= [^\W\d_A-Z])")  # "the U.S. in" has no end within

_TITLE = re.compile(r"\b(Dr|Mr|Mrs|Ms|St|Prof|Sr|Sra|Dott|Sig|Mme)\.(?= )")


def one_line(text: str) -> str:
    """The text without mark-up and emoji, on one line."""
    text = "".join(" " if unicodedata.category(c) == "So" and not is_placeholder(c) else c for c in plain(text))
    return _TITLE.sub(r"\1", _LAST_POINT.sub("", " ".join(text.split())))


class Spelling:
    """A word of a language without marks inside, which phonemizer would take for the ends of clauses."""

    def __init__(self, language: str):
        self._decimal, self._said = _DECIMAL_SIGNS.get(language, _ENGLISH_SIGN)
        self._grouping = "." if self._decimal == "," else ","

    def __call__(self, word: str) -> str:
        if any(c.isdigit() for c in word):
            word = re.sub(rf"(?<=\d)\{self._grouping}(?=\d{{3}}(?!\d))", "", word)
            word = re.sub(rf"(?<=\d)\{self._decimal}(?=\d)", self._said, word)
        return _INNER_MARK.sub(" ", word)
