"""A line for each turn, in a file of this user's: bounded, and no turn ever waits or fails for it.

Strategy: the sessions of a process share one log with one worker. The file is opened for each line, so that another process may
write to it, and turn it over, too; a line is one write.
"""

from __future__ import annotations

import logging
import os
import threading
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from assistant.runtime.clock import Clock
from assistant.runtime.turn_figures import TurnFigures
from assistant.runtime.turn_watch import TurnWatch
from assistant.runtime.workers import ThreadWorker, Worker

log = logging.getLogger(__name__)

QUEUE_SIZE = 64
LEAVING_S = 1.0


class Taker(Protocol):
    """Something that figures go to. Called by the log's worker; failures are its own."""

    def take(self, figures: TurnFigures) -> None: ...

    def close(self) -> None: ...


def before(path: Path) -> Path:
    """Where the older lines of a file are."""
    return path.with_name(f"{path.name}.1")


class TurnFile:
    """JSON lines, readable by this user alone. Past `max_bytes` the file becomes NAME.1, in place of an older one.

    A full disk, or a folder that cannot be written to, is said once; each turn is still tried.
    """

    def __init__(self, path: Path, max_bytes: int):
        self.path = path
        self._max_bytes = max_bytes
        self._has_warned = False

    def take(self, figures: TurnFigures) -> None:
        line = (figures.line() + "\n").encode()
        try:
            self._append(line)
        except OSError as error:
            if not self._has_warned:
                self._has_warned = True
                log.error("turns are not written down any more: %s: %s", self.path, error.strerror or error)

    def close(self) -> None:
        pass

    def _append(self, line: bytes) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            if self.path.stat().st_size + len(line) > self._max_bytes:
                self.path.replace(before(self.path))
        file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            size = os.fstat(file).st_size
            n_written = os.write(file, line)
            if n_written < len(line):  # the disk is full in the middle of it
                os.ftruncate(file, size)
                raise OSError(28, os.strerror(28))
        finally:
            os.close(file)


class TurnLog:
    """Where the figures of every session's turns go. `watch` makes an observer for one session."""

    def __init__(self, takers: tuple[Taker, ...], keeps_words: bool = False, worker: Worker | None = None):
        self._takers = takers
        self._keeps_words = keeps_words
        self._worker = worker or ThreadWorker("turn log", QUEUE_SIZE)

    def watch(self, clock: Clock) -> TurnWatch:
        return TurnWatch(self.take, clock, self._keeps_words)

    def take(self, figures: TurnFigures) -> None:
        """Returns at once."""
        self._worker.submit(lambda: self._give(figures))

    def close(self) -> None:
        """What was taken is written, within a second."""
        done = threading.Event()
        if self._worker.submit(done.set):
            done.wait(LEAVING_S)
        self._worker.close()
        self._worker.join(LEAVING_S)
        for taker in self._takers:
            taker.close()

    def _give(self, figures: TurnFigures) -> None:
        for taker in self._takers:
            taker.take(figures)
