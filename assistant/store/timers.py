"""Timers: what ends a while after it was started, and commands that wait for such an end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from assistant.store.database import Database

KEPT = timedelta(days=1)
"""How long a timer that has rung can still be spoken of ("mais cinco minutos")."""
_COLUMNS = "id, name, duration_s, created, due, rung_at, area, command, speaker, paused_s"


@dataclass(frozen=True, slots=True)
class Timer:
    """`due` and `created` in UTC; `rung_at` is None until it was announced.

    area: the room that it is for. command: what is then done, in the words of whoever said it; speaker: who that was.
    paused_s: the seconds that are left of a timer that does not run; its `due` means nothing.
    """

    id: int
    name: str | None
    duration_s: int
    created: datetime
    due: datetime
    rung_at: datetime | None = None
    area: str | None = None
    command: str | None = None
    speaker: str | None = None
    paused_s: float | None = None

    def left_s(self, now: datetime) -> float:
        """Seconds until it is due; negative when it is late."""
        return (self.due - now).total_seconds() if self.paused_s is None else self.paused_s


class Timers(Database):
    """The table of timers."""

    def add_timer(self, name: str | None, due: datetime, duration_s: int, created: datetime, **more: str | None) -> Timer:
        """more: `area`, `command` and `speaker`, as a Timer has them."""
        timer = Timer(0, name, duration_s, created.astimezone(UTC), due.astimezone(UTC), **more)
        with self._transaction() as db:
            db.execute("DELETE FROM timers WHERE rung_at < ?", ((created - KEPT).timestamp(),))
            cursor = db.execute(
                "INSERT INTO timers (name, duration_s, created, due, area, command, speaker) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (name, duration_s, created.timestamp(), due.timestamp(), timer.area, timer.command, timer.speaker),
            )
        return Timer(cursor.lastrowid, name, duration_s, timer.created, timer.due, **more)

    def timers(self) -> list[Timer]:
        """Those that have not rung, the next first, those that are paused at the end."""
        return self._timers("rung_at IS NULL ORDER BY paused_s IS NOT NULL, due, id")

    def due_timers(self, now: datetime) -> list[Timer]:
        """Those that should ring, the longest overdue first; also what became due while the program was off."""
        return self._timers("rung_at IS NULL AND paused_s IS NULL AND due <= ? ORDER BY due, id", (now.timestamp(),))

    def rung_timers(self, since: datetime) -> list[Timer]:
        """Those that were heard to ring after `since`, the last first."""
        return self._timers("rung_at >= ? ORDER BY rung_at DESC, id DESC", (since.timestamp(),))

    def mark_rung(self, timer_id: int, now: datetime) -> None:
        with self._transaction() as db:
            db.execute("UPDATE timers SET rung_at = ? WHERE id = ? AND rung_at IS NULL", (now.timestamp(), timer_id))

    def cancel_timers(self, ids: Iterable[int]) -> int:
        """Forget these; how many there were."""
        return self._change("DELETE FROM timers WHERE id = :id", ids)

    def pause_timers(self, ids: Iterable[int], now: datetime) -> int:
        """Stop these for a while; how many were running."""
        change = "UPDATE timers SET paused_s = MAX(0, due - :now) WHERE id = :id AND paused_s IS NULL AND rung_at IS NULL"
        return self._change(change, ids, now=now.timestamp())

    def resume_timers(self, ids: Iterable[int], now: datetime) -> int:
        """Let these go on; how many were paused."""
        change = "UPDATE timers SET due = :now + paused_s, paused_s = NULL WHERE id = :id AND paused_s IS NOT NULL"
        return self._change(change, ids, now=now.timestamp())

    def lengthen_timers(self, ids: Iterable[int], by_s: int) -> int:
        """Let these end later, or earlier when `by_s` is negative; how many there were."""
        change = "UPDATE timers SET due = due + :by, paused_s = paused_s + :by WHERE id = :id AND rung_at IS NULL"
        return self._change(change, ids, by=by_s)

    def _change(self, statement: str, ids: Iterable[int], **parameters: Any) -> int:
        with self._transaction() as db:
            return sum(db.execute(statement, {"id": timer_id, **parameters}).rowcount for timer_id in ids)

    def _timers(self, condition: str, parameters: tuple = ()) -> list[Timer]:
        return [_timer(row) for row in self._rows(f"SELECT {_COLUMNS} FROM timers WHERE {condition}", parameters)]  # noqa: S608


def _utc(timestamp: float) -> datetime:
    return datetime.fromtimestamp(timestamp, UTC)


def _timer(row: tuple) -> Timer:
    timer_id, name, duration_s, created, due, rung_at, *more = row
    return Timer(timer_id, name, duration_s, _utc(created), _utc(due), None if rung_at is None else _utc(rung_at), *more)
