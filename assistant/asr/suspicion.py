"""Was that no Portuguese, or too noisy to trust? Two numbers in [0, 1] of a text that was heard freely, and a verdict.

Strategy: another language, or noise, still gives letters, but other ones: the search for Portuguese words must bend what the
head spells, the head is unsure of its letters, they stand apart, and the sound hardly rises above its own floor. A few such
figures of the posteriors and of the sound's levels go into two logistic regressions. No figure depends on which letters a model
writes, so that any CTC model can be judged; but the regressions' weights belong to the model that they were fitted on, the
embedded one, and are a guess for another. Little speech says little: what is short is hardly ever suspected.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache

import numpy as np

from assistant.asr import ctc
from assistant.asr.language_model import UNKNOWN, portuguese
from assistant.asr.protocol import SAMPLE_RATE
from assistant.events import Transcript

LANGUAGE, NOISE = "language", "noise"
_LEVEL_SAMPLES = SAMPLE_RATE // 50
_FAINTEST = 1e-5
_MOST_CONTRAST_DB = 50.0
_NEAR_A_LETTER = 2  # frames
_MAX_LOGIT = 9.0
_REASON = 0.5  # what a figure must add to a logit to be named


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is measured of an utterance.

    n_letters: of the best path. sureness: the logit of the confidence in the text. unknown: the share of the letters of the best
    path that stand in words which no dictionary has. entropy: of the frames of letters, 1 is all classes alike. blank: the share
    of blank frames between the first letter and the last. contrast_db: how far the speech rises above the softest moments.
    """

    n_letters: int
    sureness: float
    unknown: float
    entropy: float
    blank: float
    contrast_db: float


@dataclass(frozen=True, slots=True)
class Regression:
    """weights: of figures of the Evidence. usual: what these are like in clean Portuguese."""

    bias: float
    weights: Mapping[str, float]
    usual: Mapping[str, float]

    def logit(self, figures: Mapping[str, float]) -> float:
        return self.bias + sum(self._shares(figures).values())

    def reasons(self, figures: Mapping[str, float]) -> tuple[str, ...]:
        """The figures that speak for it, the strongest first."""
        shares = self._shares(figures)
        return tuple(sorted((name for name, share in shares.items() if share > _REASON), key=lambda name: -shares[name]))

    def _shares(self, figures: Mapping[str, float]) -> dict[str, float]:
        return {name: weight * (figures[name] - self.usual[name]) for name, weight in self.weights.items()}


@dataclass(frozen=True, slots=True)
class Fit:
    """Of one acoustic model. foreign, noisy: what speaks for another language, and for too much noise.

    prior: the logit of both when nothing is said; enough: of so many letters both count fully. too_noisy, too_foreign: from
    these probabilities on the utterance is suspected (the latter of being foreign and not noisy), if it has min_letters.
    """

    foreign: Regression
    noisy: Regression
    prior: float = -4.0
    enough: int = 25
    min_letters: int = 10
    too_foreign: float = 0.75
    too_noisy: float = 0.8


# Two logistic regressions (Newton's method, L2) over the embedded recogniser's posteriors. `foreign`: 648 Portuguese sounds (of
# people and of unseen synthetic speakers, clean and with noise down to 10 dB) against 619 of seven other languages, by people.
# `noisy`: 188 sounds with noise at 5 dB and less whose best path lost half of its letters, or noise alone, against 1550 that lost
# less than a quarter. What the two do for speakers and noises that were left out, and beside the confidence alone:
# docs/measurements.md. Another head: fit them anew.
EMBEDDED = Fit(
    foreign=Regression(-1.48, {"sureness": -0.785, "unknown": 1.864}, {"sureness": 1.652, "unknown": 0.47}),
    noisy=Regression(
        -9.41,
        {"contrast_db": -0.177, "entropy": 48.394, "blank": 24.405},
        {"contrast_db": 35.43, "entropy": 0.082, "blank": 0.447},
    ),
)


@dataclass(frozen=True, slots=True)
class Suspicion:
    """language: how likely it was no Portuguese; quality: how likely the sound was good enough to trust; both in [0, 1].

    kind: LANGUAGE, NOISE, or None where there is nothing to suspect. reasons: names of the Evidence that speak for it.
    """

    language: float
    quality: float
    kind: str | None = None
    reasons: tuple[str, ...] = ()


