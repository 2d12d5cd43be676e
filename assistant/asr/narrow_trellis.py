"""The same search with a beam, for a large network: only the nodes that a token has reached are looked at.

Strategy: a list of the nodes that hold a token worth keeping. In each frame their children are offered what leaves them; what
would be too far behind the best of the moment is not taken, and what has fallen too far behind leaves the list. Of the 200 000
nodes of a whole home some hundred are on it at a time, so that a frame takes little more than the calls that it is made of.
"""

from __future__ import annotations

import numpy as np

from assistant.asr.letter_network import BLANK, LetterNetwork
from assistant.asr.tokens import NEVER, entering, lost_in, packed
from assistant.asr.trellis import SKIPPED_GAP, among, begun, first_gaps

_NOTHING = np.empty(0, np.intp)
_NO_ARRIVALS = (_NOTHING, _NOTHING, np.empty(0, np.int32))


class NarrowTrellis:
    """As Trellis; what is more than `beam_nats` behind the best of its frame ends."""

    def __init__(self, network: LetterNetwork, n_frames: int, beam_nats: float):
        self._network = network
        self._beam, self._skipped = int(packed(beam_nats)), packed(SKIPPED_GAP)
        self.junctions = begun(network, n_frames)
        self.trailing = NEVER
        # At ends of words: which, the junctions that they lead to, tokens.
        self._arrivals: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = [_NO_ARRIVALS]
        # Of every node the token that is in its letter, NEVER exactly where it is not on the list; and room for what leaves it.
        self._letter, self._leaving = np.full(network.n_nodes, NEVER, np.int32), np.empty(network.n_nodes, np.int32)
        # The nodes on the list, and their best tokens.
        self._nodes, self._tokens = _NOTHING, np.empty(0, np.int32)

    def arrivals(self, junctions: np.ndarray, frame: int) -> list[tuple[int, int]]:
        """The endings of words at some junctions, ascending, with their tokens."""
        endings, targets, tokens = self._arrivals[frame]
        here = among(targets, junctions)
        return sorted(zip(endings[here].tolist(), tokens[here].tolist(), strict=True))

    def run(self, emissions: np.ndarray) -> None:
        """emissions: nats, none above 0, shape (frames, columns)."""
        network = self._network
        reached = (self.junctions[0] > NEVER).nonzero()[0]
        first = first_gaps(network, reached)
        self._letter[first] = 0
        self._nodes, self._tokens = first, np.zeros(len(first), np.int32)
        for frame, row in enumerate(lost_in(emissions)):
            if frame:
                reached = self._arrive(frame)
            leaving = self._entered(frame, reached)
            self._step(row, leaving)
        self._arrive(len(emissions))
        self.trailing = max(self._tokens[self._nodes == network.gaps[network.graph.trail]].tolist(), default=NEVER)

    def _entered(self, frame: int, reached: np.ndarray) -> np.ndarray:
        """Puts the gaps of junctions that were reached on the list; gives what leaves the nodes on it."""
        gaps = self._network.gaps.take(reached)
        there = (gaps >= 0).nonzero()[0]
        if not len(there):
            return self._tokens
        gaps, tokens = gaps.take(there), entering(self.junctions[frame].take(reached.take(there)), frame)
        letter, leaving = self._letter, self._leaving
        before = letter.take(gaps)
        new = gaps[before == NEVER]
        leaving[self._nodes] = self._tokens
        leaving[new] = NEVER
        letter[gaps] = np.maximum(before, tokens)
        self._nodes = np.concatenate((self._nodes, new))
        self._tokens = leaving.take(self._nodes)
        leaving[gaps] = np.maximum(leaving.take(gaps), tokens - self._skipped)
        return leaving.take(self._nodes)

    def _step(self, row: np.ndarray, leaving: np.ndarray) -> None:
        """Every node on the list stays, rests in a blank, or goes on to its children."""
        nodes, letter, labels = self._nodes, self._letter, self._network.labels
        if not len(nodes):
            return
        stays = letter.take(nodes) + row.take(labels.take(nodes))
        rests = self._tokens + row[BLANK]
        worst = max(int(stays.max()), int(rests.max())) - self._beam
        letter[nodes] = np.maximum(stays, NEVER + 1)
        children, counts = self._network.children.owned(nodes)
        offered = leaving.repeat(counts) + row.take(labels.take(children))
        good = (offered >= worst).nonzero()[0]
        children, offered = children.take(good), offered.take(good)
        before = letter.take(children)
        letter[children] = np.maximum(before, offered)
        new = (before == NEVER).nonzero()[0]
        tokens = np.concatenate((np.maximum(letter.take(nodes), rests), offered.take(new)))
        nodes = np.concatenate((nodes, children.take(new)))
        worst = max(worst, int(tokens.max()) - self._beam, NEVER + 1)
        letter[nodes.compress(tokens < worst)] = NEVER
        keeps = (tokens >= worst).nonzero()[0]
        self._nodes, self._tokens = nodes.take(keeps), tokens.take(keeps)

    def _arrive(self, frame: int) -> np.ndarray:
        """The junctions that are reached."""
        network, row = self._network, self.junctions[frame]
        at, counts = network.endings_of.owned(self._nodes)
        if not len(at):
            self._arrivals.append(_NO_ARRIVALS)
            return _NOTHING
        endings = network.endings.take(at)
        tokens = self._tokens.repeat(counts) - network.end_costs.take(endings)
        alive = (tokens >= int(self._tokens.max()) - self._beam).nonzero()[0]
        endings, tokens = endings.take(alive), tokens.take(alive)
        targets = network.end_to.take(endings)
        self._arrivals.append((endings, targets, tokens))
        at, counts = network.jumps_from.owned(targets)
        targets = np.concatenate((targets, network.jumps[1].take(at)))
        np.maximum.at(row, targets, np.concatenate((tokens, tokens.repeat(counts))))
        return (row > NEVER).nonzero()[0]
