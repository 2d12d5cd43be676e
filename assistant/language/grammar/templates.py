"""Sentence templates in the notation of Home Assistant's hassil, parsed to a small tree.

    que hora[s] são            [ ] may be left out; touching a word, it is part of the word
    (liga|acende) a luz        one of several
    (amanhã;às sete)           all of them, in any order
    timer de {duration:tempo}  a slot: the kind of thing said there, and the name it is handed over by ({nome} is both)
    <diga> as horas            a rule, written once and used by name
    \\(                         a sign of the notation taken as a plain letter

Parsing needs no knowledge of rules or slot kinds; the compiler checks both. Strategy: first the brackets, blanks kept; then what
is separated by blanks in every reading becomes nodes one by one, and only what may touch ("hora[s]", "tod(a|o)s") is spelled out.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.errors import TemplateError
from assistant.language.grammar.touching import BLANK, Blank, Group, Piece, Pieces, clusters, grouped, spellings
from assistant.language.words.text import tokenize

MAX_NESTING = 20
MAX_SPELLINGS = 256
MAX_PIECES = 60
MAX_LETTERS = 5000
MAX_PERMUTED = 6
_LEXEME = re.compile(r"\s+|[\[\]()|;]|\{[^{}]*\}?|<[^<>]*>?|(?:\\.|[^\s\[\](){}<>|;\\])+|.", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_NAME = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Word:
    """Any one of these spellings: "hora[s]" is Word(("hora", "horas"))."""

    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Rule:
    name: str


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of `options`; an optional part has the empty sequence among them."""

    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Permutation:
    """All of `items`, in any order."""

    items: tuple[Node, ...]


Node = Word | Slot | Rule | Sequence | Choice | Permutation
NOTHING = Sequence(())


