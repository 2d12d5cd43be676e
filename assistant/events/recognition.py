"""Sound, and what was recognised in it. numpy is not imported at run time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True, slots=True, eq=False)
class AudioFrame:
    """Mono sound.

    samples: float32, shape (n,), in [-1, 1]. rate: samples per second (16 000 into recognition, 24 000 out of synthesis).
    at: index of the first sample since its stream began.
    """

    samples: np.ndarray
    rate: int
    at: int = 0

    @property
    def end(self) -> int:
        return self.at + len(self.samples)

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised word; start and end in seconds since the utterance began, confidence in [0, 1]."""

    text: str
    start: float
    end: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Partial:
    """What seems to have been said so far. The first `n_stable` characters will not change any more. called: the wake phrase
    seems to be in it."""

    text: str
    n_stable: int = 0
    called: bool = False


@dataclass(frozen=True, slots=True)
class Called:
    """Where the wake phrase was said, in seconds since the utterance began. score: how surely, in [0, 1]."""

    score: float
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose voice it was, in an open set. name: None for nobody who is known. score: how likely it is that person, or, without a
    name, the most likely one, in [0, 1]. nearest, runner_up: the two most likely people, "" where there are not so many."""

    name: str | None
    score: float = 0.0
    nearest: str = ""
    runner_up: str = ""
    runner_up_score: float = 0.0

    def likelihood_of(self, name: str) -> float:
        """How likely it is somebody; 0 for whoever is not among the two most likely."""
        return {self.runner_up: self.runner_up_score, self.nearest: self.score}.get(name, 0.0) if name else 0.0


@dataclass(frozen=True, slots=True)
class Transcript:
    """The final word on an utterance.

    confidence: in [0, 1]. rejected: why there is no text ("silence", "noise", "repetition", "uncertain"), else None.
    alternatives: other readings, best first. embedding: pooled encoder frames, shape (d,), or None.
    cost_ms: time spent by stage, e.g. {"mel": 3, "encode": 21, "decode": 120}. suspicion: "language": it was probably no
    Portuguese; "noise": too noisy to trust; else None. language_doubt, quality: how likely the one, and the other not, in [0, 1];
    None where nobody looked: an accepted command is not suspected. speaker: the name of who said it, None when unknown; identity:
    how that was found, None when nobody looked. voice: an assistant.speakers.samples.VoiceSample. called: where the wake phrase
    was heard; the text then begins with that phrase, and what was said before it is left out. None where it was not heard, or
    nobody listened for it.
    """

    text: str
    confidence: float = 1.0
    words: tuple[Word, ...] = ()
    alternatives: tuple[str, ...] = ()
    embedding: np.ndarray | None = field(default=None, compare=False)
    rejected: str | None = None
    cost_ms: Mapping[str, float] = field(default_factory=dict, compare=False)
    suspicion: str | None = None
    language_doubt: float | None = field(default=None, compare=False)
    quality: float | None = field(default=None, compare=False)
    speaker: str | None = None
    identity: Identity | None = field(default=None, compare=False)
    voice: Any = field(default=None, compare=False)
    called: Called | None = field(default=None, compare=False)
