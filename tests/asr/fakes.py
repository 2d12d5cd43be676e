"""A decoder of sound that is a row of tones, one tone a word: its hypotheses depend on the samples alone."""

import hashlib

import numpy as np

from assistant.asr.reading import Reading
from assistant.events import Word
from tests.asr.sounds import RATE

WORD_S = 0.4


def spoken(n_words: int) -> np.ndarray:
    """Word number i as a burst of level 0.1 + i / 300, with a short gap after it."""
    burst = np.sin(2 * np.pi * 200 * np.arange(round(0.75 * WORD_S * RATE)) / RATE)
    gap = np.zeros(round(0.25 * WORD_S * RATE))
    return np.concatenate([np.concatenate([burst * (0.1 + i / 300), gap]) for i in range(n_words)]).astype(np.float32)


def name(token: int) -> str:
    """Words that do not look alike: a text of look-alikes would pass for a loop."""
    return hashlib.sha256(str(token).encode()).hexdigest()[:6]


class ToneDecoder:
    """Token k is `name(k)`. `waver`: the last word of a glimpse is misheard."""

    def __init__(self, waver: bool = False):
        self.waver = waver
        self.n_glimpses = 0
        self.read_lengths: list[int] = []

    def glimpse(self, samples: np.ndarray, prefix: tuple[int, ...]) -> Reading:
        self.n_glimpses += 1
        ids = self._ids(samples)
        if self.waver and ids:
            ids = (*ids[:-1], 1000 + self.n_glimpses)
        return self._reading((*prefix, *ids[len(prefix) :]))

    def read(self, samples: np.ndarray) -> Reading:
        self.read_lengths.append(len(samples))
        return self._reading(self._ids(samples))

    def text(self, ids: tuple[int, ...]) -> str:
        return " ".join(name(i) for i in ids)

    def begins_word(self, token: int) -> bool:
        return True

    def _ids(self, samples: np.ndarray) -> tuple[int, ...]:
        levels = np.abs(samples[: len(samples) // 160 * 160].reshape(-1, 160)).max(axis=1)
        loud = np.concatenate([[0], levels > 0.05, [0]]).astype(int)
        starts, ends = np.flatnonzero(np.diff(loud) == 1), np.flatnonzero(np.diff(loud) == -1)
        return tuple(round(300 * (float(levels[a:b].max()) - 0.1)) for a, b in zip(starts, ends, strict=True))

    def _reading(self, ids: tuple[int, ...]) -> Reading:
        words = tuple(Word(name(k), WORD_S * i, WORD_S * i + 0.3, 0.9) for i, k in enumerate(ids))
        return Reading(self.text(ids), ids, logprob=-0.1, words=words)
