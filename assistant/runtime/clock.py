"""The two clocks of a session: one that only goes forward, for durations, and the one on the wall."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


def _wall() -> datetime:
    return datetime.now().astimezone()


@dataclass(frozen=True, slots=True)
class Clock:
    """monotonic: seconds. wall: a datetime that knows its zone. Tests put their own in place."""

    monotonic: Callable[[], float] = time.monotonic
    wall: Callable[[], datetime] = _wall
