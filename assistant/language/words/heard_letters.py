"""What was said as a row of letters by ear, blanks left out but remembered, and where in it a word may have been heard.

Strategy: recognisers tear words apart and run them together as easily as they change a letter, so a word is looked for in the
letters from a position on, wherever it may end: a weighted edit distance with a free end. The weights are the recogniser's own
confusions (assistant/bench/confusions.tsv) in classes: voiced and voiceless, neighbouring vowels, nasals, liquids.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from assistant.language.words.lexicon import DECISIVE_WORDS, weight
from assistant.language.words.phonetics import fold
from assistant.language.words.telling import TELLING
from assistant.language.words.text import Token

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
_NEVER = 99.0
_NO_LETTER = re.compile(r"[^a-z]")
LETTER = 0.3
"""What a wrong letter costs; one that is easily confused a part of it."""
TORN, RUN_ON = 0.08, 0.1
"""A blank within a word; none between two."""
SMALL_WORD, SHORT_WORD = 0.5, 1.6
"""A letter of a word that means little, and of one that has few."""
WHOLE = 0.25
"""So much of a word's letters may be wrong where nothing else speaks for it."""
WITHIN, ONE_VOWEL = 0.33, 0.6
"""So much of the letters of a word that begins or ends within another, and so much at least."""
KNOWN = 0.3
"""What it costs more to take a word that is one of ours for another."""
TOLD = 0.8
_COMMANDING, _TELLING = ("a", "e", "ar", "er", "ir"), ("o", "ou", "ei", "eu", "iu", "ava", "aram", "amos", "emos", "imos")
SHORT = 2
SCRAP = 1


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
def _most_wrong(n_letters: int) -> int:
    return 1 if n_letters < 4 else 2 if n_letters < 7 else 3 if n_letters < 10 else 4


def may_begin(word: str, heard: str) -> bool:
    """Whether at least one of the first two letters was heard, or one like it."""
    if not heard or not word:
        return False
    return (
        heard[0] in _LIKE.get(word[0], word[0]) or heard[1:] == word[0] or heard[0] == word[1:2] or heard[1:] == word[1:2] != ""
    )


