"""The best sentences of a grammar for the posteriors of an utterance: token passing over a letter network, then n-best.

Strategy: Viterbi over all nodes at once, a few array operations a frame. Frames that only repeat what is certain are passed
over: that saves a third of the time, and a wrong letter costs the same however long a vowel is held. A token is one 32-bit
integer: above, how far it is behind what is heard freely, in 128ths of a nat; below, the frame at which it entered its word, so
that the maximum of two tokens is the better one, with its memory. What arrived at the ends of words is kept for each frame; from
these the n best sentences are read backwards, best first (A*; what a token scored until a junction is the exact estimate of the
rest).
Source: Young, Russell and Thornton, "Token Passing: a Simple Conceptual Model for Connected Speech Recognition Systems",
1989; Soong and Huang, "A Tree-Trellis Based Fast Search for Finding the N Best Sentence Hypotheses", 1991.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from assistant.asr.letter_network import LetterNetwork

CERTAIN_BLANK, CERTAIN_LETTER = 0.97, 0.8
SKIPPED_GAP = 1.5
"""Nats for two words heard without the gap between them."""
N_BEAM = 25.0
MAX_POPS = 400
_UNITS = 128.0
_TIME_BITS = 11
_TIME = (1 << _TIME_BITS) - 1
_NEVER = -(1 << 30)
# A token loses at most this in a frame, and what never was is lifted again before it could overflow and be the best.
_MOST_LOST = 30.0
_LIFT_EVERY = 64


@dataclass(frozen=True, slots=True)
class Sentence:
    """words: None where anything was said. ends: the frame at which each word was over. in_slots, in_fillers: which of them
    fill a slot that is spelled out, and which are fillers. score: in nats, costs included. intents: of the automaton's states,
    where it ended.
    """

    words: tuple[str | None, ...]
    ends: tuple[int, ...]
    in_slots: tuple[bool, ...]
    in_fillers: tuple[bool, ...]
    score: float
    intents: frozenset[str]


def kept_frames(log_posteriors: np.ndarray) -> np.ndarray:
    """The frames that matter: all but those that say once more, and surely, what the one before said surely."""
    best = log_posteriors.argmax(axis=1)
    is_sure = log_posteriors.max(axis=1) > np.log(np.where(best == 0, CERTAIN_BLANK, CERTAIN_LETTER))
    repeats = is_sure[1:] & is_sure[:-1] & (best[1:] == best[:-1])
    return np.flatnonzero(np.concatenate([[True], ~repeats])[: len(best)])


def sentences(network: LetterNetwork, emissions: np.ndarray, n: int = 5) -> Iterator[Sentence]:
    """The best sentences, best first, at most `n`. emissions: float, shape (frames, columns), see label_columns."""
    if not len(emissions) or not network.end_words:
        return iter(())
    peaks = emissions.max(axis=1)
    trellis = _Trellis(network, len(emissions))
    trellis.run(emissions - peaks[:, None])
    return itertools.islice(_Backward(network, trellis, float(peaks.sum())), n)


class _Trellis:
    """What the search keeps: by frame, the tokens at every junction and at every end of a word.

    `trailing`: the token that has gone through noise after a sentence.
    """

    def __init__(self, network: LetterNetwork, n_frames: int):
        self._network = network
        self.junctions = np.full((n_frames + 1, network.n_junctions), _NEVER, np.int32)
        self.endings = np.full((n_frames + 1, len(network.end_words)), _NEVER, np.int32)
        self.trailing = _NEVER
        targets = network.end_to
        self._groups = np.flatnonzero(np.diff(targets, prepend=-1))
        self._grouped = targets[self._groups]
        self._end_costs = _packed(network.end_costs)
        self._jump_groups = np.flatnonzero(np.diff(network.jumps[1], prepend=-1))
        self._jumped_to = network.jumps[1][self._jump_groups]

    def run(self, emissions: np.ndarray) -> None:
        network = self._network
        n, n_junctions = network.n_nodes, network.n_junctions
        buffer = np.full(2 * n + 2 * n_junctions, _NEVER, np.int32)
        blank, best = buffer[:n], buffer[n : 2 * n]
        left, entered = buffer[2 * n : 2 * n + n_junctions], buffer[2 * n + n_junctions :]
        letter, step = np.full(n, _NEVER, np.int32), np.empty(n, np.int32)
        first = network.gaps[network.graph.start]
        best[first] = letter[first] = 0
        with_gap = np.flatnonzero(network.gaps >= 0)
        gap_nodes = network.gaps[with_gap]
        skipped = _packed(SKIPPED_GAP)
        scores = _packed(np.maximum(emissions, -_MOST_LOST))
        for frame, row in enumerate(scores):
            if frame % _LIFT_EVERY == 0:
                np.maximum(letter, _NEVER, out=letter)
                np.maximum(best, _NEVER, out=best)
            self._arrive(frame, best)
            np.bitwise_or(self.junctions[frame] & ~_TIME, frame, out=entered)
            np.subtract(entered, skipped, out=left)
            left[with_gap] = np.maximum(left[with_gap], best[gap_nodes])
            np.take(buffer, network.sources, out=step, mode="clip")
            np.maximum(letter, step, out=letter)
            np.add(best, row[0], out=blank)
            np.take(row, network.labels, out=step, mode="clip")
            np.add(letter, step, out=letter)
            np.maximum(letter, blank, out=best)
        self._arrive(len(scores), best)
        self.trailing = int(best[network.gaps[network.graph.trail]])

    def _arrive(self, frame: int, best: np.ndarray) -> None:
        endings, junctions = self.endings[frame], self.junctions[frame]
        np.subtract(best[self._network.end_nodes], self._end_costs, out=endings)
        junctions[self._grouped] = np.maximum.reduceat(endings, self._groups)
        jumped = np.maximum.reduceat(junctions[self._network.jumps[0]], self._jump_groups)
        junctions[self._jumped_to] = np.maximum(junctions[self._jumped_to], jumped)


def _packed(nats: np.ndarray | float) -> np.ndarray:
    return np.rint(np.asarray(nats) * _UNITS).astype(np.int32) << np.int32(_TIME_BITS)


def _score(token: int) -> int:
    return int(token) >> _TIME_BITS


class _Backward:
    """The n best sentences, read from the end to the beginning."""

    def __init__(self, network: LetterNetwork, trellis: _Trellis, free: float):
        """free: what is heard freely scores, in nats."""
        self._network = network
        self._trellis = trellis
        self._free = free
        self._jumps_to: dict[int, list[int]] = {}
        for origin, target in network.graph.jumps:
            self._jumps_to.setdefault(target, []).append(origin)
        self._order = itertools.count(0, -1)  # of equals, what came last: straight to the beginning, not round about
        # (minus the score of the whole, tie, junction, frame, score of what follows, words that follow, intents)
        self._heap: list[tuple] = []
        last = len(trellis.junctions) - 1
        graph = network.graph
        self._limit = _NEVER
        self._reach(_score(trellis.junctions[last, graph.end]), graph.end, last, 0)
        trailing, since = _score(trellis.trailing), trellis.trailing & _TIME
        self._reach(trailing, graph.trail, since, trailing - _score(trellis.junctions[since, graph.trail]))
        if self._heap:
            self._limit = -self._heap[0][0] - round(N_BEAM * _UNITS)

    def __iter__(self) -> Iterator[Sentence]:
        """Distinct sentences, best first."""
        found: set[tuple] = set()
        passed: set[tuple] = set()
        for _ in range(MAX_POPS):
            if not self._heap:
                return
            minus, _, junction, frame, rest, words, intents = heapq.heappop(self._heap)
            if junction == self._network.graph.start and frame == 0:
                sentence, *details = zip(*words, strict=True)
                if sentence not in found:
                    found.add(sentence)
                    yield Sentence(sentence, *details, self._free - minus / _UNITS, intents)
            elif (junction, frame, words) not in passed:
                passed.add((junction, frame, words))
                self._step_back(junction, frame, rest, words, intents)

    def _step_back(self, junction: int, frame: int, rest: int, words: tuple, intents: frozenset[str]) -> None:
        network, trellis = self._network, self._trellis
        intents = intents or network.graph.finals.get(junction, frozenset())
        for origin in self._jumps_to.get(junction, ()):
            self._reach(_score(trellis.junctions[frame, origin]) + rest, origin, frame, rest, words, intents)
        first, after = np.searchsorted(network.end_to, [junction, junction + 1]).tolist()
        for ending, token in enumerate(trellis.endings[frame, first:after].tolist(), start=first):
            total = _score(token) + rest
            if total < self._limit:
                continue
            origin, entered = int(network.end_from[ending]), token & _TIME
            before = 0 if (origin, entered) == (network.graph.start, 0) else _score(trellis.junctions[entered, origin])
            fills_slot, is_filler = origin in network.graph.slots, ending in network.filler_endings
            word = (network.end_words[ending], frame, fills_slot, is_filler)
            self._reach(total, origin, entered, total - before, (word, *words), intents)

    def _reach(
        self, total: int, junction: int, frame: int, rest: int, words: tuple = (), intents: frozenset[str] = frozenset()
    ) -> None:
        if total >= self._limit and total > _score(_NEVER) // 2:
            heapq.heappush(self._heap, (-total, next(self._order), junction, frame, rest, words, intents))
