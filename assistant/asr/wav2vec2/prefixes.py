"""The tree of texts that a beam search looks at in one utterance, and what the language model says of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from assistant.asr.wav2vec2 import word_trie
from assistant.asr.wav2vec2.hot_words import HotWords
from assistant.asr.wav2vec2.kenlm_model import KenlmModel

NONE = -1
# An unlisted spelling costs the more the longer it is than this, as in pyctcdecode.
_USUAL_LETTERS = 6
_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # an odd number without a pattern: spreads the numbers of futures over 64 bits


@dataclass(frozen=True, slots=True, eq=False)
class Grown:
    """Texts that are one letter longer than prefixes of the tree, and perhaps never become part of it. Arrays, one a text.

    settled: what whole words and phrases have earned. score: with what the word half said is worth for now. future: equal for
    texts to which all that may follow does the same.
    """

    parent: np.ndarray
    label: np.ndarray
    word: np.ndarray
    hot: np.ndarray
    state: np.ndarray
    n_letters: np.ndarray
    settled: np.ndarray
    score: np.ndarray
    future: np.ndarray


class Prefixes:
    """Arrays over the prefixes, `n` of them. Prefix 0 is empty, and like every text at the end of a word ends in a space.

    The columns of Grown; children: shape (n, classes), NONE where nothing has grown.
    """

    Grown = Grown

    def __init__(self, model: KenlmModel, characters: str, hot: HotWords):
        self._model, self._characters, self._hot = model, characters, hot
        self._space = characters.index(" ") + 1
        self._states: list[Any] = [model.begin()]
        self._number_of_state: dict[Any, int] = {self._states[0]: 0}
        self._after: dict[int, tuple[float, int]] = {}  # prefix → (score of its last word, number of the state after it)
        self.n = 1
        zero, nothing = np.zeros(1, np.int64), np.zeros(1)
        self.parent, self.label = zero - 1, zero + self._space
        self.word, self.hot, self.state, self.n_letters = zero, zero, zero, zero
        self.settled, self.score, self.future = nothing, nothing, zero.astype(np.uint64)
        self.children = np.full((1, len(characters) + 1), NONE, np.int32)

    def grown(self, parents: np.ndarray, labels: np.ndarray) -> Grown:
        """labels: classes of letters, or of the space after a whole word."""
        is_space = labels == self._space
        hot_before = self.hot[parents]
        settled = self.settled[parents] + self._hot.gain[hot_before, labels]
        state = self.state[parents]
        for i in np.flatnonzero(is_space).tolist():
            score, state[i] = self._word_over(int(parents[i]))
            settled[i] += score
        hot = self._hot.follow[hot_before, labels]
        n_letters = np.where(is_space, 0, self.n_letters[parents] + 1)
        word = np.where(is_space, word_trie.ROOT, self._further(self.word[parents], labels))
        score = settled + self._hot.ahead[hot] + self._unlisted(word, hot, n_letters)
        begun = (state.astype(np.uint64) * _SPREAD + hot.astype(np.uint64) + np.uint64(1)) * _SPREAD
        spelled = (self.future[parents] + labels.astype(np.uint64)) * _SPREAD
        spelled ^= spelled >> np.uint64(29)
        return Grown(parents, labels, word, hot, state, n_letters, settled, score, np.where(is_space, begun, spelled))

    def _further(self, nodes: np.ndarray, labels: np.ndarray) -> np.ndarray:
        return nodes if self._model.words is None else self._model.words.follow(nodes, labels)

    def _unlisted(self, word: np.ndarray, hot: np.ndarray, n_letters: np.ndarray) -> np.ndarray:
        """The price of words half said that can become none of the listed."""
        price = self._model.weights.unk_score_offset * np.maximum(1.0, n_letters / _USUAL_LETTERS)
        return np.where((word == word_trie.NOWHERE) & ~self._hot.inside[hot], price, 0.0)

    def add(self, grown: Grown, chosen: np.ndarray) -> np.ndarray:
        """Makes the chosen texts part of the tree, if they are not; their numbers."""
        parents, labels = grown.parent[chosen], grown.label[chosen]
        numbers = self.children[parents, labels].astype(np.int64)
        is_new = numbers == NONE
        new = chosen[is_new]
        self._make_room(self.n + len(new))
        numbers[is_new] = np.arange(self.n, self.n + len(new))
        self.children[parents[is_new], labels[is_new]] = numbers[is_new]
        for column in Grown.__slots__:
            getattr(self, column)[self.n : self.n + len(new)] = getattr(grown, column)[new]
        self.n += len(new)
        return numbers

    def _make_room(self, n: int) -> None:
        if n <= len(self.parent):
            return
        more = max(n, 2 * len(self.parent)) - len(self.parent)
        for column in Grown.__slots__:
            old = getattr(self, column)
            setattr(self, column, np.concatenate([old, np.zeros(more, old.dtype)]))
        empty = np.full((more, self.children.shape[1]), NONE, np.int32)
        self.children = np.concatenate([self.children, empty])

    def _word_over(self, prefix: int) -> tuple[float, int]:
        """(what the prefix's last word adds to the score, the number of the state after it)."""
        known = self._after.get(prefix)
        if known is not None:
            return known
        letters, at = [], prefix
        while self.label[at] != self._space:
            letters.append(self._characters[self.label[at] - 1])
            at = self.parent[at]
        word = "".join(reversed(letters))
        words = self._model.words
        is_listed = self._model.knows(word) if words is None else words.is_word(int(self.word[prefix]))
        score, state = self._model.after(self._states[self.state[prefix]], word, is_listed or word in self._hot.words)
        number = self._number_of_state.setdefault(state, len(self._states))
        if number == len(self._states):
            self._states.append(state)
        self._after[prefix] = score, number
        return score, number

    def without_space(self, prefix: int) -> int:
        return int(self.parent[prefix]) if prefix and self.label[prefix] == self._space else prefix

    def at_end(self, prefix: int) -> float:
        """The score of the prefix as a whole text: one that ends in a letter, or the empty one."""
        score, state = self._word_over(prefix) if prefix else (0.0, 0)
        ending = float(self._hot.ending[self.hot[prefix]])
        return float(self.settled[prefix]) + score + ending + self._model.at_end(self._states[state])

    def likelihood(self, prefix: int) -> float:
        """ln p of the whole text in the language model alone. prefix: as for `at_end`."""
        score, state = self._word_over(prefix)
        total, n_words, at = score + self._model.at_end(self._states[state]), 1, int(self.parent[prefix])
        while at:
            if self.label[at] == self._space:
                total += self._word_over(int(self.parent[at]))[0]
                n_words += 1
            at = int(self.parent[at])
        return self._model.unweighted(total, n_words)

    def words_of(self, prefix: int) -> tuple[str, ...]:
        letters: list[str] = []
        while prefix > 0:
            letters.append(self._characters[self.label[prefix] - 1])
            prefix = int(self.parent[prefix])
        return tuple("".join(reversed(letters)).split())
