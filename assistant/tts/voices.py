"""Kokoro's voices: one raw float32 file each, a style vector for every length of text.

A name tells who speaks: pf_dora is Portuguese (p), female (f).
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.errors import UnknownVoiceError, VoiceFileError

N_LENGTHS = 510
STYLE_SIZE = 256
_FILE_BYTES = N_LENGTHS * STYLE_SIZE * 4

LANGUAGES = {
    "a": "en-US", "b": "en-GB", "e": "es", "f": "fr", "h": "hi", "i": "it", "j": "ja", "p": "pt-BR", "z": "zh",
}  # fmt: skip
SEXES = {"f": "female", "m": "male"}


@dataclass(frozen=True, slots=True)
class Voice:
    """language: a BCP 47 tag, sex: "female" or "male"; "" where the name does not tell."""

    name: str
    path: Path

    @property
    def language(self) -> str:
        return LANGUAGES.get(self.name[:1], "")

    @property
    def sex(self) -> str:
        return SEXES.get(self.name[1:2], "")


class Voices:
    """The voices of some folders; of two files with one name the first folder's counts. A folder may be missing."""

    def __init__(self, *folders: Path):
        self._folders = folders
        self._styles: dict[str, np.ndarray] = {}
        self._lock = threading.Lock()

    def list(self) -> list[Voice]:
        """By language, then by name; Brazilian ones first."""
        found: dict[str, Voice] = {}
        for folder in self._folders:
            for path in folder.glob("*.bin"):
                found.setdefault(path.stem, Voice(path.stem, path))
        return sorted(found.values(), key=lambda v: (v.language != "pt-BR", v.language, v.name))

    def style(self, name: str) -> np.ndarray:
        """float32, shape (510, 256): row n - 1 is for n phonemes. Raises UnknownVoiceError, VoiceFileError."""
        with self._lock:
            if name not in self._styles:
                self._styles[name] = _read(self.find(name).path)
            return self._styles[name]

    def find(self, name: str) -> Voice:
        """Raises UnknownVoiceError, which names the nearest."""
        voices = {voice.name: voice for voice in self.list()}
        if name not in voices:
            raise UnknownVoiceError(name, _nearest(name, voices))
        return voices[name]


def _nearest(name: str, known: Iterable[str]) -> list[str]:
    from rapidfuzz import fuzz, process

    # "dora" is near pf_dora however short it is; a partial match sees that.
    return [match for match, *_ in process.extract(name.lower(), list(known), scorer=fuzz.WRatio, limit=3)]


def _read(path: Path) -> np.ndarray:
    try:
        size = path.stat().st_size
        if size != _FILE_BYTES:
            raise VoiceFileError(path, f"{size} bytes instead of {_FILE_BYTES}")
        style = np.fromfile(path, dtype="<f4").astype(np.float32, copy=False)
    except OSError as error:
        raise VoiceFileError(path, error.strerror or str(error)) from error
    if not np.isfinite(style).all() or not style.any():
        raise VoiceFileError(path, "its numbers are no style vectors")
    style.flags.writeable = False
    return style.reshape(N_LENGTHS, STYLE_SIZE)
