"""Recordings to compare a converted recogniser with its original on."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from assistant import resources
from assistant.audio import files

RATE = 16_000
_N_SOUNDS = 8
_PIECE_S = 4
_KINDS = ("*.flac", "*.wav")


def to_compare_with(folder: Path) -> list[np.ndarray]:
    """float32, 16 kHz, shape (n,) each: those that lie in `folder`/recordings, else the clone's, else the demonstration's."""
    for place in (folder / "recordings", resources.recordings_folder()):
        paths = sorted(path for kind in _KINDS for path in place.glob(kind) if path.stem != "noise")
        if paths:
            chosen = paths[:: max(1, len(paths) // _N_SOUNDS)][:_N_SOUNDS]
            return [files.read(path, RATE).samples for path in chosen]
    whole = files.read(resources.conversation(), RATE).samples
    n = _PIECE_S * RATE
    return [whole[at : at + n] for at in range(0, len(whole) - n + 1, n)][:_N_SOUNDS]
