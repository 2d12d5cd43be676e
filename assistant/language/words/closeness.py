"""Which words of a grammar a heard word may stand for, and how much that costs: 0 for the word itself, up to 1.

Strategy: cheapest reason first: accents, interchangeable small words, verb forms, the same sound; all of them are looked up. A
word may also be two words of the grammar run together ("assendia" for "acende a"). What only sounds similar is not asked for here
(see hearing). Everything about a word is worked out once and kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from assistant.language.words.lexicon import WORD_CLASS, weight
from assistant.language.words.phonetics import fold, phonetic, verb_stem
from assistant.language.words.telling import TELLING, is_another_form

ACCENTS, SAME_CLASS, SAME_VERB, SAME_SOUND, RUN_TOGETHER = 0.02, 0.1, 0.06, 0.1, 0.15
MIN_JOINED_LETTERS = 6


@dataclass(frozen=True, slots=True)
class Near:
    """words: what was heard may be these, with their costs. levels: (cost, mask of all that cost no more), cheapest first."""

    words: Mapping[str, float]
    levels: tuple[tuple[float, int], ...]


class Closeness:
    """For one vocabulary. `bits`: its words by the bit that stands for them in a mask."""

    def __init__(self, vocabulary: Collection[str]):
        self.bits = {word: 1 << number for number, word in enumerate(vocabulary)}
        self._by_fold = _index(vocabulary, fold)
        self._by_sound = _index(vocabulary, phonetic)
        self._by_stem = _index((w for w in vocabulary if verb_stem(w)), verb_stem)
        self._by_class = _index((w for w in vocabulary if w in WORD_CLASS), WORD_CLASS.get)
        # Per instance, so that a grammar that is replaced takes its memory along.
        self.words = lru_cache(maxsize=8192)(self._words)
        self.pairs = lru_cache(maxsize=8192)(self._pairs)

    def knows(self, heard: str) -> bool:
        return fold(heard) in self._by_fold

    def _words(self, heard: str) -> Near:
        """The words that `heard` is but for accents, its form, or its spelling."""
        return self._near(self._looked_up(heard))

    def _looked_up(self, heard: str) -> dict[str, float]:
        found: dict[str, float] = {}
        sound = phonetic(heard)
        if len(sound) > 1:
            _offer(found, self._by_sound.get(sound, ()), SAME_SOUND)
        if stem := verb_stem(heard):
            _offer(found, self._by_stem.get(stem, ()), SAME_VERB)
        _offer(found, self._by_class.get(WORD_CLASS.get(heard, -1), ()), SAME_CLASS)
        _offer(found, self._by_fold.get(fold(heard), ()), ACCENTS)
        if heard in self.bits:
            found[heard] = 0.0
        if (folded := fold(heard)) in TELLING:
            return {word: cost for word, cost in found.items() if not is_another_form(folded, word)}
        return found

    def _near(self, words: dict[str, float]) -> Near:
        levels: list[tuple[float, int]] = []
        mask = 0
        for word, cost in sorted(words.items(), key=lambda item: item[1]):
            mask |= self.bits[word]
            if levels and levels[-1][0] == cost:
                levels.pop()
            levels.append((cost, mask))
        return Near(words, tuple(levels))

    def _pairs(self, heard: str) -> tuple[tuple[str, str], ...]:
        """Two words of the vocabulary each that sound like `heard` when said as one; whether they ever meet is not asked here."""
        if len(heard) < MIN_JOINED_LETTERS or fold(heard) in TELLING:
            return ()
        sound = phonetic(heard)
        found = []
        for at in range(1, len(sound)):
            for second in {sound[at:], sound[at - 1 :]}:  # "acende a" loses nothing, "toca a" an a
                firsts, seconds = self._by_sound.get(sound[:at], ()), self._by_sound.get(second, ())
                found += [(a, b) for a in firsts for b in seconds]
        return tuple(found)


def _offer(found: dict[str, float], words: Collection[str], cost: float) -> None:
    for word in words:
        cheaper = cost * weight(fold(word))
        if cheaper < found.get(word, 2.0):
            found[word] = cheaper


def _index(items: Iterable, key) -> dict:
    found: dict = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return found
