"""Who speaks: Kokoro's voices and weighted mixtures of them, so that the head meets more speakers than there are voices.

Strategy: a voice is a style vector, and vectors between two voices are voices too. Only the Brazilian ones speak without
an accent, so that every mixture has a good part of one. Some voices are kept out of training: mixtures with them are the
unseen speakers that a head is judged by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np

from assistant.errors import UnknownVoiceError
from assistant.tts.voices import Voice, Voices

HELD_OUT = ("af_nova", "am_onyx", "bf_lily", "bm_fable", "ef_dora", "hm_psi", "jf_tebukuro", "zm_yunxia")
"""Never in training: mixtures with them are test speakers."""

SLOWEST, FASTEST = 0.8, 1.35
_PURELY_BRAZILIAN = 0.4
_LEAST_BRAZILIAN, _MOST_BRAZILIAN = 0.35, 0.85


@dataclass(frozen=True, slots=True)
class Blend:
    """(voice, weight) pairs; the weights add up to 1. Written "pf_dora:0.60+af_sky:0.40"."""

    parts: tuple[tuple[str, float], ...]

    def __str__(self) -> str:
        return "+".join(f"{name}:{weight:.2f}" for name, weight in self.parts)

    @classmethod
    def parse(cls, written: str) -> Blend:
        """Raises ValueError."""
        pairs = (part.partition(":") for part in written.split("+"))
        return cls(tuple((name, float(weight or 1.0)) for name, _, weight in pairs))


class BlendedVoices:
    """Voices by the name of a blend, for Kokoro to speak with. Raises UnknownVoiceError for voices that are not here."""

    def __init__(self, voices: Voices):
        self._voices = voices

    def find(self, name: str) -> Voice:
        found = [self._voices.find(part) for part, _ in Blend.parse(name).parts]
        return found[0] if len(found) == 1 else Voice(name, Path())

    def style(self, name: str) -> np.ndarray:
        """float32, shape (510, 256)."""
        parts = Blend.parse(name).parts
        return np.sum([weight * self._voices.style(part) for part, weight in parts], axis=0, dtype=np.float32)


class Casting:
    """Draws speakers from the voices of a folder; `held_out` draws the test speakers instead."""

    def __init__(self, names: Sequence[str], held_out: bool = False):
        self._brazilian = sorted(name for name in names if name.startswith("p"))
        foreign = sorted(set(names) - set(self._brazilian))
        self._others = [name for name in foreign if (name in HELD_OUT) == held_out]
        self._held_out = held_out
        if not self._brazilian:
            raise UnknownVoiceError("pf_dora", names)

    def draw(self, random: Random) -> tuple[Blend, float]:
        """(who speaks, how fast)."""
        speed = round(random.uniform(SLOWEST, FASTEST), 2)
        if not self._others or (not self._held_out and random.random() < _PURELY_BRAZILIAN):
            return self._brazilian_blend(random), speed
        share = random.uniform(_LEAST_BRAZILIAN, _MOST_BRAZILIAN)
        others = random.sample(self._others, k=min(len(self._others), random.choice((1, 1, 2))))
        cut = random.uniform(0.3, 0.7) if len(others) == 2 else 1.0
        weights = [share, (1 - share) * cut, (1 - share) * (1 - cut)]
        return _rounded(zip([random.choice(self._brazilian), *others], weights, strict=False)), speed

    def _brazilian_blend(self, random: Random) -> Blend:
        if random.random() < 0.5 or len(self._brazilian) < 2:
            return Blend(((random.choice(self._brazilian), 1.0),))
        weights = [random.random() + 0.05 for _ in self._brazilian]
        return _rounded((name, weight / sum(weights)) for name, weight in zip(self._brazilian, weights, strict=True))


def _rounded(parts) -> Blend:
    """Two decimals, so that what the manifest says is what was spoken."""
    named = [(name, round(weight, 2)) for name, weight in parts]
    rest = 1.0 - sum(weight for _, weight in named[1:])
    return Blend(((named[0][0], round(rest, 2)), *named[1:]))
