"""Written words beside what is said for them: "15h30" beside "quinze horas e trinta".

Strategy: equal words of the written and of the said text are anchors; what lies between two anchors belongs together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from assistant.tts.reading.protocol import Spoken

# Each letter stands alone where no spaces are written.
_IDEOGRAPH = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f"
_TOKEN = re.compile(rf"(?:\[[^\][\n]+\]\([^()\n]*\))+[^\s{_IDEOGRAPH}]*|[{_IDEOGRAPH}]|[^\s{_IDEOGRAPH}]+")
_LINK = re.compile(r"\[([^\][]*)\]\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Pair:
    """Written words and what is said for them. `written`: white space after it included; `word`: bare, no link's target."""

    written: str
    word: str
    spoken: tuple[Spoken, ...]


def pairs(text: str, spoken: Sequence[Spoken]) -> list[Pair]:
    """The text in words, each with what is said for it: joined, `written` is the text and `spoken` is all that is said.

    Words that are put together when they are said are one pair. Without anything said there is none.
    """
    if not spoken:
        return []
    tokens = list(_TOKEN.finditer(text))
    groups: list[tuple[int, int, int, int]] = []
    for i, i_end, j, j_end in _groups([_key(t.group()) for t in tokens], [_key(s.text) for s in spoken]):
        before = groups[-1] if groups else (0, 0, 0, 0)
        # What is written and not said belongs to what is before it, and so does what is said and not written.
        if groups and (i == i_end or j == j_end or before[0] == before[1] or before[2] == before[3]):
            groups[-1] = (before[0], i_end, before[2], j_end)
        elif i < i_end or j < j_end:
            groups.append((i, i_end, j, j_end))
    starts = [0, *(tokens[i].start() for i, *_ in groups[1:]), len(text)]
    return [
        _pair(text[start:end], spoken[j:j_end]) for (start, end), (_, _, j, j_end) in zip(pairwise(starts), groups, strict=True)
    ]


def _pair(written: str, spoken: Sequence[Spoken]) -> Pair:
    return Pair(written, _LINK.sub(r"\1", written.strip()), tuple(spoken))


def _groups(written: list[str], said: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """(first, end) of written words, (first, end) of said ones, that belong together."""
    at_written = at_said = 0
    for i, j, n in SequenceMatcher(None, written, said, autojunk=False).get_matching_blocks():
        if i - at_written == j - at_said and all(any(c.isalpha() for c in word) for word in written[at_written:i]):
            yield from ((at_written + k, at_written + k + 1, at_said + k, at_said + k + 1) for k in range(i - at_written))
        else:
            yield at_written, i, at_said, j
        yield from ((i + k, i + k + 1, j + k, j + k + 1) for k in range(n))
        at_written, at_said = i + n, j + n


def _key(word: str) -> str:
    """What makes two words equal."""
    return "".join(c for c in _LINK.sub(r"\1", word).casefold() if c.isalnum())
