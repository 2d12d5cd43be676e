"""The sounds of `assistant bench asr`: where the sets are, and which part of each is kept for what.

Strategy: what the confidence of the grammar pass is fitted on must not be what it is judged by. Synthetic speech is made
twice (see unseen); people's recordings are halved by speaker, or by file where a set has one speaker; of the noises, the
even-numbered ones, which no head was trained on, are judged by; and of the measured rooms those that no head was trained with.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.audio import files
from assistant.errors import AudioNotFoundError

RATE = 16_000
ROOMS = (("rir2", "rir4"), ("rir1", "rir3"))
"""By part; heads are trained with those of part 1."""
_PIECE_S = 3.5
_MIN_PIECE_S = 0.3
_LOUD = 0.7
_BY_FILE = {"gcompris"}


@dataclass(frozen=True, slots=True)
class Said:
    """A recording of a person. text: "" where it is not known."""

    path: Path
    text: str
    speaker: str
    set: str
    language: str

    @property
    def group(self) -> str:
        """The speaker; the file where a set has hardly more than one."""
        return self.path.name if self.set in _BY_FILE else self.speaker

    def samples(self) -> np.ndarray:
        return files.read(self.path, RATE).samples


@dataclass(frozen=True, slots=True)
class Places:
    """What may be absent. speech: a folder with manifest.tsv; noise: of FLAC files, and rooms/; prose: a file of sentences."""

    speech: Path | None
    noise: Path | None
    prose: Path | None
    unseen: Path

    def people(self, *sets: str) -> list[Said]:
        """Of these sets, in the order of the manifest; nothing where there is no folder. Raises AudioNotFoundError."""
        if self.speech is None:
            return []
        table = self.speech / "manifest.tsv"
        if not table.is_file():
            raise AudioNotFoundError(table)
        with table.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row["set"] in sets]
        return [Said(self.speech / r["file"], r["text"], r["speaker"], r["set"], r["language"]) for r in rows]

    def noises(self) -> list[Path]:
        return sorted(self.noise.glob("*.flac")) if self.noise else []

    def rooms(self, part: int) -> list[np.ndarray]:
        paths = [self.noise / "rooms" / f"{name}.flac" for name in ROOMS[part]] if self.noise else []
        return [files.read(path, RATE).samples for path in paths if path.is_file()]

    def sentences(self) -> list[str]:
        return self.prose.read_text(encoding="utf-8").splitlines() if self.prose and self.prose.is_file() else []


def half_of(people: list[Said], part: int) -> list[Said]:
    """Every other speaker of each set, or every other file."""
    groups: dict[str, list[str]] = {}
    for said in people:
        members = groups.setdefault(said.set, [])
        if said.group not in members:
            members.append(said.group)
    return [said for said in people if groups[said.set].index(said.group) % 2 == part]


def noises_of_part(paths: list[Path], part: int) -> list[Path]:
    """0: those with even numbers, to judge by; 1: the others."""
    return [path for path in paths if int(path.stem[-1]) % 2 == part]


def pieces(path: Path) -> list[np.ndarray]:
    """A noise in pieces as long as a command, each at the level it has and at that of near speech."""
    samples = files.read(path, RATE).samples
    length = int(_PIECE_S * RATE)
    cut = [samples[at : at + length] for at in range(0, len(samples), length)]
    cut = [piece for piece in cut if len(piece) >= _MIN_PIECE_S * RATE]
    return [*cut, *(_loud(piece) for piece in cut if np.any(piece))]


def _loud(samples: np.ndarray) -> np.ndarray:
    return (samples * (_LOUD / np.abs(samples).max())).astype(np.float32)
