"""A recogniser whose work is known, to see whether it is measured rightly."""

from __future__ import annotations

import time

from assistant.events import AudioFrame, Partial, Transcript

EVERY = 4800  # samples: 0.3 s


class Told:
    """Looks at the sound every 0.3 s of it, for `work_s`; the look of that number takes `stall_s`. `error` is raised at one."""

    def __init__(self, text: str = "", work_s: float = 0.01, stalls_at: int | None = None, stall_s: float = 0.0):
        self.text, self.work_s, self.stalls_at, self.stall_s = text, work_s, stalls_at, stall_s
        self.error: Exception | None = None

    def start(self):
        return _Stream(self)


class _Stream:
    def __init__(self, told: Told):
        self._told = told
        self._n, self._n_seen, self._n_looks = 0, 0, 0

    def accept(self, frame: AudioFrame) -> Partial | None:
        self._n += len(frame.samples)
        if self._n - self._n_seen < EVERY:
            return None
        if self._told.error:
            raise self._told.error
        self._n_seen = self._n
        self._n_looks += 1
        time.sleep(self._told.stall_s if self._n_looks == self._told.stalls_at else self._told.work_s)
        return Partial(f"olá {self._n_looks}")

    def finish(self, last: AudioFrame | None = None) -> Transcript:
        time.sleep(self._told.work_s)
        return Transcript(self._told.text, 1.0, cost_ms={"encode": 2.0})
