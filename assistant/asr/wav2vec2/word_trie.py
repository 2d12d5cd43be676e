"""The letters of a checkpoint's word list as a trie that is asked for many hypotheses at once."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

ROOT, NOWHERE = 0, -1
MAX_CHARACTERS = 255  # a letter is a byte
_MAX_LETTERS = 64  # what is longer is no word, but a line that was broken


class WordTrie:
    """Read-only; threads may share it. `n_words`: how many of the words the characters can write."""

    def __init__(self, words: Collection[str], characters: str):
        """words: each once. characters: what the classes 1, 2, … write; words with others are left out: they cannot be heard."""
        self._n_classes = len(characters) + 1
        spelled = _spelled(words, characters)
        self.n_words = len(spelled)
        lengths = (spelled > 0).sum(axis=1)
        # Sorted, a word shares its first nodes with the word before it; the first letter that differs begins new ones.
        differs = np.ones(spelled.shape, bool)
        differs[1:] = np.logical_or.accumulate(spelled[1:] != spelled[:-1], axis=1)
        keys, ends, n_nodes = [], [], 1
        at = np.zeros(len(spelled), np.int64)
        for depth in range(spelled.shape[1]):
            new = differs[:, depth] & (lengths > depth)
            keys.append(at[new] * self._n_classes + spelled[new, depth])
            reached = n_nodes - 1 + np.cumsum(new)
            at = np.where(lengths > depth, reached, at)
            ends.append(at[lengths == depth + 1])
            n_nodes += int(new.sum())
        # Breadth-first over sorted words: the keys ascend, and the node of the i-th is i + 1.
        self._keys = np.concatenate(keys) if keys else np.zeros(0, np.int64)
        self._is_word = np.zeros(n_nodes, bool)
        self._is_word[np.concatenate(ends) if ends else []] = True

    def follow(self, nodes: np.ndarray, classes: np.ndarray) -> np.ndarray:
        """The nodes one letter further, NOWHERE where no word goes on so."""
        if not len(self._keys):
            return np.full(len(nodes), NOWHERE)
        wanted = nodes * self._n_classes + classes
        at = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        return np.where(self._keys[at] == wanted, at + 1, NOWHERE)

    def is_word(self, node: int) -> bool:
        return node != NOWHERE and bool(self._is_word[node])


def _spelled(words: Collection[str], characters: str) -> np.ndarray:
    """The words' classes, sorted and padded with zeros. uint8, shape (words, letters of the longest)."""
    chosen = [word for word in words if 0 < len(word) <= _MAX_LETTERS]
    if not chosen:
        return np.zeros((0, 0), np.uint8)
    lengths = np.array([len(word) for word in chosen])
    codes = np.frombuffer("".join(chosen).encode("utf-32-le", "surrogatepass"), "<u4")
    class_of = np.zeros(0x110000, np.uint8)
    class_of[[ord(c) for c in characters if c != " "]] = [i for i, c in enumerate(characters, start=1) if c != " "]
    letters = np.zeros((len(chosen), lengths.max()), np.uint8)
    inside = np.arange(letters.shape[1]) < lengths[:, None]
    letters[inside] = class_of[codes]
    letters = np.ascontiguousarray(letters[(letters > 0).sum(axis=1) == lengths])
    # Stable, which is quick on what is nearly sorted, as such lists are.
    rows = np.sort(letters.view(f"S{letters.shape[1]}").ravel(), kind="stable")
    return rows.view(np.uint8).reshape(len(rows), letters.shape[1])
