"""Viterbi search of a letter network: what every token scores at every junction and at every end of a word, frame by frame.

Strategy: all nodes at once, a few array operations a frame. A token is one 32-bit integer: above, how far it is behind what is
heard freely, in 128ths of a nat; below, the frame at which it entered its word, so that the maximum of two tokens is the better
one, with its memory. A large network is searched with a beam: what is much worse than the best of the moment enters no further
word, and blocks that nothing else has reached are not looked at: for a command that was said clearly, nine of ten.
Source: Young, Russell and Thornton, "Token Passing: a Simple Conceptual Model for Connected Speech Recognition Systems", 1989.
"""

from __future__ import annotations

import numpy as np

from assistant.asr.letter_network import LetterNetwork

SKIPPED_GAP = 1.5
"""Nats for two words heard without the gap between them."""
UNITS = 128.0
TIME_BITS = 11
_TIME = (1 << TIME_BITS) - 1
NEVER = -(1 << 30)
# A token loses at most this in a frame, and what never was is lifted again before it could overflow and be the best.
_MOST_LOST = 30.0
_LIFT_EVERY = 16
_NO_ARRIVALS = (np.empty(0, np.intp), np.empty(0, np.intp), np.empty(0, np.int32))


def score_of(token: int) -> int:
    """In 128ths of a nat."""
    return int(token) >> TIME_BITS


def entered_at(token: int) -> int:
    return int(token) & _TIME


def packed(nats: np.ndarray | float) -> np.ndarray:
    """Tokens that entered at frame 0."""
    return np.rint(np.asarray(nats) * UNITS).astype(np.int32) << np.int32(TIME_BITS)


