"""What may still follow a state of the automaton: by which the search leaves a way that cannot fit before walking it.

Strategy: worked out once for a grammar, from the ends backwards. Many states look out on the same words and kinds: they share
one Outlook, so that an utterance is held against few of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from assistant.language.grammar.automaton import State, reachable
from assistant.language.grammar.templates import Slot
from assistant.language.words.lexicon import weight
from assistant.language.words.phonetics import fold

FAR = 10_000


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
    they lead.
    """

    number: int
    words: Mapping[str, Place]
    slots: tuple[tuple[Slot, Place], ...]
    final: frozenset[str]
    missing: tuple[tuple[str, Place], ...]
    outlook: Outlook
    least: int


def places(start: State, bits: Mapping[str, int], values: Collection[str]) -> Place:
    """The first place; the others hang on it. bits: a mask's bit by word. values: the kinds of slots that are no lists."""
    values = frozenset(values)
    made: dict[int, Place] = {}
    shared: dict[tuple[int, frozenset[str]], Outlook] = {}
    for state in _ends_first(start):
        words = {word: made[target.number] for word, target in state.words.items()}
        slots = tuple((slot, made[target.number]) for slot, target in state.slots.items())
        mask, kinds = 0, frozenset(slot.kind for slot, _ in slots)
        for word, place in words.items():
            mask |= bits[word] | place.outlook.words
        for _, place in slots:
            mask |= place.outlook.words
        for place in {id(p): p for p in (*words.values(), *(p for _, p in slots))}.values():
            kinds |= place.outlook.kinds | place.outlook.lists
        if (mask, kinds) not in shared:
            shared[mask, kinds] = Outlook(len(shared), mask, kinds & values, kinds - values)
        # Only a small word can be missing ("põe timer de…"): without its verb or its noun a command is another one.
        missing = {place.number: (word, place) for word, place in words.items() if _is_small(word)}
        least = min(
            (place.least + (not _is_small(word)) for word, place in words.items()),
            default=FAR,
        )
        least = min(least, *(place.least + 1 for _, place in slots)) if slots else least
        made[state.number] = Place(
            state.number, words, slots, state.final, tuple(missing.values()), shared[mask, kinds], 0 if state.final else least
        )
    return made[start.number]


def _ends_first(start: State) -> list[State]:
    """Every state after all that follow it."""
    found: list[State] = []
    seen: set[int] = set()
    waiting: list[tuple[State, bool]] = [(start, False)]
    while waiting:
        state, is_done = waiting.pop()
        if is_done:
            found.append(state)
        elif state.number not in seen:
            seen.add(state.number)
            waiting.append((state, True))
            waiting += [(target, False) for target in (*state.words.values(), *state.slots.values())]
    return found


def vocabulary(start: State) -> list[str]:
    """Every word of the templates, in an order that does not change from run to run."""
    return sorted({word for state in reachable(start) for word in state.words})


def _is_small(word: str) -> bool:
    """Whether a sentence means the same without it. "Pôr" is a verb, "por" is not."""
    return word != "pôr" and weight(fold(word)) < 1.0
