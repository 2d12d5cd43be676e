"""When each word is heard: the durations of the phonemes → times of the words as they are written."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from assistant.tts.acoustics.protocol import FRAME_SAMPLES
from assistant.tts.protocol import SAMPLE_RATE, SpokenWord

SOUND_AHEAD = 2.6 * FRAME_SAMPLES
"""Samples by which a phoneme sounds earlier than its frames tell. Measured: there the vowels are loudest and the stops most
silent, by 20 dB, with either Brazilian voice at either speed; misaki's own pipeline takes 3 frames."""


def boundaries(frames: np.ndarray) -> np.ndarray:
    """Of the model's sound, the sample where each phoneme begins, and where the last one ends; shape (n phonemes + 1,)."""
    ends = np.cumsum(frames)[:-1] * FRAME_SAMPLES
    return np.maximum(0, np.round(ends - SOUND_AHEAD)).astype(np.int64)


def word_times(words: Iterable[tuple[str, int, int]], bounds: np.ndarray, start: int, end: int) -> tuple[SpokenWord, ...]:
    """words: (text, first phoneme, end of its phonemes) each. start, end: the samples of the model's sound that are heard."""

    def seconds(phoneme: int) -> float:
        return (min(max(int(bounds[phoneme]), start), end) - start) / SAMPLE_RATE

    return tuple(SpokenWord(text, seconds(first), seconds(after)) for text, first, after in words)
