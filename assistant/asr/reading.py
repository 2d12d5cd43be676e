"""What one pass of a decoder over a stretch of sound says, before anyone judges it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from assistant.events import Word

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True, slots=True)
class Reading:
    """A hypothesis.

    ids: its tokens; those of a forced prefix come first. logprob: mean natural log-probability of the tokens that were
    chosen, the end included. no_speech: the model's own probability, in [0, 1], that nobody speaks. looped: it had begun to
    repeat itself, and was cut. words: empty where they were not asked for.
    """

    text: str
    ids: tuple[int, ...] = ()
    logprob: float = 0.0
    no_speech: float = 0.0
    looped: bool = False
    words: tuple[Word, ...] = ()
    alternatives: tuple[str, ...] = ()
    cost_ms: Mapping[str, float] = field(default_factory=dict)


class Decoder(Protocol):
    """Turns 16 kHz sound, float32, shape (n,), at most 30 s, into text. Safe to call from any thread."""

    def glimpse(self, samples: np.ndarray, prefix: tuple[int, ...]) -> Reading:
        """A quick hypothesis that begins with the tokens `prefix`. Raises RecognitionError."""

    def read(self, samples: np.ndarray) -> Reading:
        """The best hypothesis, with words. Raises RecognitionError."""

    def text(self, ids: tuple[int, ...]) -> str:
        """The words that `ids` spell."""

    def begins_word(self, token: int) -> bool:
        """Whether a token begins a word rather than continuing one."""
