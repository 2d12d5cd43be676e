"""Timed words → subtitles: SRT and WebVTT that can be read while one listens.

Strategy: of all the ways to cut the words into cues of at most two lines the cheapest is taken (dynamic programming over the
words, as paragraphs are broken into lines by Knuth and Plass 1981): few cues, ended where a sentence or a clause ends, none
that flashes by. A cue stays until it can be read, as far as the next one leaves it the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from assistant.language.sentences import sentences

LINE_CHARACTERS = 42
LONGEST_S, SHORTEST_S = 7.0, 1.0
READ_PER_S = 17  # characters a grown-up reads in a second
_PAUSE_S = 1.2  # after such a silence a new cue begins in any case …
_BREATH_S = 0.4  # … and after this one a sentence is over, marked or not: a heading

_CLAUSE_END = re.compile(r"[,;:—–)\]”\"»]$")
_LITTLE = re.compile(
    "(?i:[ao]s?|uma?s?|d[aeo]s?|em|n[ao]s?|aos?|às?|por|pel[ao]s?|com|sem|para|pra|que|se|e|ou|mas|não|seus?|suas?|meus?|minhas?"
    "|est[ae]s?|ess[ae]s?|lhes?|[mt]e|é|muito|mais)"
)
"""What belongs to the word after it: no line should end with it."""

_CROSSING = 2.0  # what it costs that a sentence ends within a cue …
_FLASHING = 2.0  # … that a cue lasts a second less than SHORTEST_S …
_UNEVEN = 0.5  # … and that it is empty


class Timed(Protocol):
    """What `events.Word` and `tts.protocol.SpokenWord` are, too."""

    @property
    def text(self) -> str: ...
    @property
    def start(self) -> float: ...
    @property
    def end(self) -> float: ...


@dataclass(frozen=True, slots=True)
class TimedText:
    """A word, or several; start and end in seconds since the sound began."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Cue:
    """What is shown from start to end, in seconds: one line or two of at most LINE_CHARACTERS."""

    start: float
    end: float
    lines: tuple[str, ...]


def spread(text: str, start: float, end: float) -> list[TimedText]:
    """The words of a stretch of which only the whole is timed, each given the time of its characters."""
    words = text.split()
    total = sum(len(word) + 1 for word in words)
    timed, n_before = [], 0
    for word in words:
        n_after = n_before + len(word) + 1
        timed.append(TimedText(word, start + (end - start) * n_before / total, start + (end - start) * n_after / total))
        n_before = n_after
    return timed


def cues(words: Iterable[Timed]) -> list[Cue]:
    """Cues in the order of time, none over another. A word longer than a line is cut."""
    groups = [group for stretch in _stretches(_fitting(words)) for group in _grouped(stretch)]
    found = []
    for group, following in pairwise([*groups, None]):
        lines = _lines([word.text for word in group])
        readable_s = max(SHORTEST_S, sum(map(len, lines)) / READ_PER_S)
        end = max(group[-1].end, group[0].start + min(readable_s, LONGEST_S))
        found.append(Cue(group[0].start, min(end, following[0].start) if following else end, lines))
    return found


def srt(shown: Iterable[Cue]) -> str:
    """As SubRip files have it; "" when there is nothing to show."""
    return "\n".join(
        f"{number}\n{_clock(cue.start, ',')} --> {_clock(cue.end, ',')}\n{_body(cue)}\n" for number, cue in enumerate(shown, 1)
    )


def vtt(shown: Iterable[Cue]) -> str:
    """As web pages take them."""
    escaped = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
    return "WEBVTT\n" + "".join(
        f"\n{_clock(cue.start, '.')} --> {_clock(cue.end, '.')}\n{_body(cue).translate(str.maketrans(escaped))}\n"
        for cue in shown
    )


FORMATS = {"srt": srt, "vtt": vtt}


def _clock(seconds: float, mark: str) -> str:
    ms = round(seconds * 1000)
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}{mark}{ms % 1000:03}"


