"""Hours as Brazilians say them, both ways: 15:30 → "três e meia da tarde" and back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import time

from assistant.language import numbers
from assistant.language.text import Token, tokenize

_NAMED = {("meio", "dia"): 12, ("meia", "noite"): 0}
_PERIODS = {"madrugada": range(12), "manha": range(12), "tarde": range(12, 24), "noite": range(18, 30)}
"""The hours that a part of the day has room for; the night's go on after midnight."""


def period(at: time) -> str:
    """The part of the day that an hour is said to belong to."""
    if at.hour < 5:
        return "da madrugada"
    if at.hour < 12:
        return "da manhã"
    return "da tarde" if at.hour < 19 else "da noite"


def speak_time(at: time) -> str:
    """Without the verb: "três e meia da tarde", "meio-dia e dez", "uma hora da manhã"."""
    minutes = "meia" if at.minute == 30 else numbers.speak(at.minute)
    if at.hour in {0, 12}:
        noon = "meio-dia" if at.hour == 12 else "meia-noite"
        return f"{noon} e {minutes}" if at.minute else noon
    hour = numbers.speak((at.hour - 1) % 12 + 1, feminine=True)
    if at.minute:
        return f"{hour} e {minutes} {period(at)}"
    return f"{hour} {'hora' if hour == 'uma' else 'horas'} {period(at)}"


def tell_time(at: time) -> str:
    """The answer to "que horas são": "São três e meia da tarde.", "É uma hora da tarde.", "É meio-dia."."""
    verb = "É" if at.hour in {0, 1, 12, 13} else "São"
    return f"{verb} {speak_time(at)}."


def parse(text: str) -> time | None:
    """The time of day that a text is, all of it: "às três e meia da tarde", "quinze horas e trinta"; None when it is none."""
    tokens = tokenize(text)
    words = [token.folded for token in tokens]
    at = 1 if words[:1] in (["as"], ["a"], ["ao"]) else 0
    times = [
        hour * 60 + minute
        for after_hour, hour in _hours(tokens, words, at)
        for after_minute, minute in _minutes(tokens, words, after_hour)
        for end, hour in _of_day(words, after_minute, hour)
        if end == len(tokens)
    ]
    return time(*divmod(times[0], 60)) if times else None


def _hours(tokens: Sequence[Token], words: Sequence[str], at: int) -> Iterator[tuple[int, int]]:
    """Every (end, hour), the longest first: "vinte e três" is rather an hour than an hour and its minutes."""
    named = _NAMED.get(tuple(words[at : at + 2]))
    if named is not None:
        yield at + 2, named
    for end, value in sorted(numbers.spans(tokens, at), reverse=True):
        if value == value.to_integral_value() and value <= 24:
            yield end + (words[end : end + 1] in (["hora"], ["horas"])), int(value) % 24


def _minutes(tokens: Sequence[Token], words: Sequence[str], at: int) -> Iterator[tuple[int, int]]:
    yield at, 0
    if words[at : at + 1] != ["e"]:
        return
    if words[at + 1 : at + 2] == ["meia"]:
        yield at + 2, 30
    for end, value in numbers.spans(tokens, at + 1):
        if value == value.to_integral_value() and value < 60:
            yield end + (words[end : end + 1] in (["minuto"], ["minutos"])), int(value)


def _of_day(words: Sequence[str], at: int, hour: int) -> Iterator[tuple[int, int]]:
    period = _PERIODS.get(words[at + 1]) if words[at : at + 1] == ["da"] and len(words) > at + 1 else None
    if period is None:
        yield at, hour
    else:
        yield from ((at + 2, possible % 24) for possible in (hour, hour + 12, hour + 24) if possible in period)
