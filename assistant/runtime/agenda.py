"""What is due becomes events: timers, alarms and reminders to be said, commands to be done.

Strategy: whenever it is asked it looks into the store. What it gave out is not given out again until its effect, which runs
once it was heard, has changed the store; an alarm is, every minute. What is late was missed while the program was off or the
machine asleep, and is told of in one sentence; a late command is told of, not done. When the wall's clock is set back, what
counts down goes on as before, and repeated alarms look again for their next time.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from assistant.errors import NoSpaceError, StoreError
from assistant.events import AnnouncementDue, CommandDue, Topic, Urgency
from assistant.language import announcements
from assistant.language.announcements import LATE_S
from assistant.skills import World
from assistant.skills.domains.appointments import MAX_RINGS, RING_EVERY_S, MarkHeard, heard, pulled_back
from assistant.store import ALARM, REMINDER, Appointment, Store, Timer

log = logging.getLogger(__name__)

_LATE_S = {"timer": LATE_S, REMINDER: LATE_S, ALARM: 600}
"""An alarm still wakes somebody ten minutes after its time; later it would only frighten."""
JUMP_S = 2.0


@dataclass(frozen=True, slots=True)
class MarkRung:
    """The effect of a timer that was heard."""

    timer_id: int

    def run(self, world: World) -> None:
        world.store.mark_rung(self.timer_id, world.now)


class Agenda:
    """One session's look into the store; two sessions that both ring would both ring."""

    def __init__(self, store: Store):
        self._store = store
        self._given: dict[tuple, tuple[float, int]] = {}  # what was given out: when, and how often
        self._offset: float | None = None
        self._looked: float | None = None
        self._told = ""  # which failure of the store

    def due(self, at: float, now: datetime) -> list[AnnouncementDue | CommandDue]:
        """at: the session's clock. now: the wall's, with its zone."""
        before = self._given, self._looked
        try:
            due = self._due(at, now)
        except (StoreError, NoSpaceError) as error:
            if str(error) != self._told:  # and not again at every look
                log.error("timers and alarms wait: %s", error)
            self._told = str(error)
            self._given, self._looked = before  # nothing of it was given out
            return []
        self._told = ""
        return due

    def _due(self, at: float, now: datetime) -> list[AnnouncementDue | CommandDue]:
        self._watch_clock(now.timestamp() - at, now)
        timers, appointments = self._store.due_timers(now), self._store.due_appointments(now)
        keys = {_key(it): it for it in (*timers, *appointments)}
        self._given = {key: given for key, given in self._given.items() if key in keys}
        new = [it for key, it in keys.items() if self._give(key, it, at)]
        # What becomes due between two looks is no later than the first, whatever summer time made of the wall's clock.
        at_most_s = float("inf") if self._looked is None else now.timestamp() - self._looked
        self._looked = now.timestamp()
        late = [it for it in new if min(_late_s(it, now), at_most_s) >= _LATE_S[_kind(it)]]
        events = [self._event(it, at, now) for it in new if it not in late]
        return [*self._missed(late, at, now), *events]

    def _missed(self, late: list[Timer | Appointment], at: float, now: datetime) -> list[AnnouncementDue]:
        told = [(text, _marked(it, quietly=True)) for it in late if (text := _missed_text(it, now))]
        for it in late:
            # An alarm that rang, and then nobody was there to ring it on: there is nothing to tell.
            if isinstance(it, Appointment) and not _missed_text(it, now):
                self._store.update_appointment(heard(it, now, quietly=True))
        if not told:
            return []
        texts, effects = zip(*told, strict=True)
        return [AnnouncementDue(at, announcements.missed(texts), None, effects)]

    def _give(self, key: tuple, it: Timer | Appointment, at: float) -> bool:
        given_at, times = self._given.get(key, (at, 0))
        again = isinstance(it, Appointment) and it.kind == ALARM and at - given_at >= RING_EVERY_S and times < MAX_RINGS
        if times and not again:
            return False
        self._given[key] = (at, times + 1)
        return True

    def _event(self, it: Timer | Appointment, at: float, now: datetime) -> AnnouncementDue | CommandDue:
        effects = (_marked(it),)
        if isinstance(it, Appointment):
            if it.kind == ALARM:
                text, topic, urgency = announcements.alarm_rings(it.text, now, it.rings), Topic("alarme.para"), Urgency.ALARM
            else:
                text, topic = announcements.reminder_due(it.text or "", it.speaker), Topic("lembrete.adia")
                urgency = Urgency.REMINDER
            return AnnouncementDue(at, text, topic.intent.partition(".")[0], effects, topic, urgency)
        if it.command:
            return CommandDue(at, it.command, it.speaker, effects)
        slots = {"duracao": it.duration_s, **({"nome": it.name} if it.name else {})}
        text = announcements.timer_finished(it.name, it.duration_s)
        return AnnouncementDue(at, text, "temporizador", effects, Topic("temporizador.inicia", slots), Urgency.ALARM)

    def _watch_clock(self, offset: float, now: datetime) -> None:
        """offset: how far the wall's clock is before the session's."""
        before = self._offset
        set_back = before is not None and offset < before - JUMP_S
        if set_back:
            log.info("the clock was set back by %d s", before - offset)
            self._store.clock_was_set(offset - before)
        self._offset = offset
        if set_back or before is None:
            for it in (*self._store.appointments(ALARM), *self._store.appointments(REMINDER)):
                if (changed := pulled_back(it, now)) != it:
                    self._store.update_appointment(changed)


def _key(it: Timer | Appointment) -> tuple:
    return (type(it), it.id, it.due, it.rung_at) if isinstance(it, Timer) else (type(it), it.id, it.at, it.again)


def _kind(it: Timer | Appointment) -> str:
    return "timer" if isinstance(it, Timer) else it.kind


def _marked(it: Timer | Appointment, quietly: bool = False) -> MarkRung | MarkHeard:
    return MarkRung(it.id) if isinstance(it, Timer) else MarkHeard(it.id, quietly)


def _late_s(it: Timer | Appointment, now: datetime) -> float:
    if isinstance(it, Timer):
        return -it.left_s(now)
    due = it.due(now)
    return (now - due).total_seconds() if due else 0.0


def _missed_text(it: Timer | Appointment, now: datetime) -> str | None:
    if isinstance(it, Timer) and it.command:
        return announcements.missed_command(it.command, it.due.astimezone(now.tzinfo), now)
    if isinstance(it, Timer):
        return announcements.missed_timer(it.name, it.duration_s, _late_s(it, now))
    if it.kind == ALARM:
        return None if it.rings else announcements.missed_alarm(it.text, it.due(now), now)
    return announcements.missed_reminder(it.text or "", it.due(now), now)
