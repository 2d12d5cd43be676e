"""What the rules of speakable text share: their form, what a written number looks like, and how it is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache, partial

from assistant.language.quantities import numbers
from assistant.language.quantities.units import SCALES

# A point before three digits groups thousands; any other is a decimal point. Nothing is cut out of a longer number.
N = r"(?<!\d)(?<!\d[.,])(?:\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)(?![.,]?\d)"
MINUS = r"(?:(?<![\w)\]%.,])[-−])?"
SCALE = rf"(?:\s+(?:{'|'.join(SCALES)})(?!\w))?"

_SCALE_WORDS = {"mi": "milhões", "bi": "bilhões", "tri": "trilhões"}
_DIGITS = ("zero", "um", "dois", "três", "quatro", "cinco", "seis", "sete", "oito", "nove")
_DIGIT = re.compile(r"\d")
_MAX_FIGURES = 15
_WINDOW = 40


Say = str | Callable[[re.Match[str]], str]
"""What a match is said as: a template as in re.sub, or a function of the match."""


@dataclass(frozen=True, slots=True)
class Rule:
    """needs: what any text must hold for the rule to be worth trying; most sentences have no digit, sign or capital."""

    pattern: re.Pattern[str]
    say: Say
    needs: re.Pattern[str]
    needs_digit: bool


def rule(pattern: str, say: Say, needs: str = r"\d", flags: int = 0) -> Rule:
    said = say if isinstance(say, str) else partial(_apart, say)
    return Rule(re.compile(pattern, flags), said, re.compile(needs), r"\d" in needs)


def _apart(say: Callable[[re.Match[str]], str], found: re.Match[str]) -> str:
    """Figures may touch a letter ("12h30às 14h"), words may not."""
    said, text, start, end = say(found), found.string, found.start(), found.end()
    if said[:1].isalpha() and start and text[start - 1].isalpha() and not text[start].isalpha():
        said = " " + said
    if said[-1:].isalpha() and text[end : end + 1].isalpha() and not text[end - 1].isalpha():
        said += " "
    return said


def apply(rules: Iterable[Rule], text: str) -> str:
    has_digit = _DIGIT.search(text) is not None
    for one in rules:
        if (has_digit or not one.needs_digit) and one.needs.search(text):
            text = one.pattern.sub(one.say, text)
    return text


def digits(text: str) -> str:
    """Digit by digit; other characters are left out."""
    return " ".join(_DIGITS[int(c)] for c in text if c.isdecimal())


def groups(text: str) -> str:
    """Digit by digit with a pause between the groups that it is written in: "01310-100"."""
    return ", ".join(digits(group) for group in re.findall(r"\d+", text))


def number(written: str, feminine: bool = False) -> str:
    """A cardinal as it is written; digit by digit what is a code or longer than anybody follows."""
    sign, figures = ("menos ", written[1:]) if written[:1] in {"-", "−"} else ("", written)
    is_code = len(figures) > 1 and figures.isdecimal() and int(figures[0]) == 0
    if is_code or sum(c.isdecimal() for c in figures) > _MAX_FIGURES:
        return sign + digits(figures)
    return sign + _cardinal(figures, feminine)


@lru_cache(maxsize=4096)
def _cardinal(figures: str, feminine: bool) -> str:
    return numbers.speak(numbers.value_of(figures), feminine)


def is_singular(written: str) -> bool:
    """Whether what is counted stands in the singular: 1, 0,5 and 1,9, but not 0."""
    figures = written.lstrip("-−")
    return len(figures) <= _MAX_FIGURES and 0 < numbers.value_of(figures) < 2


def scale(written: str | None, amount: str) -> str:
    """ " mi" after "3" → "milhões", after "1,5" → "milhão"; "" for None."""
    symbol = (written or "").strip()
    spoken = _SCALE_WORDS.get(symbol, symbol)
    return spoken.replace("ões", "ão") if is_singular(amount) else spoken


def before(found: re.Match[str]) -> str:
    """The few words before a match, in small letters; a window, so that long texts take no longer than they must."""
    return found.string[max(0, found.start() - _WINDOW) : found.start()].lower()


def after(found: re.Match[str]) -> str:
    """The few words after a match."""
    return found.string[found.end() : found.end() + _WINDOW]
