"""The kinds of things a slot can hold. A kind is a function: where in an utterance it may end, and what it then means.

The registry `KINDS` is what templates may name; a new kind is one more entry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assistant.language import colors
from assistant.language.calendar import clock, dates, hours, repetitions
from assistant.language.grammar import commands, continuations
from assistant.language.quantities import durations, expressions, measures, money, numbers, percentages
from assistant.language.quantities.sums import canonical
from assistant.language.words.lexicon import DECISIVE_WORDS, FUNCTION_WORDS
from assistant.language.words.text import Token

MAX_NAME_WORDS = 5
MAX_TEXT_WORDS = 60
BARE_HOUR = 0.2  # dearer than another word of a text, and cheap enough to answer "a que horas?"
_NOT_IN_NAMES = DECISIVE_WORDS | durations.UNIT_WORDS


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens up to `end` mean `value` (JSON-serialisable), at a `cost` that lets plain words win."""

    end: int
    value: Any
    cost: float = 0.0


Kind = Callable[[Sequence[Token], int], Iterator[Span]]
"""tokens, position → every span that begins there."""


def _kind(spans: Callable[[Sequence[Token], int], Iterator[tuple[int, Any]]]) -> Kind:
    def kind(tokens: Sequence[Token], at: int) -> Iterator[Span]:
        return (Span(end, value) for end, value in spans(tokens, at))

    return kind


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def integer(tokens: Sequence[Token], at: int) -> Iterator[Span]:
    for end, value in numbers.spans(tokens, at):
        if value == value.to_integral_value() and value <= numbers.LARGEST:
            yield Span(end, int(value))


def number(tokens: Sequence[Token], at: int) -> Iterator[Span]:
    """Whole numbers come as int, others as float; with its sign, and fractions: "três e um quarto"."""
    sign = -1 if at < len(tokens) and tokens[at].folded in {"menos", "-"} else 1
    start = at if sign > 0 else at + 1
    for end, size in (*numbers.spans(tokens, start), *numbers.fractions(tokens, start)):
        if size <= numbers.LARGEST:
            yield Span(end, _plain(sign * size))


def percent(tokens: Sequence[Token], at: int) -> Iterator[Span]:
    """With its sign: 50 for "50%", "cinquenta por cento" and "metade"."""
    for end, value in percentages.spans(tokens, at):
        if value <= numbers.LARGEST:
            yield Span(end, _plain(value))


def time(tokens: Sequence[Token], at: int) -> Iterator[Span]:
    """As assistant.language.calendar.clock has it. A number alone may be an hour, but rather something else."""
    for end, value in clock.spans(tokens, at):
        yield Span(end, value)
    for end, value in hours.bare_spans(tokens, at):
        yield Span(end, value, BARE_HOUR)


def expression(tokens: Sequence[Token], at: int) -> Iterator[Span]:
    """A sum in the notation of `canonical`."""
    parsed = expressions.parse_at(tokens, at)
    if parsed:
        yield Span(parsed[1], canonical(parsed[0]))


def _words(tokens: Sequence[Token], at: int, end: int) -> str:
    return " ".join(token.text for token in tokens[at:end])


def name(tokens: Sequence[Token], at: int) -> Iterator[Span]:
    """A few words to call something by: "macarrão", "tirar o bolo". No numbers, and no preposition at either end."""
    if at < len(tokens) and tokens[at].folded in FUNCTION_WORDS:
        return
    for end in range(at + 1, min(len(tokens), at + MAX_NAME_WORDS) + 1):
        last = tokens[end - 1]
        if not last.text[0].isalpha() or last.folded in _NOT_IN_NAMES or numbers.number_word(last):
            return
        if last.folded not in FUNCTION_WORDS:
            yield Span(end, _words(tokens, at, end), 0.1 + 0.06 * (end - at))


def text(tokens: Sequence[Token], at: int) -> Iterator[Span]:
    """Whatever was said, as few words of it as the rest of the template allows."""
    for end in range(at + 1, min(len(tokens), at + MAX_TEXT_WORDS) + 1):
        yield Span(end, _words(tokens, at, end), 0.2 + 0.02 * (end - at))


def command(tokens: Sequence[Token], at: int) -> Iterator[Span]:
    """What is to be done later, in the words that were said; almost free, so that no other skill's text may take it in."""
    for end, said in commands.spans(tokens, at):
        yield Span(end, said, 0.04 + 0.01 * (end - at))


KINDS: Mapping[str, Kind] = {
    "int": integer,
    "number": number,
    "percent": percent,
    "duration": _kind(durations.spans),
    "time": time,
    "date": _kind(dates.spans),
    "repetition": _kind(repetitions.spans),
    "money": _kind(money.spans),
    "color": _kind(colors.spans),
    "expression": expression,
    "continuation": _kind(continuations.spans),
    "unit": _kind(measures.symbol_spans),
    "name": name,
    "text": text,
    "command": command,
}
