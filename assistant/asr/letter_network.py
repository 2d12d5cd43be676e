"""A word graph spelled out in letters, as arrays: what token passing runs over.

Strategy: each junction has a block of nodes: first the gap before a word, then a tree of the letters of all words that begin
there, so that common beginnings are worked out once. A node has one predecessor, which is a position in one buffer of four
parts: what a token scores when its node's letter was followed by a blank (the only way to say a letter twice), what it scores
at best, what leaves the block's gap, and what enters it. All of these belong to the block, so that some blocks can be searched
without the rest. Words that no class of the head can write are left out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from assistant.asr.word_graph import Arc, WordGraph

# Columns after those of the head: what is heard between two words, in a slot for anything, before and after a sentence.
GAP, ANYTHING, AROUND = 0, 1, 2


@dataclass(frozen=True, slots=True, eq=False)
class LetterNetwork:
    """N nodes in B blocks, J junctions, E endings of words, sorted by the junction that they lead to.

    labels: (N,) columns of the emissions. sources: (N,) positions in the buffer [blank N | best N | leaving N | entering N], what
    leaves and enters a block being at its gap. starts: (B + 1,) the first node of each block, its gap, and N; junctions: (B,)
    whose block it is. gaps: (J,) the gap node of each junction, -1 where it has none; blocks: (J,) its block, or -1. end_…:
    (E,) the last node of a word, the junctions it comes from and leads to, its cost in nats, the word itself (None: anything).
    filler_endings: those of words of fillers. leaving: (E,) the endings by the junction they come from, the first of each being
    at leaving_from: (J + 1,). jumps: (2, k) from and to, sorted by the latter; jumps_to: where the graph's own jumps come from.
    """

    labels: np.ndarray
    sources: np.ndarray
    starts: np.ndarray
    junctions: np.ndarray
    gaps: np.ndarray
    blocks: np.ndarray
    end_nodes: np.ndarray
    end_from: np.ndarray
    end_to: np.ndarray
    end_costs: np.ndarray
    end_words: tuple[str | None, ...]
    filler_endings: frozenset[int]
    leaving: np.ndarray
    leaving_from: np.ndarray
    jumps: np.ndarray
    jumps_to: Mapping[int, list[int]]
    graph: WordGraph

    @property
    def n_nodes(self) -> int:
        return len(self.labels)

    @property
    def n_junctions(self) -> int:
        return len(self.gaps)

    @property
    def n_blocks(self) -> int:
        return len(self.starts) - 1


def letter_network(graph: WordGraph, characters: str) -> LetterNetwork:
    """characters: of classes 1, 2, … of the head."""
    return _Spelling(graph, characters).network()


@dataclass
class _Spelling:
    graph: WordGraph
    characters: str
    labels: list[int] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)  # of a node; ~junction where it leaves a gap
    children: dict[tuple[int, int], int] = field(default_factory=dict)
    endings: list[tuple[int, int, Arc]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._classes = {character: i for i, character in enumerate(self.characters, start=1)}
        self._first_extra = len(self.characters) + 1

    def network(self) -> LetterNetwork:
        gaps = np.full(len(self.graph.arcs), -1)
        for junction, arcs in enumerate(self.graph.arcs):
            if not arcs and junction != self.graph.trail:
                continue
            gaps[junction] = len(self.labels)
            is_edge = junction in (self.graph.start, self.graph.trail)
            self.labels.append(self._first_extra + (AROUND if is_edge else GAP))
            self.parents.append(0)  # set below
            for arc in arcs:
                self._spell(arc, junction)
        self.endings.sort(key=lambda ending: ending[2].target)
        nodes, origins, arcs = zip(*self.endings, strict=True) if self.endings else ((),) * 3
        there = gaps >= 0
        end_from = np.array(origins, np.intp)
        leaving = np.argsort(end_from, kind="stable")
        return LetterNetwork(
            np.array(self.labels, np.intp),
            self._sources(gaps[there]),
            np.append(gaps[there], len(self.labels)),
            np.flatnonzero(there),
            gaps,
            np.where(there, np.cumsum(there) - 1, -1),
            np.array(nodes, np.intp),
            end_from,
            np.array([arc.target for arc in arcs], np.intp),
            np.array([arc.cost for arc in arcs]),
            tuple(arc.word for arc in arcs),
            frozenset(i for i, arc in enumerate(arcs) if arc.is_filler),
            leaving,
            np.searchsorted(end_from[leaving], np.arange(len(gaps) + 1)),
            _closed(self.graph.jumps),
            _origins(self.graph.jumps),
            self.graph,
        )

    def _spell(self, arc: Arc, junction: int) -> None:
        labels = [self._first_extra + ANYTHING] if arc.word is None else self._labels(arc.word)
        if not labels:
            return
        parent = ~junction
        for label in labels:
            parent = self._child(parent, label)
        self.endings.append((parent, junction, arc))

    def _child(self, parent: int, label: int) -> int:
        key = (parent, label)
        if key not in self.children:
            self.children[key] = len(self.labels)
            self.labels.append(label)
            self.parents.append(parent)
        return self.children[key]

    def _labels(self, word: str) -> list[int]:
        """The classes of a word; empty where one is missing."""
        labels = [self._class(character) for character in word]
        return [] if None in labels else labels

    def _class(self, character: str) -> int | None:
        if character in self._classes:
            return self._classes[character]
        return self._classes.get(unicodedata.normalize("NFD", character)[0])

    def _sources(self, gaps: np.ndarray) -> np.ndarray:
        n = len(self.labels)
        labels, parents = np.array(self.labels, np.intp), np.array(self.parents, np.intp)
        # A letter that follows itself needs a blank between.
        inner = parents + np.where(labels == labels[np.maximum(parents, 0)], 0, n)
        gap = np.repeat(gaps, np.diff(gaps, append=n))
        sources = np.where(parents < 0, 2 * n + gap, inner)
        sources[gaps] = 3 * n + gaps
        return sources


def _closed(jumps: list[tuple[int, int]]) -> np.ndarray:
    """Every pair of junctions that jumps lead between, several in a row included; shape (2, k), sorted by where they lead."""
    onward: dict[int, list[int]] = {}
    for origin, target in jumps:
        onward.setdefault(origin, []).append(target)
    pairs = set()
    for origin, targets in onward.items():
        waiting = list(targets)
        while waiting:
            target = waiting.pop()
            if (origin, target) not in pairs:
                pairs.add((origin, target))
                waiting += onward.get(target, ())
    return np.array(sorted(pairs, key=lambda pair: pair[1]), np.intp).reshape(-1, 2).T


def _origins(jumps: list[tuple[int, int]]) -> dict[int, list[int]]:
    """By target, in order."""
    origins: dict[int, list[int]] = {}
    for origin, target in jumps:
        origins.setdefault(target, []).append(origin)
    return origins


def label_columns(log_posteriors: np.ndarray, characters: str, costs: Mapping[int, float]) -> np.ndarray:
    """The log posteriors with the extra columns: what a token scores at each frame, shape (frames, classes + 3).

    costs: of one more letter within ANYTHING and AROUND, in nats.
    """
    best = log_posteriors.argmax(axis=1)
    peak = log_posteriors.max(axis=1)
    before = np.concatenate([[0], best[:-1]])
    space = characters.find(" ") + 1
    is_new = (best != 0) & (best != before) & (best != space)
    blanks = [characters.find(c) + 1 for c in " -" if c in characters]
    gap = log_posteriors[:, blanks].max(axis=1) if blanks else np.full(len(peak), -50.0)
    extra = [gap, peak - costs[ANYTHING] * is_new, peak - costs[AROUND] * is_new]
    return np.concatenate([log_posteriors, np.stack(extra, axis=1)], axis=1)
