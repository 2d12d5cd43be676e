"""What was said as a row of letters by ear, blanks left out but remembered, and where in it a word may have been heard.

Strategy: recognisers tear words apart and run them together as easily as they change a letter, so a word is looked for in the
letters from a position on, wherever it may end: the distance of `by_ear`, with a free end.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from assistant.language.words.by_ear import LETTER, NEVER, SHORT, alike, by_ear, may_begin, most_wrong, prefixes
from assistant.language.words.lexicon import DECISIVE_WORDS, asks_what_for, weight
from assistant.language.words.phonetics import fold
from assistant.language.words.telling import TELLING
from assistant.language.words.text import Token

_NO_LETTER = re.compile(r"[^a-z]")
TORN, RUN_ON = 0.08, 0.1
"""A blank within a word; none between two."""
SMALL_WORD, SHORT_WORD = 0.5, 1.6
"""A letter of a word that means little, and of one that has few."""
LONG = 5
"""A word of more letters costs no more than one of so many, where the same share of them is wrong: it means no more."""
WITHIN, ONE_VOWEL = 0.33, 0.6
"""So much of the letters of a word that begins or ends within another, and so much at least."""
KNOWN = 0.4
"""What it costs more to take a word that is one of ours for another."""
TOLD = 0.8
_COMMANDING, _TELLING = ("a", "e", "ar", "er", "ir"), ("o", "ou", "ei", "eu", "iu", "ava", "aram", "amos", "emos", "imos")
SCRAP = 1


@dataclass(frozen=True, slots=True)
class _Sought:
    """A word that is looked for. letters: a mask of those in `alike`; furthest: so many of these may be wrong.

    factor: what a wrong letter costs. known: what it costs that a word of ours was taken for this one. within, enough: what may
    be wrong of it at an end within another word, and at most.
    """

    spelled: str
    alike: str
    letters: int
    furthest: int
    most_wrong: int
    factor: float
    known: float
    within: float
    enough: float


@lru_cache(maxsize=16384)
def _sought(word: str, is_one_of_many: bool) -> _Sought:
    spelled = by_ear(word)
    length = len(spelled)
    factor = LETTER * (SMALL_WORD if weight(fold(word)) < 1.0 else SHORT_WORD if length <= SHORT + 1 else 1.0)
    known = factor / LETTER * KNOWN
    if length > LONG + 1 and not is_one_of_many:
        factor *= LONG / length
    # A word that was run together with another is heard rather well, or nothing tells where it ends.
    within = max(ONE_VOWEL, WITHIN * (length - 1)) if length > 1 else 0.0
    enough = 0.3 * length + 0.35 if length > SHORT else 0.65
    sounds = alike(spelled)
    furthest = (length + 1) // 2 if length < 4 else length // 2
    return _Sought(spelled, sounds, _letters(sounds), furthest, most_wrong(length), factor, known, within, enough)


@lru_cache(maxsize=16384)
def _letters(sounds: str) -> int:
    """A mask of the letters that there are."""
    mask = 0
    for letter in sounds:
        mask |= 1 << (ord(letter) & 31)
    return mask


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
        if asks_what_for([token.folded for token in tokens[:2]]):
            self._decisive.append(1)
        self._telling = [number for number, token in enumerate(tokens) if token.folded in TELLING]
        self._found: dict[tuple[str, int, bool], tuple[tuple[int, float], ...]] = {}

    def __len__(self) -> int:
        return len(self.letters)

    def next_start(self, at: int) -> int:
        """Where the next word begins after letter `at`."""
        return self.starts[bisect_right(self.starts, at)]

    def find(self, word: str, at: int, is_one_of_many: bool = False) -> tuple[tuple[int, float], ...]:
        """(end, cost) of the ways in which `word` may have been heard from letter `at` on.

        is_one_of_many: of a list so long that something in it sounds like anything: a long word is judged more strictly.
        """
        key = (word, at, is_one_of_many)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._searched(word, at, is_one_of_many)
        return found

    def _searched(self, word: str, at: int, is_one_of_many: bool) -> tuple[tuple[int, float], ...]:
        sought = _sought(word, is_one_of_many)
        spelled, length = sought.spelled, len(sought.spelled)
        end = at + length
        if self.letters.startswith(spelled, at) and end in self.token_at and self._inside(at, end) == 0:
            return ((end, 0.0),)
        if length == 0 or end == at or not may_begin(spelled, self.letters[at : at + 2]):
            return ()
        if length > 1 and not self._may_be(sought, at):
            return ()
        most, factor, within = sought.most_wrong, sought.factor, sought.within
        enough = within if at not in self.token_at else sought.enough
        found = []
        heard = _NO_LETTER.split(self.letters[at : end + most], maxsplit=1)[0]
        stops = dict(prefixes(spelled, heard, enough, most))
        for stop, wrong in stops.items():
            if stop:
                end = at + stop
                if (wrong > within and end not in self.token_at) or self._goes_too_far(at, end, stops):
                    continue
                cost = factor * wrong + TORN * self._inside(at, end) + (0 if end in self.token_at else RUN_ON)
                if cost and (self._inside_decisive(at, end) or self._is_told(word, at, end)):
                    continue
                if cost:
                    cost += sought.known * self._overwritten(at, end) + self._other_form(word, at, end)
                found.append((cost, end))
        found.sort()
        return tuple((stop, cost) for cost, stop in found[:3])

    def _may_be(self, sought: _Sought, at: int) -> bool:
        """Whether half of a word's letters, or ones alike, are there: quickly, before it is looked at closely."""
        n, furthest = len(sought.alike), sought.furthest
        last = at + n + 2
        # A letter that is nowhere is an error in any case; and one end further is at most one error less.
        if (sought.letters & ~_letters(self._alike[at:last])).bit_count() > furthest:
            return False
        distance = Levenshtein.distance(sought.alike, self._alike[at : at + n + 1], score_cutoff=furthest + 2)
        if not furthest < distance <= furthest + 2:
            return distance <= furthest
        return any(
            Levenshtein.distance(sought.alike, self._alike[at:end], score_cutoff=furthest) <= furthest
            for end in (at + n - 1, at + n, last)
        )

    def _overwritten(self, start: int, end: int) -> int:
        """Known words that lie in these letters, whole or but for a scrap."""
        return sum(start <= self.starts[number] < end and self.starts[number + 1] <= end + SCRAP for number in self._known)

    def _goes_too_far(self, start: int, end: int, stops: Mapping[int, float]) -> bool:
        """Whether the last of several words in these letters is better left out."""
        token = self.token_at.get(end, 0) - 1
        if token < 0 or end - self.starts[token] <= SHORT:
            return False
        shorter = stops.get(self.starts[token] - start, NEVER) if self.starts[token] > start else NEVER
        return shorter < stops[end - start]

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
