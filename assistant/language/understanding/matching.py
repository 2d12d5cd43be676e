"""What was said, understood: the intent whose templates come nearest to an utterance, its slots, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

from assistant.language.grammar.automaton import State
from assistant.language.grammar.lists import Lists
from assistant.language.grammar.slots import KINDS, Kind
from assistant.language.understanding.hearing import Hearing
from assistant.language.understanding.outlook import MARKS, Place, places, vocabulary, without_conversation
from assistant.language.understanding.search import Way, search
from assistant.language.understanding.utterance import CHEAPEST_OPEN, Utterance
from assistant.language.words.closeness import Closeness
from assistant.language.words.text import tokenize

ACCEPT, DOUBTFUL = 0.7, 0.58
MARGIN = 0.04
MAX_TOKENS = 100
MAX_TOKENS_BY_EAR = 30
"""Nobody says a longer command, and a long text takes long."""
MAX_SHARE, MAX_COST = 0.45, 2.4
"""What an utterance may cost, of its weight and at most: beyond that nothing is looked for."""
SURE_SHARE, SURE_COST = 0.2, 0.45
"""What is found within this without looking for similar words is not looked for further."""
ONE_WORD_TEXT, SHORT = 0.22, 8
"""What one word in a slot for anything costs: the shortest answer to "O que eu ponho na lista?"."""
HEARSAY = 0.11
"""What is held against anything that was only found by ear."""
MISHEARD = 0.22
"""So much a word that was taken as free may be apart from those that it is taken for instead."""
NO_LISTS: Lists = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Match:
    """`score` in [0, 1]: 1 when every word fits. `rival`: the best intent of another skill, and its score (0 for none near).

    intent: the label of the template; what only answers or follows up ends in a mark ("clima.previsao+"). reading: the sentence
    as it was understood, in the words of the templates and lists. free: the slots that took anybody's words.
    """

    intent: str
    score: float
    slots: Mapping[str, Any] = field(default_factory=dict)
    rival: str | None = None
    rival_score: float = 0.0
    reading: str = ""
    free: tuple[str, ...] = ()

    @property
    def accepted(self) -> bool:
        return self.score >= ACCEPT and self.score - self.rival_score >= MARGIN

    @property
    def verdict(self) -> str:
        """ "accepted", "doubtful" (worth asking "Você quis dizer …?") or "refused"."""
        if self.accepted:
            return "accepted"
        return "doubtful" if self.score >= DOUBTFUL else "refused"


class Matcher:
    """For one automaton. `skill_of` gives the skill of an intent: a rival must be of another. Safe to share.

    lists: what slots of the skill files' own kinds may hold (AutomatonBuilder.lists).
    """

    def __init__(
        self,
        start: State,
        skill_of: Mapping[str, str] | None = None,
        kinds: Mapping[str, Kind] = KINDS,
        lists: Lists = NO_LISTS,
    ):
        self._start = start
        self._kinds: Mapping[str, Kind] = {**kinds, **lists}
        self._skill_of = skill_of or {}
        self._closeness = Closeness(vocabulary(start))
        self._first = places(start, self._closeness.bits, kinds)
        self._without_conversation = without_conversation(self._first)

    @property
    def start(self) -> State:
        """The automaton, from which a recogniser learns what may be said."""
        return self._start

    def match(
        self, text: str, lists: Lists = NO_LISTS, active: Collection[str] = frozenset(), by_ear: bool = True
    ) -> Match | None:
        """The nearest intent, however far ("verdict" says whether it is near enough); None when nothing comes near.

        lists: what slots may hold just now, by kind. active: the labels with a mark that count just now.
        by_ear: whether words may also be what they only sound like; it takes longer.
        """
        return self.ask(text, lists, active).match(by_ear)

    def ask(self, text: str, lists: Lists = NO_LISTS, active: Collection[str] = frozenset()) -> Question:
        """The same, to be answered word by word and then perhaps by ear: what was found first is not looked for again."""
        tokens = tokenize(text)
        kinds = {**self._kinds, **lists} if lists else self._kinds
        first = self._first if active else self._without_conversation
        utterance = Utterance(tokens, self._closeness, kinds) if 0 < len(tokens) <= MAX_TOKENS else None
        return Question(first, utterance, active, self._skill)

    def _skill(self, label: str) -> str:
        if label in self._skill_of:
            return self._skill_of[label]
        if label[0] in MARKS:
            return label
        return label.split(".", maxsplit=1)[0].rstrip(MARKS)


class Question:
    """One utterance, and what it may mean in a grammar that begins at `first`. skill_of: the skill of a label."""

    def __init__(self, first: Place, utterance: Utterance | None, active: Collection[str], skill_of: Callable[[str], str]):
        self._first, self._utterance, self._active, self._skill = first, utterance, active, skill_of

    @property
    def first(self) -> Place:
        """Where the grammar begins for it."""
        return self._first

    @property
    def utterance(self) -> Utterance | None:
        """None where there is nothing that could be understood: no words, or too many."""
        return self._utterance

    @property
    def most(self) -> float:
        """What may be paid for what it is word by word."""
        most = min(max(SURE_SHARE * self._utterance.weight, ONE_WORD_TEXT), SURE_COST)
        # A long text costs no certainty.
        return most + CHEAPEST_OPEN["text"] * max(0, len(self._utterance.tokens) - SHORT)

    def match(self, by_ear: bool) -> Match | None:
        """See Matcher.match."""
        if self._utterance is None:
            return None
        ways = self._exact
        if by_ear and len(self._utterance.tokens) <= MAX_TOKENS_BY_EAR and self._is_worth_hearing(ways):
            most = min(MAX_SHARE * self._utterance.weight, MAX_COST)
            heard = Hearing(self._utterance).ways(self._first, self._active, most, self._margin)
            heard = [replace(way, doubt=way.doubt + HEARSAY) if way.doubt else way for way in heard]
            ways = heard if _is_better(heard, ways) else ways
        return self._match(ways, self._utterance.weight, self._active) if ways else None

    @property
    def _margin(self) -> float:
        return MARGIN * self._utterance.weight

    @cached_property
    def _exact(self) -> list[Way]:
        """What it is word by word."""
        return list(search(self._first, self._utterance, self._active, self.most, self._margin))

    def _is_worth_hearing(self, ways: list[Way]) -> bool:
        """Where nothing fits word by word, or a slot for anything has taken words of which nobody has heard."""
        if not ways or not _accepted(ways):
            return True
        # Whatever is said in answer to "O que eu ponho na lista?" is the answer.
        if ways[0].label in self._active:
            return False
        return ways[0].n_open > 0 and self._utterance.has_unknown_words

    def _match(self, ways: list[Way], weight: float, active: Collection[str]) -> Match:
        # Of two that are as near as can be told, the one that the conversation waits for.
        best = next((way for way in ways if way.label in active), ways[0])
        skill = self._skill(best.label)
        rivals = [] if best.label in active else [way for way in ways if self._skill(way.label) != skill]
        rival, rival_score = None, 0.0
        if rivals:
            rival, rival_score = rivals[0].label, max(0.0, best.score - (rivals[0].cost - best.cost) / weight)
        return Match(best.label, best.score, best.slots, rival, rival_score, best.reading, best.free)


def _is_better(heard: list[Way], ways: list[Way]) -> bool:
    """Whether what was found by ear is more likely than what was found word by word.

    Anybody's words are not taken for others unless these explain them all, nearly as they were said.
    """
    if not ways or not heard:
        return bool(heard)
    if not _accepted(ways):
        return heard[0].score > ways[0].score
    return _accepted(heard) and not heard[0].n_open and heard[0].doubt - HEARSAY <= MISHEARD * ways[0].n_open


def _accepted(ways: list[Way]) -> bool:
    return ways[0].score >= ACCEPT
