"""What wants to be said or done unasked, and has to wait until nobody speaks: in which order it gets its turn."""

from __future__ import annotations

from assistant.events import AnnouncementDue, CommandDue, Urgency

Unasked = AnnouncementDue | CommandDue

PRIORITY = {Urgency.ALARM: 0, Urgency.REMINDER: 1, Urgency.COMMAND: 2, Urgency.NEWS: 3}
"""What comes first when several wait. Nothing of it interrupts who speaks, nor an answer."""


class Waiting:
    """First by priority, then by when it was due."""

    def __init__(self) -> None:
        self._events: list[Unasked] = []

    def __bool__(self) -> bool:
        return bool(self._events)

    def add(self, event: Unasked) -> None:
        self._events.append(event)
        self._events.sort(key=lambda it: PRIORITY[it.urgency])  # stable: those of one kind stay in their order

    def next(self) -> Unasked:
        return self._events.pop(0)
