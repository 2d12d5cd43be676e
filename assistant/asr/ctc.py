"""From CTC log posteriors to words with times and confidences: greedy decoding, and alignment of a known text.

Strategy: class 0 is the blank. Greedy decoding takes the best class of every frame, merges repeats and leaves blanks out. A
word's confidence is the geometric mean of what its letters' frames give to them; it lasts from its first letter's frame to
the end of its last one's. Source: Graves et al., "Connectionist Temporal Classification", 2006.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from assistant.events import Word

Clock = Callable[[int], float]
"""Frame → seconds since the utterance began."""

_NEVER = -1e9


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
    peaks = log_posteriors.max(axis=1)
    return _words(((c, first, after, float(peaks[first:after].max())) for c, first, after in letters), clock)


def align(log_posteriors: np.ndarray, labels: Sequence[int]) -> list[int] | None:
    """The frame at which each of `labels` is most likely said when all of them are, or None when there are too few frames."""
    n_frames = len(log_posteriors)
    states = np.zeros(2 * len(labels) + 1, np.intp)
    states[1::2] = labels
    scores = log_posteriors[:, states].astype(np.float64)
    # From two states back: to a letter, over the blank between it and another letter.
    may_skip = np.zeros(len(states), bool)
    may_skip[1:2] = True
    may_skip[3::2] = states[3::2] != states[1:-2:2]
    barrier = np.where(may_skip, 0.0, _NEVER)
    path = np.full(len(states) + 2, _NEVER)  # path[2:] are the states
    path[1] = 0.0  # before the first frame, one step before the first blank
    steps = np.empty((n_frames, len(states)), np.int8)
    for frame in range(n_frames):
        options = np.stack([path[2:], path[1:-1], path[:-2] + barrier])
        steps[frame] = options.argmax(axis=0)
        path[2:] = options.max(axis=0) + scores[frame]
        path[1] = _NEVER
    if not labels:
        return []
    state = len(states) - 1 if path[-1] >= path[-2] else len(states) - 2
    if path[state + 2] < _NEVER / 2:
        return None
    return _trace(steps, state, scores, len(labels))


def _trace(steps: np.ndarray, state: int, scores: np.ndarray, n_labels: int) -> list[int]:
    """Of the frames that each label takes on the path, the most likely one."""
    frames = [-1] * n_labels
    for frame in range(len(steps) - 1, -1, -1):
        if state % 2:
            held = frames[state // 2]
            if held < 0 or scores[frame, state] >= scores[held, state]:
                frames[state // 2] = frame
        state -= int(steps[frame, state]) if frame else 0
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
            confidence = float(np.exp(np.mean([score for _, _, _, score in pending])))
            words.append(Word(text, clock(pending[0][1]), clock(pending[-1][2]), round(confidence, 4)))
            pending = []
    return tuple(words)
