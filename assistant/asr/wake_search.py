"""Where a spelling lies in log posteriors, and how far it falls behind what is heard there without it.

Strategy: Viterbi of the spelling's lattice against a free path, which takes the best class of each frame; it may leave the free
path at any beginning of a word and must come back to it at the end of one. One letter at a time over all frames: what a path
scores in a letter is what it scored when it entered, and the sum of the letter's own scores since, so that the best of all
entries until now is a running maximum. Source: Bridle, "An Efficient Elastic-Template Method for Detecting Given Words in
Running Speech", 1973, for the free path.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assistant.asr.wake_spelling import Spelling

BLANK = 0
JOINED_COST = 4.0
"""Nats for a phrase that runs into the word before or after it."""
SPLIT_COST = 1.5
"""Nats for a gap within a word, and for none between two."""
MAX_HITS = 3
_NEVER = -1e9


@dataclass(frozen=True, slots=True)
class Hit:
    """behind: nats behind the free path. The phrase lies in frames `first` to before `after`."""

    behind: float
    first: int
    after: int


def hits(log_posteriors: np.ndarray, spelling: Spelling, space: int) -> list[Hit]:
    """Where it is likeliest to lie, best first; they do not overlap. space: the class of a gap between words."""
    if not len(log_posteriors):
        return []
    behind, begun = _search(log_posteriors.astype(np.float64), spelling, space)
    found: list[Hit] = []
    while len(found) < MAX_HITS:
        last = int(behind.argmin())
        if behind[last] > -_NEVER / 2:
            break
        first, after = int(begun[last]), last + 1
        found.append(Hit(float(behind[last]), first, after))
        # What ends in it or begins in it is the same once more.
        behind[(np.arange(len(behind)) >= first) & (begun < after)] = -_NEVER
    return found


def _search(log_posteriors: np.ndarray, spelling: Spelling, space: int) -> tuple[np.ndarray, np.ndarray]:
    """By the frame that the phrase ends in: nats behind, and the frame it begins in."""
    lost = log_posteriors - log_posteriors.max(axis=1, keepdims=True)
    within = _summed(np.maximum(lost[:, BLANK], lost[:, space] - SPLIT_COST))
    between = _summed(np.maximum(lost[:, BLANK], lost[:, space]))
    best = log_posteriors.argmax(axis=1)
    start = _entries(lost, best, space)
    sums: dict[int, np.ndarray] = {}
    # Of each letter: the paths that are in it, in the blanks after it, and in the gap to another word.
    paths: list[tuple[_Paths, _Paths, _Paths]] = []
    for letter in spelling.letters:
        entering = _Paths.none(len(lost))
        for before, cost, begins_word in letter.before:
            if before < 0:
                entering = entering.or_better(start, cost)
                continue
            in_letter, in_blank, in_gap = paths[before]
            entering = entering.or_better((in_gap if begins_word else in_blank).later(), cost)
            may_touch = spelling.letters[before].label != letter.label
            if may_touch:
                entering = entering.or_better(in_letter.later(), cost + (SPLIT_COST if begins_word else 0.0))
        total = sums.setdefault(letter.label, _summed(lost[:, letter.label]))
        in_letter = entering.held(total)
        paths.append((in_letter, in_letter.later().held(within), in_letter.later().held(between)))
    ended = _Paths.none(len(lost))
    for number, cost in spelling.last:
        ended = ended.or_better(paths[number][0], cost)
    return -(ended.scores + _exits(lost, best, space)), ended.begun


@dataclass(frozen=True, slots=True, eq=False)
class _Paths:
    """By frame: the score of the best path until the end of it (of entries: until before it), and where that began."""

    scores: np.ndarray
    begun: np.ndarray

    @classmethod
    def none(cls, n_frames: int) -> _Paths:
        return cls(np.full(n_frames, _NEVER), np.zeros(n_frames, np.intp))

    def or_better(self, other: _Paths, cost: float) -> _Paths:
        scores = other.scores - cost
        is_better = scores > self.scores
        return _Paths(np.where(is_better, scores, self.scores), np.where(is_better, other.begun, self.begun))

    def later(self) -> _Paths:
        """As entries of the next frame."""
        scores, begun = np.empty_like(self.scores), np.empty_like(self.begun)
        scores[0], begun[0] = _NEVER, 0
        scores[1:], begun[1:] = self.scores[:-1], self.begun[:-1]
        return _Paths(scores, begun)

    def held(self, total: np.ndarray) -> _Paths:
        """Of entries, those that have stayed. total: sums of a class, see _summed."""
        entered = self.scores - total[:-1]
        best = np.maximum.accumulate(entered)
        when = np.maximum.accumulate(np.where(entered >= best, np.arange(len(entered)), 0))
        return _Paths(best + total[1:], self.begun[when])


def _summed(scores: np.ndarray) -> np.ndarray:
    """Of the frames before each, and of all. Shape (frames + 1,)."""
    return np.concatenate([[0.0], np.cumsum(scores)])


def _entries(lost: np.ndarray, best: np.ndarray, space: int) -> _Paths:
    """The phrase may begin where a word may."""
    frames = np.arange(len(lost))
    # Which letter was heard last before each frame.
    spoken = np.maximum.accumulate(np.where(best != BLANK, frames, -1))
    before = np.concatenate([[-1], spoken[:-1]])
    is_natural = (before < 0) | (best[before] == space)
    scores = np.maximum(np.where(is_natural, 0.0, -JOINED_COST), _through_space(lost, space))
    return _Paths(scores, frames)


def _exits(lost: np.ndarray, best: np.ndarray, space: int) -> np.ndarray:
    """By the frame that the phrase ends in: what it costs that a word ends there."""
    return _entries(lost[::-1], best[::-1], space).scores[::-1]


def _through_space(lost: np.ndarray, space: int) -> np.ndarray:
    """By frame: the best score of a gap, one frame of it a space at least, that ends before it."""
    blank = _summed(np.maximum(lost[:, BLANK], lost[:, space]))
    spaced = np.maximum.accumulate(lost[:, space] - blank[1:]) + blank[1:]
    return np.concatenate([[_NEVER], spaced[:-1]])
