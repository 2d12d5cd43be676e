"""Lists of names that a slot may hold: rooms, devices, people. They change at run time; templates name their kind.

Strategy: the names are a tree of words, walked with what was heard as the templates are: a word may be close to the one that is
meant ("lus da cosinha"), small words may differ or be missing, one word may be heard as two. Which words are close is looked up
once for each heard word, so that a thousand names take no longer than ten. The tree is kept by the names alone: whoever makes
the same list anew for every utterance finds it again.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from assistant.errors import TemplateError
from assistant.language.grammar.slots import Span
from assistant.language.grammar.templates import Choice, Node, Word, parse_template
from assistant.language.grammar.templates import Sequence as Series
from assistant.language.quantities import numbers
from assistant.language.words.by_ear import ByBeginning
from assistant.language.words.closeness import RUN_TOGETHER, Closeness
from assistant.language.words.heard_letters import HeardLetters
from assistant.language.words.lexicon import FUNCTION_WORDS, weight
from assistant.language.words.phonetics import fold
from assistant.language.words.text import Token, tokenize

LIST_KINDS = frozenset(("area", "floor", "entity", "scene", "person", "list", "artist", "playlist", "room", "thing"))
"""What templates may name though it is known only at run time; a list that is not there holds nothing."""

MAX_SHARE = 0.55
"""So much of a name's words may be wrong."""
MAX_SPELLINGS = 200
NAMED = 0.7
"""What a word of a name costs, compared to one of the templates: names are few, and they exist."""
_MISSING, _EXTRA = 0.04, 0.06
MANY = 100
"""Names: in a list of more something sounds like anything that is said."""


@dataclass(frozen=True, slots=True)
class Entry:
    """`text`: how it is said. `value`: what it means, JSON-serialisable."""

    text: str
    value: Any


@dataclass(frozen=True, slots=True)
class ListSpan(Span):
    """text: what was understood, as it is written in the list."""

    text: str = ""


@dataclass
class _Node:
    words: dict[str, _Node] = field(default_factory=dict)
    small: list[str] = field(default_factory=list)
    entry: int | None = None
    weight: float = 0.0

    @cached_property
    def by_beginning(self) -> ByBeginning[_Node]:
        """Asked for when all names are there."""
        return ByBeginning(self.words)


