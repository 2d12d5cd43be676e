"""A voice of tones that takes what Kokoro takes: pieces of text as they come, a speed, a volume; it tells words' times, too."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from assistant.errors import UnspeakableTextError
from assistant.events import AudioFrame
from assistant.tts.protocol import SAMPLE_RATE, Segment, SpokenWord

WORD_S = 0.1


class ToneVoice:
    """A tenth of a second for each word and a pause of as much after it, a segment for each sentence that ends with a point.

    before: called with each sentence before it is made. timed: whether the segments tell their words' times.
    """

    def __init__(self, before: Callable[[str], None] = lambda sentence: None, timed: bool = True):
        self._before = before
        self._timed = timed
        self.spoken: list[str] = []
        self.asked: list[tuple[str | None, float | None, float | None]] = []

    def speak(
        self, text: str | Iterable[str], voice: str | None = None, speed: float | None = None, volume: float | None = None
    ) -> Iterator[Segment]:
        self.asked.append((voice, speed, volume))
        at = 0
        for sentence in _sentences([text] if isinstance(text, str) else text):
            if not any(c.isalnum() for c in sentence):
                continue
            self._before(sentence)
            self.spoken.append(sentence)
            samples = _tone(len(sentence.split()), speed or 1.0, 1.0 if volume is None else volume)
            yield Segment(sentence, sentence, AudioFrame(samples, SAMPLE_RATE, at), self._words(sentence))
            at += len(samples)
        if at == 0:
            raise UnspeakableTextError

    def _words(self, sentence: str) -> tuple[SpokenWord, ...]:
        words = sentence.split() if self._timed else []
        return tuple(SpokenWord(word, i * WORD_S, (i + 1) * WORD_S) for i, word in enumerate(words))


def _sentences(pieces: Iterable[str]) -> Iterator[str]:
    held = ""
    for piece in pieces:
        *whole, held = (held + piece).replace("\n", ". ").split(". ")
        yield from (sentence for sentence in whole if sentence.strip())
    if held.strip():
        yield held


def _tone(n_words: int, speed: float, volume: float) -> np.ndarray:
    n_samples = int(n_words * WORD_S * SAMPLE_RATE / speed)
    tone = 0.1 * volume * np.cos(np.arange(n_samples) * 0.1, dtype=np.float32)
    return np.concatenate([tone, np.zeros(int(WORD_S * SAMPLE_RATE), np.float32)]).astype(np.float32)
