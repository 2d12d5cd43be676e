"""The speaker encoder that costs nothing: what recognition pooled on its way, projected to what tells voices apart.

Strategy: mean and deviation of the encoder's early frames are in every transcript. A projection, learned by
assistant.training.speaker_projection, turns them into a vector: `projection.npz` those of the embedded encoder (its recipe is in
projection.md); a checkpoint of wav2vec2 has its own in its folder. Whoever has sound and no transcript gives the sound alone:
then the encoder hears it now.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Protocol

import numpy as np

from assistant.errors import ModelFileError, OtherEncoderError, TooShortError
from assistant.speakers.protocol import MIN_SECONDS, Utterance, unit

PROJECTION = Path(__file__).with_name("projection.npz")
_OF_CHECKPOINT = "speakers.projection.npz"


def projection_of(checkpoint: Path | None = None) -> Path:
    """Where that of a checkpoint's folder is; that of the embedded encoder without one."""
    return PROJECTION if checkpoint is None else checkpoint / _OF_CHECKPOINT


class Pooling(Protocol):
    """Sound → the mean and the deviation of the recogniser's early frames, as a transcript has them."""

    def __call__(self, samples: np.ndarray) -> np.ndarray:
        """samples: 16 kHz, float32, shape (n,) → float32, shape (d,). Raises RecognitionError."""


class PooledEncoder:
    """Threads may share it, if they may share `pool`. layer: whose frames are pooled."""

    layer = 1

    needs_sound = False

    def __init__(self, pool: Pooling, projection: Path = PROJECTION):
        """Raises ModelFileError."""
        try:
            with np.load(projection, allow_pickle=False) as stored:
                self.id = str(stored["id"])
                self._mean = stored["mean"].astype(np.float32)
                self._matrix = stored["matrix"].astype(np.float32)
        except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
            raise ModelFileError(projection, f"it is no projection: {error}", "the speaker projection") from error
        self.size = self._matrix.shape[1]
        self._pool = pool

    def embed(self, utterance: Utterance) -> np.ndarray:
        """See SpeakerEncoder. Raises OtherEncoderError when what was pooled is another recogniser's."""
        if utterance.seconds < MIN_SECONDS:
            raise TooShortError(utterance.seconds, MIN_SECONDS)
        pooled = self._pool(utterance.samples) if utterance.pooled is None else utterance.pooled
        if pooled.shape != self._mean.shape:
            raise OtherEncoderError(f"of {pooled.size} numbers", self.id)
        return unit((pooled - self._mean) @ self._matrix)
