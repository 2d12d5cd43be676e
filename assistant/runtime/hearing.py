"""From frames to turns of speech: voice activity, endpoints, and the pre-roll that keeps the first syllable."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from assistant.audio.vad import FRAME_SAMPLES, VoiceActivityDetector
from assistant.endpointer import Boundary, Endpointer, Mark
from assistant.events import (
    AudioFrame,
    Completeness,
    Event,
    SpeechDiscarded,
    SpeechEnded,
    SpeechPaused,
    SpeechResumed,
    SpeechStarted,
)
from assistant.runtime.recognition import Recognition


class Echo(Protocol):
    """What takes the assistant's own voice out of what is heard."""

    @property
    def is_full_duplex(self) -> bool:
        """Whether one can listen while it speaks."""

    def heard_own_words(self) -> None:
        """It did not take it out."""


@dataclass(frozen=True, slots=True)
class HearingRules:
    """pre_roll_ms: what is heard before speech begins, and is recognised, too. deaf_ms: after an answer that nobody could
    interrupt, while the room still rings with it. echo: None where nobody is listened to while the assistant speaks."""

    pre_roll_ms: int
    deaf_ms: int = 0
    echo: Echo | None = None


class Hearing:
    """One session's ear. Frames come in order, FRAME_SAMPLES at 16 kHz each, on the session's thread."""

    def __init__(self, detector: VoiceActivityDetector, endpointer: Endpointer, rules: HearingRules):
        self._detector = detector
        self._endpointer = endpointer
        self._rules = rules
        # Endpoints are seen late: what is kept has to reach back over the frames that made them certain.
        n_frames = -(-rules.pre_roll_ms * 16 // FRAME_SAMPLES) + 8
        self._pre_roll: deque[AudioFrame] = deque(maxlen=n_frames)
        self._deaf_for = 0
        self._started_at = 0
        self._open = True
        self._awaits_meaning = False

    @property
    def is_ready(self) -> bool:
        """Whether the next frame is wanted: not before it is known what was said until a pause, where sound can be held."""
        return self._open and not self._awaits_meaning

    def pause(self, may_interrupt: bool = True) -> None:
        """may_interrupt: stay open for whoever speaks over the assistant, where it does not hear itself."""
        self._awaits_meaning = False
        if may_interrupt and self._rules.echo is not None and self._rules.echo.is_full_duplex:
            self._endpointer.is_answering = True
        else:
            self._open = False

    def resume(self) -> None:
        """Where nothing was heard meanwhile it begins anew; the first `deaf_ms` are skipped."""
        self._awaits_meaning = self._endpointer.is_answering = False
        if self._open:
            return
        self._open = True
        self._deaf_for = self._rules.deaf_ms * 16
        self._pre_roll.clear()
        self._detector.reset()
        self._endpointer.reset()

    def end_speech(self) -> None:
        """Whoever speaks on begins a new turn."""
        self._endpointer.reset()

    def heard_own_words(self) -> None:
        """What was heard was the assistant's own voice."""
        if self._rules.echo is not None:
            self._rules.echo.heard_own_words()

    def expect(self, completeness: Completeness) -> None:
        """What was said until the pause means this much."""
        self._awaits_meaning = False
        self._endpointer.expect(completeness)

    def hear(self, frame: AudioFrame, recognition: Recognition, at: float) -> Event | None:
        """Pass a frame on; the event it amounts to, if any."""
        if not self._open:
            return None
        if self._deaf_for > 0:
            self._deaf_for -= len(frame.samples)
            return None
        was_in_speech = self._endpointer.in_speech
        if self._endpointer.is_answering and not was_in_speech and not self._rules.echo.is_full_duplex:
            self._open = False  # the canceller failed in the middle of the answer: what is heard may be its rest
            return None
        mark = self._endpointer.accept(self._detector(frame), frame.at, len(frame.samples))
        if was_in_speech:
            recognition.feed(frame)
        else:
            self._pre_roll.append(frame)
        return self._event(mark, at) if mark else None

    def replay(self, feed: Callable[[AudioFrame], None]) -> None:
        """Give the kept frames, from `pre_roll_ms` before the speech on, to `feed`."""
        for frame in self._pre_roll:
            if frame.end > self._started_at - self._rules.pre_roll_ms * 16:
                feed(frame)
        self._pre_roll.clear()

    def _event(self, mark: Mark, at: float) -> Event:
        self._awaits_meaning = mark.boundary is Boundary.PAUSED
        match mark.boundary:
            case Boundary.STARTED:
                self._started_at = mark.at
                return SpeechStarted(at)
            case Boundary.PAUSED:
                return SpeechPaused(at, mark.silence_ms)
            case Boundary.RESUMED:
                return SpeechResumed(at)
            case Boundary.ENDED:
                return SpeechEnded(at, mark.silence_ms)
            case Boundary.DISCARDED:
                return SpeechDiscarded(at)
