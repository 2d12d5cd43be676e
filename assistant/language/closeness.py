"""Which words of a grammar a heard word may stand for, and how much that costs: 0 for the word itself, up to 1.

Strategy: cheapest reason first: accents, interchangeable small words, verb forms, the same sound, a few letters apart
(rapidfuzz on the phonetic forms). A word may also be two words of the grammar run together ("assendia" for "acende a"),
or two heard words one of the grammar ("tempo rizador"). Everything about a word is worked out once and kept.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from assistant.language.lexicon import WORD_CLASS, weight
from assistant.language.phonetics import fold, phonetic, verb_stem

ACCENTS, SAME_CLASS, SAME_VERB, SAME_SOUND, RUN_TOGETHER = 0.02, 0.1, 0.06, 0.1, 0.15
MIN_SIMILARITY = 0.65
MIN_FUZZY_LETTERS = 4
MIN_JOINED_LETTERS = 6


class Closeness:
    """For one vocabulary; `pairs` are the neighbouring words of the grammar that may be heard as one."""

    def __init__(self, vocabulary: Collection[str], pairs: Collection[tuple[str, str]]):
        self._vocabulary = frozenset(vocabulary)
        self._by_fold = _index(vocabulary, fold)
        self._by_sound = _index(vocabulary, phonetic)
        self._by_stem = _index((w for w in vocabulary if verb_stem(w)), verb_stem)
        self._by_class = _index((w for w in vocabulary if w in WORD_CLASS), WORD_CLASS.get)
        self._sounds = [s for s in self._by_sound if len(s) >= MIN_FUZZY_LETTERS]
        self._pairs = _index(pairs, _sound_of_pair)
        # Per instance, so that a grammar that is replaced takes its memory along.
        self.words = lru_cache(maxsize=2048)(self._words)
        self.joined = lru_cache(maxsize=2048)(self._joined)

    def _words(self, heard: str) -> Mapping[str, float]:
        """The grammar's words that `heard` may be, with their costs."""
        found: dict[str, float] = {}

        def offer(words: Collection[str], cost: float) -> None:
            for word in words:
                cheaper = cost * weight(fold(word))
                if cheaper < found.get(word, 2.0):
                    found[word] = cheaper

        sound = phonetic(heard)
        if len(sound) >= MIN_FUZZY_LETTERS and heard.isalpha():
            for close, similarity, _ in process.extract(
                sound, self._sounds, scorer=Levenshtein.normalized_similarity, score_cutoff=MIN_SIMILARITY, limit=8
            ):
                offer(self._by_sound[close], SAME_SOUND + 2.2 * (1 - similarity))
        if len(sound) > 1:
            offer(self._by_sound.get(sound, ()), SAME_SOUND)
        if stem := verb_stem(heard):
            offer(self._by_stem.get(stem, ()), SAME_VERB)
        offer(self._by_class.get(WORD_CLASS.get(heard, -1), ()), SAME_CLASS)
        offer(self._by_fold.get(fold(heard), ()), ACCENTS)
        if heard in self._vocabulary:
            found[heard] = 0.0
        return found

    def pairs(self, heard: str) -> Collection[tuple[str, str]]:
        """The neighbouring words of the grammar that sound like `heard` when said as one."""
        return self._pairs.get(phonetic(heard), ()) if len(heard) >= MIN_JOINED_LETTERS else ()

    def _joined(self, heard: str) -> Mapping[str, float]:
        """The words that `heard`, put together from two tokens, may be."""
        if len(heard) < MIN_JOINED_LETTERS:
            return {}
        return {w: c + RUN_TOGETHER for w, c in self._words(heard).items() if c <= 0.4 and len(w) >= MIN_JOINED_LETTERS}


def _sound_of_pair(pair: tuple[str, str]) -> str:
    first, second = phonetic(pair[0]), phonetic(pair[1])
    return first + second.removeprefix(first[-1])


def _index(items, key) -> dict:
    found: dict = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return found
