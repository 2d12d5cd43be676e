"""The bell that a timer rings with."""

from __future__ import annotations

from functools import cache

import numpy as np

from assistant.events import AudioFrame

RATE = 24_000


@cache
def chime() -> AudioFrame:
    """Two falling strokes of a bell, 1.2 s at 24 kHz, made of decaying partials."""
    strokes = [_stroke(880.0), _stroke(660.0)]
    samples = np.zeros(int(1.2 * RATE), np.float32)
    for start_s, stroke in zip((0.0, 0.3), strokes, strict=True):
        start = int(start_s * RATE)
        samples[start : start + len(stroke)] += stroke[: len(samples) - start]
    return AudioFrame(samples, RATE)


def _stroke(pitch_hz: float) -> np.ndarray:
    t = np.arange(int(0.9 * RATE)) / RATE
    partials = [(1.0, 0.5, 5.0), (2.0, 0.25, 7.0), (2.76, 0.15, 9.0)]  # (ratio, level, decay per second): a bar's, roughly
    sound = sum(level * np.exp(-decay * t) * np.sin(2 * np.pi * ratio * pitch_hz * t) for ratio, level, decay in partials)
    attack = np.minimum(1.0, t / 0.005)
    return (0.4 * sound * attack).astype(np.float32)
