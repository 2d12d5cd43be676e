"""The letter trie of one utterance: that of the vocabulary, and beside it the words that only this speaker said.

Strategy: a name that no list has is spelled by the head more or less as it is said. Such words get nodes of their own after the
trie's: a new root whose children are copies of the old root's (they lead on into the old trie) and the foreign words' first
letters. So the search needs to know one kind of node only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.asr.language_model import WORD_ROOT, LanguageModel

NO_WORD = -1


@dataclass(frozen=True, slots=True, eq=False)
class WordLattice:
    """Arrays over the nodes. labels: the class of the letter that leads there. words: the word that is whole there, or NO_WORD.

    ahead: the weighted logarithm of the likeliest word through the node, beside that of the likeliest of all. `foreign`: words
    with numbers from that of the vocabulary's size on.
    """

    first_child: np.ndarray
    n_children: np.ndarray
    labels: np.ndarray
    words: np.ndarray
    ahead: np.ndarray
    root: int = WORD_ROOT
    foreign: tuple[str, ...] = ()

    @classmethod
    def of_vocabulary(cls, model: LanguageModel, labels: np.ndarray, weight: float) -> WordLattice:
        ahead = weight * (model.best_below - model.best_below[WORD_ROOT])
        return cls(model.first_child, model.n_children, labels, model.word_at, ahead.astype(np.float32))

    def with_foreign(
        self, words: Sequence[str], spelled: Sequence[Sequence[int]], prices: Sequence[float], n_words: int
    ) -> WordLattice:
        """spelled: the classes of each word's letters; prices: what each adds to the score."""
        if not words:
            return self
        n_nodes, n_first = len(self.labels), int(self.n_children[self.root])
        first = int(self.first_child[self.root])
        copied = slice(first, first + n_first)
        inner = n_nodes + 1 + n_first + len(words)
        heads, rest = [], []  # (first child, number of children, label, word, ahead)
        for number, (classes, price) in enumerate(zip(spelled, prices, strict=True)):
            after = inner + len(rest)
            heads.append((after, 1, classes[0], NO_WORD, price))
            rest += [(after + i, 1, label, NO_WORD, price) for i, label in enumerate(classes[1:], start=1)]
            rest[-1] = (0, 0, classes[-1], n_words + number, price)
        root = (n_nodes + 1, n_first + len(words), self.labels[self.root], NO_WORD, 0.0)
        columns = list(zip(*heads, *rest, strict=True))
        arrays = (self.first_child, self.n_children, self.labels, self.words, self.ahead)
        grown = [
            np.concatenate([old, np.array([at_root], old.dtype), old[copied], np.array(column, old.dtype)])
            for old, at_root, column in zip(arrays, root, columns, strict=True)
        ]
        return WordLattice(*grown, root=n_nodes, foreign=tuple(words))
