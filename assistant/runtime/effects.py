"""Carries out what committed plans do to the world: who asked is answered in time, whatever takes longer goes on behind them.

Strategy: each of several commands said in one breath has a thread of its own, begun in the order in which they were said; all
have one deadline. What is not done by then is said to be under way, and told of later: when it fails, or has found something out.
It is ended, as far as Python can be, after a while; so many may be under way at a time.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from assistant.errors import ServiceUnreachableError
from assistant.runtime.reasons import reason_of
from assistant.skills import World
from assistant.skills.conversing.together import Part
from assistant.skills.failures import spoken
from assistant.skills.limits import call
from assistant.skills.replies import NOT_AFTER_ALL, NOT_YET, PART_NOT_YET, STILL_BUSY

log = logging.getLogger(__name__)

ANSWER_S = 1.95
"""For all that was asked for in one breath; a service takes 1.8 s at most to say that it is not there."""
LATE_S = 30.0
MAX_UNDER_WAY = 16
STAGGER_S = 0.03
"""How long a command waits for the one before it: two that write into the store do so in order."""


class Carrier:
    """Of one session. tell: says what nobody asked for just now; it is called by other threads."""

    def __init__(self, tell: Callable[[str], None]):
        self._tell = tell
        self._lock = threading.Lock()
        self._under_way: set[_Errand] = set()

    def carry_out(self, effects: Sequence[Any], world: World, heard: str | None) -> str | None:
        """What is said instead of what was planned, within ANSWER_S.

        heard: what was asked for; None where nobody did, and late news are only logged. Raises what the effects raise in time.
        """
        deadline = time.monotonic() + ANSWER_S
        errands = [_Errand(part, world, self._ended) for part in _separate(effects)]
        with self._lock:
            if len(self._under_way) + len(errands) > MAX_UNDER_WAY:
                raise ServiceUnreachableError("too much of what was asked for before is still under way", STILL_BUSY)
            self._under_way.update(errands)
        for i, errand in enumerate(errands):
            errand.start()
            if i < len(errands) - 1:
                errand.wait(STAGGER_S)
        said = [errand.answer(deadline, heard) for errand in errands]
        return " ".join(dict.fromkeys(filter(None, said))) or None  # that the house is away is said once

    def _ended(self, errand: _Errand, news: str | None) -> None:
        """news: what is to be told now, since it came too late for the answer."""
        with self._lock:
            self._under_way.discard(errand)
        if news:
            self._tell(news)


class _Errand:
    """What one command does, in a thread of its own."""

    def __init__(self, effects: Sequence[Any], world: World, ended: Callable[[_Errand, str | None], None]):
        self._effects, self._world, self._ended = effects, world, ended
        self._lock = threading.Lock()
        self._done = threading.Event()
        self._said: str | None = None
        self._error: Exception | None = None
        self._heard: str | None = None
        self._is_late = False

    def start(self) -> None:
        threading.Thread(target=self._go, name="effect", daemon=True).start()

    def wait(self, seconds: float) -> None:
        self._done.wait(seconds)

    def answer(self, deadline: float, heard: str | None) -> str | None:
        """What it has to say, or that it goes on. Raises what it raised."""
        self._done.wait(max(0.0, deadline - time.monotonic()))
        with self._lock:
            if not self._done.is_set():
                self._is_late, self._heard = True, self._reading or heard
                return PART_NOT_YET.format(reading=self._reading) if self._reading else NOT_YET
        if self._error:
            raise self._error
        return self._said

    @property
    def _reading(self) -> str | None:
        """The command, where it is one of several."""
        (first, *_) = (*self._effects, None)
        return first.reading if isinstance(first, Part) else None

    def _go(self) -> None:
        error = said = None
        try:
            said = call(_run, LATE_S, self._effects, self._world)
        # An effect may be anybody's, as the skill is that it comes from.
        except Exception as failure:
            log.debug("an effect failed", exc_info=failure)
            error = failure
        with self._lock:
            self._said, self._error = said, error
            self._done.set()
        self._ended(self, self._news() if self._is_late else None)

    def _news(self) -> str | None:
        """What has to be told of it afterwards."""
        if self._error is None:
            planned = self._effects[0].text if self._reading else None
            return None if self._said == planned else self._said
        log.warning("an effect failed after its answer: %s", reason_of(self._error))
        if self._heard is None:
            return None
        return " ".join(filter(None, (NOT_AFTER_ALL.format(reading=self._heard), spoken(self._error))))


def _separate(effects: Sequence[Any]) -> list[Sequence[Any]]:
    """Effects of one plan belong together, in their order; those of several commands need not wait for one another."""
    return [(part,) for part in effects] if all(isinstance(it, Part) for it in effects) else [tuple(effects)]


def _run(effects: Sequence[Any], world: World) -> str | None:
    """What the effects have to say instead of what was planned."""
    said = [effect.run(world) for effect in effects]
    return " ".join(text for text in said if text) or None
