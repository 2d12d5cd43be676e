"""Mixtures of voices, written pf_dora:0.7,pm_alex:0.3: a voice is a style vector, and what lies between two is a voice, too."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from assistant.errors import BlendError

# "+" parts like a comma, which a list of voices or a table may need for itself.
_SEPARATOR = re.compile(r"[,+]")


@dataclass(frozen=True, slots=True)
class Blend:
    """(voice, weight) pairs, in the order in which they were written; the weights are positive and add up to 1."""

    parts: tuple[tuple[str, float], ...]

    def __str__(self) -> str:
        return ",".join(f"{name}:{weight:.3g}" for name, weight in self.parts)

    @property
    def heaviest(self) -> str:
        """The voice with the greatest weight, of several the first."""
        return max(self.parts, key=lambda part: part[1])[0]

    @classmethod
    def parse(cls, written: str) -> Blend:
        """From NAME:WEIGHT,NAME:WEIGHT, or NAME,NAME for equal parts. The weights need not add up to 1. Raises BlendError."""
        pairs = [_pair(part, written) for part in _SEPARATOR.split(written)]
        names = [name for name, _ in pairs]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise BlendError(written, f"{twice} is in it twice")
        weights = [weight for _, weight in pairs if weight is not None]
        if not weights:
            weights = [1.0] * len(pairs)
        if len(weights) < len(pairs):
            raise BlendError(written, "some of its voices have a weight and some have none")
        total = sum(weights)
        if not math.isfinite(total):
            raise BlendError(written, "its weights are too great")
        return cls(tuple((name, weight / total) for name, weight in zip(names, weights, strict=True)))


def is_blend(spec: str) -> bool:
    """Whether this is written as a blend; otherwise it is a name."""
    return ":" in spec or _SEPARATOR.search(spec) is not None


def _pair(part: str, written: str) -> tuple[str, float | None]:
    name, colon, weight = (piece.strip() for piece in part.partition(":"))
    if not name:
        raise BlendError(written, "a voice's name is missing")
    return name, _weight(weight, written) if colon else None


def _weight(text: str, written: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        weight = 0.0
    if not 0.0 < weight < math.inf:
        raise BlendError(written, f'the weight "{text}" is no number above 0')
    return weight
