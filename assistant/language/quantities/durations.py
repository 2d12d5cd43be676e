"""Lengths of time: "uma hora e vinte", "meia hora", "1h30", "dez minutinhos" → seconds, and seconds → words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.language.quantities import numbers
from assistant.language.words.phonetics import phonetic
from assistant.language.words.text import Token, tokenize

SECOND, MINUTE, HOUR, DAY = 1, 60, 3600, 86_400
_UNIT_WORDS = {
    SECOND: "segundo segundos segundinho segundinhos seg segs s",
    MINUTE: "minuto minutos minutinho minutinhos min mins m",
    HOUR: "hora horas horinha horinhas h hr hrs ora",
    DAY: "dia dias",
    7 * DAY: "semana semanas",
    30 * DAY: "mês mes meses",
    365 * DAY: "ano anos",
}
_UNITS = {word: seconds for seconds, words in _UNIT_WORDS.items() for word in words.split()}
_BY_SOUND = {phonetic(word): seconds for word, seconds in _UNITS.items() if len(word) > 3}
LONGEST = 10**6 * 365 * DAY
"""What is longer counts as this: a million years can still be spoken of, and refused."""
UNIT_WORDS = frozenset(word for word in _UNITS if len(word) > 3)
_FEMININE = {HOUR, 7 * DAY}
_HALF = {"meio", "meia"}
_APPROXIMATELY = {"uns", "umas"}
_QUARTERS = {"um": 1, "1": 1, "tres": 3, "3": 3}


def _unit(tokens: Sequence[Token], at: int) -> int | None:
    if at >= len(tokens):
        return None
    token = tokens[at]
    return _UNITS.get(token.folded) or (_BY_SOUND.get(token.sound) if len(token.folded) > 3 else None)


def _folded(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].folded if at < len(tokens) else ""


def _component(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, Decimal, int]]:
    """Every (end, seconds, unit) of one "number unit" at `at`: "dez minutos", "meia hora", "hora e meia", "2 min e meio"."""
    amounts = list(numbers.spans(tokens, at))
    if _unit(tokens, at) == HOUR:
        amounts.append((at, Decimal(1)))  # "hora e meia"
    for end, amount in amounts:
        unit = _unit(tokens, end)
        if unit is None:
            continue
        halved = _folded(tokens, end + 1) == "e" and _folded(tokens, end + 2) in _HALF
        if halved and _unit(tokens, end + 3) is None:
            yield end + 3, (amount + Decimal("0.5")) * unit, SECOND  # nothing smaller can follow a half
        if end > at:
            yield end + 1, amount * unit, unit
    quarters = _QUARTERS.get(_folded(tokens, at))
    if quarters and _folded(tokens, at + 1).startswith("quarto") and _folded(tokens, at + 2) == "de":
        unit = _unit(tokens, at + 3)
        if unit:
            yield at + 4, Decimal(quarters) / 4 * unit, SECOND


def _bare_minutes(tokens: Sequence[Token], at: int, unit: int) -> Iterator[tuple[int, Decimal]]:
    """What follows an hour or a minute without saying its unit: "uma hora e vinte", "1h30"."""
    if unit not in {HOUR, MINUTE}:
        return
    if _folded(tokens, at) == "e":
        start = at + 1
    elif at < len(tokens) and tokens[at].is_number and tokens[at - 1].folded in {"h", "hr", "min", "m"}:
        start = at
    else:
        return
    quarters = _QUARTERS.get(_folded(tokens, start))
    if quarters and _folded(tokens, start + 1) in {"quarto", "quartos"} and _folded(tokens, start + 2) != "de":
        yield start + 2, Decimal(quarters * unit) / 4
    for end, amount in numbers.spans(tokens, start):
        if amount == amount.to_integral_value() and 1 <= amount < 60 and _unit(tokens, end) is None:
            yield end, amount * unit / 60


def spans(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, int]]:
    """Every (end, seconds) of a duration that begins at token `at`, units falling from left to right."""
    if _folded(tokens, at) in _APPROXIMATELY or (_folded(tokens, at) == "uma" and _folded(tokens, at + 1) == "meia"):
        at += 1

    # What is said with "meio-dia" is an hour.
    if _folded(tokens, at) == "meio" and _folded(tokens, at + 1) == "dia":
        return

    def onward(start: int, total: Decimal, ceiling: int) -> Iterator[tuple[int, Decimal]]:
        for end, seconds, unit in _component(tokens, start):
            if unit >= ceiling:
                continue
            yield end, total + seconds
            for stop, rest in _bare_minutes(tokens, end, unit):
                yield stop, total + seconds + rest
            yield from onward(end + 1 if _folded(tokens, end) == "e" else end, total + seconds, unit)

    if _unit(tokens, at) == HOUR:  # "hora e quinze"
        yield from ((end, HOUR + round(rest)) for end, rest in _bare_minutes(tokens, at + 1, HOUR))
    for end, total in onward(at, Decimal(0), 10**9):
        yield end, min(LONGEST, round(total))


def parse(text: str) -> int | None:
    """The seconds that a text says, all of it; None when it is no duration."""
    tokens = tokenize(text)
    values = [seconds for end, seconds in spans(tokens, 0) if end == len(tokens)]
    return values[0] if values else None


_SPOKEN_UNITS = ((DAY, "dia", "dias"), (HOUR, "hora", "horas"), (MINUTE, "minuto", "minutos"), (SECOND, "segundo", "segundos"))


def speak(seconds: int) -> str:
    """In words, as people say it: 600 → "dez minutos", 5400 → "uma hora e meia", 1800 → "meia hora"."""
    if seconds < 0:
        raise ValueError(f"a duration is not negative ({seconds} s)")
    if seconds == HOUR // 2:
        return "meia hora"
    for unit, half, longest in ((HOUR, "meia", DAY), (MINUTE, "meio", 10 * MINUTE)):
        if seconds % unit == unit // 2 and unit < seconds < longest:
            return f"{_count(seconds // unit, unit)} e {half}"
    parts, rest = [], seconds
    for unit, _, _ in _SPOKEN_UNITS:
        amount, rest = divmod(rest, unit)
        if amount:
            parts.append(_count(amount, unit))
    if not parts:
        return "zero segundos"
    return " e ".join((", ".join(parts[:-1]), parts[-1])) if len(parts) > 1 else parts[0]


def _count(amount: int, unit: int) -> str:
    singular, plural = next((s, p) for size, s, p in _SPOKEN_UNITS if size == unit)
    return f"{numbers.speak(amount, feminine=unit in _FEMININE)} {singular if amount == 1 else plural}"


def rounded(seconds: float) -> int:
    """As exact as one wants to hear it: to the second below ten minutes, to the minute below a day, else to the hour."""
    whole = max(0, round(seconds))
    step = SECOND if whole < 10 * MINUTE else MINUTE if whole < DAY else HOUR
    return round(whole / step) * step
