"""A recogniser with another ear for its wake word: what comes after the word is an utterance of its own.

Strategy: every frame goes to both. When the spotter is sure, a fresh stream of the recogniser begins with what was said since the
word, and is the only one from then on; nothing is recognised twice.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

import numpy as np

from assistant.asr.protocol import SAMPLE_RATE, Recognizer, RecognizerStream
from assistant.asr.windows import checked, moved
from assistant.events import AudioFrame, Called, Partial, Transcript, Word

LATE_S = 0.16
"""A spotter is sure so long after the word has ended."""
WORD_S = 0.8
"""So long is a word taken to be whose beginning is not known."""
_UNHEARD = ("silence", "noise")


class SpotterStream(Protocol):
    """One utterance."""

    def accept(self, samples: np.ndarray) -> float:
        """How likely it is, in [0, 1], that the word has just been said. samples: float32, 16 kHz, shape (n,)."""


class Spotter(Protocol):
    """Knows one wake word. `start` is cheap, and may be called from any thread."""

    def start(self) -> SpotterStream: ...


class SpottingRecognizer:
    """`recognizer`, called by what the spotter hears. Threads may share it."""

    def __init__(self, recognizer: Recognizer, spotter: Spotter, phrase: str, sensitivity: float = 0.5):
        """phrase: what the word is in texts. sensitivity: in [0, 1]; a call must be 1 - sensitivity likely."""
        self._recognizer = recognizer
        self._spotter = spotter
        self._phrase = phrase
        self._threshold = max(0.01, 1.0 - sensitivity)

    def start(self) -> SpottingStream:
        return SpottingStream(self._recognizer, self._spotter.start(), self._phrase, self._threshold)


class SpottingStream:
    """See RecognizerStream."""

    def __init__(self, recognizer: Recognizer, spotter: SpotterStream, phrase: str, threshold: float):
        self._recognizer = recognizer
        self._spotter = spotter
        self._phrase = phrase
        self._threshold = threshold
        self._stream: RecognizerStream = recognizer.start()
        self._lately = np.zeros(0, np.float32)
        self._n_heard = 0
        self._n_before = 0  # the samples before the present stream
        self._called: Called | None = None

    def accept(self, frame: AudioFrame) -> Partial | None:
        if self._spotted(frame):
            self._begin_anew()
            return self._led(self._stream.accept(AudioFrame(self._lately, SAMPLE_RATE)) or Partial(""))
        partial = self._stream.accept(frame)
        return self._led(partial) if partial and self._called else partial

    def finish(self, last: AudioFrame | None = None) -> Transcript:
        if last is not None and self._spotted(last):
            self._begin_anew()
            last = AudioFrame(self._lately, SAMPLE_RATE)
        said = self._stream.finish(last)
        if self._called is None:
            return said
        if said.rejected and said.rejected not in _UNHEARD:
            return replace(said, called=self._called)
        word = Word(self._phrase, self._called.start_s, self._called.end_s, self._called.score)
        return replace(
            said,
            text=f"{self._phrase} {said.text}".strip(),
            confidence=said.confidence if said.text else self._called.score,
            words=(word, *moved(said.words, self._n_before / SAMPLE_RATE)),
            alternatives=tuple(f"{self._phrase} {text}" for text in said.alternatives),
            rejected=None,
            called=self._called,
        )

    def hurry(self) -> None:
        self._stream.hurry()

    def _spotted(self, frame: AudioFrame) -> bool:
        """Whether the word has just been said, for the first time."""
        samples = checked(frame)
        self._n_heard += len(samples)
        if self._called is not None:
            return False
        self._lately = np.concatenate([self._lately, samples])[-round(LATE_S * SAMPLE_RATE) :]
        score = self._spotter.accept(samples)
        if score < self._threshold:
            return False
        end_s = (self._n_heard - len(self._lately)) / SAMPLE_RATE
        self._called = Called(round(score, 4), round(max(0.0, end_s - WORD_S), 3), round(end_s, 3))
        return True

    def _begin_anew(self) -> None:
        self._n_before = self._n_heard - len(self._lately)
        self._stream = self._recognizer.start()

    def _led(self, partial: Partial) -> Partial:
        text = f"{self._phrase} {partial.text}".strip()
        n_stable = len(self._phrase) + 1 + partial.n_stable if partial.n_stable else 0
        return Partial(text, min(len(text), n_stable), called=True)
