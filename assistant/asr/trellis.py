"""Viterbi search of a letter network: what every token scores at every junction and at every end of a word, frame by frame.

Strategy: all nodes at once, a few array operations a frame: right for a small network; for a large one see narrow_trellis.
Source: Young, Russell and Thornton, "Token Passing: a Simple Conceptual Model for Connected Speech Recognition Systems", 1989.
"""

from __future__ import annotations

import numpy as np

from assistant.asr.letter_network import LetterNetwork
from assistant.asr.tokens import NEVER, entering, lost_in, packed

SKIPPED_GAP = 1.5
"""Nats for two words heard without the gap between them."""
_LIFT_EVERY = 16
"""Frames after which what never was is lifted again, before it could overflow and be the best."""


def begun(network: LetterNetwork, n_frames: int) -> np.ndarray:
    """The tokens of junctions, by the frame that is about to begin: at first one that has lost nothing, where sentences begin."""
    junctions = np.full((n_frames + 1, network.n_junctions), NEVER, np.int32)
    start = network.graph.start
    # Where a slot that is spelled out may come first, too.
    junctions[0, network.jumps[1][network.jumps[0] == start]] = junctions[0, start] = 0
    return junctions


def first_gaps(network: LetterNetwork, junctions: np.ndarray) -> np.ndarray:
    """Of where sentences begin: no space is to be heard there, before a slot as little as before a word."""
    gaps = network.gaps[junctions]
    return gaps[gaps >= 0]


def among(those: np.ndarray, junctions: np.ndarray) -> np.ndarray:
    """Where one of them is one of the junctions, which are ascending."""
    at = np.minimum(np.searchsorted(junctions, those), len(junctions) - 1)
    return (junctions[at] == those).nonzero()[0]


class Trellis:
    """What the search keeps, by the frame that is about to begin.

    junctions: shape (frames + 1, J), the token at each. trailing: the token that has gone through noise after a sentence.
    """

    def __init__(self, network: LetterNetwork, n_frames: int):
        n = network.n_nodes
        self._network = network
        self.junctions = begun(network, n_frames)
        self.trailing = NEVER
        self._arrivals: list[np.ndarray | None] = [None]
        self._letter, self._step = np.full(n, NEVER, np.int32), np.empty(n, np.int32)
        # Where a letter comes from: its parent, or what leaves or enters its block's gap.
        self._best, self._leaving, self._entering = self._buffer = np.full((3, n), NEVER, np.int32)
        self._gaps = network.gaps[network.gaps >= 0]
        is_gap = np.zeros(n, bool)
        is_gap[self._gaps] = True
        self._sources = network.parents + n * (is_gap[network.parents] + is_gap.astype(np.intp))
        self._groups = np.flatnonzero(np.diff(network.end_to, prepend=-1))

    def arrivals(self, junctions: np.ndarray, frame: int) -> list[tuple[int, int]]:
        """The endings of words at some junctions, ascending, with their tokens."""
        tokens = self._arrivals[frame]
        if tokens is None:
            return []
        here = among(self._network.end_to, junctions)
        return list(zip(here.tolist(), tokens[here].tolist(), strict=True))

    def run(self, emissions: np.ndarray) -> None:
        """emissions: nats, none above 0, shape (frames, columns)."""
        network, letter, best, step = self._network, self._letter, self._best, self._step
        junctions = np.flatnonzero(network.gaps >= 0)
        skipped = packed(SKIPPED_GAP)
        first = first_gaps(network, (self.junctions[0] > NEVER).nonzero()[0])
        letter[first] = best[first] = 0
        flat = self._buffer.reshape(-1)
        for frame, row in enumerate(lost_in(emissions)):
            if frame % _LIFT_EVERY == 0:
                np.maximum(letter, NEVER, out=letter)
                np.maximum(best, NEVER, out=best)
            if frame:
                self._arrive(frame)
            entered = entering(self.junctions[frame, junctions], frame)
            self._entering[self._gaps] = entered
            self._leaving[self._gaps] = np.maximum(entered - skipped, best[self._gaps])
            # "clip", since looking for wrong positions, of which there are none, takes longer than the work.
            np.maximum(letter, flat.take(self._sources, out=step, mode="clip"), out=letter)
            np.add(best, row[0], out=best)
            np.add(letter, row.take(network.labels, out=step, mode="clip"), out=letter)
            np.maximum(letter, best, out=best)
        self._arrive(len(emissions))
        self.trailing = int(best[network.gaps[network.graph.trail]])

    def _arrive(self, frame: int) -> None:
        network, row = self._network, self.junctions[frame]
        tokens = self._best[network.end_nodes] - network.end_costs
        self._arrivals.append(tokens)
        row[network.end_to[self._groups]] = np.maximum.reduceat(tokens, self._groups)
        origins, targets = network.jumps
        np.maximum.at(row, targets, row[origins])
