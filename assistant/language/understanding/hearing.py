"""The cheapest ways of an utterance through a grammar where words were heard wrongly, torn apart or run together.

Strategy: letter by letter from left to right, as a decoder of speech does: at every position the best few states of the grammar
(a beam), each asking in which way its next words may have been heard there. Values and names are read in the same way from
their own words, mended, and then understood as usual. It takes some milliseconds, so it is asked only where the exact search has
found nothing good.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from assistant.language.grammar import commands
from assistant.language.grammar.lists import ListSpan, WordList
from assistant.language.grammar.slots import Span
from assistant.language.understanding.outlook import Place, counts
from assistant.language.understanding.search import MISSING, Link, Way, held, way
from assistant.language.understanding.utterance import CHEAPEST_OPEN, FILLER, NEVER, Utterance
from assistant.language.understanding.value_words import Values
from assistant.language.words.everyday import EVERYDAY
from assistant.language.words.heard_letters import HeardLetters

BEAM, WIDTH = 40, 1.0
"""At most so many states at a position, none dearer than the best by more."""
STEP = 0.002
"""Of two equally good ways the one with fewer steps: a name rather than the words that it is made of."""
OPEN_WORD = 0.35
"""What a word in a slot for anything costs more here: among wrongly heard words it is the easy way out."""
MAX_SCRAP, SCRAP = 2, 0.2
"""Letters that were heard at the end of a word, and what each costs."""
AHEAD = 0.6
"""So much more than its share the beginning of an utterance may cost."""
COMMAND_WORD = 0.06
"""In a command less: it begins with a verb of ours."""


@dataclass(slots=True)
class _Beam:
    """The states that are reached at one position: by number, (cost, place, link)."""

    reached: dict[int, tuple[float, Place, Link | None]] = field(default_factory=dict)

    def offer(self, cost: float, place: Place, link: Link | None) -> None:
        known = self.reached.get(place.number)
        if known is None or cost < known[0]:
            self.reached[place.number] = (cost, place, link)

    def best(self) -> list[tuple[float, Place, Link | None]]:
        """Cheapest first, small words that may be missing left out already."""
        done: set[int] = set()
        order = itertools.count()
        heap = [(cost, next(order), place, link) for cost, place, link in self.reached.values()]
        heapq.heapify(heap)
        found: list[tuple[float, Place, Link | None]] = []
        most = heap[0][0] + WIDTH if heap else 0.0
        while heap and len(found) < BEAM:
            cost, _, place, link = heapq.heappop(heap)
            if cost > most:
                break
            if place.number in done:
                continue
            done.add(place.number)
            found.append((cost, place, link))
            for word, target in place.missing:
                if target.number not in done:
                    heapq.heappush(heap, (cost + MISSING, next(order), target, ((None, None, word, 0.0, 0.0), link)))
        return found


class Hearing:
    """One utterance, held against one grammar after its letters."""

    def __init__(self, utterance: Utterance):
        self._utterance = utterance
        self._heard = HeardLetters(utterance.tokens, lambda word: word in EVERYDAY or utterance.knows(word))
        self._values = Values(self._heard)
        self._spans: dict[tuple[str, int], tuple[tuple[int, float, Any], ...]] = {}

    def ways(self, start: Place, active: Collection[str], ceiling: float, margin: float) -> list[Way]:
        """The labels that can be reached, cheapest first, each once; of those dearer than the first what is within `margin`.

        What a way costs is not what `search` says: see OPEN_WORD.
        """
        n_letters = len(self._heard)
        most = self._most(ceiling)
        beams = [_Beam() for _ in range(n_letters + 1)]
        beams[0].offer(0.0, start, None)
        for at in range(n_letters):
            if beams[at].reached:
                for cost, place, link in beams[at].best():
                    for extra, target, end, step in self._steps(place, at):
                        total = cost + extra + STEP
                        if total <= most[end]:
                            beams[end].offer(total, target, link if step is None else (step, link))
                beams[at].reached.clear()
        found: list[Way] = []
        labels: set[str] = set()
        for cost, place, link in beams[n_letters].best():
            for label in sorted(place.final - labels):
                if counts(label, active) and cost <= ceiling:
                    ceiling = min(ceiling, cost + margin)
                    labels.add(label)
                    found.append(way(label, cost, link, self._utterance))
        return found

    def _most(self, ceiling: float) -> list[float]:
        """What may have been paid up to a letter: in a command the errors do not all come first."""
        most: list[float] = []
        passed = 0.0
        for start, end, weight in zip(self._heard.starts, self._heard.starts[1:], self._utterance.weights, strict=False):
            share = ceiling * weight / self._utterance.weight
            most += [min(ceiling, AHEAD + passed + share * (at - start) / (end - start)) for at in range(start, end)]
            passed += share
        return [*most, ceiling]

    def _steps(self, place: Place, at: int) -> Iterator[tuple]:
        """(cost, next place, next position, what was understood or None) of everything that can happen here."""
        heard, utterance = self._heard, self._utterance
        for word, target in place.by_beginning.may_begin(heard.letters[at : at + 2]):
            for end, cost in heard.find(word, at):
                yield cost, target, end, (None, None, word, 0.0, 0.0)
        for slot, target in place.slots:
            for end, cost, (token, span) in self._held(slot.kind, at):
                yield cost, target, end, held(utterance, slot, token, span, cost)
        token = heard.token_at.get(at)
        if token is None:
            # Letters that were put in where a word ends.
            end = heard.next_start(at)
            if end - at <= MAX_SCRAP:
                yield SCRAP * (end - at), place, end, None
            return
        # Other forms of a verb do not sound alike.
        for word, cost in utterance.words[token].items():
            if cost and word in place.words:
                yield cost, place.words[word], heard.starts[token + 1], (None, None, word, 0.0, 0.0)
        for end in utterance.filler_ends[token]:
            yield FILLER, place, heard.starts[end], None
        if utterance.skip[token] < NEVER:
            yield utterance.skip[token], place, heard.starts[token + 1], None

    def _held(self, kind: str, at: int) -> tuple[tuple[int, float, tuple[int, Span]], ...]:
        """(end, cost, (token, span)) of what a slot of this kind may hold from letter `at` on."""
        key = (kind, at)
        if key not in self._spans:
            self._spans[key] = tuple(self._read(kind, at)) if self._utterance.knows_kind(kind) else ()
        return self._spans[key]

    def _read(self, kind: str, at: int) -> Iterator[tuple[int, float, tuple[int, Span]]]:
        heard, utterance = self._heard, self._utterance
        read = utterance.kind(kind)
        token = heard.token_at.get(at, -1)
        if isinstance(read, WordList):
            for end, cost, span in read.heard(heard, at):
                yield end, cost, (0, span)
        elif kind == "command":
            yield from self._commands(token)
        elif kind in CHEAPEST_OPEN:
            if 0 <= token < len(utterance.tokens):
                for span in utterance.spans(kind, token):
                    yield heard.starts[span.end], span.cost + OPEN_WORD * (span.end - token), (token, span)
        else:
            ends: set[int] = set()
            if 0 <= token < len(utterance.tokens):
                for span in utterance.spans(kind, token):
                    ends.add(heard.starts[span.end])
                    yield heard.starts[span.end], span.cost, (token, span)
            for tokens, stops, costs in self._values.readings(at):
                for span in read(tokens, 0):
                    end = stops[span.end - 1]
                    if end not in ends:
                        said = " ".join(token.text for token in tokens[: span.end])
                        cost = span.cost + sum(costs[: span.end])
                        yield end, cost, (0, ListSpan(span.end, span.value, cost, said))

    def _commands(self, token: int) -> Iterator[tuple[int, float, tuple[int, Span]]]:
        if token >= 0:
            for end, said, cost in commands.heard_spans(self._utterance.tokens, token):
                yield self._heard.starts[end], 0.04 + cost + COMMAND_WORD * (end - token), (token, Span(end, said, cost))
