"""A wake phrase as a recogniser may write it: a lattice of letters.

Strategy: the spelling is cut into its sounds; each may be written as it is, or, at a cost, as another spelling that sounds alike.
A multi-letter spelling is a chain of letters of its own, so that the lattice stays as small as the phrase.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

VARIANT_COST = 0.5
"""Nats for a spelling other than the phrase's own."""
_E, _O = ("e", "é", "ê", "i"), ("o", "ó", "ô", "u")
# In order: the first that matches, there, is the sound. "" is not written at all.
_SOUNDS = tuple(
    (re.compile(pattern), spellings)
    for pattern, spellings in (
        ("(?<![^ ])h?e[iy]$", ("ei", "ai", "hei", "e", "ê")),
        ("(?<![^ ])ok(ay)?$", ("oquei", "oque", "oquê", "okei", "ok")),
        ("[cs]h|x", ("ch", "x", "sh")),
        ("lh", ("lh", "li", "l")),
        ("nh", ("nh", "ni", "n")),
        ("qu(?=[eiéêí])", ("qu", "k", "c")),
        ("gu(?=[eiéêí])", ("gu", "g")),
        ("ss|ç|s?c(?=[eiéêí])", ("ss", "s", "c", "ç", "sc")),
        ("(?<=[aeiouáâãàéêíóôõú])s(?=[aeiouáâãéêíóôõú])|z", ("s", "z", "ss")),
        ("s(?=[aeiouáâãéêíóôõú])", ("s", "c", "ss")),
        ("g(?=[eiéêí])|j", ("j", "g")),
        ("[ckq]", ("c", "k", "q")),
        ("rr", ("rr", "r")),
        ("h", ("h", "")),
        ("l(?![aeiouáâãéêíóôõú])", ("l", "u")),
        ("[mn](?![aeiouáâãéêíóôõú])", ("m", "n")),
        ("t(?=e$|i)", ("t", "tch", "ch")),
        ("[áâãàa]", ("a", "á", "â", "ã")),
        ("[éêe]", _E),
        ("[íi]", ("i", "í", "e")),
        ("[óôõo]", _O),
        ("[úu]", ("u", "ú", "o")),
    )
)


@dataclass(frozen=True, slots=True)
class Letter:
    """label: the class that writes it. before: numbers of the letters that may come before it, -1 for the phrase's beginning,
    each with what the choice costs, and whether another word begins here."""

    label: int
    before: tuple[tuple[int, float, bool], ...]


@dataclass(frozen=True, slots=True)
class Spelling:
    """letters: each after those that may come before it. last: of them, those that may be the end, with a cost. n_letters: of the
    phrase itself."""

    letters: tuple[Letter, ...]
    last: tuple[tuple[int, float], ...]
    n_letters: int


def spelled(words: list[str], label_of: Callable[[str], int | None]) -> Spelling | None:
    """words: of the phrase, lower case. label_of: see CtcModel. None for what the classes cannot write."""
    letters: list[Letter] = []
    ends: dict[int, float] = {-1: 0.0}
    for number, word in enumerate(words):
        begins_word = number > 0
        for own, spellings in _sounds(word):
            after: dict[int, float] = {}
            for spelling in dict.fromkeys((own, *spellings)):
                cost = 0.0 if spelling == own else VARIANT_COST
                labels = [label_of(letter) for letter in spelling]
                if None in labels:
                    continue
                before = tuple((end, paid + cost, begins_word) for end, paid in ends.items())
                if not labels:
                    after.update({end: paid + cost for end, paid in ends.items()})
                    continue
                for label in labels:
                    letters.append(Letter(label, before))
                    before = ((len(letters) - 1, 0.0, False),)
                after[len(letters) - 1] = 0.0
            if not after:
                return None
            begins_word, ends = False, after
    return Spelling(tuple(letters), tuple(ends.items()), sum(map(len, words)))


def _sounds(word: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The sounds of a word in order: as they are written, and how else they may be."""
    at = 0
    while at < len(word):
        found = next(((match, spellings) for sound, spellings in _SOUNDS if (match := sound.match(word, at))), None)
        own, spellings = (found[0].group(), found[1]) if found else (word[at], ())
        yield own, spellings
        at += len(own)
