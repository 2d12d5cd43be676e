"""The best sentences of a grammar for the posteriors of an utterance: token passing over a letter network, then n-best.

Strategy: Viterbi over the nodes of the network (see trellis; for a large network, with a beam, narrow_trellis). Frames that
only repeat what is certain are passed over: that saves more than half of the time, and a wrong letter costs the same however
long a vowel is held. What arrived at the ends of words is kept for each frame; from these the n best sentences are read
backwards, best first (A*; what a token scored until a junction is the exact estimate of the rest), down to so much behind the
best.
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
from assistant.asr.narrow_trellis import NarrowTrellis
from assistant.asr.tokens import NEVER, TIME_BITS, UNITS, entered_at, score_of
from assistant.asr.trellis import Trellis

CERTAIN_BLANK, CERTAIN_LETTER = 0.9, 0.6
N_BEAM = 25.0
MAX_POPS = 400
BEAM_NATS = 24.0
"""Of 461 utterances none was read otherwise, or had another confidence, than with 30; with 20 four of them."""
MIN_NODES_TO_CHOOSE_FROM = 4000


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
    return itertools.islice(_Backward(network, _searched(network, emissions - peaks[:, None]), float(peaks.sum())), n)


def _searched(network: LetterNetwork, emissions: np.ndarray) -> Trellis | NarrowTrellis:
    if network.n_nodes >= MIN_NODES_TO_CHOOSE_FROM:
        trellis = NarrowTrellis(network, len(emissions), BEAM_NATS)
    else:
        trellis = Trellis(network, len(emissions))
    trellis.run(emissions)
    return trellis


class _Backward:
    """The n best sentences, read from the end to the beginning."""

    def __init__(self, network: LetterNetwork, trellis: Trellis | NarrowTrellis, free: float):
        """free: what is heard freely scores, in nats."""
        self._network = network
        self._trellis = trellis
        self._free = free
        self._order = itertools.count(0, -1)  # of equals, what came last: straight to the beginning, not round about
        # (minus the score of the whole, tie, junction, frame, score of what follows, words that follow, intents)
        self._heap: list[tuple] = []
        last = len(trellis.junctions) - 1
        graph = network.graph
        self._limit = NEVER
        self._reach(score_of(trellis.junctions[last, graph.end]), graph.end, last, 0)
        trailing, since = score_of(trellis.trailing), entered_at(trellis.trailing)
        self._reach(trailing, graph.trail, since, trailing - score_of(trellis.junctions[since, graph.trail]))
        if self._heap:
            self._limit = -self._heap[0][0] - round(N_BEAM * UNITS)

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
                    yield Sentence(sentence, *details, self._free - minus / UNITS, intents)
            elif (junction, frame, words) not in passed:
                passed.add((junction, frame, words))
                self._step_back(junction, frame, rest, words, intents)

    def _step_back(self, junction: int, frame: int, rest: int, words: tuple, intents: frozenset[str]) -> None:
        """Over the jumps before a junction, of which hundreds may be equal, to the words that end there, at once."""
        network = self._network
        before_it, start = self._trellis.junctions, network.graph.start
        needed = (self._limit - rest) << TIME_BITS
        sources = network.origins.get(junction)
        if sources is None:
            sources = np.array([junction])
        elif frame == 0 and start in sources:
            self._reach(rest, start, 0, rest, words, intents)
        for ending, token in self._trellis.arrivals(sources, frame):
            if token < needed:
                continue
            meaning = intents or network.meanings.get(int(network.end_to[ending]), frozenset())
            total, entered = score_of(token) + rest, entered_at(token)
            origin = int(network.end_from[ending])
            before = 0 if (origin, entered) == (start, 0) else score_of(before_it[entered, origin])
            fills_slot, is_filler = origin in network.graph.slots, ending in network.filler_endings
            word = (network.end_words[ending], frame, fills_slot, is_filler)
            self._reach(total, origin, entered, total - before, (word, *words), meaning)

    def _reach(
        self, total: int, junction: int, frame: int, rest: int, words: tuple = (), intents: frozenset[str] = frozenset()
    ) -> None:
        if total >= self._limit and total > score_of(NEVER) // 2:
            heapq.heappush(self._heap, (-total, next(self._order), junction, frame, rest, words, intents))
