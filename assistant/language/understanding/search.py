"""The cheapest ways of an utterance through a grammar.

Strategy: A* over state × position. A word that fits costs nothing, a close one a little, a filler almost nothing, a word that
has no place here or a missing one a lot; a slot takes whatever its kind can read. What is still to come costs at least what
each word costs that no later part of this way can take (see outlook), so that ways into another command end where they begin.
A ceiling on the whole cost keeps the search small; it comes down to what could still rival the first that is found.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from assistant.language.grammar.lists import ListSpan
from assistant.language.grammar.slots import Span
from assistant.language.grammar.templates import Slot
from assistant.language.understanding.outlook import Place, counts
from assistant.language.understanding.utterance import CHEAPEST_OPEN, FILLER, NEVER, Utterance
from assistant.language.words.closeness import RUN_TOGETHER

MISSING = 0.3
OPEN_WEIGHT = 0.5
"""How much it says for a sentence that its slot for anything was filled, however much was said there."""
MAX_STEPS = 4000

Step = tuple[str | None, Any, str, float, float]
"""(slot or None, its value, what was understood, the weight and the cost of what a slot for anything took)"""
Link = tuple[Step, Any]
"""A step, and the link before."""


@dataclass(frozen=True, slots=True)
class Way:
    """An utterance as a sentence of the grammar. `label`: what the sentence means.

    weight: how much of the utterance's the grammar accounts for: what a slot for anything took says little for the way. doubt:
    what is held against that weight: the cost without that of such slots. n_open: words in them. free: their names.
    """

    label: str
    cost: float
    slots: dict[str, Any]
    reading: str
    weight: float
    doubt: float
    n_open: int
    free: tuple[str, ...]

    @property
    def score(self) -> float:
        return max(0.0, 1 - self.doubt / self.weight)


def search(start: Place, utterance: Utterance, active: Collection[str], ceiling: float, margin: float) -> Iterator[Way]:
    """The labels that can be reached, cheapest first, each once; of those dearer than the first, what is within `margin`."""
    n_tokens = len(utterance.tokens)
    utterance.expect_anything(start.outlook)
    order = itertools.count()
    heap: list[tuple] = [(0.0, 0, next(order), 0.0, start, 0, None)]
    done: set[tuple[int, int]] = set()
    labels: set[str] = set()
    steps = 0
    while heap and steps < MAX_STEPS:
        least, _, _, cost, place, at, link = heapq.heappop(heap)
        if least > ceiling:
            return
        if (place.number, at) in done:
            continue
        done.add((place.number, at))
        steps += 1
        if at == n_tokens and place.final:
            for label in sorted(place.final - labels):
                if counts(label, active):
                    if not labels:
                        ceiling = min(ceiling, cost + margin)
                    labels.add(label)
                    yield way(label, cost, link, utterance)
        for extra, target, end, step in _steps(utterance, place, at, ceiling - cost):
            if (target.number, end) in done or not _fits(target, n_tokens - end):
                continue
            total = cost + extra
            bound = total + utterance.ahead(target.outlook, end, ceiling - total)
            if bound <= ceiling:
                heapq.heappush(heap, (bound, -end, next(order), total, target, end, link if step is None else (step, link)))


def _fits(place: Place, n_left: int) -> bool:
    # One heard word may be two of the grammar's run together.
    return place.least <= 2 * n_left


def _steps(utterance: Utterance, place: Place, at: int, budget: float) -> Iterator[tuple]:
    """(cost, next place, next position, what was understood or None) of everything that can happen here."""
    if budget >= MISSING:
        for word, target in place.missing:
            yield MISSING, target, at, (None, None, word, 0.0, 0.0)
    if at == len(utterance.tokens):
        return
    arcs = place.words
    for word, cost in utterance.words[at].items():
        if word in arcs and cost <= budget:
            yield cost, arcs[word], at + 1, (None, None, word, 0.0, 0.0)
    for first, second in utterance.pairs[at]:
        if first in arcs and second in arcs[first].words:
            yield RUN_TOGETHER, arcs[first].words[second], at + 1, (None, None, f"{first} {second}", 0.0, 0.0)
    for slot, target in place.slots:
        for span in utterance.spans(slot.kind, at):
            if span.cost <= budget:
                yield span.cost, target, span.end, held(utterance, slot, at, span, span.cost)
    for end in utterance.filler_ends[at]:
        yield FILLER, place, end, None
    if utterance.skip[at] < NEVER:
        yield utterance.skip[at], place, at + 1, None


def held(utterance: Utterance, slot: Slot, at: int, span: Span, cost: float) -> Step:
    """The step of a slot that holds the tokens from `at` to the span's end, which cost so much."""
    said = span.text if isinstance(span, ListSpan) else " ".join(token.text for token in utterance.tokens[at : span.end])
    if slot.kind not in CHEAPEST_OPEN:
        return slot.name, span.value, said, 0.0, 0.0
    return slot.name, span.value, said, sum(utterance.weights[at : span.end]), cost


def way(label: str, cost: float, link: Link | None, utterance: Utterance) -> Way:
    """The way that ends in `link`."""
    slots: dict[str, Any] = {}
    words: list[str] = []
    weight, doubt, n_open, free = utterance.weight, cost, 0, []
    while link:
        (name, value, said, open_weight, open_cost), link = link
        words.append(said)
        if name is not None:
            slots.setdefault(name, value)
        if open_weight:
            weight += min(open_weight, OPEN_WEIGHT) - open_weight
            doubt -= open_cost
            n_open += len(said.split())
            free.append(name)
    reading = " ".join(reversed(words))
    return Way(label, cost, dict(sorted(slots.items())), reading, max(weight, OPEN_WEIGHT), doubt, n_open, tuple(sorted(free)))
