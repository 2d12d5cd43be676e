"""Portuguese text in sentences, sentences in clauses, clauses in words: where a voice may pause.

Strategy: every mark that could end a sentence is looked at with the word before it and the letter after it. A point ends
none after a title or an initial, nor before a small letter after an abbreviation; a line of a list or a heading
stands alone. Nothing is ever lost: the pieces joined are the text again, but for its white space.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Before a name or a number whatever follows: a point after these never ends a sentence.
_TITLES = _set("""
    dr dra drs dras sr sra srs sras srta srtas prof profa profª profs eng enga exmo exma ilmo ilma d dom pe fr st sto sta
    gen cel cap ten sgt maj alm av rod al trav pç pça estr ed apto ap bl vs cf nº n núm
""")
# After these a sentence may end or go on: the next letter tells.
_ABBREVIATIONS = _set("""
    etc ltda cia min máx mín aprox seg h hr hrs kg km cm mm tel fax ramal pág págs pag p pp vol vols art arts fig figs tab ex
    obs séc cód doc dep depto gov pres vice inc jr jan fev mar abr jun jul ago set out nov dez hab adj adv abrev méd ref res
    resid trad univ tb tbm vc pq qtd qtde end bras port ingl esp fem masc sing pl
""")
_END = re.compile(r"""([.!?…]+)(["'”’»)\]]*)(?=\s|$)""")
_INITIAL = re.compile(r"[A-ZÀ-Ý]\.")
_OPENING = "\"'“‘«([—–-¿¡*_ "
_LIST_ITEM = re.compile(r"\s*(?:[-*+•·]|\d{1,3}[.)]|#{1,6})\s|\s*(?:```|\|)")
_HEADING = re.compile(r"\s*#{1,6}\s")
_WRAPPED_FROM = 50  # a line at least this long was broken for lack of room, not because it was over
_CLAUSE_BREAK = re.compile(r"(?<=[,;:…)])\s+|\s+(?=[(—–])")
_LONGEST_WORD = 60
_WINDOW = 80  # how far around a mark is looked, so that a megabyte without a full stop takes no longer than it must


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text of any length, one by one, each on one line."""
    for block in _blocks(text):
        start = 0
        for mark in _END.finditer(block):
            if _ends_sentence(block, start, mark):
                yield block[start : mark.end()].strip()
                start = mark.end()
        if rest := block[start:].strip():
            yield rest


def clauses(sentence: str) -> list[str]:
    """The parts of a sentence between commas, semicolons, colons, dashes and brackets; decimals stay whole."""
    return [part for part in _CLAUSE_BREAK.split(sentence) if part.strip()]


def words(clause: str) -> list[str]:
    """Its words; what is longer than any word is cut."""
    return [word[i : i + _LONGEST_WORD] for word in clause.split() for i in range(0, len(word), _LONGEST_WORD)]


def pack(sentence: str, size: Callable[[str], int], limit: int) -> Iterator[str]:
    """The sentence in pieces of at most `limit` by `size`: whole if it fits, else broken at clauses, else at words.

    `size` is taken as additive, so that each word is measured a few times only.
    """
    if size(sentence) <= limit:
        yield sentence
        return
    yield from _join(_fitting(sentence, size, limit), limit)


def _fitting(sentence: str, size: Callable[[str], int], limit: int) -> Iterator[tuple[str, int]]:
    """(piece, size) of every clause, or of the words of one that is too long."""
    for clause in clauses(sentence):
        n = size(clause)
        if n <= limit:
            yield clause, n
        else:
            # Clauses of a kind: a long one is halved rather than cut where it happens to be full.
            even = -(-n // -(-n // limit)) + limit // 10
            yield from ((part, size(part)) for part in _join(((w, size(w)) for w in words(clause)), min(even, limit)))


def _join(pieces: Iterable[tuple[str, int]], limit: int) -> Iterator[str]:
    held: list[str] = []
    total = 0
    for piece, n in pieces:
        if held and total + 1 + n > limit:
            yield " ".join(held)
            held, total = [], 0
        held.append(piece)
        total += n + (total > 0)
    if held:
        yield " ".join(held)


def _blocks(text: str) -> Iterator[str]:
    """Paragraphs, list items, headings and short lines, each on one line."""
    held: list[str] = []
    for line in text.splitlines():
        if held and _begins_block(held[-1], line):
            yield " ".join(held)
            held = []
        if line.strip():
            held.append(line.strip())
    if held:
        yield " ".join(held)


def _begins_block(before: str, line: str) -> bool:
    content = line.strip()
    if not content or _LIST_ITEM.match(line) or _HEADING.match(before):
        return True
    goes_on = content[0].islower() or before.endswith((",", ";", "-"))
    return len(before) < _WRAPPED_FROM and not goes_on


def _ends_sentence(block: str, start: int, mark: re.Match[str]) -> bool:
    points, closing = mark.groups()
    ahead = block[mark.end() : mark.end() + _WINDOW].lstrip()
    after = ahead.lstrip(_OPENING)[:1]
    if not after:
        return True
    if closing or points in {"...", "…"}:
        return not after.islower()  # "ou não... talvez"; "Vamos!" disse ela
    if points != ".":
        return not (after.islower() and ahead[0] in "—–-")  # Vamos! — disse ela
    return _point_ends(block[max(start, mark.start() - _WINDOW) : mark.start()], ahead, after)


def _point_ends(before: str, ahead: str, after: str) -> bool:
    """Whether a single point between `before` and `ahead`, whose first letter is `after`, ends the sentence."""
    spoken = before.split()
    last = spoken[-1].lstrip(_OPENING) if spoken else ""
    if last.lower() in _TITLES:
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
