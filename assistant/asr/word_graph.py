"""The automaton of the templates as a graph over spoken words: slots spelled out, fillers allowed at both ends.

Strategy: a node here is a *junction*, a place between two words; a *jump* leads from one to another without a word. All
slots of a kind whose words are known share one copy of that kind's automaton, which leads back to every place where such a
slot ends: that allows more sentences than the templates do, but they hold together acoustically, the matcher reads the text
once more anyway, and the graph stays small. A slot for anything is one arc. Two junctions are added: TRAIL, where fillers and
noise may follow a complete sentence, and END, to which all that is complete leads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from assistant.language.grammar.automaton import State
from assistant.language.grammar.lists import LIST_KINDS

FILLER_COST = 2.0
JOINT_COST = 6.0
ANYTHING_COST = 4.0
"""Nats. A filler, a second command, something in a slot for anything has to be heard: free of charge any noise would be it."""

OPEN_KINDS = frozenset(("name", "text", "command"))
"""Kinds of slots that can be anything, even where some of their words are known."""

ANSWER = "?"
"""In an intent: what it labels is said in answer to a question."""

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arc:
    """word None: anything at all. cost: in nats. is_filler: said around a sentence without changing it."""

    word: str | None
    target: int
    cost: float = 0.0
    is_filler: bool = False


@dataclass
class WordGraph:
    """`arcs`: by junction. `jumps`: (from, to). `finals`: what a sentence that ends at a junction means (its intents).

    `slots`: the junctions within slots that are spelled out.
    """

    arcs: list[list[Arc]] = field(default_factory=list)
    jumps: list[tuple[int, int]] = field(default_factory=list)
    finals: dict[int, frozenset[str]] = field(default_factory=dict)
    slots: set[int] = field(default_factory=set)
    start: int = 0
    trail: int = 0
    end: int = 0

    def add(self) -> int:
        self.arcs.append([])
        return len(self.arcs) - 1


def word_graph(
    start: State, kinds: Mapping[str, State], fillers: Iterable[Phrase] = (), joints: Iterable[Phrase] = ()
) -> WordGraph:
    """kinds: what may be said in a slot, by its kind; open ones, and others, are anything. joints: lead to another command."""
    fillers, joints = tuple(fillers), tuple(joints)
    graph = WordGraph()
    graph.start, graph.trail, graph.end = graph.add(), graph.add(), graph.add()
    _Copying(graph, kinds).copy(start, graph.start, {})
    for junction in (graph.start, graph.trail):
        _add_fillers(graph, junction, fillers)
    joint = graph.add() if joints else None
    for junction in graph.finals:
        graph.jumps += [(junction, graph.trail), (junction, graph.end)]
        if joint is not None:
            graph.jumps.append((junction, joint))
    if joint is not None:
        _add_phrases(graph, joint, graph.start, joints, JOINT_COST)
    graph.jumps.append((graph.trail, graph.end))
    return graph


class _Copying:
    """The states of the templates and of the slots become junctions, each once."""

    def __init__(self, graph: WordGraph, kinds: Mapping[str, State]):
        self._graph = graph
        self._kinds = kinds
        self._slots: dict[str, tuple[int, int]] = {}

    def copy(self, state: State, junction: int, known: dict[int, int]) -> list[int]:
        """Let `junction` go on as `state` does; gives the junctions where what began with it may end."""
        ends = [junction] if state.final else []
        for word, target in state.words.items():
            after, more = self._known(target, known)
            ends += more
            self._graph.arcs[junction].append(Arc(word, after))
        for slot, target in state.slots.items():
            if slot.kind in LIST_KINDS - self._kinds.keys():
                continue  # nothing has such a name just now
            is_open = slot.kind in OPEN_KINDS or slot.kind not in self._kinds
            if is_open and not (target.words or target.slots) and all(ANSWER in intent for intent in target.final):
                continue  # anything at all, and nothing else, is a sentence only after a question: it would take every sound
            after, more = self._known(target, known)
            ends += more
            if slot.kind in self._kinds:
                enter, leave = self._slot(slot.kind)
                self._graph.jumps += [(junction, enter), (leave, after)]
            if is_open:
                self._graph.arcs[junction].append(Arc(None, after, ANYTHING_COST))
        if state.final:
            self._graph.finals[junction] = state.final
        return ends

    def _known(self, state: State, known: dict[int, int]) -> tuple[int, list[int]]:
        if state.number in known:
            return known[state.number], []
        known[state.number] = junction = self._graph.add()
        return junction, self.copy(state, junction, known)

    def _slot(self, kind: str) -> tuple[int, int]:
        """Where a slot of this kind begins and ends."""
        if kind not in self._slots:
            self._slots[kind] = enter, leave = self._graph.add(), self._graph.add()
            for end in self.copy(self._kinds[kind], enter, {}):
                self._graph.jumps.append((end, leave))
                del self._graph.finals[end]
            self._graph.slots.update(range(enter, len(self._graph.arcs)))
        return self._slots[kind]


def _add_fillers(graph: WordGraph, junction: int, fillers: Iterable[Phrase]) -> None:
    """Loops through whole phrases."""
    _add_phrases(graph, junction, junction, fillers, FILLER_COST, is_filler=True)


def _add_phrases(
    graph: WordGraph, junction: int, target: int, phrases: Iterable[Phrase], cost: float, is_filler: bool = False
) -> None:
    """Ways from one junction to another, sharing their beginnings."""
    following: dict[tuple[int, str], int] = {}
    for phrase in phrases:
        at = junction
        for word in phrase[:-1]:
            if (at, word) not in following:
                following[at, word] = graph.add()
                graph.arcs[at].append(Arc(word, following[at, word], is_filler=is_filler))
            at = following[at, word]
        graph.arcs[at].append(Arc(phrase[-1], target, cost, is_filler=is_filler))