class Trellis:
    """What the search keeps, by the frame that is about to begin.

    junctions: shape (frames + 1, J), the token at each. trailing: the token that has gone through noise after a sentence.
    """

    def __init__(self, network: LetterNetwork, n_frames: int):
        n = network.n_nodes
        self._network = network
        self.junctions = np.full((n_frames + 1, network.n_junctions), NEVER, np.int32)
        # At ends of words: which, the junctions that they lead to, tokens.
        self._arrivals: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = [_NO_ARRIVALS]
        self.trailing = NEVER
        self._buffer, self._letter = np.full(4 * n, NEVER, np.int32), np.full(n, NEVER, np.int32)
        self._step = np.empty(n, np.int32)
        self._blank, self._best, self._leaving, self._entering = self._buffer.reshape(4, n)
        self._numbers = np.arange(len(network.end_to))
        self._end_costs = packed(network.end_costs)
        self._groups = np.flatnonzero(np.diff(network.end_to, prepend=-1))
        self._jump_groups = np.flatnonzero(np.diff(network.jumps[1], prepend=-1))
        self._jumped_to = network.jumps[1][self._jump_groups]

    def arrivals(self, junction: int, frame: int) -> list[tuple[int, int]]:
        """The endings of words at a junction, ascending, with their tokens."""
        endings, targets, tokens = self._arrivals[frame]
        here = np.flatnonzero(targets == junction)
        return sorted(zip(endings[here].tolist(), tokens[here].tolist(), strict=True))

    def run(self, emissions: np.ndarray) -> None:
        """emissions: nats, none above 0, shape (frames, columns)."""
        self._begin()
        skipped = packed(SKIPPED_GAP)
        for frame, row in enumerate(packed(np.maximum(emissions, -_MOST_LOST))):
            if frame % _LIFT_EVERY == 0:
                np.maximum(self._letter, NEVER, out=self._letter)
                np.maximum(self._best, NEVER, out=self._best)
            if frame:
                self._arrive(frame)
            labels, sources, gaps, junctions = self._searched()
            n = len(labels)
            letter, blank, best = self._letter[:n], self._blank[:n], self._best[:n]
            entering = self.junctions[frame, junctions] & ~_TIME | np.int32(frame)
            self._entering[gaps] = entering
            self._leaving[gaps] = np.maximum(entering - skipped, best[gaps])
            # "clip", since looking for wrong positions, of which there are none, takes longer than the work.
            np.maximum(letter, self._buffer.take(sources, out=self._step[:n], mode="clip"), out=letter)
            np.add(best, row[0], out=blank)
            np.add(letter, row.take(labels, out=self._step[:n], mode="clip"), out=letter)
            np.maximum(letter, blank, out=best)
        self._arrive(len(emissions))
        self.trailing = self._trailing()

    def _begin(self) -> None:
        """Tokens that have lost nothing, where a sentence begins."""
        network = self._network
        start = network.graph.start
        # Where a slot that is spelled out may come first, too.
        self.junctions[0, network.jumps[1][network.jumps[0] == start]] = self.junctions[0, start] = 0
        first = network.gaps[start]
        if first >= 0:
            self._letter[first] = self._best[first] = 0

    def _searched(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Labels and sources of the nodes that are searched, and the gaps and the junctions of their blocks."""
        network = self._network
        return network.labels, network.sources, network.starts[:-1], network.junctions

    def _arrive(self, frame: int) -> None:
        network, row = self._network, self.junctions[frame]
        tokens = self._best[network.end_nodes] - self._end_costs
        self._arrivals.append((self._numbers, network.end_to, tokens))
        row[network.end_to[self._groups]] = np.maximum.reduceat(tokens, self._groups)
        self._jump(row)

    def _jump(self, row: np.ndarray) -> None:
        if len(self._jumped_to):
            jumped = np.maximum.reduceat(row[self._network.jumps[0]], self._jump_groups)
            row[self._jumped_to] = np.maximum(row[self._jumped_to], jumped)

    def _trailing(self) -> int:
        return int(self._best[self._network.gaps[self._network.graph.trail]])


class NarrowTrellis(Trellis):
    """The same with a beam: what is more than `beam_nats` behind the best of its frame ends. What nothing reaches sleeps."""

    def __init__(self, network: LetterNetwork, n_frames: int, beam_nats: float):
        super().__init__(network, n_frames)
        self._beam = int(packed(beam_nats))
        self._asleep = network.blocks >= 0
        self._sizes, self._n_leaving = np.diff(network.starts), np.diff(network.leaving_from)
        self._all = np.arange(network.n_nodes)
        # Blocks lie in all arrays in the order in which they woke.
        self._n_blocks = self._n_nodes = self._n_endings = 0
        self._labels, self._sources = np.empty((2, network.n_nodes), np.intp)
        self._gaps, self._junctions = np.empty((2, network.n_blocks), np.intp)
        self._endings, self._end_nodes, self._targets = np.empty((3, len(network.leaving)), np.intp)
        self._own_costs = np.empty_like(self._end_costs)

    def _begin(self) -> None:
        super()._begin()
        self._wake(np.flatnonzero((self.junctions[0] > NEVER) & self._asleep))

    def _searched(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        n, k = self._n_nodes, self._n_blocks
        return self._labels[:n], self._sources[:n], self._gaps[:k], self._junctions[:k]

    def _arrive(self, frame: int) -> None:
        n, row = self._n_endings, self.junctions[frame]
        tokens = self._best[self._end_nodes[:n]] - self._own_costs[:n]
        # Not flatnonzero: it takes three times as long, and half of the time goes into calls on small arrays.
        worst = int(self._best[: self._n_nodes].max()) - self._beam
        alive = (tokens >= worst).nonzero()[0]
        if not len(alive):
            self._arrivals.append(_NO_ARRIVALS)
            return
        targets, tokens = self._targets[alive], tokens[alive]
        self._arrivals.append((self._endings[alive], targets, tokens))
        np.maximum.at(row, targets, tokens)
        self._jump(row)
        reached = ((row > NEVER) & self._asleep).nonzero()[0]
        if len(reached):
            self._wake(reached)

    def _wake(self, junctions: np.ndarray) -> None:
        """Put the blocks of these after those that are awake."""
        network, k = self._network, self._n_blocks
        blocks = network.blocks[junctions]
        there, sizes = network.starts[blocks], self._sizes[blocks]
        here = self._n_nodes + sizes.cumsum() - sizes
        moved = here - there
        moved_nodes = moved.repeat(sizes)
        more_nodes = slice(self._n_nodes, self._n_nodes + len(moved_nodes))
        nodes = self._all[more_nodes] - moved_nodes
        self._labels[more_nodes] = network.labels[nodes]
        self._sources[more_nodes] = network.sources[nodes] + moved_nodes
        first, counts = network.leaving_from[junctions], self._n_leaving[junctions]
        ends = counts.cumsum()
        endings = network.leaving[np.arange(ends[-1]) + (first - ends + counts).repeat(counts)]
        more = slice(self._n_endings, self._n_endings + len(endings))
        self._endings[more], self._targets[more] = endings, network.end_to[endings]
        self._end_nodes[more] = network.end_nodes[endings] + moved.repeat(counts)
        self._own_costs[more] = self._end_costs[endings]
        self._gaps[k : k + len(here)], self._junctions[k : k + len(here)] = here, junctions
        self._n_blocks, self._n_nodes, self._n_endings = k + len(here), more_nodes.stop, more.stop
        self._asleep[junctions] = False

    def _trailing(self) -> int:
        gap = self._gaps[: self._n_blocks][self._junctions[: self._n_blocks] == self._network.graph.trail]
        return int(self._best[gap[0]]) if len(gap) else NEVER
