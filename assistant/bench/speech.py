"""Speech of any length, of the recorded commands one after the other, with what is said in it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from assistant.audio import files
from assistant.bench import recordings
from assistant.events import AudioFrame

RATE = 16_000
FRAME = 512
_GAP_S = 0.15


def joined(folder: Path, seconds: float, first: int = 0) -> tuple[np.ndarray, str]:
    """At least so long, beginning with the recording of that number: samples, float32, shape (n,), and their text."""
    pieces, texts, n = [], [], 0
    for sound, text in _endless(folder, first):
        pieces.append(sound)
        texts.append(text)
        n += len(sound)
        if n >= seconds * RATE:
            break
    return np.concatenate(pieces), " ".join(texts)


def endless_frames(folder: Path) -> Iterator[AudioFrame]:
    """As a microphone gives them."""
    at, left = 0, np.empty(0, np.float32)
    for sound, _ in _endless(folder, 0):
        left = np.concatenate([left, sound])
        for start in range(0, len(left) - FRAME + 1, FRAME):
            yield AudioFrame(left[start : start + FRAME], RATE, at)
            at += FRAME
        left = left[len(left) // FRAME * FRAME :]


def frames(samples: np.ndarray) -> list[AudioFrame]:
    """The last may be shorter."""
    return [AudioFrame(samples[i : i + FRAME], RATE, i) for i in range(0, len(samples), FRAME)]


def _endless(folder: Path, first: int) -> Iterator[tuple[np.ndarray, str]]:
    listed = recordings.load(folder)
    for recording in itertools.islice(itertools.cycle(listed), first % len(listed), None):
        sound = files.read(recording.path, RATE).samples
        yield np.pad(sound, (0, round(_GAP_S * RATE))), recording.text
