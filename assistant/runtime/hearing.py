"""From frames to turns of speech: voice activity, endpoints, and the pre-roll that keeps the first syllable."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from assistant.audio.vad import FRAME_SAMPLES, VoiceActivityDetector
from assistant.endpointer import Boundary, Endpointer, Mark
from assistant.events import AudioFrame, Event, SpeechDiscarded, SpeechEnded, SpeechStarted
from assistant.runtime.recognition import Recognition


class Hearing:
    """One session's ear. Frames come in order, FRAME_SAMPLES at 16 kHz each, on the session's thread."""

    def __init__(self, detector: VoiceActivityDetector, endpointer: Endpointer, pre_roll_ms: int, deaf_ms: int):
        self._detector = detector
        self._endpointer = endpointer
        # Endpoints are seen late: what is kept has to reach back over the frames that made them certain.
        n_frames = -(-pre_roll_ms * 16 // FRAME_SAMPLES) + 8
        self._pre_roll: deque[AudioFrame] = deque(maxlen=n_frames)
        self._pre_roll_samples = pre_roll_ms * 16
        self._deaf_samples = deaf_ms * 16
        self._deaf_for = 0
        self._started_at = 0
        self._open = True

    @property
    def is_open(self) -> bool:
        return self._open

    def pause(self) -> None:
        self._open = False

    def resume(self) -> None:
        """Begin anew; the first `deaf_ms` are skipped, while the room still rings with the answer."""
        if self._open:
            return
        self._open = True
        self._deaf_for = self._deaf_samples
        self._pre_roll.clear()
        self._detector.reset()
        self._endpointer.reset()

    def hear(self, frame: AudioFrame, recognition: Recognition, at: float) -> Event | None:
        """Pass a frame on; the event it amounts to, if any."""
        if not self._open:
            return None
        if self._deaf_for > 0:
            self._deaf_for -= len(frame.samples)
            return None
        was_in_speech = self._endpointer.in_speech
        mark = self._endpointer.accept(self._detector(frame), frame.at, len(frame.samples))
        if was_in_speech:
            recognition.feed(frame)
        else:
            self._pre_roll.append(frame)
        return self._event(mark, at) if mark else None

    def replay(self, feed: Callable[[AudioFrame], None]) -> None:
        """Give the kept frames, from `pre_roll_ms` before the speech on, to `feed`."""
        for frame in self._pre_roll:
            if frame.end > self._started_at - self._pre_roll_samples:
                feed(frame)
        self._pre_roll.clear()

    def _event(self, mark: Mark, at: float) -> Event:
        if mark.boundary is Boundary.STARTED:
            self._started_at = mark.at
            return SpeechStarted(at)
        if mark.boundary is Boundary.ENDED:
            return SpeechEnded(at, mark.silence_ms)
        return SpeechDiscarded(at)
