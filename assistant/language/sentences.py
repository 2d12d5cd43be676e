"""Text in sentences, and in passages where a sentence is too long to wait for: where a voice may pause.

Strategy: every mark that could end a sentence is looked at with the word before it and the letter after it. A point ends
none after a title or an initial, nor before a small letter after an abbreviation; a line of a list or a heading
stands alone. Nothing is ever lost: the pieces joined are the text again, but for its white space.

One algorithm reads whole texts and texts that come in pieces: a mark is decided once there is enough text after it, so that it
does not matter how the pieces are cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from assistant.language.abbreviation_tables import BEFORE_A_NAME, BEFORE_A_NUMBER, ORDINARY
from assistant.language.lines import Lines


class Break(IntEnum):
    """What a piece of text ends with: the higher, the longer one pauses."""

    WORD = 0
    CLAUSE = 1
    SENTENCE = 2
    PARAGRAPH = 3


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence or a part of one, on one line. `ends`: WORD where it had to be broken for its length alone."""

    text: str
    ends: Break


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Before a name or a number whatever follows: a point after these never ends a sentence.
_TITLES = _set("""
    dr dra drs dras sr sra srs sras srta srtas prof profa profª profs eng enga exmo exma ilmo ilma d dom pe fr st sto sta
    gen cel cap ten sgt maj alm av rod al trav pç pça lgo jd estr ed apto apt ap bl vs cf nº n núm mr mrs ms mme mlle sig
    arq exmos exmas revmo hosp sec gov pres cia
""")
# After these a sentence may end or go on: the next letter tells.
_ABBREVIATIONS = ORDINARY.keys() | _set("""
    min seg h hr hrs kg km cm mm fax ramal pág pag p pp vols art tab ex doc dep vice inc jan fev mar abr jun jul ago set out
    nov dez hab adj abrev méd ref res resid trad tb tbm vc pq end bras port ingl esp fem masc sing pl
    qua qui sex sáb
""")
# Before a name these are titles, too; in small letters, or at the beginning, they are words ("vou ver.", "Faz.").
_TITLES_OF_NAMES = frozenset(map(str.capitalize, BEFORE_A_NAME))
_CLOSING = r"""["'”’»)\]」』]*"""
# A sentence's end (or the point of an abbreviation); one where no white space follows; a clause's end.
_MARK = re.compile(
    rf"""(?<![.!?…])(?P<points>[.!?…]++)(?P<closing>{_CLOSING})(?=\s)
    |(?P<full>[。！？।॥]++{_CLOSING})(?=.)
    |(?P<clause>[,;:]{_CLOSING}(?=\s)|[、，；](?=.)|(?=[^\S\n][—–]))
    |(?P<paragraph>\n)""",
    re.VERBOSE | re.DOTALL,
)
_INITIAL = re.compile(r"[A-ZÀ-Ý]\.")
_ROMAN = re.compile(r"[IVXLC](?:[IVXLC]|(?!\w))")  # two characters tell, however the text comes
_PLACES = {"R", "S"}  # "na R. Augusta", "em S. Paulo"
_OPENING = "\"'“‘«([—–-¿¡*_ 「『"
_BETWEEN_WORDS = re.compile(r"(?<=[^\W\d_])\s+(?=[^\W\d_])")
_WINDOW = 80  # how far around a mark is looked, so that a megabyte without a full stop takes no longer than it must
_LONGEST = 1000  # characters; what is longer has lost its full stops
_SLICE = 4096
_IN_MARKS = ".!?…,;:。！？।॥、，；\"'”’»)]」』 \t"
_ENDLESS = 1 << 62


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text of any length, one by one, each on one line."""
    passages = Passages(text)
    while (passage := passages.take(_ENDLESS, _ENDLESS)) is not None:
        yield passage.text


class Passages:
    """A text, or its pieces as they come, taken passage by passage. No more pieces are pulled than the next one needs."""

    def __init__(self, text: str | Iterable[str]):
        self._is_here = isinstance(text, str)
        self._pieces = _slices(text) if isinstance(text, str) else iter(text)
        self._lines = Lines()
        self._text = ""
        self._searched = 0
        self._said = ""  # of the same sentence, before `_text`
        self._is_over = False

    def take(self, least: int, longest: int = _LONGEST) -> Passage | None:
        """Up to the end of the sentence, or of the first clause from `least` characters on; None when the text is over.

        What has neither within `longest` characters is broken between words.
        """
        while True:
            taken = self._find(least, longest)
            if taken is not None:
                passage = self._cut(*taken)
                if passage.text:
                    return passage
            elif not self._pull():
                rest, self._text, self._searched = self._text.strip(), "", 0
                return Passage(rest, Break.PARAGRAPH) if rest else None

    def goes_on(self) -> bool:
        """Whether there is more text, as far as one can know without waiting for it."""
        while self._is_here and not self._text.strip() and self._pull():
            pass
        return bool(self._text.strip())

    def _pull(self) -> bool:
        """Whether there is something new to be looked at."""
        if self._is_over:
            return False
        piece = next(self._pieces, None)
        self._is_over = piece is None
        self._text += self._lines.end() if piece is None else self._lines.feed(piece)
        return True

    def _find(self, least: int, longest: int) -> tuple[int, Break] | None:
        """Where the next passage ends, as far as the text that is here tells."""
        text = self._text
        for mark in _MARK.finditer(text, self._searched, longest + 2 if longest < len(text) else len(text)):
            if mark.end() > longest:
                break
            ends = self._ends(mark, least)
            if ends is None:
                self._searched = mark.start()
                return None
            if ends is not Break.WORD:
                return mark.end(), ends
        if len(text) > longest + (0 if self._is_over else _WINDOW + 2):
            return _last_gap(text, longest), Break.WORD
        # What ends the text may become a mark; but a page of full stops is none.
        self._searched = max(self._searched, len(text.rstrip(_IN_MARKS)), len(text) - _SLICE)
        return None

    def _ends(self, mark: re.Match[str], least: int) -> Break | None:
        """What ends with a mark: WORD for nothing, None while one cannot know."""
        if mark["paragraph"]:
            return Break.PARAGRAPH
        text = self._text
        ahead, knows_all = _ahead(text, mark.end(), self._is_over)
        if mark["full"]:
            return Break.SENTENCE
        after = ahead.lstrip(_OPENING)[:1]
        if not knows_all and (not after or (mark["points"] and len(ahead) < 2)):
            return None
        if mark["points"] and _ends_sentence(self._before(mark.start()), mark["points"], mark["closing"], ahead, after):
            return Break.SENTENCE if after else Break.PARAGRAPH
        is_clause = mark["clause"] is not None or mark["points"] in {"…", "..."}
        if is_clause and after and mark.end() >= least and _parts(text[: mark.end()], ahead):
            return Break.CLAUSE
        return Break.WORD

    def _before(self, end: int) -> str:
        """The sentence so far, as much of it as is looked at."""
        start = max(0, end - _WINDOW)
        return (self._said if start == 0 else "")[-_WINDOW:] + self._text[start:end]

    def _cut(self, end: int, ends: Break) -> Passage:
        taken = self._text[:end]
        self._said = (self._said + taken)[-_WINDOW:] if ends < Break.SENTENCE else ""
        self._text = self._text[end:] if ends is Break.PARAGRAPH else self._text[end:].lstrip(" \t")
        self._searched = 0
        return Passage(taken.strip(), ends)


def _slices(text: str) -> Iterator[str]:
    return (text[i : i + _SLICE] for i in range(0, len(text), _SLICE))


def _ahead(text: str, at: int, is_over: bool) -> tuple[str, bool]:
    """What follows in the same paragraph, and whether more text would not change it."""
    window = text[at : at + _WINDOW]
    paragraph = window.partition("\n")[0]
    return paragraph.lstrip(), is_over or len(paragraph) < len(window) or len(window) == _WINDOW


def _parts(before: str, ahead: str) -> bool:
    """Whether what is normalised as one (a number, a link, a bracket) stays whole when the text is parted here."""
    following = ahead.lstrip("—– ")[:1]
    if ahead[:1] in set("-*+#•·|>") or (before.rstrip(",;:… ")[-1:].isdigit() and following.isdigit()):
        return False
    return before.count("(") <= before.count(")") and before.count("[") <= before.count("]") and before.count("`") % 2 == 0


def _last_gap(text: str, longest: int) -> int:
    """Where a text without marks is broken: between two words, else at any white space, else anywhere."""
    gaps = [gap.start() for gap in _BETWEEN_WORDS.finditer(text, 0, longest + 2) if gap.start() <= longest]
    return gaps[-1] if gaps else max(text.rfind(" ", 1, longest), 0) or longest


def _ends_sentence(before: str, points: str, closing: str, ahead: str, after: str) -> bool:
    """Whether a mark between `before` and `ahead`, whose first letter is `after`, ends the sentence."""
    if not after:
        return True
    if closing or points in {"...", "…"}:
        return not after.islower()  # "ou não... talvez"; "Vamos!" disse ela
    if points != ".":
        return not (after.islower() and ahead[0] in "—–-")  # Vamos! — disse ela
    return _point_ends(before, ahead, after)


def _point_ends(before: str, ahead: str, after: str) -> bool:
    """Whether a single point does."""
    spoken = before.split()
    last = spoken[-1].lstrip(_OPENING) if spoken else ""
    if last.lower() in _TITLES or (last in _TITLES_OF_NAMES and len(spoken) > 1 and after.isupper()):
        return False
    if last.lower() in BEFORE_A_NUMBER and (after.isdigit() or _ROMAN.match(ahead)):
        return False
    if last in _PLACES:
        return False
    if re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]{1,2}", last):  # "S.A.", "a.C.": may end it; "J.R.R. Tolkien" does not
        return not after.islower() and not after.isdigit() and len(last) == 3
    if re.fullmatch(r"[A-ZÀ-Ý]", last):  # an initial, unless it names a thing: "a vitamina C."
        return len(spoken) > 1 and not spoken[-2][:1].isupper() and not _INITIAL.match(ahead)
    if last.isdigit() and len(spoken) == 1:  # "1. Abra a porta."
        return False
    if last.lower() in _ABBREVIATIONS:
        return after.isupper()
    return True
