"""Words and phrases that are likelier than any language model knows: names, rooms, songs.

Strategy: the phrases are a trie of letters and spaces. Every letter on the way to a phrase already earns its share of the
phrase's weight, which is taken back where the text leaves the way: a bonus paid only at the end would come too late, when the
search has long given the name up. What is lost on leaving goes on with the longest ending that begins a phrase itself, at the
start of a word (Aho and Corasick, "Efficient string matching", 1975), so that all transitions are one table.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

import numpy as np

ROOT, NOWHERE = 0, 1
"""States at the start of a word, and inside of one that begins no phrase."""


class HotWords:
    """Read-only. Tables over states: `follow` and `gain`, shape (states, classes): the next state, and what leaving is worth.

    ahead: what the way so far has earned for now. ending: the same when the text ends here. inside: in a word of a phrase.
    words: those of all phrases. most: the most that one phrase earns.
    """

    def __init__(self, phrases: Sequence[str] | Mapping[str, float], characters: str, weight: float):
        """weight: what each word of a phrase adds to the score, a natural logarithm, unless `phrases` says it."""
        weights = phrases if isinstance(phrases, Mapping) else dict.fromkeys(phrases, weight)
        written = {" ".join(_written(phrase, characters).split()): each for phrase, each in weights.items()}
        self._values = {phrase: each * (phrase.count(" ") + 1) for phrase, each in written.items() if phrase}
        self.words = frozenset(word for phrase in self._values for word in phrase.split())
        self.most = max(self._values.values(), default=0.0)
        self._space = characters.index(" ") + 1
        self._grow({phrase: [characters.index(c) + 1 for c in phrase] for phrase in self._values})
        self._connect(len(characters) + 1)

    def _grow(self, spelled: Mapping[str, Sequence[int]]) -> None:
        """The trie, parents before their children."""
        self._children: list[dict[int, int]] = [{}, {}]
        self._came: list[tuple[int, int]] = [(ROOT, 0), (NOWHERE, 0)]  # (parent, class)
        share, value = [0.0, 0.0], [0.0, 0.0]
        for phrase, classes in spelled.items():
            at = ROOT
            for depth, label in enumerate(classes, start=1):
                if label not in self._children[at]:
                    self._children[at][label] = len(self._came)
                    self._children.append({})
                    self._came.append((at, label))
                    share.append(0.0)
                    value.append(0.0)
                at = self._children[at][label]
                share[at] = max(share[at], self._values[phrase] * depth / len(classes))
            value[at] = max(value[at], self._values[phrase])
        self._share, self._value = np.array(share), np.array(value)

    def _connect(self, n_classes: int) -> None:
        n_states, space = len(self._came), self._space
        self.follow = np.full((n_states, n_classes), NOWHERE, np.int64)
        self.gain = np.zeros((n_states, n_classes))
        self.follow[:2, space] = ROOT
        self.inside = np.ones(n_states, bool)
        self.inside[:2] = False
        earned, self.ending = np.zeros(n_states), np.zeros(n_states)  # by the phrases whole before this word; with this word
        instead = np.full(n_states, NOWHERE)  # where the longest ending leads that begins a phrase itself
        for label, child in self._children[ROOT].items():
            self.follow[ROOT, label] = child
        for state in _breadth_first(self._children):
            parent, label = self._came[state]
            instead[state] = self.follow[instead[parent], label]
            self.inside[state] = label != space
            earned[state] = self.ending[parent] if label == space else earned[parent]
            self.ending[state] = max(earned[state], self._value[state])
            self.follow[state] = self.follow[instead[state]]
            kept = np.full(n_classes, earned[state])
            kept[space] = self.ending[state]
            self.gain[state] = np.where(kept > 0, kept, self.gain[instead[state]])
            for letter, child in self._children[state].items():
                self.follow[state, letter], self.gain[state, letter] = child, 0.0
        self.ahead = np.maximum(earned, self._share)


def _breadth_first(children: Sequence[Mapping[int, int]]) -> list[int]:
    """All states below ROOT: those of shorter ways first, since each looks up what a shorter ending does."""
    order = [ROOT]
    for state in order:
        order.extend(children[state].values())
    return order[1:]


def _written(phrase: str, characters: str) -> str:
    """As the classes write it: lower case, other letters without their accents; what none writes parts words."""
    folded = unicodedata.normalize("NFC", phrase).lower()
    plain = (c if c in characters else unicodedata.normalize("NFD", c)[0] for c in folded)
    return "".join(c if c in characters else " " for c in plain)
