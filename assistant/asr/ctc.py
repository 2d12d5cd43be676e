"""From CTC log posteriors to words with times and confidences: greedy decoding, and alignment of a known text.

Strategy: class 0 is the blank. Greedy decoding takes the best class of every frame, merges repeats and leaves blanks out. A
word's confidence is the geometric mean of what its letters' frames give to them; it lasts from its first letter's frame to
the end of its last one's. Source: Graves et al., "Connectionist Temporal Classification", 2006.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from assistant.events import Word

Clock = Callable[[int], float]
"""Frame → seconds since the utterance began."""

_NEVER = -(1 << 60)
_UNITS = float(1 << 30)  # in a nat
_LEAST = -1e4


def greedy(log_posteriors: np.ndarray) -> list[tuple[int, int, int]]:
    """(class, first frame, frame after the last) of every letter of the best path."""
    best = log_posteriors.argmax(axis=1)
    borders = np.flatnonzero(np.diff(best, prepend=-1, append=-1))
    return [(int(best[i]), int(i), int(j)) for i, j in itertools.pairwise(borders) if best[i]]


def greedy_text(log_posteriors: np.ndarray, characters: str) -> str:
    letters = "".join(characters[label - 1] for label, _, _ in greedy(log_posteriors))
    return " ".join(letters.split())


def greedy_words(log_posteriors: np.ndarray, characters: str, clock: Clock) -> tuple[Word, ...]:
    """The words of the best path."""
    letters = [(characters[label - 1], first, after) for label, first, after in greedy(log_posteriors)]
    peaks = log_posteriors.max(axis=1).tolist()
    return _words(((c, first, after, max(peaks[first:after])) for c, first, after in letters), clock)


def align(log_posteriors: np.ndarray, labels: Sequence[int]) -> list[int] | None:
    """The frame at which each of `labels` is most likely said when all of them are, or None when there are too few frames.

    Viterbi, one state at a time over all frames: what a path scores in a state is what it scored when it entered, and the sum of
    the state's own scores since; so the best of all entries until now is a running maximum. In whole numbers, whose sums are
    exact however they are taken.
    """
    if not len(labels):
        return []
    states = np.zeros(2 * len(labels) + 1, np.intp)
    states[1::2] = labels
    # From two states back: to a letter, over the blank between it and another letter.
    may_skip = np.zeros(len(states), bool)
    may_skip[1:2] = True
    may_skip[3::2] = states[3::2] != states[1:-2:2]
    scores = np.rint(np.maximum(log_posteriors, _LEAST).astype(np.float64) * _UNITS).astype(np.int64)
    totals = np.concatenate([np.zeros((1, scores.shape[1]), np.int64), np.cumsum(scores, axis=0)]).T.copy()
    # By state and the number of frames that are over; the first two rows come before the first state.
    paths = np.full((len(states) + 2, len(scores) + 1), _NEVER)
    paths[1, 0] = 0
    for state, label in enumerate(states.tolist()):
        total = totals[label]
        entering = _entering(paths, state, may_skip)[:-1] - total[:-1]
        np.add(np.maximum.accumulate(entering), total[1:], out=paths[state + 2, 1:])
    return _trace(paths, may_skip, log_posteriors, labels)


def _entering(paths: np.ndarray, state: int, may_skip: np.ndarray) -> np.ndarray:
    """What the better path scores that comes into a state from one or from two states back."""
    return np.maximum(paths[state + 1], paths[state]) if may_skip[state] else paths[state + 1]


def _trace(paths: np.ndarray, may_skip: np.ndarray, log_posteriors: np.ndarray, labels: Sequence[int]) -> list[int] | None:
    """Of the frames that each label takes on the path, the most likely one."""
    state = len(may_skip) - 1 if paths[-1, -1] >= paths[-2, -1] else len(may_skip) - 2
    if paths[state + 2, -1] < _NEVER // 2:
        return None
    frames = [-1] * len(labels)
    after = len(log_posteriors)
    while after:
        # Who could as well have stayed has stayed.
        entered = _entering(paths, state, may_skip)[:after] > paths[state + 2, :after]
        first = after - 1 - int(entered[::-1].argmax())
        if state % 2:
            frames[state // 2] = first + int(log_posteriors[first:after, labels[state // 2]].argmax())
        skips = may_skip[state] and paths[state, first] > paths[state + 1, first]
        state, after = state - (2 if skips else 1), first
    return frames


def aligned_words(
    log_posteriors: np.ndarray, words: Iterable[str], label_of: Callable[[str], int | None], clock: Clock
) -> tuple[Word, ...]:
    """Times and confidences of words that are known to be said; empty when they do not fit into so few frames."""
    letters = [(c, label) for c in " ".join(words) if (label := label_of(c)) is not None]
    frames = align(log_posteriors, [label for _, label in letters])
    if not frames:
        return ()
    spelled = ((c, at, at + 1, float(log_posteriors[at, label])) for (c, label), at in zip(letters, frames, strict=True))
    return _words(spelled, clock)


def _words(letters: Iterable[tuple[str, int, int, float]], clock: Clock) -> tuple[Word, ...]:
    """Letters with their first frame, the frame after their last, and the log posterior, put together."""
    words: list[Word] = []
    pending: list[tuple[str, int, int, float]] = []
    for letter in [*letters, (" ", 0, 0, 0.0)]:
        if letter[0] != " ":
            pending.append(letter)
        elif pending:
            text = "".join(c for c, _, _, _ in pending)
            confidence = math.exp(sum(score for _, _, _, score in pending) / len(pending))
            words.append(Word(text, clock(pending[0][1]), clock(pending[-1][2]), round(confidence, 4)))
            pending = []
    return tuple(words)
