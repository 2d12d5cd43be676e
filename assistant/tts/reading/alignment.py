"""Which phonemes of a clause belong to which of its words.

Strategy: espeak-ng reads words in their context and mostly answers a phoneme word for each. It joins some ("para que") and
takes others apart (numbers, letters): then what every word sounds like alone is laid beside the whole, letter by letter,
and each phoneme goes to the word that it lies beside. None is ever lost.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Sequence

_NEAR = 2  # phonemes that a boundary may be off a space that espeak-ng put: there it belongs
_CLINGING = frozenset("ːˑʰʲᵝ")


def by_word(words: Sequence[str], phonemes: str, alone: Callable[[str], str]) -> list[str]:
    """The phonemes of every word, "" for one that is not heard; joined they are all of `phonemes`."""
    parts = phonemes.split()
    if len(parts) == len(words):
        return parts
    if not parts or len(words) < 2:
        return [" ".join(parts)] * len(words)
    return _cut(parts, _boundaries([alone(word).replace(" ", "") for word in words], parts))


def by_phoneme_word(words: Sequence[str], phonemes: str, alone: Callable[[str], str]) -> list[tuple[str, str]]:
    """(words, phonemes) with the words together whose phonemes are one word: for languages that write no spaces."""
    spaces = {0, *_ends(phonemes.split())}
    together: list[tuple[str, str]] = []
    at = 0
    for word, piece in zip(words, by_word(words, phonemes, alone), strict=True):
        if at in spaces or not together:
            together.append((word, piece))
        else:
            together[-1] = (together[-1][0] + word, together[-1][1] + piece)
        at += len(piece.replace(" ", ""))
    return together


def _boundaries(expected: list[str], parts: list[str]) -> list[int]:
    """Where each word ends among the letters of the parts."""
    from rapidfuzz.distance import Levenshtein

    whole = "".join(parts)
    codes = list(Levenshtein.opcodes("".join(expected), whole))
    ends, spaces, at, i = [], _ends(parts), 0, 0
    for end in _ends(expected)[:-1]:
        while i < len(codes) - 1 and codes[i].src_end < end:
            i += 1
        code = codes[i]
        place = min(code.dest_start + end - code.src_start, code.dest_end)
        is_beside_insert = end == code.src_end and i + 1 < len(codes) and codes[i + 1].tag == "insert"
        if code.tag not in {"equal", "replace"} or is_beside_insert:
            place = _settled(place, spaces)
        at = max(at, _whole_sound(place, whole))
        ends.append(at)
    return [*ends, len(whole)]


def _ends(texts: list[str]) -> list[int]:
    total, ends = 0, []
    for text in texts:
        total += len(text)
        ends.append(total)
    return ends


def _settled(place: int, spaces: list[int]) -> int:
    """A boundary that could as well be a little further: where espeak-ng put a space, if there is one near."""
    after = bisect_left(spaces, place)
    near = [space for space in spaces[max(0, after - 1) : after + 1] if abs(space - place) <= _NEAR]
    return min(near, key=lambda space: abs(space - place), default=place)


def _whole_sound(place: int, whole: str) -> int:
    """The boundary not within a sound: after what clings to the letter before, before the stress of the next."""
    while 0 < place < len(whole) and (unicodedata.combining(whole[place]) or whole[place] in _CLINGING):
        place += 1
    return place - 1 if 0 < place < len(whole) and whole[place - 1] in "ˈˌ" else place


def _cut(parts: list[str], ends: list[int]) -> list[str]:
    """The parts cut at `ends`; where a word has several, the spaces between them stay."""
    pieces: list[str] = []
    spaced = " ".join(parts)
    at = n_letters = 0
    for end in ends:
        start = at
        while n_letters < end:
            n_letters += spaced[at] != " "
            at += 1
        pieces.append(spaced[start:at].strip())
    return pieces
