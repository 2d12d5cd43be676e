"""Threads that do one thing at a time, each behind a bounded queue; and their stand-in for virtual time."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

log = logging.getLogger(__name__)

Job = Callable[[], None]
_STOP = object()

PATIENCE_S = 10.0
"""A job that takes longer, and is not wanted any more, hangs."""


class Worker(Protocol):
    def submit(self, job: Job, wait: bool = False) -> bool:
        """Queue `job`. A full queue means False, or, with `wait`, waiting for room (never the session's thread)."""

    def relieve(self) -> None:
        """What it works at is not wanted any more: should it hang there, the next jobs are done all the same."""

    def close(self) -> None:
        """End when the job in hand is done; what is queued is forgotten. Does not wait."""

    def join(self, timeout_s: float) -> None:
        """Wait for that."""


class ThreadWorker:
    """One thread, one bounded queue. A job reports its own failures; one that raises is a bug and is logged as such."""

    def __init__(self, name: str, queue_size: int = 64):
        self._name = name
        self._begin(queue.Queue(queue_size))

    def _begin(self, jobs: queue.Queue[Any]) -> None:
        self._jobs = jobs
        self._busy_since: float | None = None
        self._thread = threading.Thread(target=self._run, args=(jobs,), name=self._name, daemon=True)
        self._thread.start()

    def submit(self, job: Job, wait: bool = False) -> bool:
        try:
            self._jobs.put(job, block=wait)
        except queue.Full:
            log.warning("%s is behind: its queue of %d is full", self._name, self._jobs.maxsize)
            return False
        return True

    def relieve(self) -> None:
        since, jobs = self._busy_since, self._jobs
        if since is None or time.monotonic() - since < PATIENCE_S:
            return
        log.warning("%s hangs: another thread does its work from now on", self._name)
        self._begin(queue.Queue(jobs.maxsize))
        with suppress(queue.Empty, queue.Full):
            while True:
                self._jobs.put_nowait(jobs.get_nowait())

    def close(self) -> None:
        # Nobody may wait for a job that hangs: the thread is a daemon, and ends with the process at the latest.
        with suppress(queue.Empty):
            while True:
                self._jobs.get_nowait()
        self._jobs.put(_STOP)

    def join(self, timeout_s: float) -> None:
        self._thread.join(timeout_s)

    def _run(self, jobs: queue.Queue[Any]) -> None:
        # Until it is relieved, which it can be only at work.
        while self._jobs is jobs and (job := jobs.get()) is not _STOP:
            self._busy_since = time.monotonic()
            try:
                job()
            except Exception:
                log.exception("a job of %s failed without reporting it", self._name)
            if self._jobs is jobs:
                self._busy_since = None


class InlineWorker:
    """Does the job at once, in the caller: with it the whole runtime is deterministic."""

    def __init__(self, name: str, queue_size: int = 0):
        del name, queue_size

    def submit(self, job: Job, wait: bool = False) -> bool:
        del wait
        job()
        return True

    def relieve(self) -> None:
        pass

    def close(self) -> None:
        pass

    def join(self, timeout_s: float) -> None:
        pass
