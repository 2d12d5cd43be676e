"""Whether what was recognised is the assistant's own words, come back from its loudspeaker.

Strategy: an echo is a passage of what was spoken: most of its words come back, in order, with little left out between them. So
both are aligned, word by word as they sound (two words may have become one, or one two), and what share of the heard letters
the best passage accounts for decides. A command that shares words with the answer ("apaga a luz", over "Acendi a luz da sala")
has a word of its own, and that word is usually the one that matters: one long word which the passage lacks is enough to say no.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from assistant.language.speakable import speakable
from assistant.language.words.by_ear import by_ear
from assistant.language.words.text import tokenize

MIN_LETTERS = 4
"""Less than this ("sim", "não", "é") stands in every answer, and is said in answer to them."""
ACCOUNTED = 0.7
"""So much of what was heard has to be found in the passage: recognisers garble what a canceller has left."""
OWN_LETTERS = 4
"""A word of so many letters that was not spoken at all is somebody else's."""
_ALIKE = 0.6
"""Words less alike than this are not the same word heard badly."""
_LEFT_OUT = 0.5
"""What each spoken word that is missing in between costs, in letters: a passage hangs together."""
_REPLIES = {"para", "pare", "chega", "cancela", "basta", "silencio", "espera", "repete", "obrigado", "obrigada"}
"""Said alone over an answer they are meant, even if the answer holds them: "para" is also half of all prepositions."""


def is_own_words(heard: str, spoken: str) -> bool:
    """heard: a transcript. spoken: what the assistant was saying then, or the last seconds of it."""
    there = _sounds(heard)
    n_letters = sum(map(len, there))
    if n_letters < MIN_LETTERS or (len(there) == 1 and there[0] in _meant()):
        return False
    costs = _align(there, _sounds(spoken))
    if costs is None:
        return False
    found, missed = costs
    return found >= ACCOUNTED * n_letters and missed < OWN_LETTERS


def _sounds(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (by_ear(token.text) for token in tokenize(speakable(text)))))


@lru_cache(maxsize=1)
def _meant() -> frozenset[str]:
    return frozenset(map(by_ear, _REPLIES))


def _align(heard: Sequence[str], spoken: Sequence[str]) -> tuple[float, int] | None:
    """(letters accounted for, letters of the longest word that is not) for the best passage; None where nothing is alike.

    A local alignment (Smith & Waterman, 1981) over words.
    """
    width = len(spoken) + 1
    # best[i][j]: (score, letters found, longest word missed) of an alignment of heard[:i] whose last used word is spoken[j - 1].
    best: list[list[tuple[float, float, int]]] = [[(0.0, 0.0, 0)] * width]
    for i, word in enumerate(heard, start=1):
        skipped = [(score, found, max(missed, len(word))) for score, found, missed in best[i - 1]]
        row = list(skipped)
        for j in range(1, width):
            row[j] = max(row[j], _less(row[j - 1], _LEFT_OUT), key=_score)
            for n_heard, n_spoken in ((1, 1), (1, 2), (2, 1)):
                if n_heard > i or n_spoken > j:
                    continue
                whole = "".join(spoken[j - n_spoken : j])
                gain = _alike("".join(heard[i - n_heard : i]), whole, is_first=i == n_heard)
                score, found, missed = best[i - n_heard][j - n_spoken]
                if gain:
                    row[j] = max(row[j], (score + gain, found + gain, missed), key=_score)
        best.append(row)
    _, found, missed = max(best[-1], key=_score)
    return (found, missed) if found else None


def _score(state: tuple[float, float, int]) -> tuple[float, int]:
    return state[0], -state[2]


def _less(state: tuple[float, float, int], cost: float) -> tuple[float, float, int]:
    return max(0.0, state[0] - cost) if state[1] else state[0], state[1], state[2]


@lru_cache(maxsize=8192)
def _alike(heard: str, spoken: str, is_first: bool) -> float:
    """Letters of `heard` that `spoken` accounts for; 0 where they are different words. The first may lack its beginning."""
    if is_first and len(heard) >= MIN_LETTERS:
        spoken = spoken[-len(heard) - 1 :]
    likeness = Levenshtein.normalized_similarity(heard, spoken)
    return len(heard) * likeness if likeness >= _ALIKE else 0.0
