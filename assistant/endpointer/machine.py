"""The endpointer itself.

Strategy: two thresholds (a frame must be surer to begin speech than to continue it). After `pause_ms` of silence it is said that
speech paused, so that others may look what it means; how long a silence ends the turn then depends on what they find. Less than
`resume_ms` of speech in a pause is a click, and changes nothing. What held less than `min_speech_ms` of speech is discarded.
Positions are sample indices, so the result does not depend on how the sound was cut into frames of equal length.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from assistant.endpointer.pauses import CUT_MS, PauseHabits
from assistant.endpointer.rules import EndpointRules
from assistant.events import Completeness


class Boundary(Enum):
    STARTED = "started"
    PAUSED = "paused"
    RESUMED = "resumed"
    ENDED = "ended"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class Mark:
    """`at`: the sample where speech began or where it last was. `silence_ms`: how long was waited since."""

    boundary: Boundary
    at: int
    silence_ms: float = 0.0


class Endpointer:
    """One stream of sound at `rate`. `accept` each frame's probability in order."""

    def __init__(self, rules: EndpointRules, rate: int = 16_000):
        self._rules = rules
        self._rate = rate
        self._habits = PauseHabits(rules.silence_ms, rules.min_silence_ms, rules.max_silence_ms)
        self.is_answering = False
        """While the assistant speaks only louder and longer speech begins a turn."""
        self.reset()

    @property
    def in_speech(self) -> bool:
        return self._started_at is not None

    def reset(self) -> None:
        """Forget a turn that was begun: what comes is a new stream of sound."""
        self._forget_turn()
        self._ended_at: int | None = None  # where speech last was in the turn before
        self._was_waited_for = False  # whether they might have gone on then

    def expect(self, completeness: Completeness) -> None:
        """What was said until this pause turned out to be so complete; when speech resumes that is no longer so."""
        if self._is_paused:
            self._completeness = completeness

    def accept(self, probability: float, at: int, n_samples: int) -> Mark | None:
        """A frame of `n_samples` from sample `at` on; a Mark where a turn begins, pauses, goes on or ends."""
        if not self.in_speech:
            return self._before_speech(probability, at, n_samples)
        return self._in_turn(probability, at, n_samples)

    def _before_speech(self, probability: float, at: int, n_samples: int) -> Mark | None:
        rules = self._rules
        enough, long_enough = rules.start_probability, rules.start_ms
        if self.is_answering:
            enough, long_enough = rules.barge_in_probability, rules.barge_in_ms
        if probability < enough:
            self._run_start = None
            return None
        if self._run_start is None:
            self._run_start = at
        end = at + n_samples
        if end - self._run_start < self._samples(long_enough):
            return None
        self._started_at, self._last_speech = self._run_start, end
        self._n_speech = end - self._run_start
        self._learn_from_cut(self._run_start)
        self._run_start = None
        return Mark(Boundary.STARTED, self._started_at)

    def _learn_from_cut(self, started_at: int) -> None:
        if self._ended_at is None:
            return
        pause_ms = self._ms(started_at - self._ended_at)
        if pause_ms > self._rules.complete_ms + CUT_MS:
            if self._was_waited_for:
                self._habits.had_finished()
        elif not self.is_answering:
            self._habits.saw(pause_ms)

    def _in_turn(self, probability: float, at: int, n_samples: int) -> Mark | None:
        end = at + n_samples
        if probability >= self._rules.stop_probability:
            if not self._is_paused:
                self._last_speech = end
                self._n_speech += n_samples
            else:
                return self._perhaps_resumed(at, end)
        else:
            self._run_start = None
        silence = end - self._last_speech
        if silence >= self._samples(self._patience_ms()) or end - self._started_at >= self._rules.max_turn_s * self._rate:
            return self._end(silence)
        if not self._is_paused and silence >= self._samples(self._rules.pause_ms) and self._is_speech:
            self._is_paused = True
            return Mark(Boundary.PAUSED, self._last_speech, self._ms(silence))
        return None

    def _perhaps_resumed(self, at: int, end: int) -> Mark | None:
        if self._run_start is None:
            self._run_start = at
        if end - self._run_start < self._samples(self._rules.resume_ms):
            return None
        pause_ms = self._ms(self._run_start - self._last_speech)
        self._habits.saw(pause_ms)
        self._is_paused, self._completeness = False, Completeness.UNKNOWN
        self._has_hesitated = self._has_hesitated or pause_ms > self._rules.complete_ms
        self._n_speech += end - self._run_start
        self._last_speech, self._run_start = end, None
        return Mark(Boundary.RESUMED, end, pause_ms)

    def _patience_ms(self) -> float:
        rules, wait_ms = self._rules, self._habits.wait_ms
        match self._completeness:
            case Completeness.DANGLING:
                return max(rules.dangling_ms, wait_ms)
            case Completeness.EXTENDABLE:
                return max(rules.extendable_ms, wait_ms)
            case Completeness.COMPLETE:
                # Who looked for a word once in a sentence does so again, even where others would have finished.
                return max(rules.complete_ms, wait_ms) if self._has_hesitated else rules.complete_ms
        return max(rules.extendable_ms, wait_ms) if self._has_hesitated else wait_ms

    @property
    def _is_speech(self) -> bool:
        return self._n_speech >= self._samples(self._rules.min_speech_ms)

    def _end(self, silence: int) -> Mark:
        mark = Mark(Boundary.ENDED if self._is_speech else Boundary.DISCARDED, self._last_speech, self._ms(silence))
        self._ended_at = self._last_speech if self._is_speech else None
        self._was_waited_for = self._completeness in {Completeness.UNKNOWN, Completeness.EXTENDABLE}
        self._forget_turn()
        return mark

    def _forget_turn(self) -> None:
        self._run_start: int | None = None  # first frame of an unbroken run of likely speech, before a turn or in a pause
        self._started_at: int | None = None
        self._last_speech = 0  # end of the last frame that was speech
        self._n_speech = 0  # samples of speech in this turn
        self._is_paused = self._has_hesitated = False
        self._completeness = Completeness.UNKNOWN

    def _samples(self, ms: float) -> float:
        return ms * self._rate / 1000

    def _ms(self, n_samples: int) -> float:
        return 1000 * n_samples / self._rate
