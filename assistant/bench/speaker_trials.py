"""How well vectors tell people apart: every pair of utterances is a trial, of one person or of two.

Strategy: at the equal error rate as many trials of one person are refused as trials of two are accepted. Trials that share a
person are not independent, so the interval draws people anew, not trials (Poh and Bengio, "Estimating the Confidence Interval of
Expected Performance Curve in Biometric Authentication Using Joint Bootstrap", 2007); and no error in a few trials is no proof of
none, so it reaches at least as far as Wilson's for the trials of one person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.bench.bars import Interval, wilson

_RESAMPLINGS = 300


@dataclass(frozen=True, slots=True, eq=False)
class Trials:
    """same: scores of pairs of one person, shape (n,); other: of two people, shape (m,)."""

    same: np.ndarray
    other: np.ndarray

    @property
    def equal_error_rate(self) -> float:
        """In percent."""
        thresholds = np.unique(np.concatenate([self.same, self.other]))
        refused = np.searchsorted(np.sort(self.same), thresholds) / len(self.same)
        accepted = 1 - np.searchsorted(np.sort(self.other), thresholds) / len(self.other)
        nearest = int(np.argmin(np.abs(refused - accepted)))
        return 50 * float(refused[nearest] + accepted[nearest])

    def threshold(self, accepted: float) -> float:
        """The score above which this share of the pairs of two people are."""
        return float(np.quantile(self.other, 1 - accepted))

    def refused(self, threshold: float) -> float:
        """The share of the pairs of one person below it."""
        return float(np.mean(self.same < threshold))


def trials(scores: np.ndarray, speakers: Sequence[str]) -> Trials:
    """scores: of every utterance with every other, shape (n, n). There must be pairs of both kinds."""
    first, second = np.triu_indices(len(speakers), 1)
    names = np.asarray(speakers)
    is_same = names[first] == names[second]
    pairs = scores[first, second]
    return Trials(pairs[is_same], pairs[~is_same])


def interval(scores: np.ndarray, speakers: Sequence[str]) -> Interval:
    """95 %, of the equal error rate, in percent."""
    random = np.random.default_rng(0)
    names = np.asarray(speakers)
    people = sorted(set(speakers))
    of = {name: np.flatnonzero(names == name) for name in people}
    rates = []
    for _ in range(_RESAMPLINGS):
        drawn = random.choice(people, len(people))
        # Who is drawn twice is two people of whom the pairs between them do not count.
        rows = np.concatenate([of[name] for name in drawn])
        double = np.concatenate([np.full(len(of[name]), i) for i, name in enumerate(drawn)])
        first, second = np.triu_indices(len(rows), 1)
        is_same = double[first] == double[second]
        is_other = names[rows[first]] != names[rows[second]]
        if is_same.any() and is_other.any():
            pairs = scores[rows[first], rows[second]]
            rates.append(Trials(pairs[is_same], pairs[is_other]).equal_error_rate)
    whole = trials(scores, speakers)
    low, high = np.percentile(rates, [2.5, 97.5]) if rates else (0.0, 100.0)
    sure = wilson(round(whole.equal_error_rate / 100 * len(whole.same)), len(whole.same))
    return min(float(low), sure[0]), max(float(high), sure[1])
