"""Clean speech made to sound as it does in homes: other throats, rooms, noise, cheap microphones and lines.

Strategy: everything is drawn from one generator seeded by (seed, utterance, copy), so that a sample is a pure function of
its clean sound and three numbers, whoever computes it and in whatever order. The order of the steps is that of nature: throat,
room, noise, microphone, line, gain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import soxr

from assistant.audio import files
from assistant.errors import TrainingSetError
from assistant.training.acoustics import band_limited, coloured_noise, mu_law_line, reverberant, simulated_room

RATE = 16_000
_LOUD_DB = 25.0  # frames this far below the loudest are pauses: they do not count for the level of speech
AUDIO_SUFFIXES = (".flac", ".wav", ".ogg")


@dataclass(frozen=True, slots=True)
class Degree:
    """How often each step is done (probabilities), and how hard."""

    throat: float = 0.5
    room: float = 0.5
    noise: float = 0.7
    band: float = 0.3
    codec: float = 0.12
    overdrive: float = 0.05
    silence: float = 0.02
    """How often the speech is left out: a recogniser must learn to write nothing."""
    snr_db: tuple[float, float] = (0.0, 30.0)
    gain_dbfs: tuple[float, float] = (-36.0, -1.0)
    throat_factor: tuple[float, float] = (0.88, 1.14)


@dataclass(frozen=True, slots=True)
class Materials:
    """Recorded noise and measured rooms, 16 kHz float32 (n,); without any, noise and rooms are simulated."""

    noises: Sequence[np.ndarray] = field(default_factory=tuple)
    rooms: Sequence[np.ndarray] = field(default_factory=tuple)


def load_materials(noises: Sequence[Path] = (), rooms: Sequence[Path] = ()) -> Materials:
    """From files, and folders of them. Raises TrainingSetError, AudioFileError."""
    return Materials(*(tuple(files.read(path, RATE).samples for path in _audio_files(given)) for given in (noises, rooms)))


def _audio_files(given: Sequence[Path]) -> list[Path]:
    found = []
    for path in given:
        inside = sorted(p for p in path.iterdir() if p.suffix.lower() in AUDIO_SUFFIXES) if path.is_dir() else [path]
        if not inside or not inside[0].exists():
            raise TrainingSetError(path, "no audio is there", "check the path in the recipe")
        found.extend(inside)
    return found


def augment(
    samples: np.ndarray, key: Sequence[int], degree: Degree, materials: Materials, rate: int = RATE
) -> tuple[np.ndarray, bool]:
    """(sound, whether speech is left in it); float32, within [-1, 1], of nearly that length. key: (seed, utterance, copy)."""
    random = np.random.default_rng(list(key))
    speech = samples.astype(np.float32)
    has_speech = random.random() >= degree.silence
    if random.random() < degree.throat:
        speech = other_throat(speech, random.uniform(*degree.throat_factor))
    if random.random() < degree.room:
        speech = reverberant(speech, _room(random, materials))
    sound = speech if has_speech else np.zeros_like(speech)
    if random.random() < degree.noise or not has_speech:
        noise = _noise(len(speech), random, materials)
        sound = sound + noise * (speech_level(speech) / max(level(noise), 1e-9)) * 10 ** (-random.uniform(*degree.snr_db) / 20)
    if random.random() < degree.band:
        sound = band_limited(sound, random.uniform(20, 350), random.uniform(2800, 7500), rate)
    if random.random() < degree.codec:
        sound = mu_law_line(sound, 8000 if random.random() < 0.6 else rate, rate)
    peak = float(np.abs(sound).max(initial=0.0))
    gain = 10 ** (random.uniform(*degree.gain_dbfs) / 20) / max(peak, 1e-6)
    if random.random() < degree.overdrive:
        gain *= 10 ** (random.uniform(6, 18) / 20)  # too near the microphone: clipped
    return np.clip(sound * gain, -1.0, 1.0).astype(np.float32), has_speech


def other_throat(samples: np.ndarray, factor: float) -> np.ndarray:
    """Pitch, formants and tempo times `factor`, as if played at another speed."""
    return soxr.resample(samples, RATE * factor, RATE).astype(np.float32)


def level(samples: np.ndarray) -> float:
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) if len(samples) else 0.0


def speech_level(samples: np.ndarray) -> float:
    """The RMS of the frames that hold speech."""
    n_frames = len(samples) // 320
    if n_frames == 0:
        return level(samples)
    power = np.mean(np.square(samples[: n_frames * 320].reshape(n_frames, 320), dtype=np.float64), axis=1)
    loud = power > power.max() * 10 ** (-_LOUD_DB / 10)
    return float(np.sqrt(power[loud].mean())) if loud.any() else 0.0


def _noise(n_samples: int, random: np.random.Generator, materials: Materials) -> np.ndarray:
    if materials.noises and random.random() < 0.6:
        recording = materials.noises[random.integers(len(materials.noises))]
        start = random.integers(max(1, len(recording) - n_samples + 1))
        piece = recording[start : start + n_samples]
        return np.resize(piece, n_samples) if level(piece) > 1e-5 else coloured_noise(n_samples, 0.0, random)
    return coloured_noise(n_samples, random.choice((0.0, 1.0, 2.0)), random)


def _room(random: np.random.Generator, materials: Materials) -> np.ndarray:
    if materials.rooms and random.random() < 0.3:
        return materials.rooms[random.integers(len(materials.rooms))]
    return simulated_room(random.uniform(0.1, 0.9), random.uniform(-3.0, 15.0), random, RATE)
