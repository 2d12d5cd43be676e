"""Lists of names that a slot may hold: rooms, devices, people. They change at run time; templates name their kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.language.slots import Span
from assistant.language.text import Token, tokenize

LIST_KINDS = frozenset(("area", "floor", "entity", "scene", "person", "list", "artist", "playlist"))
"""What templates may name though it is known only at run time; a list that is not there holds nothing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """`text`: how it is said. `value`: what it means, JSON-serialisable."""

    text: str
    value: Any


class WordList:
    """The names of one kind. Immutable; called, it is a kind of slot (see assistant.language.slots)."""

    def __init__(self, entries: Iterable[Entry]):
        self.entries = tuple(entries)
        self._by_first: dict[str, list[tuple[tuple[str, ...], Any]]] = {}
        for entry in self.entries:
            words = tuple(token.folded for token in tokenize(entry.text))
            if words:
                self._by_first.setdefault(words[0], []).append((words, entry.value))

    def __call__(self, tokens: Sequence[Token], at: int) -> Iterator[Span]:
        if at >= len(tokens):
            return
        for words, value in self._by_first.get(tokens[at].folded, ()):
            end = at + len(words)
            if tuple(token.folded for token in tokens[at:end]) == words:
                yield Span(end, value)


Lists = Mapping[str, WordList]
"""By kind of slot."""
