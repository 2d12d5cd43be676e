"""Whether a text begins with the phrase that an assistant is called by, and what is left of it then.

Strategy: the words are compared as they sound, and as one: a recogniser writes "a sistente", "assistenti" or "ei, caza". Small
words that people begin with ("oi", "é…") may stand before it.
"""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from assistant.language.words.lexicon import FILLERS, spoken
from assistant.language.words.phonetics import phonetic
from assistant.language.words.text import Token, tokenize

MIN_SIMILARITY = 0.85
MAX_WORDS_BEFORE = 2


def without_phrase(phrase: str, text: str) -> str | None:
    """What follows `phrase` at the beginning of `text`, perhaps nothing; None where it does not begin so."""
    tokens = tokenize(text)
    wanted, n_words = _wanted(phrase)
    for first in range(min(MAX_WORDS_BEFORE, len(tokens)) + 1):
        # As many words as it has, first; then one more or less, for what was heard as two or as one.
        for n in (n_words, n_words + 1, max(n_words - 1, 1)):
            heard = tokens[first : first + n]
            if len(heard) == n and _similarity(heard, wanted) >= (MIN_SIMILARITY if n == n_words else 1.0):
                return text[heard[-1].end :].lstrip(" ,.;:!?…–—-")
        if first == len(tokens) or not _is_filler(tokens[first]):
            return None
    return None


def _similarity(tokens: list[Token], wanted: str) -> float:
    return Levenshtein.normalized_similarity(_sound(tokens), wanted)


def _is_filler(token: Token) -> bool:
    word = spoken(token.text)
    # "ó, assistente" calls it; "o assistente" speaks of it.
    return token.text != "o" and (word,) in FILLERS.get(word, ())


@lru_cache(maxsize=64)
def _wanted(phrase: str) -> tuple[str, int]:
    tokens = tokenize(phrase)
    return _sound(tokens), len(tokens)


def _sound(tokens: list[Token]) -> str:
    return phonetic("".join(token.text for token in tokens))