def _body(cue: Cue) -> str:
    return "\n".join(cue.lines).replace("-->", "→")  # which would be taken for a time


def _fitting(words: Iterable[Timed]) -> Iterator[TimedText]:
    """The same without white space, time never running backwards, cut to the length of a line."""
    at = 0.0
    for word in words:
        start = max(at, word.start)
        at = max(start, word.end)
        for piece in spread(word.text, start, at):
            n_pieces = -(-len(piece.text) // LINE_CHARACTERS)
            step_s = (piece.end - piece.start) / n_pieces
            for i in range(n_pieces):
                part = piece.text[i * LINE_CHARACTERS : (i + 1) * LINE_CHARACTERS]
                yield TimedText(part, piece.start + i * step_s, piece.start + (i + 1) * step_s)


def _stretches(words: Iterable[TimedText]) -> Iterator[list[TimedText]]:
    """What is said between two pauses."""
    held: list[TimedText] = []
    for word in words:
        if held and word.start - held[-1].end > _PAUSE_S:
            yield held
            held = []
        held.append(word)
    if held:
        yield held


def _grouped(words: Sequence[TimedText]) -> Iterator[Sequence[TimedText]]:
    """The words of each cue."""
    endings = _endings(words)
    best = [0.0] + [float("inf")] * len(words)  # the least cost of words[:j] …
    begins = [0] * (len(words) + 1)  # … and where its last cue begins
    for i in range(len(words)):
        n_lines, column, crossed = 1, 0, 0.0
        for j in range(i + 1, len(words) + 1):
            last = words[j - 1]
            if column and column + 1 + len(last.text) > LINE_CHARACTERS:
                n_lines, column = n_lines + 1, 0
            column += len(last.text) + (column > 0)
            if n_lines > 2 or (j > i + 1 and last.end - words[i].start > LONGEST_S):
                break
            n_empty = LINE_CHARACTERS * (3 - n_lines) - column
            cost = best[i] + crossed + endings[j - 1] + _cost(last.end - words[i].start, n_empty)
            if cost < best[j]:
                best[j], begins[j] = cost, i
            crossed += _CROSSING * (endings[j - 1] == 0.0)
    cuts = [len(words)]
    while cuts[-1]:
        cuts.append(begins[cuts[-1]])
    return (words[i:j] for j, i in reversed(list(pairwise(cuts))))


def _cost(seconds: float, n_empty: int) -> float:
    """Of one more cue, that lasts so long and has so many characters to spare."""
    return 1 + _FLASHING * max(0.0, SHORTEST_S - seconds) + _UNEVEN * (n_empty / (2 * LINE_CHARACTERS)) ** 2


def _endings(words: Sequence[TimedText]) -> list[float]:
    """How bad it is to end a cue after each word: 0 where a sentence ends."""
    found = [_ending(word.text) for word in words]
    for i, (word, following) in enumerate(pairwise(words)):
        if following.start - word.end > _BREATH_S:
            found[i] = 0.0
    at = 0
    for sentence in sentences(" ".join(word.text for word in words)):
        at += len(sentence.split())
        found[min(at, len(found)) - 1] = 0.0
    return found


def _ending(word: str) -> float:
    if _CLAUSE_END.search(word):
        return 0.2
    return 1.0 if _LITTLE.fullmatch(word) else 0.5


def _lines(words: Sequence[str]) -> tuple[str, ...]:
    """One line where it fits, else two of about one length, the first ended as well as can be."""
    text = " ".join(words)
    if len(text) <= LINE_CHARACTERS:
        return (text,)

    def cost(at: int) -> float:
        first, second = len(" ".join(words[:at])), len(" ".join(words[at:]))
        if max(first, second) > LINE_CHARACTERS:
            return float("inf")
        return abs(first - second) / LINE_CHARACTERS + _ending(words[at - 1])

    at = min(range(1, len(words)), key=cost)
    return " ".join(words[:at]), " ".join(words[at:])
