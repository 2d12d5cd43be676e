"""How long somebody pauses in the middle of what they say: learned while they speak.

Strategy: of the last pauses after which they went on, nearly the longest tells how long to wait, and a margin. A turn that was
ended although its speaker went on at once shows a pause, too, that was longer than was waited for; without these nobody could
ever be seen to pause for longer. Until there are enough the usual time holds, which is a long one; who had finished each time
that it was waited shows that it need not be.
"""

from __future__ import annotations

from collections import deque

N_KEPT = 24
N_NEEDED = 4
QUANTILE = 0.9
MARGIN = 1.25
N_FLUENT = 4
"""So many times in a row it was waited for nothing."""
CUT_MS = 1000
"""Who speaks on so soon after the end of a turn was cut off."""


class PauseHabits:
    """usual_ms: what is waited for while nothing is known; least_ms, most_ms: between them whatever is learned."""

    def __init__(self, usual_ms: float, least_ms: float, most_ms: float):
        self._usual_ms = usual_ms
        self._least_ms, self._most_ms = least_ms, most_ms
        self._seen: deque[float] = deque(maxlen=N_KEPT)
        self._n_for_nothing = 0

    def saw(self, pause_ms: float) -> None:
        """They paused for so long, and went on."""
        self._seen.append(pause_ms)
        if pause_ms > self._least_ms:
            self._n_for_nothing = 0

    def had_finished(self) -> None:
        """It was waited whether they go on, and they did not."""
        self._n_for_nothing += 1

    @property
    def wait_ms(self) -> float:
        """The silence after which they have probably finished."""
        if len(self._seen) < N_NEEDED:
            return self._least_ms if self._n_for_nothing >= N_FLUENT else self._usual_ms
        long = sorted(self._seen)[min(int(QUANTILE * len(self._seen)), len(self._seen) - 1)]
        return min(max(MARGIN * long, self._least_ms), self._most_ms)
