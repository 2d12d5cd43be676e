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


def music(seconds: float, seed: int = 0) -> np.ndarray:
    """Chords of three plucked notes with overtones, one after the other."""
    random = np.random.default_rng(seed)
    scale_hz = 220 * 2 ** (np.array([0, 2, 4, 5, 7, 9, 11, 12]) / 12)
    chords, n_samples = [], 0
    while n_samples < seconds * RATE:
        t = np.arange(round(random.choice([0.15, 0.3, 0.6]) * RATE)) / RATE
        notes = [np.sin(2 * np.pi * hz * k * t) / k for hz in random.choice(scale_hz, 3) for k in (1, 2, 3)]
        chords.append(0.06 * np.exp(-3 * t) * sum(notes))
        n_samples += len(t)
    return np.concatenate(chords)[: round(seconds * RATE)].astype(np.float32)


def frames(samples: np.ndarray, n: int) -> list[AudioFrame]:
    return [AudioFrame(samples[i : i + n], RATE, i) for i in range(0, len(samples), n)]


def recording(name: str) -> np.ndarray:
    """A human sentence from the recordings beside the repository."""
    import soundfile

    path = SHARED_SPEECH / name
    if not path.exists():
        pytest.skip(f"no recording {name}: the folder of human recordings is not beside the repository")
    return soundfile.read(path, dtype="float32")[0]
