"""Runs what may be anybody's code within a time limit, whatever it raises and however long it means to take.

Strategy: the call is made by a standing thread, and waited for. When its time is up an exception is raised inside that thread
(PyThreadState_SetAsyncExc), which ends every loop of Python's, also one that catches it. What waits in native code cannot be
ended: it is abandoned with its thread, and `Guard` does not call that skill again until its file changes.
"""

from __future__ import annotations

import ctypes
import logging
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping
from types import FrameType
from typing import Any

from assistant.errors import SkillSetAsideError, SkillTimeoutError
from assistant.skills.definitions import Context, Intent

log = logging.getLogger(__name__)

N_ATTEMPTS, ATTEMPT_S = 20, 0.02
N_IDLE = 2  # threads that are kept for the next calls


def call(function: Callable[..., Any], limit_s: float, *args: Any, **kwargs: Any) -> Any:
    """`function(*args, **kwargs)`. Raises what it raises; SkillTimeoutError, with `ended`, when it takes longer.

    What would end a thread or the program (SystemExit, KeyboardInterrupt …) comes as a RuntimeError.
    """
    runner = _idle_runner()
    outcome = runner.run(function, limit_s, args, kwargs)
    if outcome.error is None:
        return outcome.value
    if isinstance(outcome.error, Exception):
        raise outcome.error
    lethal = RuntimeError(f"{type(outcome.error).__name__}: {outcome.error}")
    raise lethal.with_traceback(outcome.error.__traceback__) from outcome.error


class Guard:
    """Calls skills within a time limit, and sets aside those that could not be ended. Safe to share between threads."""

    def __init__(self, limit_s: float = 2.0):
        self._limit_s = limit_s
        self._set_aside: frozenset[tuple[str, int]] = frozenset()  # replaced, never changed: others iterate over it

    def call(self, intent: Intent, context: Context, slots: Mapping[str, Any]) -> Any:
        """Raises what the skill does, SkillTimeoutError, SkillSetAsideError."""
        key = (intent.skill, intent.version)
        if key in self._set_aside:
            raise SkillSetAsideError(intent.skill)
        try:
            return call(intent.function, self._limit_s, context, **slots)
        except SkillTimeoutError as error:
            if not error.ended:
                self._set_aside |= {key}
                log.error("skill %s could not be ended; it is set aside until its file changes", intent.skill)
            raise

    @property
    def set_aside(self) -> frozenset[str]:
        """The skills that are not called any more, some version of them."""
        return frozenset(skill for skill, _ in self._set_aside)


class _TimeIsUp(SystemExit):
    """Made in the thread that it ends, where it arms a trace: in a loop a bare `except:` would catch it every time."""

    def __init__(self, *args: object):
        super().__init__(*args)
        frame = sys._getframe().f_back
        while frame and frame.f_code.co_filename != __file__:
            frame.f_trace = _end_at_next_line
            frame = frame.f_back
        sys.settrace(_end_at_next_line)


def _end_at_next_line(frame: FrameType, event: str, argument: object) -> TraceFunction | None:
    if frame.f_code.co_filename == __file__:
        return None
    if event in ("exception", "return"):
        return _end_at_next_line  # it is on its way out; and whatever is raised here ends the trace (from Python 3.12 on)
    raise SystemExit


TraceFunction = Callable[[FrameType, str, object], object]


class _Outcome:
    """What became of a call. As a context manager it takes every exception there is: nothing may end the thread."""

    def __init__(self):
        self.value: Any = None
        self.error: BaseException | None = None

    def __enter__(self) -> _Outcome:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: object) -> bool:
        sys.settrace(None)
        self.error = error
        return True


class _Runner:
    """One standing thread. It serves one caller at a time, and is not used again after a call that had to be ended."""

    def __init__(self):
        self._ready, self._done = threading.Semaphore(0), threading.Semaphore(0)
        self._job: tuple[Callable[..., Any], tuple, dict] | None = None
        self._outcome = _Outcome()
        self._thread = threading.Thread(target=self._serve, name="skill", daemon=True)
        self._thread.start()

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def run(self, function: Callable[..., Any], limit_s: float, args: tuple, kwargs: dict) -> _Outcome:
        self._job, self._outcome = (function, args, kwargs), _Outcome()
        self._ready.release()
        if self._done.acquire(timeout=limit_s):
            outcome = self._outcome
            self._retire() if len(_idle) >= N_IDLE else _idle.append(self)
            return outcome
        stack = self._stack()
        raise SkillTimeoutError(getattr(function, "__name__", "a skill"), limit_s, self._end(), stack)

    def _stack(self) -> tuple[tuple[str, int], ...]:
        frame = sys._current_frames().get(self._thread.ident)
        found = []
        while frame:
            found.append((frame.f_code.co_filename, frame.f_lineno))
            frame = frame.f_back
        return tuple(found)

    def _end(self) -> bool:
        """Whether the call could be ended; the thread is not used again in either case."""
        for _ in range(N_ATTEMPTS):
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self._thread.ident), ctypes.py_object(_TimeIsUp))
            if self._done.acquire(timeout=ATTEMPT_S):
                self._retire()
                return True
        return False

    def _retire(self) -> None:
        self._job = None
        self._ready.release()

    def _serve(self) -> None:
        # An exception that comes too late for its call must not be printed by the thread that it ends.
        with _Outcome():
            while True:
                self._ready.acquire()
                if self._job is None:
                    return
                function, args, kwargs = self._job
                with self._outcome as outcome:
                    outcome.value = function(*args, **kwargs)
                del function, args, kwargs, outcome
                self._done.release()


_idle: deque[_Runner] = deque()


def _idle_runner() -> _Runner:
    try:
        runner = _idle.pop()
    except IndexError:
        return _Runner()
    return runner if runner.is_alive else _Runner()  # after a fork it is not
