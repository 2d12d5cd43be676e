"""The recogniser's worker: turns of sound in, partial and final transcripts out.

Strategy: frames gather in a bounded buffer; the worker takes all that is there as one frame. When recognition falls behind
it so makes fewer partials, and hears every sample. Whose voice it was is found out beside the final recognition, on another
core, so that nobody waits for it.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

import numpy as np

from assistant.asr.protocol import Recognizer, RecognizerStream
from assistant.errors import AssistantError
from assistant.events import AudioFrame, Event, PartialRecognized, Recognized, StageFailed
from assistant.runtime.clock import Clock
from assistant.runtime.identification import Identification
from assistant.runtime.voice_watch import Watching
from assistant.runtime.workers import Worker

RATE = 16_000


class Recognition:
    """One session's recognition. Called by the session's thread; answers by `post`.

    voices: None where nobody is to be known. watching: None where it does not matter whether it is one person who speaks.
    """

    def __init__(
        self,
        recognizer: Recognizer,
        worker: Worker,
        post: Callable[[Event], None],
        clock: Clock,
        voices: Identification | None = None,
        watching: Watching | None = None,
    ):
        self._watching = watching
        self._recognizer = recognizer
        self._voices = voices
        self._worker = worker
        self._post = post
        self._clock = clock
        self._current: _Utterance | None = None

    def start(self, turn: int) -> None:
        self._worker.relieve()  # nobody waits for what it makes of the turn before any more
        self._current = _Utterance(turn, self._recognizer.start(), keeps_sound=self._voices is not None)
        if self._watching is not None:
            self._watching.start(turn)

    def feed(self, frame: AudioFrame) -> None:
        utterance = self._current
        if utterance is not None and utterance.add(frame):
            self._worker.submit(lambda: self._accept(utterance))
        if self._watching is not None:
            self._watching.feed(frame)

    def finish(self, turn: int, until: int | None = None) -> None:
        """Of all that was fed; more may be fed, and then it may be finished again, in a turn of another number.

        until: of so many samples of it only; where the sound is kept, as it is where voices are watched.
        """
        utterance = self._current
        if utterance is None or not self._worker.submit(lambda: self._finish(utterance, turn, until)):
            self._post(StageFailed(self._clock.monotonic(), turn, "recognition", "the recogniser is busy"))

    def resume(self, turn: int) -> None:
        """The utterance goes on, and belongs to this turn now."""
        if self._current is not None:
            self._current.turn = turn
            self._current.stream.hurry()
        if self._watching is not None:
            self._watching.resume(turn)

    def drop(self) -> None:
        if self._current is not None:
            self._current.turn = None
            self._current.take()
            self._current.stream.hurry()
        self._current = None
        self._worker.relieve()
        if self._watching is not None:
            self._watching.stop()

    def _accept(self, utterance: _Utterance) -> None:
        turn = utterance.turn
        frame = utterance.take()
        if frame is None:
            return
        try:
            partial = utterance.stream.accept(frame)
        except (AssistantError, RuntimeError, ValueError, MemoryError) as error:
            self._failed(turn, error)
            return
        if partial is not None:
            self._post(PartialRecognized(self._clock.monotonic(), turn, partial))

    def _finish(self, utterance: _Utterance, turn: int, until: int | None) -> None:
        if utterance.turn != turn:
            return  # speech went on meanwhile
        # No partial is made of what is left: the final transcript comes at once.
        frame, stream = utterance.take(), utterance.stream
        if until is not None and until < len(utterance.sound()):
            # A stream does not forget: what is heard anew is the beginning.
            frame, stream = AudioFrame(utterance.sound()[:until], RATE), self._recognizer.start()
        who = self._voices.of(utterance.sound()[:until]) if self._voices else None
        try:
            transcript = stream.finish() if frame is None else stream.finish(frame)
        except (AssistantError, RuntimeError, ValueError, MemoryError) as error:
            self._failed(turn, error)
            return
        if who is not None:
            transcript = who(transcript)
        self._post(Recognized(self._clock.monotonic(), turn, transcript))

    def _failed(self, turn: int, error: Exception) -> None:
        self._post(StageFailed(self._clock.monotonic(), turn, "recognition", f"{type(error).__name__}: {error}"))


class _Utterance:
    """A stream, the sound that waits for it and, where it is kept, all of the sound."""

    def __init__(self, turn: int | None, stream: RecognizerStream, keeps_sound: bool = False):
        self.turn = turn
        self.stream = stream
        self._kept: list[np.ndarray] | None = [] if keeps_sound else None
        self._waiting: deque[AudioFrame] = deque()
        self._lock = threading.Lock()

    def add(self, frame: AudioFrame) -> bool:
        """True when nobody has been told yet that sound waits."""
        with self._lock:
            self._waiting.append(frame)
            return len(self._waiting) == 1

    def take(self) -> AudioFrame | None:
        """All that waits, as one frame."""
        with self._lock:
            frames, self._waiting = list(self._waiting), deque()
        if not frames:
            return None
        if self._kept is not None:
            self._kept += (frame.samples for frame in frames)
        return AudioFrame(np.concatenate([f.samples for f in frames]), frames[0].rate, frames[0].at)

    def sound(self) -> np.ndarray:
        """All that was taken."""
        return np.concatenate(self._kept) if self._kept else np.empty(0, np.float32)
