"""Commands on their way to the house: each waits a bounded time for it, and gives way to a newer one for the same device."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.errors import ServiceError


@dataclass(eq=False, slots=True)
class Command:
    """One call. entities: those that no newer command has taken over. expires: after this moment it is not done any more.

    news: set when there is something to tell to who waits: it was answered, or it will take longer.
    """

    service: str
    entities: tuple[str, ...]
    data: Mapping[str, Any]
    expires: float
    answered: bool = False
    error: ServiceError | None = None
    sent_at: float | None = None
    news: threading.Event = field(default_factory=threading.Event)


class Outbox:
    """Thread-safe. A connection takes commands one by one, and says of each whether it was answered."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self._clock = clock
        self._changed = threading.Condition()
        self._commands: list[Command] = []  # oldest first, those that were sent and not answered among them

    def put(self, command: Command) -> None:
        with self._changed:
            for older in self._open():
                older.entities = tuple(e for e in older.entities if e not in command.entities)
                if not older.entities:
                    self._close(older)
            self._commands.append(command)
            self._changed.notify_all()

    def take(self, is_over: Callable[[], bool]) -> Command | None:
        """The next command to be sent; waits for one. None as soon as `is_over` after a `wake`."""
        with self._changed:
            while not is_over():
                for command in self._open():
                    if command.sent_at is None:
                        command.sent_at = self._clock()
                        return command
                self._changed.wait()
        return None

    def answer(self, command: Command, error: ServiceError | None = None) -> None:
        with self._changed:
            if not command.answered:
                self._close(command, error)

    def answer_all(self, error: ServiceError) -> None:
        with self._changed:
            for command in self._open():
                self._close(command, error)

    def take_back(self) -> None:
        """The connection is lost, or none came about: what was not answered is sent again over the next one."""
        with self._changed:
            for command in self._open():
                command.sent_at = None
                command.news.set()

    def wake(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def silence_s(self) -> float:
        """For how long the oldest command that was sent has been without an answer; 0 when none is."""
        with self._changed:
            sent = [command.sent_at for command in self._open() if command.sent_at is not None]
            return self._clock() - min(sent) if sent else 0.0

    def _open(self) -> list[Command]:
        """Those that may still be done; whatever is too old is forgotten. Called under the lock, as is _close."""
        now = self._clock()
        self._commands = [command for command in self._commands if command.expires > now]
        return list(self._commands)

    def _close(self, command: Command, error: ServiceError | None = None) -> None:
        command.answered, command.error = True, error
        if command in self._commands:
            self._commands.remove(command)
        command.news.set()
