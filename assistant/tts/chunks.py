"""Text → chunks: as many phonemes as the model is given at once, each the text's next part.

Strategy: making a chunk takes 0.15 to 0.3 of the time that it lasts, and the listener waits for all of the first one. So the
first chunk is short (FIRST phonemes, not two seconds of speech: the first clause, or what of it can be broken off between words
where the voice hardly dwells), and each later one at most three times as long as all that was heard before it, pauses included:
meanwhile the next one is made, at 0.3 as well. After the shortest beginnings ("Dez reais", half a second) it may be FIRST long.
From LONGEST phonemes on (ten seconds) chunks grow no more: the model would take 510, but needs 1.5 MB for each. Later
sentences that fit are never broken, and two are never joined: joined, short sentences are rushed ("Sim. Claro." has no pause
at all), and alone they sound as they should.

What is broken in mid-sentence must not sound as if it were over: whatever mark ends it, the voice falls and fades, since it
knows that nothing follows (the last word has 0.67 of the loudness and 0.74 of the pitch that it has in the whole sentence;
0.93 and 0.85 when two more words are read; a clause's last word 0.85 and 0.78, and with "e…" 1.01 and 0.83). In the same way
what follows begins as if it were new (1.57 and 1.08; from the word before on 1.12 and 0.94). So a chunk may carry phonemes of
what surrounds it, which the model reads and nobody hears.

Where the chunks end depends on the text alone, not on when or in what pieces it came: a chunk that was made once is
found again in the cache.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from assistant.language.sentences import Break, Passages
from assistant.tts.reading.pairing import Pair, pairs
from assistant.tts.reading.protocol import Reader, Spoken

FIRST, LONGEST = 36, 200
_GROWTH, _STRETCH = 2.0, 1.5  # how much longer than all before it, and what more a sentence may have to stay whole
_LEAST = 10  # phonemes; what is shorter sounds chopped off
_REST = {Break.WORD: 0, Break.CLAUSE: 2, Break.SENTENCE: 5, Break.PARAGRAPH: 8}  # phonemes' time of the pause after it
_AIM = 24  # of a first chunk that must be broken: with the words that it is read on to it is FIRST
_ENOUGH = 5  # phonemes to read on after a break between words
_GOES_ON = "i…"  # "e…": what the voice thinks to follow a clause; costs three phonemes, and the text need not be known
_CLAUSE_MARKS = ",;:—…)!?."
_MARKS = _CLAUSE_MARKS + '”"'


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words before which one breaks a clause gladly, if need be, unwillingly; and those after which one does not.
_JOINING = _set("e ou mas que se porque quando como onde enquanto para pra and or but that if y pero et ou")
_LEADING = _set("em no na nos nas por pelo pela com até sem sobre entre with in on for to con en avec dans pour")
_BELONGING = _set("de do da dos das of del di")
_TIED = _set("""
    o a os as um uma ao à aos às não me te lhe the el la los las le les un une il i muito mais tão
    dois duas três quatro cinco seis sete oito nove dez onze doze quinze vinte trinta quarenta cinquenta sessenta cem cento mil
