"""Sentence templates in the notation of Home Assistant's hassil, parsed to a small tree.

    que hora[s] são            [ ] may be left out; touching a word, it is part of the word
    (liga|acende) a luz        one of several
    timer de {duration:tempo}  a slot: the kind of thing said there, and the name it is handed over by ({nome} is both)
    <diga> as horas            a rule, written once and used by name

Parsing needs no knowledge of rules or slot kinds; the compiler checks both.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.errors import TemplateError
from assistant.language.text import tokenize

MAX_NESTING = 20
MAX_SPELLINGS = 256
_LEXEME = re.compile(r"\s+|[\[\]()|]|\{[^{}]*\}?|<[^<>]*>?|[^\s\[\](){}<>|]+|.")
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


Node = Word | Slot | Rule | Sequence | Choice
NOTHING = Sequence(())


@dataclass
class _Run:
    """What stands together without a blank: one item, or the pieces of one word."""

    pieces: list[Node | str] = field(default_factory=list)


class _TemplateParser:
    def __init__(self, template: str, where: str):
        self._template, self._where = template, where
        self._lexemes = _LEXEME.findall(template)
        self._at = 0
        self._depth = 0

    def fail(self, reason: str) -> TemplateError:
        return TemplateError(self._where, self._template, reason)

    def parse(self) -> Node:
        node = self._choice("")
        if self._at < len(self._lexemes):
            raise self.fail(f'"{self._lexemes[self._at]}" closes nothing')
        if _is_empty(node):
            raise self.fail("it has no words")
        return node

    def _choice(self, closing: str) -> Node:
        self._depth += 1
        if self._depth > MAX_NESTING:
            raise self.fail(f"more than {MAX_NESTING} brackets inside each other")
        options = [self._sequence()]
        while self._peek() == "|":
            self._at += 1
            options.append(self._sequence())
        if closing:
            if self._peek() != closing:
                raise self.fail(f'a "{closing}" is missing')
            self._at += 1
        self._depth -= 1
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def _peek(self) -> str:
        return self._lexemes[self._at] if self._at < len(self._lexemes) else ""

    def _sequence(self) -> Node:
        runs, current = [], _Run()
        while (lexeme := self._peek()) and lexeme not in "|)]":
            blank_inside = False
            if lexeme.isspace():
                self._at += 1
                runs, current = [*runs, current], _Run()
                continue
            start = self._at
            current.pieces.append(self._piece(lexeme))
            if lexeme in "[(":
                # "[o ]timer": the blank inside the bracket separates as one outside would.
                blank_inside = self._lexemes[self._at - 2].isspace() or self._lexemes[start + 1].isspace()
            if blank_inside:
                runs, current = [*runs, current], _Run()
        items = [node for run in (*runs, current) if run.pieces for node in self._joined(run.pieces)]
        return items[0] if len(items) == 1 else Sequence(tuple(items))

    def _piece(self, lexeme: str) -> Node | str:
        self._at += 1
        if lexeme == "[":
            return Choice((self._choice("]"), NOTHING))
        if lexeme == "(":
            return self._choice(")")
        if lexeme[0] in "{<":
            return self._named(lexeme)
        if lexeme in "}>;":
            raise self.fail(f'"{lexeme}" opens or separates nothing here')
        return lexeme

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

    def _joined(self, pieces: list[Node | str]) -> Iterator[Node]:
        """The nodes of one run: pieces that touch make words, spelled out."""
        if len(pieces) == 1 and not isinstance(pieces[0], str):
            yield pieces[0]
            return
        spelled = [(piece,) if isinstance(piece, str) else tuple(self._spellings(piece)) for piece in pieces]
        n_spellings = 1
        for spellings in spelled:
            n_spellings *= len(spellings)
        if n_spellings > MAX_SPELLINGS:
            raise self.fail(f"a word with more than {MAX_SPELLINGS} spellings")
        spellings = dict.fromkeys("".join(parts) for parts in itertools.product(*spelled))
        # Written as one, "segunda-feira" is two words to the matcher.
        options = [tuple(token.text for token in tokenize(spelling)) for spelling in spellings]
        if all(len(words) == 1 for words in options):
            yield Word(tuple(dict.fromkeys(words[0] for words in options)))
            return
        nodes = tuple(Sequence(tuple(Word((word,)) for word in words)) for words in options)
        yield nodes[0] if len(nodes) == 1 else Choice(nodes)

    def _spellings(self, node: Node) -> Iterator[str]:
        if isinstance(node, Word):
            yield from node.spellings
        elif isinstance(node, Choice):
            for option in node.options:
                yield from self._spellings(option)
        elif node == NOTHING:
            yield ""
        else:
            raise self.fail("a slot, a rule or several words touch a word; put a blank between them")


def _is_empty(node: Node) -> bool:
    if isinstance(node, Sequence):
        return all(_is_empty(item) for item in node.items)
    return isinstance(node, Choice) and any(_is_empty(option) for option in node.options)


def parse_template(template: str, where: str = "template") -> Node:
    """The tree of a template. `where` ("file:line") begins the message of a TemplateError."""
    return _TemplateParser(template, where).parse()
