"""What an acoustic model is to the synthesiser: phoneme numbers, a style and a speed → sound, and how long each phoneme lasts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

MAX_PHONEMES = 510
FRAME_SAMPLES = 600


@dataclass(frozen=True, slots=True, eq=False)
class Utterance:
    """samples: float32, shape (n,), 24 kHz, silence at the ends included.

    frames: how many frames of FRAME_SAMPLES each phoneme number lasts, int64, the padding before and after them included; None
    where the graph does not tell. cached: it was made before, and kept.
    """

    samples: np.ndarray
    frames: np.ndarray | None = None
    cached: bool = False


class AcousticModel(Protocol):
    @property
    def identity(self) -> str:
        """Tells apart the models that sound different, on every machine and in every run alike."""

    def infer(self, ids: Sequence[int], style: np.ndarray, speed: float) -> Utterance:
        """The sound of at most 510 phoneme numbers; style: shape (256,). From any thread. Raises SynthesisError."""
