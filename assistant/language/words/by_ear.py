"""Words in letters that stand for sounds, and how far apart two of them are to a recogniser's ear.

Strategy: a weighted edit distance. The weights are the recogniser's own confusions (assistant/bench/confusions.tsv) in classes:
voiced and voiceless, neighbouring vowels, nasals, liquids.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Generic, TypeVar

from assistant.language.words.phonetics import fold

_Target = TypeVar("_Target")

# Only what needs no neighbouring word: where words begin and end is not sure.
_SPELLINGS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("ph", "f"),
        ("th", "t"),
        ("[cs]h", "x"),
        ("lh", "li"),
        ("nh", "ni"),
        ("g(?=[ei])", "j"),
        ("q[a-z]?u(?=[ei])", "k"),  # what stands after a q is a u, whatever was heard in between
        ("gu(?=[ei])", "g"),
        ("[sx]?c(?=[ei])", "s"),
        ("[cq]", "k"),
        ("z", "s"),
        ("h", ""),
        ("y", "i"),
        ("w", "u"),
        (r"([a-z])\1+", r"\1"),
    )
)
_ALIKE = {
    frozenset(pair): cost
    for cost, pairs in (
        (0.25, "ei ou mn"),
        (0.4, "bp dt gk fv sx jx lu lr iu"),
        (0.6, "sj ae ao eo ai au eu io rd td ni nl km kt pt bd gd ts tx dj tk pk bv ku"),
    )
    for pair in pairs.split()
}
_SUBSTITUTED = {order: cost for pair, cost in _ALIKE.items() for order in (tuple(sorted(pair)), tuple(sorted(pair))[::-1])}
_LIKE = {
    letter: frozenset((letter, *(other for one, other in _SUBSTITUTED if one == letter)))
    for letter in "abcdefghijklmnopqrstuvwxyz"
}
_LOST = {"a": 0.6, "e": 0.6, "i": 0.6, "o": 0.6, "u": 0.6, "r": 0.6, "s": 0.6, "n": 0.7, "m": 0.7, "l": 0.7}
NEVER = 99.0
LETTER = 0.3
"""What a wrong letter costs; one that is easily confused a part of it."""
WHOLE = 0.25
"""So much of a word's letters may be wrong where nothing else speaks for it."""
SHORT = 2


@lru_cache(maxsize=16384)
def by_ear(word: str) -> str:
    """A word in letters that stand for sounds: "cozinha" → "kosinia"."""
    letters = fold(word.lower().replace("ç", "ss"))
    for pattern, sound in _SPELLINGS:
        letters = pattern.sub(sound, letters)
    return letters


_ONE_FOR_ALIKE = str.maketrans("ptkiuxjnr", "bdgeossml")


@lru_cache(maxsize=16384)
def alike(sounds: str) -> str:
    """One letter for all that are easily confused."""
    return sounds.translate(_ONE_FOR_ALIKE)


@lru_cache(maxsize=4096)
def most_wrong(n_letters: int) -> int:
    return 1 if n_letters < 4 else 2 if n_letters < 7 else 3 if n_letters < 10 else 4


def may_begin(word: str, heard: str) -> bool:
    """Whether at least one of the first two letters was heard, or one like it."""
    if not heard or not word:
        return False
    return (
        heard[0] in _LIKE.get(word[0], word[0]) or heard[1:] == word[0] or heard[0] == word[1:2] or heard[1:] == word[1:2] != ""
    )


class ByBeginning(Generic[_Target]):
    """What words lead to, by the letters that they may have been heard to begin with: most need not be looked at."""

    __slots__ = ("_found", "_spelled")

    def __init__(self, words: Mapping[str, _Target]):
        self._spelled = [(by_ear(word), word, target) for word, target in words.items()]
        self._found: dict[str, tuple[tuple[str, _Target], ...]] = {}

    def may_begin(self, heard: str) -> tuple[tuple[str, _Target], ...]:
        """The words that may have been heard where these two letters were, with what they lead to."""
        found = self._found.get(heard)
        if found is None:
            if len(self._found) > len(self._spelled):
                self._found.clear()  # no more is kept than there are words
            found = self._found[heard] = tuple(
                (word, target) for spelled, word, target in self._spelled if may_begin(spelled, heard)
            )
        return found


def whole_cost(word: str, heard: str) -> float | None:
    """What it costs to take the whole of one heard word for another; None where they are too far apart."""
    spelled, sounds = by_ear(word), by_ear(heard)
    band = most_wrong(len(spelled))
    if abs(len(spelled) - len(sounds)) > band or not may_begin(spelled, sounds[:2]):
        return None
    costs = dict(prefixes(spelled, sounds, WHOLE * len(spelled), band))
    return LETTER * costs[len(sounds)] if len(sounds) in costs else None


def prefixes(word: str, heard: str, most: float, band: int) -> list[tuple[int, float]]:
    """(letters of `heard`, their distance from `word`) of those beginnings of it that are no further than `most`.

    Only alignments that stay within `band` letters of each other.
    """
    lost_there = [_LOST.get(letter, 0.9) for letter in heard]
    n_heard = len(heard)
    before = [0.0]
    for lost in lost_there[:band]:
        before.append(before[-1] + lost)
    before += [NEVER] * (n_heard - len(before) + 1)
    for row, mine in enumerate(word):
        lost = _LOST.get(mine, 0.9)
        first, last = max(1, row + 1 - band), min(n_heard, row + 1 + band)
        if first > n_heard + 1:
            return []
        now = [NEVER] * (n_heard + 1)
        left = least = before[first - 1] + lost if first == 1 else NEVER
        now[first - 1] = left
        for at in range(first, last + 1):
            theirs = heard[at - 1]
            cost = before[at - 1]
            if mine != theirs:
                swapped = _SUBSTITUTED.get((mine, theirs))
                cost += 1.0 if swapped is None else swapped
            other = before[at] + lost
            cost = min(cost, other)
            other = left + lost_there[at - 1]
            cost = min(cost, other)
            now[at] = left = cost
            least = min(least, cost)
        if least > most:
            return []
        before = now
    return [(at, cost) for at, cost in enumerate(before) if cost <= most]