class Suspicions:
    """Judges what one model heard. Safe to share between threads."""

    def __init__(self, characters: str, knows: Callable[[str], bool], fit: Fit = EMBEDDED):
        """characters: what the model's classes 1, 2, … write. knows: whether a word is in the dictionary."""
        self._characters = characters
        self._knows = lru_cache(maxsize=20_000)(knows)
        self._fit = fit

    def of(self, samples: np.ndarray, log_posteriors: np.ndarray, confidence: float, clock: ctc.Clock) -> Suspicion:
        """samples: 16 kHz, shape (n,). confidence: in the text that was read from the log posteriors. clock: of their frames."""
        return judged(self.evidence(samples, log_posteriors, confidence, clock), self._fit)

    def evidence(self, samples: np.ndarray, log_posteriors: np.ndarray, confidence: float, clock: ctc.Clock) -> Evidence:
        letters = ctc.greedy(log_posteriors)
        levels = levels_db(samples)
        near = [round(clock(first) * SAMPLE_RATE / _LEVEL_SAMPLES) for _, first, _ in letters]
        words = ctc.greedy_text(log_posteriors, self._characters).split()
        n_letters = sum(map(len, words))
        first, after = (letters[0][1], letters[-1][2]) if letters else (0, len(log_posteriors))
        return Evidence(
            n_letters,
            sureness=_logit(confidence),
            unknown=sum(len(word) for word in words if not self._knows(word)) / n_letters if n_letters else 1.0,
            **_of_posteriors(log_posteriors, first, after),
            contrast_db=contrast_db(levels, near),
        )


def portuguese_suspicions(characters: str, fit: Fit = EMBEDDED) -> Suspicions:
    """With the dictionary that travels with the program. Raises LanguageModelError."""
    words = portuguese()
    return Suspicions(characters, lambda word: words.number_of(word) > UNKNOWN, fit)


def judged(evidence: Evidence, fit: Fit) -> Suspicion:
    figures = asdict(evidence)
    enough = min(1.0, evidence.n_letters / fit.enough)

    def probability(regression: Regression) -> float:
        return _sigmoid(enough * regression.logit(figures) + (1 - enough) * fit.prior)

    foreign, noisy = probability(fit.foreign), probability(fit.noisy)
    kind, reasons = None, ()
    if evidence.n_letters >= fit.min_letters:
        # Noise makes anything look foreign: where it may be that, nothing is said of the language.
        if noisy >= fit.too_noisy:
            kind, reasons = NOISE, fit.noisy.reasons(figures)
        elif foreign * (1 - noisy) >= fit.too_foreign:
            kind, reasons = LANGUAGE, fit.foreign.reasons(figures)
    return Suspicion(round(foreign, 3), round(1 - noisy, 3), kind, reasons)


def levels_db(samples: np.ndarray) -> np.ndarray:
    """Of every 20 ms, relative to full scale, without the mean of each. Shape (n // 320,)."""
    whole = samples[: len(samples) // _LEVEL_SAMPLES * _LEVEL_SAMPLES].reshape(-1, _LEVEL_SAMPLES)
    power = np.einsum("ij,ij->i", whole, whole) / _LEVEL_SAMPLES - whole.mean(axis=1) ** 2
    return 10 * np.log10(np.maximum(power, _FAINTEST**2))


def contrast_db(levels: np.ndarray, letters: Iterable[int]) -> float:
    """How far the levels around the letters (indices into the levels) rise above the softest ones; in [0, 50]."""
    if not len(levels):
        return 0.0
    spoken = {i for letter in letters for i in range(letter - _NEAR_A_LETTER, letter + _NEAR_A_LETTER + 1)}
    chosen = [i for i in spoken if 0 <= i < len(levels)]
    speech = np.percentile(levels[chosen] if chosen else levels, 75)
    return float(np.clip(speech - np.percentile(levels, 5), 0.0, _MOST_CONTRAST_DB))


def merged(parts: Iterable[tuple[Transcript, float]]) -> dict[str, str | float | None]:
    """The suspicion of a whole from that of its parts and their weights, as fields of a Transcript: that of most of it."""
    looked_at = [(t, weight) for t, weight in parts if t.quality is not None and t.language_doubt is not None]
    total = sum(weight for _, weight in looked_at)
    if not total:
        return {"suspicion": None, "language_doubt": None, "quality": None}
    kinds = {kind: sum(weight for t, weight in looked_at if t.suspicion == kind) for kind in (LANGUAGE, NOISE)}
    worst = max(kinds, key=lambda kind: kinds[kind])
    return {
        "suspicion": worst if kinds[worst] > total / 2 else None,
        "language_doubt": round(sum(weight * t.language_doubt for t, weight in looked_at) / total, 3),
        "quality": round(sum(weight * t.quality for t, weight in looked_at) / total, 3),
    }


def _of_posteriors(log_posteriors: np.ndarray, first: int, after: int) -> dict[str, float]:
    """The figures that need no spelling. first, after: of the letters of the best path."""
    is_blank = log_posteriors.argmax(axis=1) == 0
    spelled = log_posteriors[~is_blank]
    entropy = -np.einsum("ij,ij->i", np.exp(spelled), spelled) / math.log(max(2, log_posteriors.shape[1]))
    return {
        "entropy": float(entropy.mean()) if len(entropy) else 1.0,
        "blank": float(np.mean(is_blank[first:after])) if after > first else 1.0,
    }


def _logit(probability: float) -> float:
    bounded = min(max(probability, 1e-9), 1 - 1e-9)
    return max(-_MAX_LOGIT, min(_MAX_LOGIT, math.log(bounded / (1 - bounded))))


def _sigmoid(logit: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))