class HeardLetters:
    """The letters of an utterance. `starts`: where each token begins, and the end; `token_at`: the token that begins there."""

    def __init__(self, tokens: Sequence[Token], is_known: Callable[[str], bool] = lambda word: False):
        """is_known: whether a word is one of those that may be said: such a one was hardly another."""
        self.tokens = tokens
        spelled = [by_ear(token.text) or token.text for token in tokens]
        self.letters = "".join(spelled)
        self._alike = alike(self.letters)
        self.starts = [0]
        for part in spelled:
            self.starts.append(self.starts[-1] + len(part))
        self.token_at = {start: number for number, start in enumerate(self.starts)}
        # blanks[i]: how many blanks stand before letter i.
        self._blanks = [sum(start <= at for start in self.starts[1:]) for at in range(len(self.letters) + 1)]
        known = [len(part) > SHORT and is_known(token.text) for token, part in zip(tokens, spelled, strict=True)]
        self._known = [number for number, it_is in enumerate(known) if it_is]
        self._decisive = [number for number, token in enumerate(tokens) if token.folded in DECISIVE_WORDS]
        self._telling = [number for number, token in enumerate(tokens) if token.folded in TELLING]
        self._found: dict[tuple[str, int], tuple[tuple[int, float], ...]] = {}

    def __len__(self) -> int:
        return len(self.letters)

    def next_start(self, at: int) -> int:
        """Where the next word begins after letter `at`."""
        return self.starts[bisect_right(self.starts, at)]

    def find(self, word: str, at: int) -> tuple[tuple[int, float], ...]:
        """(end, cost) of the ways in which `word` may have been heard from letter `at` on."""
        key = (word, at)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._searched(word, at)
        return found

    def _searched(self, word: str, at: int) -> tuple[tuple[int, float], ...]:
        spelled = by_ear(word)
        length = len(spelled)
        end = at + length
        if self.letters.startswith(spelled, at) and end in self.token_at and self._inside(at, end) == 0:
            return ((end, 0.0),)
        if length == 0 or end == at or not may_begin(spelled, self.letters[at : at + 2]):
            return ()
        most = _most_wrong(length)
        is_torn = at not in self.token_at
        if length > 1 and not self._may_be(alike(spelled), at):
            return ()
        factor = LETTER * (SMALL_WORD if weight(fold(word)) < 1.0 else SHORT_WORD if length <= SHORT + 1 else 1.0)
        # Two words that were run together are heard rather well, or nothing tells where one ends.
        within = max(ONE_VOWEL, WITHIN * (length - 1)) if length > 1 else 0.0
        enough = within if is_torn else 0.3 * length + 0.35 if length > SHORT else 0.65
        found = []
        heard = _NO_LETTER.split(self.letters[at : end + most], maxsplit=1)[0]
        for stop, wrong in _prefixes(spelled, heard, enough, most):
            if stop:
                end = at + stop
                if wrong > within and end not in self.token_at:
                    continue
                cost = factor * wrong + TORN * self._inside(at, end) + (0 if end in self.token_at else RUN_ON)
                if cost and (self._inside_decisive(at, end) or self._is_told(word, at, end)):
                    continue
                if cost:
                    cost += factor / LETTER * KNOWN * self._overwritten(at, end) + self._other_form(word, at, end)
                found.append((cost, end))
        found.sort()
        return tuple((stop, cost) for cost, stop in found[:3])

    def _may_be(self, sounds: str, at: int) -> bool:
        """Whether half of a word's letters, or ones alike, are there: quickly, before it is looked at closely."""
        n = len(sounds)
        furthest = (n + 1) // 2 if n < 4 else n // 2
        return any(
            Levenshtein.distance(sounds, self._alike[at:end], score_cutoff=furthest) <= furthest
            for end in range(at + n - 1, at + n + 3)
        )

    def _overwritten(self, start: int, end: int) -> int:
        """Known words that lie in these letters, whole or but for a scrap."""
        return sum(start <= self.starts[number] < end and self.starts[number + 1] <= end + SCRAP for number in self._known)

    def _inside_decisive(self, start: int, end: int) -> bool:
        """Whether a word lies in these letters that turns a sentence into another: it is never taken for anything else."""
        return any(start <= self.starts[number] and self.starts[number + 1] <= end for number in self._decisive)

    def _is_told(self, word: str, start: int, end: int) -> bool:
        """Whether these letters, or some of them, are those of a verb that commands nothing, and the word is one that may."""
        overlaps = any(self.starts[number] < end and start < self.starts[number + 1] for number in self._telling)
        return overlaps and fold(word) not in TELLING

    def _other_form(self, word: str, start: int, end: int) -> float:
        """What it costs more where a verb was said of somebody: "lembro que …" and "ligou" command nothing."""
        token = self.token_at.get(start)
        if token is None or end != self.starts[token + 1] or not word.endswith(_COMMANDING):
            return 0.0
        said = self.tokens[token].folded
        return TOLD if said.endswith(_TELLING) and said[:3] == fold(word)[:3] else 0.0

    def _inside(self, start: int, end: int) -> int:
        """Blanks between the letters."""
        return self._blanks[end - 1] - self._blanks[start]


def whole_cost(word: str, heard: str) -> float | None:
    """What it costs to take the whole of one heard word for another; None where they are too far apart."""
    spelled, sounds = by_ear(word), by_ear(heard)
    band = _most_wrong(len(spelled))
    if abs(len(spelled) - len(sounds)) > band or not may_begin(spelled, sounds[:2]):
        return None
    costs = dict(_prefixes(spelled, sounds, WHOLE * len(spelled), band))
    return LETTER * costs[len(sounds)] if len(sounds) in costs else None


def _prefixes(word: str, heard: str, most: float, band: int) -> list[tuple[int, float]]:
    """(letters of `heard`, their distance from `word`) of those beginnings of it that are no further than `most`.

    Only alignments that stay within `band` letters of each other.
    """
    lost_there = [_LOST.get(letter, 0.9) for letter in heard]
    n_heard = len(heard)
    before = [0.0]
    for lost in lost_there[:band]:
        before.append(before[-1] + lost)
    before += [_NEVER] * (n_heard - len(before) + 1)
    for row, mine in enumerate(word):
        lost = _LOST.get(mine, 0.9)
        first, last = max(1, row + 1 - band), min(n_heard, row + 1 + band)
        if first > n_heard + 1:
            return []
        now = [_NEVER] * (n_heard + 1)
        left = least = before[first - 1] + lost if first == 1 else _NEVER
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
