"""Percentages: "50%", "cinquenta por cento", "metade", "três quartos" → 50, 50, 50, 75; and back to words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.language.quantities import numbers
from assistant.language.words.text import Token, tokenize

_SIGNS = (("%",), ("por", "cento"), ("porcento",), ("por", "centos"), ("por", "sento"))
_NAMED = {
    **{("metade",): 50, ("a", "metade"): 50, ("pela", "metade"): 50},
    **{("um", "quarto"): 25, ("tres", "quartos"): 75, ("um", "terco"): 33, ("dois", "tercos"): 67},
}


def _follows(tokens: Sequence[Token], at: int, words: tuple[str, ...]) -> bool:
    return len(tokens) >= at + len(words) and all(tokens[at + i].folded == word for i, word in enumerate(words))


def spans(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, Decimal]]:
    """Every (end, percentage) that begins at token `at`; a bare number is none."""
    for words, value in _NAMED.items():
        if _follows(tokens, at, words):
            yield at + len(words), Decimal(value)
    for end, value in numbers.spans(tokens, at):
        for sign in _SIGNS:
            if _follows(tokens, end, sign):
                yield end + len(sign), value


def parse(text: str) -> Decimal | None:
    """The percentage that a text is, all of it; None when it is none."""
    tokens = tokenize(text)
    return next((value for end, value in spans(tokens, 0) if end == len(tokens)), None)


def speak(percentage: float | Decimal) -> str:
    """ "cinquenta por cento"."""
    return f"{numbers.speak(Decimal(str(percentage)))} por cento"
