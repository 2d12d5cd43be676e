"""Where words lead in a grammar: every place that they may have reached, not only ends.

Strategy: as `search` costs the ways, position by position; of the ways to a place the cheapest is kept, one that ended in a word,
value or name of the grammar apart from one that did not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from assistant.language.grammar.lists import WordList
from assistant.language.grammar.templates import Slot
from assistant.language.understanding.matching import Question
from assistant.language.understanding.outlook import Place
from assistant.language.understanding.search import MISSING
from assistant.language.understanding.utterance import CHEAPEST_OPEN, FILLER, NEVER, Utterance
from assistant.language.words.closeness import RUN_TOGETHER

MAX_STEPS = 3000


class Last(Enum):
    """What the last word was taken for."""

    WORD = "word"
    VALUE = "value"
    NAME = "name"
    OPEN = "open"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A place that the words may have led to. slots: those filled on the way."""

    cost: float
    place: Place
    slots: tuple[Slot, ...]
    last: Last

    @property
    def is_firm(self) -> bool:
        """Whether the last word belongs to the grammar."""
        return self.last in {Last.WORD, Last.VALUE, Last.NAME}


@dataclass(frozen=True, slots=True)
class Begun:
    """A slot that may hold all that was said from token `at` on, or begin with it: after an arrival there."""

    slot: Slot
    at: int
    arrival: Arrival
    place: Place


@dataclass(frozen=True, slots=True)
class Followed:
    """arrivals: after all the words, cheapest first. begun: slots that stand, or stood, open."""

    arrivals: tuple[Arrival, ...]
    begun: tuple[Begun, ...]


def follow(question: Question, ceiling: float) -> Followed:
    """Everywhere that the words of a question lead at no more than this cost."""
    utterance = question.utterance
    n_tokens = len(utterance.tokens)
    layers: list[dict[tuple[int, bool], Arrival]] = [{} for _ in range(n_tokens + 1)]
    layers[0][question.first.number, True] = Arrival(0.0, question.first, (), Last.WORD)
    begun: list[Begun] = []
    n_steps = 0
    for at in range(n_tokens):
        for arrival in _with_missing(layers[at], ceiling):
            begun += (Begun(slot, at, arrival, target) for slot, target in arrival.place.slots)
            for cost, target, end, slot, last in _steps(utterance, arrival.place, at, ceiling - arrival.cost):
                n_steps += 1
                slots = arrival.slots if slot is None else (*arrival.slots, slot)
                _offer(layers[end], Arrival(arrival.cost + cost, target, slots, last))
        if n_steps > MAX_STEPS:
            return Followed((), ())
    return Followed(tuple(sorted(layers[n_tokens].values(), key=lambda it: it.cost)), tuple(begun))


def _offer(layer: dict[tuple[int, bool], Arrival], arrival: Arrival) -> None:
    key = arrival.place.number, arrival.is_firm
    known = layer.get(key)
    if known is None or arrival.cost < known.cost:
        layer[key] = arrival


def _with_missing(layer: dict[tuple[int, bool], Arrival], ceiling: float) -> Iterator[Arrival]:
    """The cheapest arrival at each place, and at those behind a small word that was left out."""
    best: dict[int, Arrival] = {}
    for arrival in sorted(layer.values(), key=lambda it: it.cost):
        best.setdefault(arrival.place.number, arrival)
    for arrival in tuple(best.values()):
        if arrival.cost + MISSING <= ceiling:
            for _, target in arrival.place.missing:
                best.setdefault(target.number, Arrival(arrival.cost + MISSING, target, arrival.slots, arrival.last))
    yield from best.values()


def _steps(utterance: Utterance, place: Place, at: int, budget: float) -> Iterator[tuple[float, Place, int, Slot | None, Last]]:
    arcs = place.words
    for word, cost in utterance.words[at].items():
        if word in arcs and cost <= budget:
            yield cost, arcs[word], at + 1, None, Last.WORD
    for first, second in utterance.pairs[at]:
        if first in arcs and second in arcs[first].words and budget >= RUN_TOGETHER:
            yield RUN_TOGETHER, arcs[first].words[second], at + 1, None, Last.WORD
    for slot, target in place.slots:
        for span in utterance.spans(slot.kind, at):
            if span.cost <= budget:
                yield span.cost, target, span.end, slot, _kind_of(utterance, slot)
    if budget >= FILLER:
        for end in utterance.filler_ends[at]:
            yield FILLER, place, end, None, Last.NOTHING
    if utterance.skip[at] < NEVER and utterance.skip[at] <= budget:
        yield utterance.skip[at], place, at + 1, None, Last.NOTHING


def _kind_of(utterance: Utterance, slot: Slot) -> Last:
    if slot.kind in CHEAPEST_OPEN:
        return Last.OPEN
    return Last.NAME if isinstance(utterance.kind(slot.kind), WordList) else Last.VALUE