""")


@dataclass(frozen=True, slots=True)
class Chunk:
    """pairs: its words, at least one. before, after: phonemes of what surrounds it, to be read and not to be heard.

    goes_on: whether more text follows, as far as one knows.
    """

    pairs: tuple[Pair, ...]
    ends: Break
    before: str = ""
    after: str = ""
    goes_on: bool = False

    @property
    def graphemes(self) -> str:
        return "".join(pair.written for pair in self.pairs).strip()

    @property
    def phonemes(self) -> str:
        """Ended by a mark, if it is a sentence: without one the model swallows the last sound."""
        phonemes = _phonemes(self.pairs)
        if self.ends is Break.WORD or phonemes[-1] in _MARKS:
            return phonemes
        return phonemes + ("," if self.ends is Break.CLAUSE else ".")

    def words(self) -> Iterator[tuple[str, int, int]]:
        """(as it is written, its first phoneme, the end of its last phoneme, marks left out) of every word."""
        at = 0
        for pair in self.pairs:
            phonemes = _phonemes([pair])
            if pair.word:
                n_opening = len(phonemes) - len(phonemes.lstrip('(“"—… '))
                yield pair.word, at + n_opening, at + len(phonemes.rstrip(_MARKS + " "))
            at += len(phonemes) + 1


def chunks(text: str | Iterable[str], reader: Reader, n_said: int = 0) -> Iterator[Chunk]:
    """The chunks of a text or of its pieces, one by one; no more of it is read than the next one needs.

    n_said: phonemes to take for said already; with LONGEST no chunk is short for the sake of a quick start.
    """
    passages = Passages(text)
    held: list[Pair] = []
    ends, before = Break.PARAGRAPH, ""
    while True:
        while not _is_enough(held, ends, n_said):
            passage = passages.take(_LEAST if n_said == 0 else max(1, _limit(n_said) - _size(held)))
            if passage is None:
                ends = Break.PARAGRAPH
                break
            held += _read(passage.text, reader)
            ends = passage.ends
        if not held:
            return
        n = _first_part(held, ends, n_said)
        ended = ends if n == len(held) else _break_after(held, n)
        goes_on = n < len(held) or passages.goes_on()
        yield Chunk(tuple(held[:n]), ended, before, _after(held[n:], ended), goes_on)
        n_said += _size(held[:n]) + _REST[ended]
        before = held[n - 1].spoken[-1].phonemes[-_LEAST:] if ended is Break.WORD else ""
        held = held[n:]


def _limit(n_said: int) -> int:
    return FIRST if n_said == 0 else int(min(LONGEST, max(_AIM, _GROWTH * n_said)))


def _most(n_said: int) -> int:
    return FIRST if n_said == 0 else int(min(LONGEST, _STRETCH * _limit(n_said)))


def _is_enough(held: Sequence[Pair], ends: Break, n_said: int) -> bool:
    if not held or ends >= Break.SENTENCE:
        return bool(held)
    return _size(held) >= (_LEAST if n_said == 0 else 0.75 * _limit(n_said))


def _read(text: str, reader: Reader) -> list[Pair]:
    read = [part for pair in pairs(text, reader.read(text)) for part in _parts(pair)]
    return [*read[:-1], replace(read[-1], written=read[-1].written + " ")] if read else []


def _parts(pair: Pair) -> Iterator[Pair]:
    """The pair itself; or its parts, if it is too much to be said at once: the first one has all that is written."""
    if _size([pair]) <= LONGEST // 2:
        yield pair
        return
    written, word = pair.written, pair.word
    for spoken in pair.spoken:
        for at in range(0, len(spoken.phonemes), LONGEST // 2):
            yield Pair(written, word, (Spoken(spoken.text, spoken.phonemes[at : at + LONGEST // 2]),))
            written = word = ""


def _phonemes(held: Iterable[Pair]) -> str:
    return " ".join(spoken.phonemes for pair in held for spoken in pair.spoken)


def _size(held: Iterable[Pair]) -> int:
    return len(_phonemes(held))


def _first_part(held: Sequence[Pair], ends: Break, n_said: int) -> int:
    """How many of the words the next chunk has: all, or as many as stand before the best break."""
    sizes = [n - 1 for n in accumulate(_size([pair]) + 1 for pair in held)]
    most, total = _most(n_said), sizes[-1]
    if len(held) == 1 or (total <= most and ends is not Break.WORD):
        return len(held)
    if n_said == 0:
        aim: float = _AIM
    elif ends >= Break.SENTENCE:
        aim = total / -(-total // most)
    else:
        aim = _limit(n_said)

    def badness(n: int) -> float:
        size, rest = sizes[n - 1], total - sizes[n - 1]
        too_short = (size < _LEAST) + (rest < _LEAST and ends >= Break.SENTENCE)
        strain = _strain(held, n)
        over = max(0, size + (_LEAST if strain else 0) - most)  # with what it is read on to
        return abs(size - aim) / aim + strain + 6 * too_short + (over > 0) * (1 + 4 * over / most) + 100 * (size > LONGEST)

    return min(range(1, len(held)), key=badness)


def _strain(held: Sequence[Pair], n: int) -> float:
    """How much the ear is hurt by a break before the n-th word: little before "que" or "para", more after "a" or "de"."""
    if _break_after(held, n) is not Break.WORD:
        return 0.0
    before, following = (pair.spoken[at].text.casefold() for pair, at in ((held[n - 1], -1), (held[n], 0)))
    if before in _JOINING | _LEADING | _BELONGING | _TIED or not held[n].written:
        return 1.6
    if following in _BELONGING:
        return 1.2
    return 0.4 if following in _JOINING else 0.7 if following in _LEADING else 1.0


def _break_after(held: Sequence[Pair], n: int) -> Break:
    """What there is between the words before the n-th one and that."""
    is_clause = held[n - 1].spoken[-1].phonemes.rstrip('”" ')[-1:] in set(_CLAUSE_MARKS)
    return Break.CLAUSE if is_clause or held[n].spoken[0].phonemes[0] in "(“" else Break.WORD


def _after(rest: Sequence[Pair], ended: Break) -> str:
    """What the voice is to think that follows."""
    if ended is Break.WORD:
        following = [spoken.phonemes for pair in rest[:2] for spoken in pair.spoken][:2]
        return " ".join(following[: 1 if following and len(following[0]) >= _ENOUGH else 2])[:_LEAST]
    return _GOES_ON if ended is Break.CLAUSE else ""
