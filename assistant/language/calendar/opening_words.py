"""What is said of a place and its opening hours, in the gender and number of its name: "A loja está fechada: abre amanhã …"."""

from __future__ import annotations

from datetime import date, datetime

from assistant.language.calendar import clock
from assistant.language.calendar.dates import speak_on
from assistant.language.calendar.opening_hours import OpeningHours, speak_hours, speak_week
from assistant.language.words.text import sentence

FOR_EVER_DAYS = 3  # what is open for so long does not close


class OpeningWords:
    def __init__(self, name: str, hours: OpeningHours):
        """name: with its article: "a loja", "os jardins"."""
        self._hours = hours
        article, _, noun = name.partition(" ")
        plural = "s" if article.lower().endswith("s") else ""
        ending = ("a" if article.lower().startswith("a") else "o") + plural
        self.name, self.of = name, f"d{article.lower()} {noun}"
        self._opens, self._closes = ("abrem", "fecham") if plural else ("abre", "fecha")
        self._is = "estão" if plural else "está"
        self._open, self._closed = f"abert{ending}", f"fechad{ending}"

    def on(self, day: date, today: date) -> str:
        """About all of a day."""
        when, intervals = speak_on(day, today), self._hours.on(day)
        return sentence(f"{when} {self.name} {self._open_for(intervals)}")

    def week(self) -> str:
        clauses = speak_week(self._hours, self._opens, f"não {self._opens}")
        return sentence(f"{self.name} {'; '.join(clauses)}")

    def on_holidays(self) -> str:
        intervals = self._hours.holidays
        how = f"{self._opens} como nos outros dias" if intervals is None else self._open_for(intervals)
        return sentence(f"nos feriados {self.name} {how}")

    def opening(self, now: datetime) -> str:
        """When it opens next; while it is open, until when."""
        until = self._until(now)
        return sentence(f"{self.name} já {self._is} {self._open}, {until}" if until else f"{self.name} {self._next(now)}")

    def at_present(self, now: datetime) -> str:
        """Whether it is open, and until when or when again."""
        if until := self._until(now):
            return sentence(f"{self.name} {self._is} {self._open} {until}")
        return sentence(f"{self.name} {self._is} {self._closed} agora: {self._next(now)}")

    def _open_for(self, intervals) -> str:
        return f"{self._opens} {speak_hours(intervals)}" if intervals else f"não {self._opens}"

    def _next(self, now: datetime) -> str:
        opens = self._hours.opens(now)
        if opens is None:
            return f"não {self._opens} nos próximos dias"
        return f"{self._opens} {speak_on(opens.date(), now.date())} {clock.speak_at(opens.time())}"

    def _until(self, now: datetime) -> str | None:
        closes = self._hours.closes(now)
        if closes is None:
            return None
        if (closes - now).days >= FOR_EVER_DAYS:
            return f"e não {self._closes}"
        preposition, _, rest = clock.speak_at(closes.time()).partition(" ")
        article = {"ao": "o", "à": "a"}.get(preposition, "as")
        return f"até {article} {rest}"
