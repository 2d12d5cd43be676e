"""Words of another reading in the place of what was heard in a slot for anything.

Strategy: two recognisers differ in how they cut and spell the same sounds ("goia bada casção", "goiabada cascão"), so the other's
sentence is cut in three where its letters come nearest to what is before the slot, in it, and after it. The middle is taken,
unless it is too far away to be the same words, or has more words that no dictionary has: one recogniser writes by ear, the other
one makes up foreign words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rapidfuzz.distance import Levenshtein

from assistant.asr.language_model import UNKNOWN, LanguageModel
from assistant.events import Word
from assistant.language.words.phonetics import fold
from assistant.language.words.text import Token, tokenize

MAX_DISTANCE = 0.5
"""Letters that may differ, for each letter of the slot."""
_MORE_WORDS = 4

IsWord = Callable[[str], bool]
"""Whether a dictionary has a word, in lower case."""


def in_vocabulary(model: LanguageModel) -> IsWord:
    return lambda word: model.number_of(word) != UNKNOWN


def grafted(text: str, words: tuple[Word, ...], value: str, other: str, is_word: IsWord) -> tuple[str, tuple[Word, ...]]:
    """The text with what `other` has for `value`, a run of its tokens; and its words, one for each that spaces part, or none."""
    tokens = tokenize(text)
    n = len(value.split())
    spans = (tokens[at : at + n] for at in range(len(tokens) - n + 1))
    span = next((span for span in spans if " ".join(token.text for token in span) == value), None)
    if not span:
        return text, words
    before, after = text[: span[0].start], text[span[-1].end :]
    run = counterpart((before, value, after), other)
    if not run or _n_unknown(run, is_word) > _n_unknown(value, is_word):
        return text, words
    n_around = len(before.split()), len(after.split())
    if len(words) != len(text.split()) or sum(n_around) >= len(words):
        return before + run + after, ()
    return before + run + after, _timed(words, *n_around, run.split())


def counterpart(parts: tuple[str, str, str], other: str) -> str | None:
    """What stands in `other` for the middle one of three parts of a text, or None when nothing there sounds like it."""
    tokens = tokenize(other)
    _, middle, _ = wanted = tuple(_letters(tokenize(part)) for part in parts)
    most = len(tokenize(parts[1])) + _MORE_WORDS
    cuts = [(i, j) for i in range(len(tokens)) for j in range(i + 1, min(len(tokens), i + most) + 1)]
    letters = {(i, j): (_letters(tokens[:i]), _letters(tokens[i:j]), _letters(tokens[j:])) for i, j in cuts}
    distances = {cut: _distance(wanted, found) for cut, found in letters.items()}
    best = min(cuts, key=distances.__getitem__, default=None)
    if best is None or Levenshtein.distance(middle, letters[best][1]) > MAX_DISTANCE * len(middle):
        return None
    return other[tokens[best[0]].start : tokens[best[1] - 1].end]


def _distance(wanted: Sequence[str], found: Sequence[str]) -> int:
    """The middle counts double, so that a letter too many goes to what is around it."""
    before, middle, after = map(Levenshtein.distance, wanted, found)
    return before + 2 * middle + after


def _letters(tokens: Iterable[Token]) -> str:
    return fold("".join(token.text for token in tokens))


def _n_unknown(text: str, is_word: IsWord) -> int:
    return sum(not is_word(token.text) for token in tokenize(text) if token.text.isalpha())


def _timed(words: tuple[Word, ...], n_before: int, n_after: int, run: list[str]) -> tuple[Word, ...]:
    """Words before and after keep their times; those between share theirs by their letters."""
    heard = words[n_before : len(words) - n_after]
    start, confidence = heard[0].start, min(word.confidence for word in heard)
    per_letter = (heard[-1].end - start) / sum(map(len, run))
    timed = []
    for word in run:
        timed.append(Word(word, round(start, 3), round(start + len(word) * per_letter, 3), confidence))
        start = timed[-1].end
    return (*words[:n_before], *timed, *words[len(words) - n_after :])
