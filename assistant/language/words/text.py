"""Text as the matcher sees it: tokens that keep their place, their spelling, and a form without case and accents."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from assistant.language.words.phonetics import fold, phonetic

# A number keeps its thousands and its decimals ("1.234,5", "3.5"); a word is letters only, so that "7x8", "10h30" and
# "segunda-feira" come apart; signs survive only where they can mean arithmetic, the rest of the punctuation goes.
_TOKEN = re.compile(
    r"""
      \d{1,3}(?:\.\d{3})+(?![\d])(?:,\d+)?      # 1.234 and 1.234,5
    | \d+(?:[.,]\d+)?                           # 15 and 3,5 and 3.5
    | (?:[Rr]|[Uu][Ss]?)?\$ | [€£¥₿]
    | [^\W\d_ªº]+(?:['’][^\W\d_]+)*
    | [%+*/÷×^√∛²³=]
    | (?<![^\W\d_])[-−](?=[\s−-]*[\d(√∛])            # a minus, not a hyphen
    | \((?=\s*[-+√∛(\d]) | (?<=[\d%)²³])\) | (?<=BRL|USD|EUR|GBP|JPY|BTC|CHF)\)
    | (?<=\d):(?=\d)
    """,
    re.VERBOSE,
)
_SIGNS = {"−": "-", "’": "'"}


@dataclass(frozen=True)
class Token:
    """One word, number or sign. `text`: lower case; `start`, `end`: where it stood in what was said."""

    text: str
    start: int
    end: int

    @cached_property
    def folded(self) -> str:
        """Without accents: "três" → "tres"."""
        return fold(self.text)

    @cached_property
    def sound(self) -> str:
        """Spelled by ear: "assende" and "acende" are the same."""
        return phonetic(self.text)

    @property
    def is_number(self) -> bool:
        return self.text[0].isdecimal()


def tokenize(text: str) -> list[Token]:
    """The tokens of what somebody said or wrote, punctuation left out. Never fails."""
    composed = unicodedata.normalize("NFC", text)
    return [
        Token(_SIGNS.get(m.group(), m.group().lower().replace("’", "'")), m.start(), m.end()) for m in _TOKEN.finditer(composed)
    ]


def sentence(text: str) -> str:
    """The text with a capital first letter and an end: "são duas horas" → "São duas horas."."""
    text = text.strip()
    if not text:
        return text
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?…" else ".")
