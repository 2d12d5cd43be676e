"""The enrolled voices, and whose one more is: somebody's, or nobody's.

Strategy: a voice is as like a person as it is to the mean of their vectors and to the nearest of them. Some voices are like
everybody's: so both sides are measured against a cohort of strangers, and half of the likeness to those most like them is taken
off. Adaptive symmetric normalisation (Matějka et al., "Analysis of Score Normalization in Multilingual Speaker Recognition",
2017) takes off all of it, and divides by its spread. With synthetic strangers, who are further from people than people are, that
accepts more strangers, not fewer. Whoever has a relative enrolled whose voice is nearly theirs must be matched better.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.errors import OtherEncoderError
from assistant.events import Identity
from assistant.speakers.protocol import Voiceprint, unit

_TAKEN_OFF = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Scoring:
    """What the scores of one encoder mean, as assistant.training.speaker_calibration fitted it.

    cohort: unit vectors of strangers, float32, shape (n, size). n_nearest: how many of them count. threshold: the normalised
    score from which on a voice is somebody's, of speech from `full_s` on; `short_penalty` is added for each halving below, and
    is less than nothing where short speech is like nobody's; below `least_s`, of which nothing was measured, no more is added: in
    noise, hardly anything seems to be speech, and strangers would be let in. slope: how quickly the score turns into certainty.
    """

    cohort: np.ndarray
    threshold: float
    slope: float
    n_nearest: int = 40
    full_s: float = 2.2  # of speech; three seconds of sound hold about that
    least_s: float = 0.73  # one second does
    short_penalty: float = 0.0

    def required(self, speech_s: float) -> float:
        return self.threshold + self.short_penalty * max(0.0, math.log2(self.full_s / max(speech_s, self.least_s)))


@dataclass(frozen=True, slots=True, eq=False)
class Enrolled:
    """vectors: unit, float32, shape (k, size), k ≥ 1; weights: how many utterances are in each, shape (k,)."""

    name: str
    vectors: np.ndarray
    weights: np.ndarray

    @property
    def mean(self) -> np.ndarray:
        return unit(self.weights @ self.vectors)


class Gallery:
    """Of one encoder; never changes. Several threads may share it."""

    def __init__(self, encoder: str, people: Iterable[Enrolled], scoring: Scoring):
        self.encoder = encoder
        self._people = tuple(people)
        self._scoring = scoring
        self._means = np.array([it.mean for it in self._people], np.float32)
        self._backgrounds = [self._background(mean) for mean in self._means]
        self._raised = [self._raise(i) for i in range(len(self._people))]

    def __len__(self) -> int:
        return len(self._people)

    def identify(self, voice: Voiceprint, speech_s: float) -> Identity:
        """speech_s: how much was spoken, silence left out. Raises OtherEncoderError."""
        if voice.encoder != self.encoder:
            raise OtherEncoderError(voice.encoder, self.encoder)
        if not self._people:
            return Identity(None)
        scores = self._scores(voice.vector)
        required = self._scoring.required(speech_s)
        certain = [_sigmoid(self._scoring.slope * (z - required - up)) for z, up in zip(scores, self._raised, strict=True)]
        first, second = _best_two(certain)
        name = self._people[first].name if certain[first] >= 0.5 else None
        rest = (self._people[second].name, certain[second]) if second is not None else ("", 0.0)
        return Identity(name, certain[first], self._people[first].name, *rest)

    def normalised(self, vector: np.ndarray) -> dict[str, float]:
        """How like a voice is to each person beyond what it and they have in common with strangers."""
        return {it.name: z for it, z in zip(self._people, self._scores(vector), strict=True)}

    def _scores(self, vector: np.ndarray) -> list[float]:
        own = self._background(vector)
        to_means = self._means @ vector
        scores = []
        for i, person in enumerate(self._people):
            like = (float(to_means[i]) + float((person.vectors @ vector).max())) / 2
            scores.append(like - _TAKEN_OFF * (own + self._backgrounds[i]) / 2)
        return scores

    def _background(self, vector: np.ndarray) -> float:
        """The mean likeness to the strangers nearest to it; none without a cohort."""
        cohort = self._scoring.cohort
        if not len(cohort):
            return 0.0
        n = min(self._scoring.n_nearest, len(cohort))
        return float(np.partition(cohort @ vector, len(cohort) - n)[-n:].mean())

    def _raise(self, index: int) -> float:
        """So much more is required of a voice to be this person's, because somebody like them is enrolled."""
        rivals = [self._scores(mean)[index] for i, mean in enumerate(self._means) if i != index]
        return max(0.0, (max(rivals) - self._scoring.threshold) / 2) if rivals else 0.0


def _best_two(scores: Sequence[float]) -> tuple[int, int | None]:
    ranked = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)
    return ranked[0], ranked[1] if len(ranked) > 1 else None


def _sigmoid(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, x))))