class _TemplateParser:
    def __init__(self, template: str, where: str):
        self._template, self._where = template, where
        self._lexemes = _LEXEME.findall(template[: MAX_LETTERS + 1])
        self._at = 0
        self._depth = 0

    def fail(self, reason: str) -> TemplateError:
        shown = self._template if len(self._template) <= 200 else self._template[:200] + "…"
        return TemplateError(self._where, shown, reason)

    def parse(self) -> Node:
        if len(self._template) > MAX_LETTERS:
            raise self.fail(f"it is longer than {MAX_LETTERS} letters; split it up")
        pieces = self._group("")
        if self._at < len(self._lexemes):
            raise self.fail(f'"{self._lexemes[self._at]}" closes nothing')
        node = self._node(pieces)
        if _is_empty(node):
            raise self.fail("it has no words")
        return node

    def _group(self, closing: str) -> Pieces:
        self._depth += 1
        if self._depth > MAX_NESTING:
            raise self.fail(f"more than {MAX_NESTING} brackets inside each other")
        separator, parts = "", [self._pieces()]
        while (sign := self._peek()) in {"|", ";"}:
            if separator not in {"", sign}:
                raise self.fail('"|" and ";" side by side: put brackets around what belongs together')
            self._at += 1
            separator = sign
            parts.append(self._pieces())
        if closing:
            if self._peek() != closing:
                raise self.fail(f'a "{closing}" is missing')
            self._at += 1
        self._depth -= 1
        if separator == ";" and len(parts) > MAX_PERMUTED:
            raise self.fail(f"more than {MAX_PERMUTED} things in any order")
        return (grouped(separator, *parts),) if separator else parts[0]

    def _peek(self) -> str:
        return self._lexemes[self._at] if self._at < len(self._lexemes) else ""

    def _pieces(self) -> Pieces:
        pieces: list[Piece] = []
        while (lexeme := self._peek()) and lexeme not in "|;)]":
            self._at += 1
            if lexeme.isspace():
                pieces.append(BLANK)
            elif lexeme == "[":
                pieces.append(grouped("|", self._group("]"), ()))
            elif lexeme == "(":
                pieces.append(grouped("|", self._group(")")))
            elif lexeme[0] in "{<":
                pieces.append(self._named(lexeme))
            elif lexeme in "}>":
                raise self.fail(f'"{lexeme}" opens or separates nothing here')
            else:
                pieces.append(_ESCAPED.sub(r"\1", lexeme))
        return tuple(pieces)

    def _named(self, lexeme: str) -> Slot | Rule:
        closing, what = ("}", "slot") if lexeme[0] == "{" else (">", "rule")
        if not lexeme.endswith(closing):
            raise self.fail(f'a "{closing}" is missing after "{lexeme.strip()}"')
        inner = lexeme[1:-1]
        if closing == ">" and _NAME.fullmatch(inner):
            return Rule(inner)
        kind, _, name = inner.partition(":")
        if closing == ">" or not _NAME.fullmatch(kind) or (":" in inner and not _NAME.fullmatch(name)):
            raise self.fail(f'"{lexeme}" is no {what}: write {{kind:name}} or <rule>')
        return Slot(kind, name or kind)

    def _node(self, pieces: Pieces) -> Node:
        items: list[Node] = []
        for cluster in clusters(pieces):
            if len(cluster) == 1:
                items += self._single(cluster[0])
            else:
                items += self._spelled(cluster)
        return items[0] if len(items) == 1 else Sequence(tuple(items))

    def _single(self, piece: Piece) -> Iterable[Node]:
        if isinstance(piece, str):
            return _words_of(piece)
        if isinstance(piece, Group):
            nodes = tuple(dict.fromkeys(self._node(part) for part in piece.parts))
            if piece.separator == ";":
                return (Permutation(tuple(self._node(part) for part in piece.parts)),)
            return nodes if len(nodes) == 1 else (Choice(nodes),)
        return () if isinstance(piece, Blank) else (piece,)

    def _spelled(self, cluster: Pieces) -> Iterable[Node]:
        """The nodes of pieces that may touch: every spelling of them."""
        # More pieces than spellings cannot be few spellings; and a word is not taken apart more deeply than Python can go.
        found = list(itertools.islice(spellings(cluster), MAX_SPELLINGS + 1)) if len(cluster) <= MAX_PIECES else []
        if not 0 < len(found) <= MAX_SPELLINGS:
            raise self.fail(f"a word with more than {MAX_SPELLINGS} spellings")
        options = tuple(dict.fromkeys(tuple(self._words(spelling)) for spelling in found))
        if all(len(option) == 1 and isinstance(option[0], Word) for option in options):
            return (Word(tuple(dict.fromkeys(option[0].spellings[0] for option in options))),)
        if len(options) == 1:
            return options[0]
        return (Choice(tuple(option[0] if len(option) == 1 else Sequence(option) for option in options)),)

    def _words(self, spelling: Pieces) -> Iterator[Node]:
        for is_blank, run in itertools.groupby(spelling, lambda piece: isinstance(piece, Blank)):
            if is_blank:
                continue
            parts = list(run)
            if all(isinstance(part, str) for part in parts):
                # Written as one, "segunda-feira" is two words to the matcher.
                yield from _words_of("".join(parts))
                continue
            for part, following in itertools.zip_longest(parts, parts[1:], fillvalue=""):
                # "{parte}%", "{graus}k": what follows a value is heard by itself; what stands before one would be half a word.
                if (isinstance(part, Rule) and following) or (not isinstance(following, str) and _ends_in_letter(part)):
                    raise self.fail("a slot, a rule or several words touch a word; put a blank between them")
                yield from _words_of(part) if isinstance(part, str) else (part,)


def _ends_in_letter(piece: Piece) -> bool:
    return not isinstance(piece, str) or piece[-1:].isalnum()


def _is_empty(node: Node) -> bool:
    if isinstance(node, Sequence | Permutation):
        return all(_is_empty(item) for item in node.items)
    return isinstance(node, Choice) and any(_is_empty(option) for option in node.options)


@lru_cache(maxsize=4096)
def _words_of(text: str) -> tuple[Word, ...]:
    """A few hundred words make up all templates."""
    return tuple(Word((token.text,)) for token in tokenize(text))


@lru_cache(maxsize=2048)
def parse_template(template: str, where: str = "template") -> Node:
    """The tree of a template. `where` ("file:line") begins the message of a TemplateError."""
    return _TemplateParser(template, where).parse()
