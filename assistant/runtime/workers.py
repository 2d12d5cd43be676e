"""Threads that do one thing at a time, each behind a bounded queue; and their stand-in for virtual time."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

log = logging.getLogger(__name__)

Job = Callable[[], None]
_STOP = object()


class Worker(Protocol):
    def submit(self, job: Job, wait: bool = False) -> bool:
        """Queue `job`. A full queue means False, or, with `wait`, waiting for room (never the session's thread)."""

    def close(self) -> None:
        """End when the job in hand is done; what is queued is forgotten. Does not wait."""

    def join(self, timeout_s: float) -> None:
        """Wait for that."""


class ThreadWorker:
    """One thread, one bounded queue. A job reports its own failures; one that raises is a bug and is logged as such."""

    def __init__(self, name: str, queue_size: int = 64):
        self._jobs: queue.Queue[Any] = queue.Queue(queue_size)
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def submit(self, job: Job, wait: bool = False) -> bool:
        try:
            self._jobs.put(job, block=wait)
        except queue.Full:
            log.warning("%s is behind: its queue of %d is full", self._thread.name, self._jobs.maxsize)
            return False
        return True

    def close(self) -> None:
        # Nobody may wait for a job that hangs: the thread is a daemon, and ends with the process at the latest.
        with suppress(queue.Empty):
            while True:
                self._jobs.get_nowait()
        self._jobs.put(_STOP)

    def join(self, timeout_s: float) -> None:
        self._thread.join(timeout_s)

    def _run(self) -> None:
        while (job := self._jobs.get()) is not _STOP:
            try:
                job()
            except Exception:
                log.exception("a job of %s failed without reporting it", self._thread.name)


class InlineWorker:
    """Does the job at once, in the caller: with it the whole runtime is deterministic."""

    def __init__(self, name: str, queue_size: int = 0):
        del name, queue_size

    def submit(self, job: Job, wait: bool = False) -> bool:
        del wait
        job()
        return True

    def close(self) -> None:
        pass

    def join(self, timeout_s: float) -> None:
        pass
