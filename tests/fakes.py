"""Stand-ins that behave: a recogniser that reads its answers from a list, a voice of pure tones, a clock one can turn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import numpy as np

from assistant.events import AudioFrame, Partial, Transcript
from assistant.runtime.clock import Clock
from assistant.tts.protocol import Segment

NOON = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)


class VirtualTime:
    """Stands still until it is turned."""

    def __init__(self, wall: datetime = NOON):
        self.now = 0.0
        self._wall = wall
        self.clock = Clock(lambda: self.now, lambda: self._wall + timedelta(seconds=self.now))

    def forward(self, seconds: float) -> None:
        self.now += seconds


class ScriptedRecognizer:
    """Gives each utterance the next of `texts`, and remembers how much of it was heard, in seconds."""

    def __init__(self, texts: list[str | Transcript | Exception]):
        self._texts = iter(texts)
        self.heard_s: list[float] = []

    def start(self) -> ScriptedStream:
        return ScriptedStream(self, next(self._texts))


class ScriptedStream:
    def __init__(self, recognizer: ScriptedRecognizer, text: str | Transcript | Exception):
        self._recognizer = recognizer
        self._text = text
        self._seconds = 0.0
        self._number: int | None = None  # of those that were asked for a transcript

    def accept(self, frame: AudioFrame) -> Partial | None:
        self._seconds += frame.seconds
        return Partial("…") if isinstance(self._text, str) else None

    def finish(self, last: AudioFrame | None = None) -> Transcript:
        self._seconds += last.seconds if last else 0.0
        heard_s = self._recognizer.heard_s
        if self._number is None:
            self._number = len(heard_s)
            heard_s.append(self._seconds)
        heard_s[self._number] = self._seconds
        if isinstance(self._text, Exception):
            raise self._text
        return Transcript(self._text, 0.9) if isinstance(self._text, str) else self._text

    def hurry(self) -> None:
        pass


class ToneSynthesizer:
    """A tenth of a second of tone for each word, a segment a sentence."""

    def __init__(self, failure: Exception | None = None):
        self._failure = failure
        self.spoken: list[str] = []
        self.voices: list[str | None] = []

    def speak(
        self, text: str, voice: str | None = None, speed: float | None = None, volume: float | None = None
    ) -> Iterator[Segment]:
        if self._failure:
            raise self._failure
        self.spoken.append(text)
        self.voices.append(voice)
        for sentence in text.split(". "):
            n_samples = 2400 * len(sentence.split())
            tone = 0.1 * np.sin(np.arange(n_samples) * 0.1, dtype=np.float32)
            yield Segment(sentence, sentence, AudioFrame(tone, 24_000))


class MemorySink:
    """Keeps what was played; `on_write` is called with the seconds of each frame."""

    def __init__(self, on_write=lambda seconds: None):
        self.frames: list[AudioFrame] = []
        self._on_write = on_write

    def write(self, frame: AudioFrame) -> None:
        self.frames.append(frame)
        self._on_write(frame.seconds)

    def drain(self) -> None:
        pass

    def stop(self) -> None:
        pass

    def hold(self) -> None:
        pass

    def release(self) -> None:
        pass


class EnergyDetector:
    """Whatever is loud is speech."""

    def __call__(self, frame: AudioFrame) -> float:
        return 1.0 if float(np.abs(frame.samples).max(initial=0.0)) > 0.05 else 0.0

    def reset(self) -> None:
        pass
