"""Whether a text begins with the phrase that an assistant is called by, and what is left of it then.

Strategy: the words are compared as they sound, and as one: a recogniser writes "a sistente", "assistenti" or "ei, caza". Small
words that people begin with ("oi", "é…") may stand before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from assistant.language.words.lexicon import FILLERS, spoken
from assistant.language.words.phonetics import phonetic
from assistant.language.words.text import Token, tokenize

MIN_SIMILARITY = 0.85
MAX_WORDS_BEFORE = 2
# After one of these somebody speaks of an assistant, and calls none. Not "ó", which a recogniser tells from "o", nor "e" and "é".
_NOUN_NEXT = """
    o a os as um uma uns umas do da dos das no na nos nas ao aos à às pelo pela num numa dum duma de em por com sem como para
    meu minha meus minhas teu tua seu sua seus suas nosso nossa vosso vossa este esse aquele esta essa aquela
    deste desse daquele desta dessa daquela neste nesse naquele nesta nessa naquela
    qualquer cada outro outra mesmo mesma novo nova bom boa grande primeiro primeira segundo segunda
    sou era foi ser virou chama chamou dois duas três
"""
_BEFORE_NOUNS = frozenset(_NOUN_NEXT.split())


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


def without_phrases(phrases: Iterable[str], text: str) -> str | None:
    """What follows the first of them that the text begins with."""
    return next((rest for phrase in phrases if (rest := without_phrase(phrase, text)) is not None), None)


def words_of(phrase: str) -> list[str]:
    """Lower case, without punctuation: "Ei, casa!" → ["ei", "casa"]."""
    return [token.text for token in tokenize(phrase)]


def is_third_person(before: str) -> bool:
    """Whether this word, just before the phrase, says that it is spoken of: "o assistente"."""
    return before in _BEFORE_NOUNS


def is_before_call(words: Sequence[str]) -> bool:
    """Whether the phrase is a call after these words, said in the same breath: "ei", "é… escuta", or none."""
    return len(words) <= MAX_WORDS_BEFORE and all(is_filler_word(word) for word in words)


def is_filler_word(word: str) -> bool:
    return len(word) == 1 or any(_is_filler(token) for token in tokenize(word))


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
