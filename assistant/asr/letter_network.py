"""A word graph spelled out in letters, as arrays: what token passing runs over.

Strategy: each junction has a block of nodes: first the gap before a word, then a tree of the letters of all words that begin
there, level by level, so that common beginnings are worked out once and the children of a node lie side by side. A letter that
follows itself is written with a blank between: that is the only way to say it twice. All blocks are spelled at once, one level
after the other, from the arcs in the order of the alphabet. Words that no class of the head can write are left out.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.asr.tokens import packed
from assistant.asr.word_graph import Arc, WordGraph

# Columns after those of the head: what is heard between two words, in a slot for anything, before and after a sentence.
GAP, ANYTHING, AROUND = 0, 1, 2
BLANK = 0
_NO_LABEL = -1

_Grown = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


@dataclass(frozen=True, slots=True, eq=False)
class Ranges:
    """Of each of some things, which others belong to it: those from `first` on, `counts` of them."""

    first: np.ndarray
    counts: np.ndarray

    @classmethod
    def of(cls, owners: np.ndarray, n: int) -> Ranges:
        """owners: ascending."""
        counts = np.bincount(owners, minlength=n)
        return cls(counts.cumsum() - counts, counts)

    def owned(self, owners: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """What belongs to any of these, and how many belong to each."""
        counts = self.counts.take(owners)
        ends = counts.cumsum()
        at = (self.first.take(owners) - ends + counts).repeat(counts)
        at += np.arange(len(at))
        return at, counts


@dataclass(frozen=True, slots=True, eq=False)
class LetterNetwork:
    """N nodes, J junctions, E endings of words, sorted by the junction that they lead to.

    labels: (N,) columns of the emissions. parents: (N,) the node before; of a gap, itself. children: by node. gaps: (J,) the gap
    node of each junction, -1 where it has none. end_…: (E,) the last node of a word, the junctions it comes from and leads to,
    its cost as a token, the word itself (None: anything). filler_endings: those of words of fillers. endings: all of them in the
    order of their last nodes; endings_of: by node, positions in that. jumps: (2, k) from and to, sorted by the former;
    jumps_from: by junction; origins: by junction, where jumps to it come from, ascending; meanings: the intents of a sentence
    that has its last word end there.
    """

    labels: np.ndarray
    parents: np.ndarray
    children: Ranges
    gaps: np.ndarray
    end_nodes: np.ndarray
    end_from: np.ndarray
    end_to: np.ndarray
    end_costs: np.ndarray
    end_words: tuple[str | None, ...]
    filler_endings: frozenset[int]
    endings: np.ndarray
    endings_of: Ranges
    jumps: np.ndarray
    jumps_from: Ranges
    origins: Mapping[int, np.ndarray]
    meanings: Mapping[int, frozenset[str]]
    graph: WordGraph

    @property
    def n_nodes(self) -> int:
        return len(self.labels)

    @property
    def n_junctions(self) -> int:
        return len(self.gaps)


def letter_network(graph: WordGraph, characters: str) -> LetterNetwork:
    """characters: of classes 1, 2, … of the head."""
    spelling = _Alphabet(characters).spelled(arc.word for arcs in graph.arcs for arc in arcs)
    leaving = ((junction, arc) for junction, arcs in enumerate(graph.arcs) for arc in arcs if arc.word in spelling)
    leaving = sorted(leaving, key=lambda pair: pair[1].target)
    arcs = [arc for _, arc in leaving]
    end_from = np.array([junction for junction, _ in leaving], np.intp)
    labels, parents, gaps, end_nodes = _Trees(graph, len(characters) + 1).grown(arcs, end_from, spelling)
    n = len(labels)
    is_child = parents != np.arange(n)
    children = np.bincount(parents[is_child], minlength=n)
    first_child = np.zeros(n, np.intp)
    first_child[parents[is_child][::-1]] = np.flatnonzero(is_child)[::-1]
    endings = np.argsort(end_nodes, kind="stable")
    jumps = _closed(graph.jumps)
    return LetterNetwork(
        labels,
        parents,
        Ranges(first_child, children),
        gaps,
        end_nodes,
        end_from,
        np.array([arc.target for arc in arcs], np.intp),
        packed(np.array([arc.cost for arc in arcs])),
        tuple(arc.word for arc in arcs),
        frozenset(i for i, arc in enumerate(arcs) if arc.is_filler),
        endings,
        Ranges.of(end_nodes[endings], n),
        jumps,
        Ranges.of(jumps[0], len(gaps)),
        _origins(jumps),
        _meanings(graph, jumps),
        graph,
    )


class _Alphabet:
    def __init__(self, characters: str):
        self._classes = {character: i for i, character in enumerate(characters, start=1)}
        self._anything = len(characters) + 1 + ANYTHING

    def spelled(self, words: Iterable[str | None]) -> dict[str | None, list[int]]:
        """The labels of each word that can be written."""
        spelling = {word: [self._anything] if word is None else self._labels(word) for word in set(words)}
        return {word: labels for word, labels in spelling.items() if labels}

    def _labels(self, word: str) -> list[int]:
        labels = [self._class(character) for character in word]
        if None in labels:
            return []
        twice = (label == before for before, label in itertools.pairwise([None, *labels]))
        return [part for label, is_twice in zip(labels, twice, strict=True) for part in ([BLANK] * is_twice + [label])]

    def _class(self, character: str) -> int | None:
        if character in self._classes:
            return self._classes[character]
        return self._classes.get(unicodedata.normalize("NFD", character)[0])


class _Trees:
    """The letters of all words that leave a junction as a tree, for all junctions."""

    def __init__(self, graph: WordGraph, first_extra: int):
        self._graph = graph
        self._first_extra = first_extra

    def grown(self, arcs: Sequence[Arc], end_from: np.ndarray, spelling: Mapping[str | None, Sequence[int]]) -> _Grown:
        """Labels, parents, the gaps of junctions, and the last nodes of `arcs`."""
        rows, lengths = _in_order(spelling)
        number = {word: i for i, word in enumerate(sorted(spelling, key=spelling.__getitem__))}
        words = np.array([number[arc.word] for arc in arcs], np.intp)
        order = np.lexsort((words, end_from))
        rows, lengths, junctions = rows[words[order]], lengths[words[order]], end_from[order]
        there = np.array([bool(arcs) or i == self._graph.trail for i, arcs in enumerate(self._graph.arcs)])
        owners, labels = [np.flatnonzero(there)], [self._gap_labels()[there]]
        parents = [np.arange(len(owners[0]))]
        n = len(owners[0])
        above = (there.cumsum() - 1)[junctions]  # of each arc, the node that it has come to
        last = above.copy()
        is_new = np.diff(junctions, prepend=-1) != 0  # begins otherwise than the arc before it, up to this level
        for level in range(rows.shape[1]):
            is_new[1:] |= rows[1:, level] != rows[:-1, level]
            goes_on = lengths > level
            begins = is_new & goes_on
            owners.append(junctions[begins])
            labels.append(rows[begins, level])
            parents.append(above[begins])
            above = np.where(goes_on, n + begins.cumsum() - 1, above)
            last = np.where(lengths == level + 1, above, last)
            n += len(owners[-1])
        return self._by_junction(np.concatenate(owners), np.concatenate(labels), np.concatenate(parents), last[np.argsort(order)])

    def _gap_labels(self) -> np.ndarray:
        labels = np.full(len(self._graph.arcs), self._first_extra + GAP)
        labels[[self._graph.start, self._graph.trail]] = self._first_extra + AROUND
        return labels

    def _by_junction(self, owners: np.ndarray, labels: np.ndarray, parents: np.ndarray, last: np.ndarray) -> _Grown:
        """The nodes of a junction side by side, level by level."""
        order = np.argsort(owners, kind="stable")
        place = np.empty(len(order), np.intp)
        place[order] = np.arange(len(order))
        gaps = np.full(len(self._graph.arcs), -1)
        is_gap = np.diff(owners[order], prepend=-1) != 0
        gaps[owners[order][is_gap]] = np.flatnonzero(is_gap)
        return labels[order].astype(np.intp), place[parents[order]], gaps, place[last]


def _in_order(spelling: Mapping[str | None, Sequence[int]]) -> tuple[np.ndarray, np.ndarray]:
    """The labels of all words, sorted, one a row; and how many each has."""
    words = sorted(spelling.values())
    lengths = np.array([len(labels) for labels in words], np.intp)
    rows = np.full((len(words), max(lengths, default=0)), _NO_LABEL, np.int16)
    rows[np.arange(rows.shape[1]) < lengths[:, None]] = list(itertools.chain.from_iterable(words))
    return rows, lengths


def _closed(jumps: list[tuple[int, int]]) -> np.ndarray:
    """Every pair of junctions that jumps lead between, several in a row included; shape (2, k), sorted by where they begin."""
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
    return np.array(sorted(pairs), np.intp).reshape(-1, 2).T.copy()


def _origins(jumps: np.ndarray) -> dict[int, np.ndarray]:
    """By target, with itself, ascending."""
    origins: dict[int, list[int]] = {}
    for origin, target in jumps.T.tolist():
        origins.setdefault(target, [target]).append(origin)
    return {target: np.array(sorted(set(those)), np.intp) for target, those in origins.items()}


def _meanings(graph: WordGraph, jumps: np.ndarray) -> dict[int, frozenset[str]]:
    """What ends with a slot may end many templates; it is said to mean one of them."""
    led_to = {origin: graph.finals[target] for origin, target in jumps.T.tolist() if target in graph.finals}
    return {**led_to, **graph.finals}


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
