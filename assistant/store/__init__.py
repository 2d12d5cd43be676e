"""What must outlive the program: timers, alarms, reminders, lists, settings, voices, in one SQLite file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assistant.store.appointments import ALARM, REMINDER, Appointment, Appointments
from assistant.store.lists import Item, ItemLists, ListInfo
from assistant.store.migrations import MIGRATIONS
from assistant.store.settings import Settings
from assistant.store.speakers import Centroid, Speaker, Speakers
from assistant.store.timers import Timer, Timers

__all__ = [
    "ALARM",
    "MIGRATIONS",
    "REMINDER",
    "Appointment",
    "Centroid",
    "Item",
    "ListInfo",
    "Names",
    "Speaker",
    "Store",
    "Timer",
]

MAX_NAMED_ITEMS = 500


@dataclass(frozen=True, slots=True)
class Names:
    """What the household has given names to: its timers, its lists, and what was put on these last."""

    timers: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()


class Store(Timers, Appointments, ItemLists, Settings, Speakers):
    """One database file. Every method may be called from any thread, and is done, durably, when it returns.

    A damaged file is not thrown away: it is kept beside the new one as NAME.damaged-1, -2, …; `kept_aside` says where.
    Raises StoreError, NoSpaceError.
    """

    def __init__(self, path: Path | str):
        super().__init__(path)
        self._names: tuple[tuple[int, int] | None, Names] = (None, Names())

    def names(self) -> Names:
        """The same object until something is changed; cheap enough to be asked before every utterance."""
        version = self.version
        if self._names[0] != version:
            self._names = (version, self._read_names())
        return self._names[1]

    def clock_was_set(self, by_s: float) -> None:
        """What counts down from when it was set goes on for as long as it would have."""
        with self._transaction() as db:
            db.execute("UPDATE timers SET due = due + ? WHERE rung_at IS NULL AND paused_s IS NULL", (by_s,))
            db.execute("UPDATE appointments SET again = again + ? WHERE again IS NOT NULL", (by_s,))

    def _read_names(self) -> Names:
        timers = self._rows("SELECT DISTINCT name FROM timers WHERE rung_at IS NULL AND name IS NOT NULL")
        lists = self._rows("SELECT DISTINCT name FROM lists")
        items = self._rows("SELECT DISTINCT text FROM items ORDER BY id DESC LIMIT ?", (MAX_NAMED_ITEMS,))
        return Names(*(frozenset(text for (text,) in rows) for rows in (timers, lists, items)))
