"""Skill files into one automaton: every template checked with its file and line, and labelled with what it reaches."""

from __future__ import annotations

import dataclasses
import difflib
import inspect
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from assistant.errors import SkillLoadError, TemplateError
from assistant.language.grammar.automaton import MAX_STATES, AutomatonBuilder
from assistant.language.grammar.common_rules import COMMON_RULES
from assistant.language.grammar.lists import LIST_KINDS, WordList, static_list
from assistant.language.grammar.slots import KINDS
from assistant.language.grammar.templates import Node, Rule, Slot, parse_template
from assistant.skills import labels
from assistant.skills.definitions import Intent
from assistant.skills.loading.importing import SkillFile

MAX_FILE_STATES = MAX_STATES // 10
"""Of one file; otherwise one that stands for millions of sentences leaves no room for the others."""

ANSWER_BEGINNINGS = "[de|do|da|por|para|às|as|à|em|é|o|a|na|no]"

Place = Callable[[str], str]
"""A text written in a skill file → "file:line"."""


@cache
def common_rules() -> Mapping[str, Node]:
    return {name: parse_template(text, f"common rule <{name}>") for name, text in COMMON_RULES.items()}


def place_in(path: Path, otherwise: int) -> Place:
    """otherwise: the line for what is not written out in the file."""

    @cache
    def lines() -> list[str]:
        try:
            return path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return []

    @cache
    def place(text: str) -> str:
        # A long template may be broken over lines: its beginning finds it.
        for part in (text, text[:30], text[:12]):
            for number, line in enumerate(lines(), start=1):
                if part in line:
                    return f"{path}:{number}"
        return f"{path}:{otherwise}"

    return place


class Compiler:
    """Adds skill files to one automaton. `builder` and `skill_of`, the skill of every label, are what a Matcher is made of.

    A file that fails is half in: begin anew without it.
    """

    def __init__(self):
        self.builder = AutomatonBuilder({*KINDS, *LIST_KINDS})
        self.skill_of: dict[str, str] = {}
        self.room = 0
        self._rules: dict[str, Node] = {}

    def rule(self, text: str, where: str) -> Node:
        """Parsed once: the functions of a file share their rules."""
        if text not in self._rules:
            self._rules[text] = parse_template(text, where)
        return self._rules[text]

    def add(self, file: SkillFile) -> None:
        """Raises SkillLoadError, TemplateError."""
        self.room = self.builder.n_states + MAX_FILE_STATES
        lists = _own_lists(file)
        for intent in file.intents:
            _IntentCompiler(self, file, intent, lists).add()

    def add_sentences(self, label: str, templates: tuple[str, ...], where: str) -> None:
        """Sentences of no skill, under a label of their own."""
        self.skill_of[label] = label
        for template in templates:
            self.builder.add(label, template, common_rules(), where)


def _own_lists(file: SkillFile) -> dict[str, WordList]:
    """A list belongs to its file: two files may have lists of one name."""
    known: dict[str, Mapping[str, Any]] = {}
    lists: dict[str, WordList] = {}
    for intent in file.intents:
        path = intent.source or file.source.path
        for kind, values in intent.lists.items():
            if known.setdefault(kind, values) != values:
                raise SkillLoadError(path, intent.line, f'two lists of this file are called "{kind}"')
            if kind in KINDS or kind in LIST_KINDS or not kind.isidentifier():
                raise SkillLoadError(path, intent.line, f'a list cannot be called "{kind}"')
            if not values or not all(isinstance(text, str) and text.strip() for text in values):
                raise SkillLoadError(path, intent.line, f'the list "{kind}" is texts and what they mean, and not empty')
            if kind not in lists:
                lists[kind] = static_list(values, f"{path}:{intent.line}")
    return lists


