"""What happens again and again: "toda segunda e quarta", "a cada duas horas" ↔ "weekly:mon,wed", "every:7200".

A rule is text: "daily"; "weekly:mon,tue" in the order of the week; "monthly:7" (the 31st is the last day of a shorter month) or
"monthly", on the day it begins; "yearly:09-07" or "yearly"; "every:7200", in seconds.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from assistant.language.calendar import clock, dates, recurrences
from assistant.language.calendar.days import WEEKDAY_VALUES, WEEKDAYS
from assistant.language.quantities import durations, numbers
from assistant.language.words.text import tokenize

spans = recurrences.spans
_A_WEEK, _SATURDAY = 7, 5
_DAY_S = durations.DAY
_LEAP_CYCLE = 9


def parse(text: str) -> str | None:
    """The rule that a text is, all of it; None when it is none."""
    tokens = tokenize(text)
    return next((rule for end, rule in spans(tokens, 0) if end == len(tokens)), None)


def next_after(rule: str, at: str | None, now: datetime) -> datetime | None:
    """The first time after `now` that a rule comes true; None when it never does.

    at: a time of day as `clock` has it, of which the likelier half of the day is taken; None for the time of
    `now`, and for "every", which then counts from `now`.
    """
    moment = clock.likely(at) if at else now.time()
    kind, _, detail = rule.partition(":")
    if moment is None:
        return None
    if kind == "every":
        return _every(int(detail), moment if at else None, now)
    first = now.date()
    days = {"daily": _daily, "weekly": _weekly, "monthly": _monthly, "yearly": _yearly}[kind](detail, first)
    try:
        candidates = (datetime.combine(day, moment, now.tzinfo) for day in days)
        return next((when for when in candidates if when > now), None)
    except (OverflowError, ValueError):
        return None


def _every(seconds: int, moment: time | None, now: datetime) -> datetime | None:
    """With a time of day, one of the moments that are whole steps from it: "a cada dois dias às sete"."""
    if seconds <= 0:
        return None
    try:
        if moment is None:
            return now + timedelta(seconds=seconds)
        start = datetime.combine(now.date(), moment, now.tzinfo)
        passed = (now - start).total_seconds()
        return start + timedelta(seconds=0 if passed < 0 else (passed // seconds + 1) * seconds)
    except OverflowError:
        return None


def _daily(_: str, first: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range(2))


def _weekly(detail: str, first: date) -> Iterator[date]:
    wanted = {WEEKDAY_VALUES.index(name) for name in detail.split(",")}
    days = (first + timedelta(days=n) for n in range(_A_WEEK + 1))
    return (day for day in days if day.weekday() in wanted)


def _monthly(detail: str, first: date) -> Iterator[date]:
    day = int(detail or first.day)
    for n in range(3):
        years, month = divmod(first.month - 1 + n, 12)
        last = calendar.monthrange(first.year + years, month + 1)[1]
        if 1 <= day <= 31:
            yield date(first.year + years, month + 1, min(day, last))


def _yearly(detail: str, first: date) -> Iterator[date]:
    month, day = (int(part) for part in detail.split("-")) if detail else (first.month, first.day)
    for year in range(first.year, first.year + _LEAP_CYCLE):
        if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
            yield date(year, month, day)


def objection(rule: str) -> str | None:
    """What to say of a rule that never comes true; None for any other."""
    kind, _, detail = rule.partition(":")
    if kind == "every" and int(detail) <= 0:
        return "De quanto em quanto tempo? Zero não dá."
    if kind == "monthly" and detail and not 1 <= int(detail) <= 31:
        return f"Nenhum mês tem dia {numbers.speak(int(detail))}."
    if kind == "yearly" and detail:
        return None if next(_yearly(detail, date(2000, 1, 1)), None) else dates.objection(f"--{detail}", date(2000, 1, 1))
    return None


def speak(rule: str, at: str | None = None) -> str:
    """In words: "todo dia às sete da manhã", "toda segunda e quarta", "todo dia útil", "a cada duas horas"."""
    kind, _, detail = rule.partition(":")
    moment = clock.likely(at) if at else None
    return _rule(kind, detail) + (f" {clock.speak_at(moment)}" if moment else "")


def _rule(kind: str, detail: str) -> str:
    if kind == "weekly":
        return _days_of_week(detail)
    if kind == "monthly":
        return f"todo mês no {dates.speak(f'---{int(detail):02}')}" if detail else "todo mês"
    if kind == "yearly":
        return f"todo ano no dia {dates.speak(f'--{detail}')}" if detail else "todo ano"
    if kind == "every":
        return _interval(int(detail))
    return "todo dia"


def _interval(seconds: int) -> str:
    named = {3600: "de hora em hora", 60: "a cada minuto", _A_WEEK * _DAY_S: "toda semana", 2 * _DAY_S: "dia sim, dia não"}
    return named.get(seconds) or f"a cada {durations.speak(seconds)}"


def _days_of_week(detail: str) -> str:
    names = detail.split(",")
    if detail == recurrences.WORKDAYS:
        return "todo dia útil"
    if detail == recurrences.WEEKEND:
        return "todo fim de semana"
    numbered = [WEEKDAY_VALUES.index(name) for name in names]
    if len(names) > 2 and numbered == list(range(numbered[0], numbered[0] + len(names))):
        return f"de {_day(numbered[0])} a {_day(numbered[-1])}"
    return f"{'todo' if numbered[0] >= _SATURDAY else 'toda'} {_listed(_day(number) for number in numbered)}"


def _day(number: int) -> str:
    return WEEKDAYS[number].removesuffix("-feira")


def _listed(names: Iterable[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} e {last}" if others else last