class _Tree:
    """All names, by their words; an entry is known by its place in the list."""

    def __init__(self, texts: Sequence[str]):
        self.root = _Node()
        self._has_many = len(texts) > MANY
        for number, text in enumerate(texts):
            words = [token.text for token in tokenize(text)]
            for spelled in itertools.islice(itertools.product(*(_readings(word) for word in words)), 16):
                self._add(" ".join(spelled).split(), number, words)
        self.closeness = Closeness(sorted(self._vocabulary(self.root)))

    def _add(self, words: Sequence[str], number: int, written: Collection[str]) -> None:
        # The "um" that is read for "1" is no article.
        node = self.root
        for word in words:
            if word not in node.words:
                node.words[word] = _Node(weight=node.weight + weight(fold(word)))
                if weight(fold(word)) < 1.0 and word in written:
                    node.small.append(word)
            node = node.words[word]
        if words and node.entry is None:
            node.entry = number

    def _vocabulary(self, node: _Node) -> Iterator[str]:
        waiting = [node]
        while waiting:
            node = waiting.pop()
            yield from node.words
            waiting += node.words.values()

    def find(self, tokens: Sequence[Token], at: int) -> dict[int, tuple[float, int]]:
        """By end: (cost, entry) of the name that fits best, but for accents and spelling."""

        def heard(node: _Node, end: int) -> Iterator[tuple[int, float, _Node]]:
            if end < len(tokens) and node.words:
                for word, cost in self.closeness.words(tokens[end].text).words.items():
                    if word in node.words:
                        yield end + 1, cost, node.words[word]
                for first, second in self.closeness.pairs(tokens[end].text):
                    if first in node.words and second in node.words[first].words:
                        yield end + 1, RUN_TOGETHER, node.words[first].words[second]
                if end > at and tokens[end].folded in FUNCTION_WORDS:
                    yield end + 1, _EXTRA, node

        return self._walked(at, heard)

    def goes_on(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether all the words from `at` on begin a name, but for accents and spelling."""
        nodes = [self.root]
        for token in tokens[at:]:
            near = self.closeness.words(token.text).words
            nodes = [node.words[word] for node in nodes for word in near if word in node.words]
        return any(node.words for node in nodes)

    def hear(self, letters: HeardLetters, at: int) -> dict[int, tuple[float, int]]:
        """By end, a letter: (cost, entry) of the name that fits best, by ear."""

        def heard(node: _Node, end: int) -> Iterator[tuple[int, float, _Node]]:
            for word, follower in node.by_beginning.may_begin(letters.letters[end : end + 2]) if end < len(letters) else ():
                for stop, cost in letters.find(word, end, self._has_many):
                    yield stop, cost, follower
            token = letters.token_at.get(end)
            if token is not None and at < end < len(letters) and node.words and letters.tokens[token].folded in FUNCTION_WORDS:
                yield letters.starts[token + 1], _EXTRA, node

        return self._walked(at, heard)

    def _walked(self, at: int, heard: Callable[[_Node, int], Iterable[tuple[int, float, _Node]]]) -> dict[int, tuple[float, int]]:
        found: dict[int, tuple[float, int]] = {}
        best: dict[tuple[int, int], float] = {}
        waiting = [(self.root, at, 0.0)]
        while waiting:
            node, end, cost = waiting.pop()
            if node.entry is not None and cost <= MAX_SHARE * node.weight:
                found[end] = min(found.get(end, (9.0, 0)), (cost, node.entry))
            small = [(end, _MISSING, node.words[word]) for word in node.small]
            for after, extra, follower in (*heard(node, end), *small):
                total = cost + extra
                if total < best.get((id(follower), after), 9.0) and total <= MAX_SHARE * (follower.weight + 1):
                    best[id(follower), after] = total
                    waiting.append((follower, after, total))
        return found


@lru_cache(maxsize=1024)
def _tree(texts: tuple[str, ...]) -> _Tree:
    return _Tree(texts)


def _readings(word: str) -> tuple[str, ...]:
    """ "2" is said "dois", "31" "trinta e um"."""
    if word.isdecimal() and len(word) <= 2:
        return word, numbers.speak(int(word))
    return (word,)


class WordList:
    """The names of one kind. Immutable; called, it is a kind of slot (see assistant.language.grammar.slots)."""

    def __init__(self, entries: Iterable[Entry]):
        self.entries = tuple(entries)
        self._texts = tuple(entry.text for entry in self.entries)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, WordList) and self.entries == other.entries

    def __hash__(self) -> int:
        return hash(self._texts)

    def __call__(self, tokens: Sequence[Token], at: int) -> Iterator[Span]:
        """Where a name may end that begins at token `at`."""
        for end, (cost, number) in sorted(self._tree.find(tokens, at).items()):
            yield self._span(end, cost, number)

    def goes_on(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether what was said from token `at` on begins a longer name: "sala de", and "sala" for "sala de jantar"."""
        return self._tree.goes_on(tokens, at)

    @cached_property
    def _tree(self) -> _Tree:
        return _tree(self._texts)

    def knows(self, word: str) -> bool:
        """Whether it is a word of one of the names."""
        return self._tree.closeness.knows(word)

    @cached_property
    def has_near(self) -> Callable[[str], bool]:
        """Asked for every word of every utterance: each answer is kept."""
        return lru_cache(maxsize=4096)(self._has_near)

    def _has_near(self, word: str) -> bool:
        """Whether a word of one of the names is it, but for accents and spelling, or begins with it."""
        closeness = self._tree.closeness
        return bool(closeness.words(word).words or closeness.pairs(word)) or fold(word) in FUNCTION_WORDS

    def heard(self, letters: HeardLetters, at: int) -> Iterator[tuple[int, float, Span]]:
        """(end, cost, what it means) of a name that may have been heard from letter `at` on."""
        for end, (cost, number) in sorted(self._tree.hear(letters, at).items()):
            yield end, NAMED * cost, self._span(end, cost, number)

    def _span(self, end: int, cost: float, number: int) -> ListSpan:
        entry = self.entries[number]
        return ListSpan(end, entry.value, NAMED * cost, entry.text.lower())


def static_list(values: Mapping[str, Any], where: str = "list") -> WordList:
    """The list of a skill's file: how a thing is said, in the notation of templates ("vermelh(o|a)") → what it means.

    Raises TemplateError.
    """
    entries: list[Entry] = []
    for text, value in values.items():
        spellings = list(itertools.islice(_spelled(parse_template(text, where), text, where), MAX_SPELLINGS + 1))
        if len(spellings) > MAX_SPELLINGS:
            raise TemplateError(where, text, f"an entry of a list with more than {MAX_SPELLINGS} spellings")
        entries += (Entry(" ".join(spelling.split()), value) for spelling in spellings if spelling.strip())
    return WordList(entries)


def _spelled(node: Node, text: str, where: str) -> Iterator[str]:
    match node:
        case Word(spellings):
            yield from spellings
        case Choice(options):
            for option in options:
                yield from _spelled(option, text, where)
        case Series(items):
            # Not itertools.product, which would first make all of what may be too many.
            if not items:
                yield ""
                return
            for head in _spelled(items[0], text, where):
                for tail in _spelled(Series(items[1:]), text, where):
                    yield f"{head} {tail}"
        case _:
            raise TemplateError(where, text, "a list holds words, no slots, rules or things in any order")


Lists = Mapping[str, WordList]
"""By kind of slot."""
