"""Who speaks: Kokoro's voices and weighted mixtures of them, so that the head meets more speakers than there are voices.

Strategy: a voice is a style vector, and vectors between two voices are voices too. Only the Brazilian ones speak without
an accent, so that every mixture has a good part of one. Some voices are kept out of training: mixtures with them are the
unseen speakers that a head is judged by.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from assistant.errors import UnknownVoiceError
from assistant.tts.blends import Blend

HELD_OUT = ("af_nova", "am_onyx", "bf_lily", "bm_fable", "ef_dora", "hm_psi", "jf_tebukuro", "zm_yunxia")
"""Never in training: mixtures with them are test speakers."""

SLOWEST, FASTEST = 0.8, 1.35
_PURELY_BRAZILIAN = 0.4
_LEAST_BRAZILIAN, _MOST_BRAZILIAN = 0.35, 0.85


def written(blend: Blend) -> str:
    """As the manifest of a training set has it: "pf_dora:0.60+af_sky:0.40"."""
    return "+".join(f"{name}:{weight:.2f}" for name, weight in blend.parts)


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
