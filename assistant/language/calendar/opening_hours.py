"""When a place is open: hours by weekday with holidays and exceptions, read, asked and said in Portuguese."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby, pairwise

from assistant.language.calendar import clock, dates, feasts
from assistant.language.words.phonetics import fold

Interval = tuple[time, time]
"""From, to; to no later than from is on the next day."""

ALL_DAY: Interval = (time(0), time(0))
FURTHEST_DAYS = 60
_TIME = r"(\d{1,2})(?:\s*(?:[:h]|horas?)\s*(\d{2})?)?"
_INTERVAL = re.compile(rf"(?:das?|de)?\s*{_TIME}\s*(?:-|–|às|as|à|a|até)\s*{_TIME}", re.IGNORECASE)
_CLOSED = {"fechado", "fechada", "nao abre", "nao"}
_ALWAYS = {"24 horas", "24h", "o dia todo", "aberto", "sempre"}
_SHORT = {fold(name.removesuffix("-feira")): number for number, name in enumerate(dates.WEEKDAYS)}


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """week: Monday first. exceptions: by (year or None, month, day). holidays: those of all Brazil; None: as any other day."""

    week: tuple[tuple[Interval, ...], ...]
    exceptions: Mapping[tuple[int | None, int, int], tuple[Interval, ...]] = field(default_factory=dict)
    holidays: tuple[Interval, ...] | None = None

    def on(self, day: date) -> tuple[Interval, ...]:
        for key in ((day.year, day.month, day.day), (None, day.month, day.day)):
            if key in self.exceptions:
                return self.exceptions[key]
        if self.holidays is not None and feasts.holiday_on(day):
            return self.holidays
        return self.week[day.weekday()]

    def periods(self, day: date, now: datetime) -> list[tuple[datetime, datetime]]:
        """The hours of a day as moments in the zone of `now`."""
        found = []
        for opens, closes in self.on(day):
            last = day if closes > opens else day + timedelta(days=1)
            found.append((datetime.combine(day, opens, now.tzinfo), datetime.combine(last, closes, now.tzinfo)))
        return found

    def closes(self, now: datetime) -> datetime | None:
        """When what is open now closes; None when it is closed."""
        until = None
        for day in range(-1, 9):  # whoever never closes is followed for a week
            for opens, closes in self.periods(now.date() + timedelta(days=day), now):
                if opens <= (until or now) < closes:
                    until = closes
        return until

    def opens(self, now: datetime) -> datetime | None:
        """The next opening after `now`; None when there is none for a long time."""
        for day in range(FURTHEST_DAYS):
            for opens, _ in self.periods(now.date() + timedelta(days=day), now):
                if opens > now:
                    return opens
        return None


def parse_hours(text: str) -> tuple[Interval, ...]:
    """ "9:00-12:00, 13h30 às 18h", "fechado", "24 horas". Raises ValueError, which says what is wrong."""
    if fold(text.strip()) in _CLOSED:
        return ()
    if fold(text.strip()) in _ALWAYS:
        return (ALL_DAY,)
    found = [_interval(part) for part in re.split(r"[,;]|\s+e\s+", text.strip())]
    for (_, closes), (opens, _) in pairwise(found):
        if opens < closes:
            raise ValueError(f'"{text}": hours that overlap')
    return tuple(found)


def _interval(text: str) -> Interval:
    match = _INTERVAL.fullmatch(text.strip())
    if not match:
        raise ValueError(f'"{text.strip()}" is no opening hours; write 9:00-18:00, or several with commas, or fechado')
    hour, minute, until_hour, until_minute = (int(number or 0) for number in match.groups())
    if until_hour == 24 and not until_minute:
        until_hour = 0
    try:
        return time(hour, minute), time(until_hour, until_minute)
    except ValueError:
        raise ValueError(f'"{text.strip()}": there is no such time') from None


def parse_days(text: str) -> tuple[int, ...]:
    """ "segunda a sexta", "sábado", "sábado e domingo", "todos os dias": 0 is Monday. Raises ValueError."""
    folded = fold(text).replace("-feira", "").strip()
    if folded in {"todos os dias", "todo dia"}:
        return tuple(range(7))
    if folded in {"dias uteis", "fim de semana", "fins de semana"}:
        return (0, 1, 2, 3, 4) if folded == "dias uteis" else (5, 6)
    days: list[int] = []
    for part in re.split(r"\s*,\s*|\s+e\s+", folded):
        ends = [_SHORT.get(word.removeprefix("de ").strip()) for word in re.split(r"\s+(?:a|ate)\s+|\s*-\s*", part)]
        if None in ends or len(ends) > 2:
            raise ValueError(f'"{text}" is no day of the week; write segunda a sexta, sábado, domingo')
        days += [(ends[0] + i) % 7 for i in range((ends[-1] - ends[0]) % 7 + 1)]
    return tuple(days)


def speak_hours(intervals: Sequence[Interval]) -> str:
    """ "das nove da manhã ao meio-dia e da uma e meia da tarde às seis da tarde"; "o dia todo"."""
    if ALL_DAY in intervals:
        return "o dia todo"
    return " e ".join(f"{_since(opens)} {clock.speak_at(closes)}" for opens, closes in intervals)


def _since(at: time) -> str:
    preposition, _, rest = clock.speak_at(at).partition(" ")
    return f"{ {'ao': 'do', 'à': 'da'}.get(preposition, 'das') } {rest}"


def speak_week(hours: OpeningHours, verb: str, never: str) -> list[str]:
    """A clause for each run of days that are alike: ["de segunda a sexta abre das …", "no domingo não abre"]."""
    clauses = []
    for intervals, run in groupby(range(7), key=lambda number: hours.week[number]):
        days = list(run)
        clauses.append(f"{_days(days)} {f'{verb} {speak_hours(intervals)}' if intervals else never}")
    return clauses


def _days(days: list[int]) -> str:
    if len(days) == 7:
        return "todos os dias"
    if len(days) < 3:
        return " e ".join(feasts.on_weekday(number) for number in days)
    first, last = (dates.WEEKDAYS[number].removesuffix("-feira") for number in (days[0], days[-1]))
    return f"de {first} a {last}"
