"""Sounds for the recogniser's tests, made up or recorded."""

from pathlib import Path

import numpy as np
import pytest

from assistant.events import AudioFrame

RATE = 16_000
SHARED_SPEECH = Path(__file__).parents[3] / "shared" / "speech"


def noise(seconds: float, level: float = 0.05, seed: int = 0) -> np.ndarray:
    return (np.random.default_rng(seed).standard_normal(round(seconds * RATE)) * level).astype(np.float32)


def hum(seconds: float, hz: float = 60.0, level: float = 0.1) -> np.ndarray:
    return (level * np.sin(2 * np.pi * hz * np.arange(round(seconds * RATE)) / RATE)).astype(np.float32)


def silence(seconds: float) -> np.ndarray:
    return np.zeros(round(seconds * RATE), np.float32)


def babble(seconds: float, seed: int = 0) -> np.ndarray:
    """No speech, and as lively as it: noise in syllables of changing loudness."""
    n_syllables = max(1, round(seconds * 4))
    gains = np.random.default_rng(seed).uniform(0.0, 1.0, n_syllables) ** 3
    return noise(seconds, 0.1, seed) * np.resize(np.repeat(gains, RATE // 4), round(seconds * RATE)).astype(np.float32)


def frames(samples: np.ndarray, n: int) -> list[AudioFrame]:
    return [AudioFrame(samples[i : i + n], RATE, i) for i in range(0, len(samples), n)]


def recording(name: str) -> np.ndarray:
    """A human sentence from the recordings beside the repository."""
    import soundfile

    path = SHARED_SPEECH / name
    if not path.exists():
        pytest.skip(f"no recording {name}: the folder of human recordings is not beside the repository")
    return soundfile.read(path, dtype="float32")[0]
