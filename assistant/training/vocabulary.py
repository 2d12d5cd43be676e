"""Which words the recogniser knows, how often each is said, and the trie of their letters.

Strategy: how often a word is said comes from a frequency list of films, news and forums. Every word of a full spelling dictionary
is known; a frequent one that is in none is a name, unless it is English or misspelled. What follows a hyphen is a word of its own
("disse", "-me"). Words are numbered in the breadth-first order of their trie, so that it needs no word list beside it.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.training.alphabet import CHARACTERS

N_NAMES_AMONG = 40_000  # so many of the commonest words may be names that no dictionary has
MAX_LETTERS = 24
FOREIGN_RATIO = 4  # so much commoner in English, a word is English
FLOOR = 2e-8  # the frequency of a word that texts have and the list has not
RARE = 4e-9  # of one that only a dictionary has: a verb's form that nobody happened to use


@dataclass(frozen=True, slots=True)
class Spelling:
    """words: forms as they are written. stems: names, and what affixes may still be put to: enough to show it is no error."""

    words: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()

    @classmethod
    def read(cls, paths: Iterable[Path]) -> Spelling:
        """Of word lists, and hunspell dictionaries (.dic)."""
        found: dict[bool, set[str]] = {False: set(), True: set()}
        allowed = set(CHARACTERS)
        for path in paths:
            for line in path.open(encoding="utf-8-sig", errors="replace"):
                written = line.split("/")[0].strip()
                word = written.lower()
                if word and allowed.issuperset(word):
                    found[path.suffix == ".dic" or word != written].add(word)
        return cls(frozenset(found[False]), frozenset(found[True]))


def tokens(sentence: str) -> list[str]:
    """Words, and "-x" for what follows a hyphen."""
    return [part for word in sentence.split() for part in _parts(word)]


def _parts(word: str) -> Iterable[str]:
    first, *rest = word.split("-")
    return itertools.chain([first] if first else [], (f"-{part}" for part in rest if part))


def vocabulary(
    frequencies: Mapping[str, float], spelling: Spelling, foreign: Mapping[str, float], counts: Counter, size: int
) -> dict[str, float]:
    """Word → frequency, the `size` commonest that pass for Portuguese. foreign: frequencies in English."""
    known = spelling.words | {
        stem for stem in spelling.stems if foreign.get(stem, 0.0) < FOREIGN_RATIO * frequencies.get(stem, 0.0)
    }
    ranked = sorted(frequencies, key=lambda word: (-frequencies[word], word))
    n_all = sum(counts.values())
    chosen: dict[str, float] = {}
    plain_of_known = {_plain(word): word for word in reversed(ranked) if word in known}
    for rank, word in enumerate(ranked):
        if word in known or (rank < N_NAMES_AMONG and _is_name(word, frequencies, foreign, plain_of_known)):
            chosen[word] = frequencies[word]
    for word, n in counts.items():
        # Hyphens are in no frequency list: the texts alone can tell how often "-se" is said.
        if word.startswith("-") and n >= 2:
            chosen[word] = n / n_all / 3
        elif word not in chosen and (word in known or (n >= 5 and word not in foreign)):
            chosen[word] = max(FLOOR, frequencies.get(word, 0.0))
    for word in spelling.words:
        if "-" not in word:
            chosen.setdefault(word, RARE)
    usable = [word for word in chosen if len(word) <= MAX_LETTERS and (len(word) > 1 or word in "aeoàéó")]
    return {word: chosen[word] for word in sorted(usable, key=lambda word: (-chosen[word], word))[:size]}


def _is_name(
    word: str, frequencies: Mapping[str, float], foreign: Mapping[str, float], plain_of_known: Mapping[str, str]
) -> bool:
    written_right = plain_of_known.get(word)
    if written_right and frequencies[written_right] > 0.3 * frequencies[word]:
        return False  # its accents are missing
    return len(word) > 2 and foreign.get(word, 0.0) < FOREIGN_RATIO * frequencies[word] and "'" not in word


def _plain(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


@dataclass(frozen=True, slots=True, eq=False)
class Trie:
    """Nodes in breadth-first order: 0 the root of words, 1 that of what follows a hyphen. ends: whether a word does there."""

    letters: np.ndarray
    n_children: np.ndarray
    ends: np.ndarray
    words: list[str]


def trie(words: Iterable[str]) -> Trie:
    """words: those after a hyphen begin with one. Letters are numbers into CHARACTERS, the roots' 255."""
    roots: tuple[dict, dict] = ({}, {})
    for word in sorted(words):
        node = roots[word.startswith("-")]
        for letter in word.removeprefix("-"):
            node = node.setdefault(letter, {})
        node[""] = word
    level, letters, n_children, ends, ordered = list(roots), [255, 255], [], [], []
    while level:
        below = []
        for node in level:
            children = sorted((letter, child) for letter, child in node.items() if letter)
            letters += [CHARACTERS.index(letter) for letter, _ in children]
            n_children.append(len(children))
            ends.append("" in node)
            ordered += [node[""]] if "" in node else []
            below += [child for _, child in children]
        level = below
    return Trie(np.array(letters, np.uint8), np.array(n_children, np.uint8), np.array(ends, bool), ordered)


def read_frequencies(path: Path | None) -> dict[str, float]:
    """Of a table word, frequency."""
    if path is None:
        return {}
    rows = (line.rstrip("\n").split("\t") for line in path.open(encoding="utf-8"))
    allowed = set(CHARACTERS)
    return {word: float(frequency) for word, frequency in rows if allowed.issuperset(word)}
