"""Pure: from the probability of speech in each frame to where a turn begins and ends.

Strategy: two thresholds (a frame must be surer to begin speech than to continue it) and three times. Speech begins after
`start_ms` of it; the turn ends after `silence_ms` without, or at `max_turn_s`. What held less than `min_speech_ms` of speech
is discarded. Positions are sample indices, so the result does not depend on how the sound was cut into frames of equal length.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Boundary(Enum):
    STARTED = "started"
    ENDED = "ended"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class Mark:
    """`at`: the sample where speech began or where it last was. `silence_ms`: how long was waited since."""

    boundary: Boundary
    at: int
    silence_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class EndpointRules:
    start_probability: float = 0.5
    stop_probability: float = 0.35
    start_ms: int = 96
    silence_ms: int = 640
    min_speech_ms: int = 160
    max_turn_s: float = 20.0


class Endpointer:
    """One stream of sound at `rate`. `accept` each frame's probability in order."""

    def __init__(self, rules: EndpointRules, rate: int = 16_000):
        self._rules = rules
        self._rate = rate
        self.reset()

    @property
    def in_speech(self) -> bool:
        return self._started_at is not None

    def reset(self) -> None:
        """Forget a turn that was begun: what comes is a new stream of sound."""
        self._run_start: int | None = None  # first frame of an unbroken run of likely speech
        self._started_at: int | None = None
        self._last_speech = 0  # end of the last frame that was speech
        self._n_speech = 0  # samples of speech in this turn

    def accept(self, probability: float, at: int, n_samples: int) -> Mark | None:
        """A frame of `n_samples` from sample `at` on; a Mark where a turn begins or ends."""
        if not self.in_speech:
            return self._before_speech(probability, at, n_samples)
        return self._in_turn(probability, at, n_samples)

    def _before_speech(self, probability: float, at: int, n_samples: int) -> Mark | None:
        if probability < self._rules.start_probability:
            self._run_start = None
            return None
        if self._run_start is None:
            self._run_start = at
        end = at + n_samples
        if end - self._run_start < self._samples(self._rules.start_ms):
            return None
        self._started_at, self._last_speech = self._run_start, end
        self._n_speech = end - self._run_start
        return Mark(Boundary.STARTED, self._run_start)

    def _in_turn(self, probability: float, at: int, n_samples: int) -> Mark | None:
        end = at + n_samples
        if probability >= self._rules.stop_probability:
            self._last_speech = end
            self._n_speech += n_samples
        silence = end - self._last_speech
        is_over = silence >= self._samples(self._rules.silence_ms)
        if not is_over and end - self._started_at < self._rules.max_turn_s * self._rate:
            return None
        is_speech = self._n_speech >= self._samples(self._rules.min_speech_ms)
        mark = Mark(Boundary.ENDED if is_speech else Boundary.DISCARDED, self._last_speech, 1000 * silence / self._rate)
        self.reset()
        return mark

    def _samples(self, ms: float) -> float:
        return ms * self._rate / 1000
