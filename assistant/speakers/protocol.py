"""What tells voices apart, for the rest of the assistant: an utterance becomes a vector, near to others of the same person."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from assistant.asr.protocol import SAMPLE_RATE
from assistant.errors import OtherEncoderError

MIN_SECONDS = 0.5
"""Of less, nobody can be known."""


@dataclass(frozen=True, slots=True, eq=False)
class Utterance:
    """What one person said. samples: 16 kHz, float32, shape (n,). pooled: what the recogniser made of them on the way, which is
    the `embedding` of their transcript; None where nobody recognised them."""

    samples: np.ndarray
    pooled: np.ndarray | None = None

    @property
    def seconds(self) -> float:
        return len(self.samples) / SAMPLE_RATE


class SpeakerEncoder(Protocol):
    """Loaded weights; threads may share it. id: names it and its version. size: of its vectors. needs_sound: whether it hears the
    samples; else what was pooled is enough."""

    id: str
    size: int
    needs_sound: bool

    def embed(self, utterance: Utterance) -> np.ndarray:
        """float32, shape (size,), of unit length: the product of two is their likeness, in [-1, 1].

        Raises TooShortError, RecognitionError.
        """


@dataclass(frozen=True, slots=True, eq=False)
class Voiceprint:
    """A vector that remembers which encoder made it, for only those of one encoder can be compared."""

    encoder: str
    vector: np.ndarray

    def likeness(self, other: Voiceprint) -> float:
        """In [-1, 1]. Raises OtherEncoderError."""
        if self.encoder != other.encoder:
            raise OtherEncoderError(other.encoder, self.encoder)
        return float(self.vector @ other.vector)


def stored_vector(content: bytes, weight: float) -> np.ndarray | None:
    """Of what a store or a file holds; None for what is damaged: a wrong vector would be a wrong person."""
    if not content or len(content) % 4 or not math.isfinite(weight) or weight <= 0:
        return None
    vector = np.frombuffer(content, "<f4")
    return vector if np.isfinite(vector).all() and vector.any() else None


def voiceprint(encoder: SpeakerEncoder, utterance: Utterance) -> Voiceprint:
    """See SpeakerEncoder.embed."""
    return Voiceprint(encoder.id, encoder.embed(utterance))


def unit(vector: np.ndarray) -> np.ndarray:
    """float32, of length one; nothing stays nothing."""
    return (vector / max(float(np.linalg.norm(vector)), 1e-12)).astype(np.float32)
