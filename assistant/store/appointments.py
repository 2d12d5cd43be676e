"""Alarms and reminders: what is due when a clock on the wall says so, once or again and again.

Strategy: the next occurrence is kept as the wall clock will show it, without a zone, and compared with what it shows. So a
change to or from summer time, or a journey, moves no alarm; an hour that comes twice rings once, one that is left out rings
at its end. Only what is counted from now on ("daqui a dez minutos", a snooze) is an instant in UTC.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from assistant.store.database import Database

ALARM, REMINDER = "alarm", "reminder"
KEPT = timedelta(days=1)
"""How long one that is over can still be put off."""
_COLUMNS = "id, kind, text, at, again, repetition, speaker, rings, last, heard"


@dataclass(frozen=True, slots=True)
class Appointment:
    """One of `kind` "alarm" or "reminder". text: the alarm's name, or what is to be remembered.

    at: its next occurrence, local time without a zone. again: the instant, UTC, at which it is due besides: rings once more,
    or was counted from when it was set. repetition: a rule of assistant.language.calendar.repetitions. speaker: whose it is.
    rings: how often the present occurrence rang; 0 when it is quiet. last: the occurrence that rang last. heard: when, UTC.
    """

    id: int
    kind: str
    text: str | None = None
    at: datetime | None = None
    again: datetime | None = None
    repetition: str | None = None
    speaker: str | None = None
    rings: int = 0
    last: datetime | None = None
    heard: datetime | None = None

    @property
    def is_over(self) -> bool:
        return self.at is None and self.again is None

    def due(self, now: datetime) -> datetime | None:
        """When it is due next, in the zone of `now`; None when it is over."""
        instants = [self.again.astimezone(now.tzinfo)] if self.again else []
        if self.at:
            instants.append(self.at.replace(tzinfo=now.tzinfo))
        return min(instants, default=None)


class Appointments(Database):
    """The table of alarms and reminders."""

    def add_appointment(self, new: Appointment, now: datetime) -> Appointment:
        """The same with its id."""
        with self._transaction() as db:
            db.execute("DELETE FROM appointments WHERE at IS NULL AND again IS NULL AND heard < ?", ((now - KEPT).timestamp(),))
            marks = ", ".join("?" * (_COLUMNS.count(",")))
            columns = _COLUMNS.removeprefix("id, ")
            cursor = db.execute(f"INSERT INTO appointments ({columns}) VALUES ({marks})", _row(new))  # noqa: S608
        return replace(new, id=cursor.lastrowid)

    def update_appointment(self, changed: Appointment) -> None:
        """Nothing happens when it was removed meanwhile."""
        assignments = ", ".join(f"{column} = ?" for column in _COLUMNS.split(", ")[1:])
        with self._transaction() as db:
            db.execute(f"UPDATE appointments SET {assignments} WHERE id = ?", (*_row(changed), changed.id))  # noqa: S608

    def remove_appointments(self, ids: Iterable[int]) -> int:
        """Forget these; how many there were."""
        with self._transaction() as db:
            return sum(db.execute("DELETE FROM appointments WHERE id = ?", (one,)).rowcount for one in ids)

    def appointment(self, appointment_id: int) -> Appointment | None:
        return next(iter(self._appointments("id = ?", (appointment_id,))), None)

    def appointments(self, kind: str) -> list[Appointment]:
        """Those of a kind that are still to come or ringing, in the order they were set."""
        return self._appointments("kind = ? AND (at IS NOT NULL OR again IS NOT NULL) ORDER BY id", (kind,))

    def due_appointments(self, now: datetime) -> list[Appointment]:
        """Those that the wall's clock has reached, `now` being what it shows, with its zone."""
        return self._appointments("at <= ? OR again <= ? ORDER BY id", (_local(now), now.timestamp()))

    def ringing(self) -> list[Appointment]:
        """The alarms that rang and wait for an answer, the last to ring first."""
        return self._appointments("rings > 0 AND again IS NOT NULL ORDER BY heard DESC, id DESC")

    def heard_appointments(self, since: datetime) -> list[Appointment]:
        """What was said after `since`, the last first, also what is over."""
        return self._appointments("heard >= ? ORDER BY heard DESC, id DESC", (since.timestamp(),))

    def _appointments(self, condition: str, parameters: tuple = ()) -> list[Appointment]:
        rows = self._rows(f"SELECT {_COLUMNS} FROM appointments WHERE {condition}", parameters)  # noqa: S608
        return [_appointment(row) for row in rows]


def _local(moment: datetime | None) -> str | None:
    return None if moment is None else moment.replace(tzinfo=None).isoformat(timespec="seconds")


def _timestamp(moment: datetime | None) -> float | None:
    return None if moment is None else moment.timestamp()


def _row(it: Appointment) -> tuple:
    return (
        *(it.kind, it.text, _local(it.at), _timestamp(it.again), it.repetition),
        *(it.speaker, it.rings, _local(it.last), _timestamp(it.heard)),
    )


def _appointment(row: tuple) -> Appointment:
    one, kind, text, at, again, repetition, speaker, rings, last, heard = row
    return Appointment(
        *(one, kind, text, datetime.fromisoformat(at) if at else None),
        None if again is None else datetime.fromtimestamp(again, UTC),
        *(repetition, speaker, rings, datetime.fromisoformat(last) if last else None),
        None if heard is None else datetime.fromtimestamp(heard, UTC),
    )
