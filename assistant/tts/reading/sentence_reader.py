"""A sentence → its words with their phonemes: for languages that put spaces between words.

Strategy: marks are taken off the words and kept; what stands between two marks is read at once, since words sound as their
neighbours will have it; then a word's own pronunciation, from the lexicon or from a control in the text, takes the place of
what was read, and the marks come back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from assistant.language.controls import PLACEHOLDERS, Control, control_of, extract, stressed
from assistant.tts.phonemes import MARKS, checked, is_heard, known
from assistant.tts.reading.alignment import by_word
from assistant.tts.reading.g2p import GraphemesToPhonemes
from assistant.tts.reading.lexicon import Lexicon
from assistant.tts.reading.protocol import Spoken

_OPENING = frozenset('(“—…"')
_WRITTEN_MARKS = {"«": "“", "»": "”", "„": "“", "–": "—", "―": "—", "[": "(", "]": ")", "{": "(", "}": ")", "।": ".", "॥": "."}
_SILENT_MARKS = frozenset("-'‘’*_~`¿¡|\\")
_PIECES = re.compile(f"[{PLACEHOLDERS}]|[^{PLACEHOLDERS}]+")


class Pronouncer(Protocol):
    def pronounce(self, words: Sequence[str]) -> list[str]:
        """The phonemes of each word of a clause, in its context; "" for one that is not heard. Raises PhonemizerError."""


class EspeakPronouncer:
    """Any language of espeak-ng. `spell` puts a word as it is best given to it."""

    def __init__(self, g2p: GraphemesToPhonemes, spell: Callable[[str], str] = str):
        self._g2p = g2p
        self._spell = spell
        self._alone = lru_cache(2000)(g2p.phonemize)

    def pronounce(self, words: Sequence[str]) -> list[str]:
        spelled = [self._spell(word) for word in words]
        return by_word(spelled, self._g2p.phonemize(" ".join(spelled)), self._alone)


@dataclass(slots=True)
class _Token:
    """Words between marks: one, or those that a control stands for."""

    words: list[str]
    before: str = ""
    after: str = ""
    control: Control | None = None


class SentenceReader:
    """A Reader. `normalise` puts a text as it is said; it leaves a control's character alone."""

    def __init__(self, pronouncer: Pronouncer, normalise: Callable[[str], str], lexicon: Lexicon | None = None):
        self._pronouncer = pronouncer
        self._normalise = normalise
        self._lexicon = lexicon or Lexicon({})

    def read(self, sentence: str) -> tuple[Spoken, ...]:
        text, controls = extract(sentence)
        tokens = _tokens(self._normalise(text), controls, self._normalise)
        spoken: list[Spoken] = []
        waiting = ""
        for clause in _clauses(tokens):
            for text, phonemes, before, after in self._clause(clause):
                if is_heard(phonemes):
                    spoken.append(Spoken(text, waiting + before + phonemes + after))
                    waiting = ""
                elif spoken and after:
                    spoken[-1] = Spoken(spoken[-1].text, spoken[-1].phonemes + after)
                else:
                    waiting += before
        return tuple(spoken)

    def _clause(self, clause: list[_Token]) -> Iterator[tuple[str, str, str, str]]:
        """(word, its phonemes, marks before, marks after) of every word."""
        said = iter(self._said([word for token in clause for word in token.words]))
        for token in clause:
            phonemes = [next(said) for _ in token.words]
            if token.control and token.control.phonemes is not None:
                yield token.control.text, checked(token.control.phonemes.strip()), token.before, token.after
                continue
            if token.control and token.control.stress is not None:
                phonemes = [stressed(p, token.control.stress) for p in phonemes]
            last = len(token.words) - 1
            for i, (word, p) in enumerate(zip(token.words, phonemes, strict=True)):
                yield word, p, token.before if i == 0 else "", token.after if i == last else ""

    def _said(self, words: list[str]) -> list[str]:
        """Phonemes by the lexicon, else as pronounced."""
        phonemes = [known(p) for p in self._pronouncer.pronounce(words)] if words else []
        following = ""
        for i in reversed(range(len(words))):
            phonemes[i] = following = self._lexicon.find(words[i], following, words[i - 1] if i else "") or phonemes[i]
        return phonemes


def _clauses(tokens: list[_Token]) -> Iterator[list[_Token]]:
    held: list[_Token] = []
    for token in tokens:
        if held and (token.before or held[-1].after):
            yield held
            held = []
        held.append(token)
    if held:
        yield held


def _tokens(text: str, controls: tuple[Control, ...], normalise: Callable[[str], str]) -> list[_Token]:
    tokens: list[_Token] = []
    waiting = ""
    for chunk in text.split():
        for i, piece in enumerate(_PIECES.findall(chunk)):
            control = control_of(piece, controls) if len(piece) == 1 else None
            if control is not None:
                words = [w for word in normalise(control.text).split() if (w := _split(word)[1])]
                # A control of signs alone still has its phonemes to say.
                tokens.append(_Token(words or [""] * bool(control.phonemes), before=waiting, control=control))
                waiting = ""
                continue
            before, word, after = _split(piece)
            if not word:
                if tokens and (i or not before[:1] or before[0] not in "(“"):
                    tokens[-1].after += (" " if not i and before == "—" else "") + before
                else:
                    waiting += before
                continue
            tokens.append(_Token([word], waiting + before, after))
            waiting = ""
    return tokens


def _split(piece: str) -> tuple[str, str, str]:
    """(marks before, word, marks after); of what is marks alone all are before."""
    start, end = 0, len(piece)
    while start < end and _is_mark(piece[start]):
        start += 1
    if start == end:
        return _kokoro_marks("—" if piece in {"-", "--"} else piece), "", ""
    while _is_mark(piece[end - 1]):
        end -= 1
    before = "".join(mark for mark in _kokoro_marks(piece[:start]) if mark in _OPENING)
    return before, piece[start:end], _kokoro_marks(piece[end:])


def _is_mark(character: str) -> bool:
    if character in MARKS or character in _SILENT_MARKS or character in _WRITTEN_MARKS:
        return True
    return unicodedata.category(character) in {"Pd", "Ps", "Pe", "Pi", "Pf", "Zs", "Cc"}


def _kokoro_marks(marks: str) -> str:
    return "".join(mark for m in marks if (mark := _WRITTEN_MARKS.get(m, m)) in MARKS)
