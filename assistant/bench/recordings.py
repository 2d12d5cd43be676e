"""Recorded commands with what they should lead to, and noise to put over them."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.audio import files
from assistant.errors import AudioNotFoundError
from assistant.events import AudioFrame

RATE = 16_000
HUMAN_COMMANDS = {"parar": "parar"}
HUMAN_SENTENCES = {"laps", "ufpalign", "cml"}  # read aloud, and no command


@dataclass(frozen=True, slots=True)
class Recording:
    """skill is None for what is no command. slots: exactly those expected."""

    path: Path
    text: str
    skill: str | None
    slots: Mapping[str, Any]
    voice: str


def load(folder: Path) -> list[Recording]:
    """The recordings named in `folder`/commands.tsv. Raises AudioNotFoundError."""
    table = folder / "commands.tsv"
    if not table.is_file():
        raise AudioNotFoundError(table)
    with table.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            Recording(folder / row["file"], row["text"], row["skill"] or None, json.loads(row["slots"] or "{}"), row["voice"])
            for row in rows
        ]


def load_human(folder: Path) -> list[Recording]:
    """What fits of a set of human recordings (its manifest.tsv: file, text, set): commands of one word, and read sentences."""
    table = folder / "manifest.tsv"
    if not table.is_file():
        raise AudioNotFoundError(table)
    with table.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row["language"].startswith("pt")]
    return [
        Recording(folder / row["file"], row["text"], HUMAN_COMMANDS.get(row["text"]), {}, row["speaker"])
        for row in rows
        if row["text"] in HUMAN_COMMANDS or row["set"] in HUMAN_SENTENCES
    ]


def noise(folder: Path) -> np.ndarray:
    """The room noise that goes with the recordings, float32 (n,) at 16 kHz."""
    return files.read(folder / "noise.flac").samples


def with_noise(speech: AudioFrame, noise: np.ndarray, snr_db: float, seed: int) -> AudioFrame:
    """Speech over a passage of `noise` that is `snr_db` below the speech's active level, a second of it before and after."""
    rng = np.random.default_rng(seed)
    padded = np.pad(speech.samples, RATE)
    start = rng.integers(0, max(1, len(noise) - len(padded)))
    passage = np.resize(noise[start:], len(padded))
    gain = active_rms(speech.samples) / (np.sqrt(np.mean(passage**2)) + 1e-9) * 10 ** (-snr_db / 20)
    return AudioFrame(np.clip(padded + gain * passage, -1, 1).astype(np.float32), speech.rate)


def active_rms(samples: np.ndarray) -> float:
    """The level of the loud half of 20 ms frames: pauses do not count as quiet speech."""
    frames = samples[: len(samples) // 320 * 320].reshape(-1, 320)
    energies = np.sort(np.mean(frames**2, axis=1))
    return float(np.sqrt(energies[len(energies) // 2 :].mean()))


def frames_of(sound: AudioFrame, n_samples: int) -> list[AudioFrame]:
    """Cut into frames as a microphone gives them; the last is filled up with silence."""
    padded = np.pad(sound.samples, (0, -len(sound.samples) % n_samples))
    return [AudioFrame(padded[i : i + n_samples], sound.rate, i) for i in range(0, len(padded), n_samples)]