class _IntentCompiler:
    def __init__(self, compiler: Compiler, file: SkillFile, intent: Intent, lists: Mapping[str, WordList]):
        self._compiler = compiler
        self._lists = lists
        self._file = file
        self._intent = intent
        self._path = intent.source or file.source.path
        self._place = place_in(self._path, intent.line)

    def add(self) -> None:
        intent = self._intent
        if not intent.templates:
            raise SkillLoadError(self._path, intent.line, f"{intent.function.__name__} has no template")
        rules = {**common_rules(), **self._parsed(intent.rules)}
        slots = self._check_slots(rules)
        for label, templates in ((intent.name, intent.templates), (labels.follow_up(intent.name), intent.follow_ups)):
            self._compiler.skill_of[label] = intent.skill
            for template in templates:
                self._add(label, template, rules)
        for name in sorted(slots.keys() & self._askable()):
            label = labels.answer(intent.name, name)
            self._compiler.skill_of[label] = intent.skill
            for kind in sorted(slots[name]):
                self._add(label, f"{ANSWER_BEGINNINGS} {{{kind}:{name}}}", rules)

    def _add(self, label: str, template: str, rules: Mapping[str, Node]) -> None:
        self._compiler.builder.add(label, template, rules, self._place(template), self._lists)
        if self._compiler.builder.n_states > self._compiler.room:
            reason = f"its templates take more than {MAX_FILE_STATES} states; write them shorter, or as several skills"
            raise SkillLoadError(self._path, self._intent.line, reason)

    def _parsed(self, rules: Mapping[str, str]) -> dict[str, Node]:
        for name, text in rules.items():
            if not (isinstance(name, str) and isinstance(text, str)):
                raise SkillLoadError(self._path, self._intent.line, "rules are names and texts")
        return {name: self._compiler.rule(text, self._place(text)) for name, text in rules.items()}

    def _askable(self) -> frozenset[str]:
        parameters = frozenset(list(inspect.signature(self._intent.function).parameters)[1:])
        return parameters if self._file.asks is None else parameters & self._file.asks

    def _check_slots(self, rules: Mapping[str, Node]) -> dict[str, set[str]]:
        """By name, the kinds of the slots. Each must have a parameter to go to, and a parameter without a default a slot."""
        intent, function = self._intent, self._intent.function
        always, sometimes = self._slots(intent.templates, rules), self._slots(intent.follow_ups, rules)
        found: dict[str, set[str]] = {}
        for slot in always | sometimes:
            found.setdefault(slot.name, set()).add(slot.kind)
        try:
            parameters = dict(list(inspect.signature(function).parameters.items())[1:])
        except (ValueError, TypeError) as error:
            raise SkillLoadError(self._path, intent.line, f"{function.__name__}: {error}") from error
        takes_all = any(p.kind is p.VAR_KEYWORD for p in parameters.values())
        if (unknown := found.keys() - parameters.keys()) and not takes_all:
            raise SkillLoadError(self._path, intent.line, f"{function.__name__} has no parameter {', '.join(sorted(unknown))}")
        required = {
            n for n, p in parameters.items() if p.default is p.empty and p.kind in {p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY}
        }
        if missing := required - {slot.name for slot in always}:
            raise SkillLoadError(self._path, intent.line, f"no template has a slot for {', '.join(sorted(missing))}")
        return found

    def _slots(self, templates: tuple[str, ...], rules: Mapping[str, Node]) -> set[Slot]:
        found: set[Slot] = set()
        opened: set[str] = set()
        for template in templates:
            where = self._place(template)
            for slot in _slots_under(parse_template(template, where), rules, opened):
                self._check_kind(slot, template, where)
                found.add(slot)
        return found

    def _check_kind(self, slot: Slot, template: str, where: str) -> None:
        known = [*KINDS, *LIST_KINDS, *self._lists]
        if slot.kind not in known:
            near = difflib.get_close_matches(slot.kind, known, n=1)
            hint = f'did you mean "{near[0]}"? ' if near else ""
            reason = f'no kind of slot is called "{slot.kind}"; {hint}there are {", ".join(sorted(known))}'
            raise TemplateError(where, template, reason)


def _slots_under(node: Node, rules: Mapping[str, Node], opened: set[str]) -> Iterator[Slot]:
    """The slots that a template or its rules have. opened: rules that were looked into; what is none of them is told later."""
    if isinstance(node, Slot):
        yield node
    elif isinstance(node, Rule):
        if node.name in rules and node.name not in opened:
            opened.add(node.name)
            yield from _slots_under(rules[node.name], rules, opened)
    else:
        for field in dataclasses.fields(node):
            for inner in value if isinstance(value := getattr(node, field.name), tuple) else ():
                if dataclasses.is_dataclass(inner):
                    yield from _slots_under(inner, rules, opened)
