"""Timers that are due become announcements: asked for again and again until one was heard, announced once a session."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from assistant.errors import StoreError
from assistant.events import AnnouncementDue
from assistant.language.announcements import timer_finished
from assistant.skills import World
from assistant.store import Store, Timer

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class MarkRung:
    """The effect of a timer that was heard."""

    timer_id: int

    def run(self, world: World) -> None:
        world.store.mark_rung(self.timer_id, world.now)


class TimerWatch:
    """Looks into the store whenever it is asked; a timer that this session announced stays announced, heard or not."""

    def __init__(self, store: Store):
        self._store = store
        self._announced: set[int] = set()

    def due(self, at: float, now: datetime) -> list[AnnouncementDue]:
        """at: the session's clock. now: the wall's."""
        try:
            timers = [t for t in self._store.due_timers(now) if t.id not in self._announced]
        except StoreError as error:
            log.error("timers cannot be read: %s", error)
            return []
        self._announced.update(t.id for t in timers)
        return [self._announcement(t, at, now) for t in timers]

    def _announcement(self, timer: Timer, at: float, now: datetime) -> AnnouncementDue:
        text = timer_finished(timer.name, timer.duration_s, max(0.0, -timer.left_s(now)))
        return AnnouncementDue(at, text, "temporizador", (MarkRung(timer.id),))
