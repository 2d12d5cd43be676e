"""The words of Portuguese as the decoder sees them: a trie of their letters, and how likely each is after the two before it.

Strategy: words are numbered in the breadth-first order of the trie's ends, so the trie is the vocabulary. A state is what is
remembered of the words before: a known pair of words, or the last word alone. Probabilities are natural logarithms in steps of
STEP, eight bits each. All questions are put for many hypotheses at once. Built by assistant.training.ngrams.
"""

from __future__ import annotations

import zipfile
import zlib
from functools import cache, cached_property
from pathlib import Path

import numpy as np

from assistant.errors import LanguageModelError

WORDS = Path(__file__).with_name("portuguese_words.npz")
STEP = 0.08
BEGIN, UNKNOWN, N_SPECIAL = 0, 1, 2
"""Numbers of the sentence's beginning and of any word that is not in the vocabulary; the words come after."""
WORD_ROOT, SUFFIX_ROOT = 0, 1
"""Nodes where words begin, and where what follows a hyphen does."""


class LanguageModel:
    """Read-only; threads may share it."""

    def __init__(self, path: Path = WORDS):
        """Raises LanguageModelError when the file cannot be read."""
        try:
            with np.load(path, allow_pickle=False) as file:
                arrays = {name: file[name] for name in file.files}
            self.characters = str(arrays["characters"])
            self._build_trie(arrays)
            self._build_grams(arrays)
        except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile, zlib.error) as error:
            raise LanguageModelError(path, str(error)) from error

    def _build_trie(self, arrays: dict[str, np.ndarray]) -> None:
        self.letters = arrays["letters"]
        self.n_children = arrays["n_children"].astype(np.int32)
        n_nodes = len(self.letters)
        self.first_child = (2 + np.concatenate([[0], np.cumsum(self.n_children)[:-1]])).astype(np.int32)
        self.parent = np.concatenate([[-1, -1], np.repeat(np.arange(n_nodes), self.n_children)]).astype(np.int32)
        ends = np.unpackbits(arrays["ends"], count=n_nodes).astype(bool)
        self.word_at = np.where(ends, np.cumsum(ends) - 1 + N_SPECIAL, -1).astype(np.int32)
        self.node_of_word = np.concatenate([[-1, -1], np.flatnonzero(ends)]).astype(np.int32)
        self.unigram = arrays["unigram"] * np.float32(-STEP)
        self.best_below = self._best_below()

    def _best_below(self) -> np.ndarray:
        """The logarithm of the likeliest word through each node: what a word half said may still become."""
        best = np.where(self.word_at >= 0, self.unigram[self.word_at], np.float32(-99.0)).astype(np.float32)
        # Breadth-first: every level is a slice, and the parents of the last come just before it.
        borders = [0, 2]
        while borders[-1] < len(best):
            borders.append(int(self.first_child[borders[-1] - 1] + self.n_children[borders[-1] - 1]))
        for low, high in zip(reversed(borders[1:-1]), reversed(borders[2:]), strict=True):
            np.maximum.at(best, self.parent[low:high], best[low:high])
        return best

    def _build_grams(self, arrays: dict[str, np.ndarray]) -> None:
        self.n_words = len(self.unigram)
        pairs, triples = arrays["bigram_of"].astype(np.int64), arrays["trigram_of"].astype(np.int64)
        self._pair_keys = np.repeat(np.arange(self.n_words), pairs) * self.n_words + arrays["bigram_word"]
        self._triple_keys = np.repeat(np.arange(len(triples)), triples) * self.n_words + arrays["trigram_word"]
        self._pair, self._triple = (arrays[name] * np.float32(-STEP) for name in ("bigram", "trigram"))
        # Of a state: single words first, then the pairs.
        self._backoff = np.concatenate([arrays["backoff"], arrays["bigram_backoff"]]) * np.float32(-STEP)
        self._last = np.concatenate([np.arange(self.n_words), arrays["bigram_word"]]).astype(np.int64)

    @property
    def n_pairs(self) -> int:
        return len(self._pair_keys)

    @property
    def n_triples(self) -> int:
        return len(self._triple_keys)

    @property
    def begin(self) -> int:
        """The state before the first word."""
        return BEGIN

    def follow(self, states: np.ndarray, words: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(log probability of each word in its state, the state after it)."""
        words = words.astype(np.int64)
        last = self._last[states]
        pair_at, is_pair = _find(self._pair_keys, last * self.n_words + words)
        scores = np.where(is_pair, self._pair[pair_at], self._backoff[last] + self.unigram[words])
        after_pair = states >= self.n_words
        triple_at, is_triple = _find(self._triple_keys, (states - self.n_words).astype(np.int64) * self.n_words + words)
        is_triple &= after_pair
        backed_off = scores + np.where(after_pair, self._backoff[states], np.float32(0.0))
        scores = np.where(is_triple, self._triple[triple_at], backed_off)
        return scores, np.where(is_pair, pair_at + self.n_words, words)

    def spelling(self, word: int) -> str:
        """ "-x" for what follows a hyphen, "" for the special ones."""
        if word < N_SPECIAL:
            return ""
        node, letters = int(self.node_of_word[word]), []
        while node > SUFFIX_ROOT:
            letters.append(self.characters[self.letters[node]])
            node = int(self.parent[node])
        return ("-" if node == SUFFIX_ROOT else "") + "".join(reversed(letters))

    def number_of(self, word: str) -> int:
        """UNKNOWN for a word that is not in the vocabulary."""
        node = SUFFIX_ROOT if word.startswith("-") else WORD_ROOT
        for letter in word.removeprefix("-"):
            label = self._label_of.get(letter, -1)
            first = int(self.first_child[node])
            found = np.flatnonzero(self.letters[first : first + int(self.n_children[node])] == label)
            if not len(found):
                return UNKNOWN
            node = first + int(found[0])
        return max(UNKNOWN, int(self.word_at[node]))

    @cached_property
    def _label_of(self) -> dict[str, int]:
        return {character: label for label, character in enumerate(self.characters)}


def _find(keys: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(where each would stand, whether it does)."""
    at = np.minimum(np.searchsorted(keys, wanted), max(0, len(keys) - 1))
    return at, (keys[at] == wanted) if len(keys) else np.zeros(len(wanted), bool)


@cache
def portuguese() -> LanguageModel:
    """The one that travels with the program, loaded once for everyone. Raises LanguageModelError."""
    return LanguageModel()
