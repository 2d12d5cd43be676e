"""Sentences of a reader's length out of files that hold prose: plain text, fortune cookies, HTML manuals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from assistant.language.sentences import sentences
from assistant.training.alphabet import normalise

MIN_WORDS, MAX_WORDS = 3, 22
_BLOCKS = {"p", "li", "td", "h1", "h2", "h3", "dd", "dt", "div"}
_NOT_PROSE = {"script", "style", "pre", "code", "title"}
_SENTENCE = re.compile(r"[A-ZÁÂÃÀÉÊÍÓÔÕÚÇ\"“][^<>{}\[\]|\\/_=#@*~$%&+0-9]*[.!?…]")
_PORTUGUESE = """
    de do da dos das o a os as um uma e é que não em no na para por com se mais como seu sua você eu ao
"""
_ENGLISH = "the of and to is with for"


def sentences_of(path: Path) -> Iterator[str]:
    """Only whole Portuguese sentences, without figures, addresses and code, as they stand."""
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix.lower() in {".html", ".htm", ".xhtml"}:
        text = text_of_html(text)
    for sentence in sentences(text):
        tidy = " ".join(sentence.split())
        if MIN_WORDS <= len(tidy.split()) <= MAX_WORDS and _SENTENCE.fullmatch(tidy) and _is_portuguese(tidy):
            yield tidy


def _is_portuguese(sentence: str) -> bool:
    normal = normalise(sentence)
    words = set((normal or "").split())
    return len(words.intersection(_PORTUGUESE.split())) >= 2 and words.isdisjoint(_ENGLISH.split())


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._silenced = 0

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self._silenced += tag in _NOT_PROSE
        if tag in _BLOCKS:
            self.parts.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        self._silenced -= tag in _NOT_PROSE and self._silenced > 0
        if tag in _BLOCKS:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._silenced:
            self.parts.append(re.sub(r"\s+", " ", data))


def text_of_html(html: str) -> str:
    parser = _Text()
    parser.feed(html)
    return "".join(parser.parts)
