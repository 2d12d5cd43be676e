"""What may still follow a state of the automaton: by which the search leaves a way that cannot fit before walking it.

Strategy: worked out once for a grammar, from the ends backwards. Many states look out on the same words and kinds: they share
one Outlook, so that an utterance is held against few of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from assistant.language.grammar.automaton import State, reachable
from assistant.language.grammar.templates import Slot
from assistant.language.words.by_ear import ByBeginning
from assistant.language.words.lexicon import weight
from assistant.language.words.phonetics import fold

FAR = 10_000
MARKS = "+?!"
FOLLOW_UP = "+"
MAX_SMALL = 2
_LINK_WORDS = (
    "de do da dos das em no na nos nas com sem sobre por pelo pela para pra pro até entre ou daqui dentro durante"
    " chamado chamada chamados"
)
LINKS = frozenset(_LINK_WORDS.split())
"""What joins a further part to what was said."""
MAX_BEHIND = 50
SOMETHING = ""
"""Stands among kinds of slots for words that a template spells out."""


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """words: a mask of those that may follow, anywhere. kinds: of the slots that may: values and open ones, and `lists`."""

    number: int
    words: int
    kinds: frozenset[str]
    lists: frozenset[str]


@dataclass(slots=True, eq=False)
class Place:
    """A state of the automaton as the search needs it.

    least: how many words of weight, or slots, must follow at least. missing: small words that may be left out here, and where
    they lead. is_open: whether anything may end after it that means something in every conversation.
    """

    number: int
    words: Mapping[str, Place]
    slots: tuple[tuple[Slot, Place], ...]
    final: frozenset[str]
    missing: tuple[tuple[str, Place], ...]
    outlook: Outlook
    least: int
    is_open: bool
    _by_beginning: ByBeginning[Place] | None = field(default=None, repr=False)
    _tails: frozenset[str] | None = field(default=None, repr=False)

    @property
    def by_beginning(self) -> ByBeginning[Place]:
        """The words, by how they begin. Most places are never asked."""
        if self._by_beginning is None:
            self._by_beginning = ByBeginning(self.words)
        return self._by_beginning

    @property
    def tails(self) -> frozenset[str]:
        """The kinds of slots that may come next, behind small words: "(na) {area}", "(lá no) {entity}"."""
        if self._tails is None:
            near, behind = {self.number: self}, {}
            for _ in range(MAX_SMALL):
                for place in (*near.values(), *behind.values()):
                    behind.update((then.number, then) for word, then in place.words.items() if word in LINKS)
                    near.update((then.number, then) for word, then in place.words.items() if _is_small(word))
            found = {slot.kind for place in (*near.values(), *behind.values()) for slot, _ in place.slots}
            if any(then.means_otherwise(self.final) for place in behind.values() for then in place.words.values()):
                found.add(SOMETHING)
            self._tails = frozenset(found)
        return self._tails

    def means_otherwise(self, meaning: Collection[str]) -> bool:
        """Whether something that is none of these may end here or a few words on, or a slot be filled."""
        waiting, seen = [self], {self.number}
        for place in waiting:  # which grows meanwhile
            if place.slots or (place.final and not any(label in meaning for label in place.final)) or len(seen) > MAX_BEHIND:
                return True
            new = [then for then in place.words.values() if then.number not in seen]
            seen.update(then.number for then in new)
            waiting += new
        return False


def places(start: State, bits: Mapping[str, int], values: Collection[str]) -> Place:
    """The first place; the others hang on it. bits: a mask's bit by word. values: the kinds of slots that are no lists."""
    values = frozenset(values)
    small = frozenset(word for word in bits if _is_small(word))
    first = small - {"para", "e"}  # "o timer do forno…" stops nothing, and goes on from nothing
    made: dict[int, Place] = {}
    shared: dict[tuple[int, frozenset[str]], Outlook] = {}
    for state in _ends_first(start):
        words = {word: made[target.number] for word, target in state.words.items()}
        slots = tuple((slot, made[target.number]) for slot, target in state.slots.items())
        mask, kinds = 0, {slot.kind for slot, _ in slots}
        for word in words:
            mask |= bits[word]
        # Most words lead to the same few places, which look out on the same.
        next_ones = {place.outlook.number: place.outlook for place in (*words.values(), *(place for _, place in slots))}
        for outlook in next_ones.values():
            mask |= outlook.words
            kinds |= outlook.kinds
            kinds |= outlook.lists
        key = mask, frozenset(kinds)
        if key not in shared:
            shared[key] = Outlook(len(shared), mask, key[1] & values, key[1] - values)
        # Only a small word can be missing ("põe timer de…"): without its verb or its noun a command is another one.
        absent = first if state is start else small
        missing = {words[word].number: (word, words[word]) for word in words if word in absent}
        needed = [place.least for _, place in missing.values()]
        needed += [words[word].least + 1 for word in words if word not in absent]
        needed += [place.least + 1 for _, place in slots]
        least = 0 if state.final else min(needed, default=FAR)
        is_open = any(counts(label, ()) for label in state.final) or any(place.is_open for place in words.values())
        is_open = is_open or any(place.is_open for _, place in slots)
        made[state.number] = Place(state.number, words, slots, state.final, tuple(missing.values()), shared[key], least, is_open)
    return made[start.number]


def without_conversation(start: Place) -> Place:
    """The first place without what only answers or follows up."""
    words = {word: place for word, place in start.words.items() if place.is_open}
    missing = tuple((word, place) for word, place in start.missing if place.is_open)
    slots = tuple(arc for arc in start.slots if arc[1].is_open)
    return replace(start, words=words, slots=slots, missing=missing, _by_beginning=None, _tails=None)


def counts(label: str, active: Collection[str]) -> bool:
    """Whether a label means anything now: what only answers or follows up does in its conversation alone."""
    return label in active or not any(mark in label for mark in MARKS)


def is_answer(label: str) -> bool:
    """Whether it means something only to a question: a value, or agreement."""
    return any(mark in label for mark in MARKS if mark != FOLLOW_UP)


def _ends_first(start: State) -> list[State]:
    """Every state after all that follow it."""
    found: list[State] = []
    seen: set[State] = set()
    waiting: list[State | tuple[State]] = [start]  # in brackets once what follows it is found
    while waiting:
        state = waiting.pop()
        if isinstance(state, tuple):
            found += state
        elif state not in seen:
            seen.add(state)
            waiting.append((state,))
            waiting += {*state.words.values(), *state.slots.values()} - seen
    return found


def vocabulary(start: State) -> list[str]:
    """Every word of the templates, in an order that does not change from run to run."""
    return sorted({word for state in reachable(start) for word in state.words})


def _is_small(word: str) -> bool:
    """Whether a sentence means the same without it. "Pôr" is a verb, "por" is not."""
    return word != "pôr" and weight(fold(word)) < 1.0
