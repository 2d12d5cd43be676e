"""What was said, understood: the intent whose templates come nearest to an utterance, its slots, and how sure that is.

Strategy: tokens pass through the automaton, cheapest first (Dijkstra over state × position). A word that fits costs
nothing, a close one a little, a filler almost nothing, a word that has no place here or a missing one a lot; a slot
takes whatever its kind can read. A ceiling on the whole cost keeps the search small, so the time grows with the
utterance and never with the number of sentences that templates stand for.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.language import numbers
from assistant.language.automaton import State, reachable
from assistant.language.closeness import RUN_TOGETHER, Closeness
from assistant.language.lexicon import DECISIVE_WORDS, FILLERS, spoken, weight
from assistant.language.phonetics import fold
from assistant.language.slots import KINDS, Kind, Span
from assistant.language.text import Token, tokenize

ACCEPT = 0.72
MARGIN = 0.04
MAX_TOKENS = 100
MAX_COST = 1.6
MAX_STEPS = 20_000
FILLER, UNMATCHED, MISSING, NEVER = 0.02, 1.2, 0.3, 9.0


@dataclass(frozen=True, slots=True)
class Match:
    """`score` in [0, 1]: 1 when every word fits. `rival`: the best intent of another skill, and its score (0 for none)."""

    intent: str
    score: float
    slots: Mapping[str, Any] = field(default_factory=dict)
    rival: str | None = None
    rival_score: float = 0.0

    @property
    def accepted(self) -> bool:
        return self.score >= ACCEPT and self.score - self.rival_score >= MARGIN


class Matcher:
    """For one automaton. `skill_of` gives the skill of an intent: a rival must be of another. Safe to share."""

    def __init__(self, start: State, skill_of: Mapping[str, str] | None = None, kinds: Mapping[str, Kind] = KINDS):
        self._start, self._kinds = start, kinds
        self._skill_of = skill_of or {}
        states = reachable(start)
        pairs = {(first, second) for state in states for first, target in state.words.items() for second in target.words}
        self._closeness = Closeness({word for state in states for word in state.words}, pairs)
        # Only a small word can be missing ("põe timer de…"): without its verb or its noun a command is another one.
        self._missing = {
            state.number: tuple(target for word, target in state.words.items() if weight(fold(word)) < 1.0) for state in states
        }

    @property
    def start(self) -> State:
        """The automaton, from which a recogniser learns what may be said."""
        return self._start

    def match(self, text: str) -> Match | None:
        """The nearest intent, however far ("accepted" says whether it is near enough); None when nothing comes near."""
        tokens = tokenize(text)
        if not 0 < len(tokens) <= MAX_TOKENS:
            return None
        utterance = _Utterance(tokens, self._closeness, self._kinds)
        found: list[tuple[str, float, dict]] = []
        for intent, cost, slots in self._search(utterance):
            if not found or self._skill(intent) != self._skill(found[0][0]):
                found.append((intent, max(0.0, 1 - cost / utterance.weight), slots))
            if len(found) == 2:
                break
        if not found:
            return None
        (intent, score, slots), *rivals = found
        rival, rival_score = rivals[0][:2] if rivals else (None, 0.0)
        return Match(intent, score, slots, rival, rival_score)

    def _skill(self, intent: str) -> str:
        return self._skill_of.get(intent, intent)

    def _search(self, utterance: _Utterance) -> Iterator[tuple[str, float, dict]]:
        """Every intent that can be reached, cheapest first."""
        ceiling, n_tokens = utterance.ceiling, len(utterance.tokens)
        order = itertools.count()
        heap = [(0.0, next(order), self._start, 0, None)]
        done: set[tuple[int, int]] = set()
        intents: set[str] = set()
        while heap and len(done) < MAX_STEPS:
            cost, _, state, at, captured = heapq.heappop(heap)
            if (state.number, at) in done:
                continue
            done.add((state.number, at))
            if at == n_tokens:
                for intent in sorted(state.final - intents):
                    intents.add(intent)
                    yield intent, cost, _slots(captured)
            for extra, target, end, slot in self._steps(utterance, state, at, ceiling - cost):
                total = cost + extra
                if total <= ceiling and (target.number, end) not in done:
                    link = captured if slot is None else (slot, captured)
                    heapq.heappush(heap, (total, next(order), target, end, link))

    def _steps(self, utterance: _Utterance, state: State, at: int, budget: float) -> Iterator[tuple]:
        """(cost, next state, next position, captured slot or None) of everything that can happen here."""
        if budget >= MISSING:
            for target in self._missing[state.number]:
                yield MISSING, target, at, None
        if at == len(utterance.tokens):
            return
        arcs = state.words
        for words, end in ((utterance.words[at], at + 1), (utterance.joined[at], at + 2)):
            for word, cost in words.items():
                if word in arcs:
                    yield cost, arcs[word], end, None
        for first, second in utterance.pairs[at]:
            if first in arcs and second in arcs[first].words:
                yield RUN_TOGETHER, arcs[first].words[second], at + 1, None
        for slot, target in state.slots.items():
            for span in utterance.spans(slot.kind, at):
                yield span.cost, target, span.end, (slot.name, span.value)
        for end in utterance.filler_ends[at]:
            yield FILLER, state, end, None
        yield utterance.skip[at], state, at + 1, None


def _slots(captured: tuple | None) -> dict[str, Any]:
    slots = {}
    while captured:
        (name, value), captured = captured
        slots.setdefault(name, value)
    return dict(sorted(slots.items()))


class _Utterance:
    """Everything about the tokens that the search asks again and again."""

    def __init__(self, tokens: list[Token], closeness: Closeness, kinds: Mapping[str, Kind]):
        self.tokens = tokens
        self._kinds = kinds
        self._spans: dict[tuple[str, int], tuple[Span, ...]] = {}
        self.words = [closeness.words(t.text) for t in tokens]
        self.joined = [closeness.joined(a.text + b.text) for a, b in itertools.pairwise(tokens)] + [{}]
        self.pairs = [closeness.pairs(t.text) for t in tokens]
        self.filler_ends = [tuple(_filler_ends(tokens, at)) for at in range(len(tokens))]
        in_filler = {i for at, ends in enumerate(self.filler_ends) for end in ends for i in range(at, end)}
        weights = [weight(t.folded) for t in tokens]
        self.skip = [_skip_cost(t, w) for t, w in zip(tokens, weights, strict=True)]
        # What a command begins with says what is to be done: "adiciona 5 minutos ao timer" does not start one.
        first = next((i for i, w in enumerate(weights) if w == 1.0 and i not in in_filler), None)
        if first is not None:
            self.skip[first] = NEVER
        # "e" opens a sentence without meaning anything; further on it joins a second wish, which is not ours to drop.
        self.skip = [NEVER if at and t.folded == "e" else s for at, (t, s) in enumerate(zip(tokens, self.skip, strict=True))]
        # Fillers carry no meaning, and so no weight, unless there is nothing else.
        meaningful = sum(w for i, w in enumerate(weights) if i not in in_filler)
        self.weight = max(meaningful, 1.0)
        self.ceiling = min(0.6 * self.weight, MAX_COST)

    def spans(self, kind: str, at: int) -> tuple[Span, ...]:
        if (kind, at) not in self._spans:
            self._spans[kind, at] = tuple(self._kinds[kind](self.tokens, at))
        return self._spans[kind, at]


def _skip_cost(token: Token, token_weight: float) -> float:
    if token.folded in DECISIVE_WORDS or token.is_number or (numbers.number_word(token) and token_weight == 1.0):
        return NEVER
    return UNMATCHED * token_weight


def _filler_ends(tokens: list[Token], at: int) -> Iterator[int]:
    for phrase in FILLERS.get(spoken(tokens[at].text), ()):
        end = at + len(phrase)
        if end <= len(tokens) and all(spoken(t.text) == w for t, w in zip(tokens[at:end], phrase, strict=True)):
            yield end
