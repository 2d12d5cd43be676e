"""Skill files into one automaton: every template checked with its file and line, and labelled with what it reaches.

Strategy: each file is compiled by itself and kept, so that an edit of one costs that one; joining them all is the smaller part.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from assistant.errors import SkillLoadError, TemplateError
from assistant.language.grammar.automaton import MAX_STATES, AutomatonBuilder, automaton
from assistant.language.grammar.common_rules import COMMON_RULES
from assistant.language.grammar.forks import Fork
from assistant.language.grammar.lists import LIST_KINDS, WordList, static_list
from assistant.language.grammar.slots import KINDS
from assistant.language.grammar.templates import Node, Slot, parse_template
from assistant.language.understanding.matching import Matcher
from assistant.skills import labels
from assistant.skills.conversing.answers import ANSWERS
from assistant.skills.definitions import Intent
from assistant.skills.loading.importing import SkillFile

MAX_FILE_STATES = MAX_STATES // 3
"""Of one file's templates, each by itself; otherwise one that stands for millions of sentences leaves no room for the others."""

ANSWER_BEGINNINGS = "[de|do|da|por|para|às|as|à|em|é|o|a|na|no]"

Place = Callable[[str], str]
"""A text written in a skill file → "file:line"."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """The templates of one file: where they begin, the skill of every label, what the file's own kinds of slots may hold."""

    roots: tuple[Fork, ...]
    skill_of: Mapping[str, str]
    lists: Mapping[str, WordList]


def matcher_of(files: Iterable[Compiled]) -> Matcher:
    """What understands all of these, and answers to questions. Raises TooManyStatesError."""
    files = [_answers(), *files]
    start, _ = automaton(root for file in files for root in file.roots)
    skill_of = {label: skill for file in files for label, skill in file.skill_of.items()}
    return Matcher(start, skill_of, lists={kind: known for file in files for kind, known in file.lists.items()})


@cache
def _answers() -> Compiled:
    """Sentences of no skill, under labels of their own."""
    builder = AutomatonBuilder({*KINDS, *LIST_KINDS})
    for label, templates in ANSWERS.items():
        for template in templates:
            builder.add(label, template, common_rules(), f"answer {label}")
    return Compiled(tuple(builder.roots), {label: label for label in ANSWERS}, {})


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


def compile_file(file: SkillFile) -> Compiled:
    """Raises SkillLoadError, TemplateError."""
    return _FileCompiler(file).compiled()


class _FileCompiler:
    def __init__(self, file: SkillFile):
        self.file = file
        self.builder = AutomatonBuilder({*KINDS, *LIST_KINDS})
        self.skill_of: dict[str, str] = {}
        lists = _own_lists(file)
        # A list belongs to its file: those of two files may have one name.
        self.names = {kind: f"{file.source.skill}.{kind}" for kind in lists}
        self._lists = {self.names[kind]: known for kind, known in lists.items()}

    def compiled(self) -> Compiled:
        for intent in self.file.intents:
            _IntentCompiler(self, intent).add()
        return Compiled(tuple(self.builder.roots), self.skill_of, self._lists)


class _IntentCompiler:
    def __init__(self, compiler: _FileCompiler, intent: Intent):
        self._compiler = compiler
        self._intent = intent
        self._path = intent.source or compiler.file.source.path
        self._place = place_in(self._path, intent.line)

    def add(self) -> None:
        intent = self._intent
        if not intent.templates:
            raise self._fail(f"{intent.function.__name__} has no template")
        rules = {**common_rules(), **self._parsed(intent.rules)}
        always = self._add_all(intent.name, intent.templates, rules)
        kinds: dict[str, set[str]] = {}
        for slot in always | self._add_all(labels.follow_up(intent.name), intent.follow_ups, rules):
            kinds.setdefault(slot.name, set()).add(slot.kind)
        parameters = self._parameters()
        self._check(parameters, {slot.name for slot in always}, kinds)
        asks = self._compiler.file.asks
        for name in sorted(kinds.keys() & parameters.keys() if asks is None else kinds.keys() & parameters.keys() & asks):
            answers = [f"{ANSWER_BEGINNINGS} {{{kind}:{name}}}" for kind in sorted(kinds[name])]
            self._add_all(labels.answer(intent.name, name), answers, rules)

    def _fail(self, reason: str) -> SkillLoadError:
        return SkillLoadError(self._path, self._intent.line, reason)

    def _add_all(self, label: str, templates: Iterable[str], rules: Mapping[str, Node]) -> set[Slot]:
        """The slots that they have."""
        builder = self._compiler.builder
        self._compiler.skill_of[label] = self._intent.skill
        slots: set[Slot] = set()
        for template in templates:
            try:
                slots |= builder.add(label, template, rules, "", self._compiler.names)
            except TemplateError as error:
                raise self._placed(error, template) from None
            if builder.size > MAX_FILE_STATES:
                reason = f"its templates take more than {MAX_FILE_STATES} states; write them shorter, or as several skills"
                raise self._fail(reason)
        return slots

    def _placed(self, error: TemplateError, template: str) -> TemplateError:
        # Looked up only when something is wrong: it reads the file once more.
        return TemplateError(self._place(template), error.template, error.reason)

    def _parsed(self, rules: Mapping[str, str]) -> dict[str, Node]:
        if not all(isinstance(name, str) and isinstance(text, str) for name, text in rules.items()):
            raise self._fail("rules are names and texts")
        parsed = {}
        for name, text in rules.items():
            try:
                parsed[name] = parse_template(text, "")
            except TemplateError as error:
                raise self._placed(error, text) from None
        return parsed

    def _parameters(self) -> dict[str, inspect.Parameter]:
        function = self._intent.function
        if inspect.iscoroutinefunction(function) or inspect.isgeneratorfunction(function):
            raise self._fail(f"{function.__name__} must return its Reply at once; write it without async and yield")
        try:
            context, *others = inspect.signature(function).parameters.values()
        except (ValueError, TypeError):
            context, others = None, []
        if context is None or context.kind in {context.KEYWORD_ONLY, context.VAR_KEYWORD}:
            raise self._fail(f"{function.__name__} must take the context first: def {function.__name__}(ctx)")
        return {parameter.name: parameter for parameter in others}

    def _check(self, parameters: Mapping[str, inspect.Parameter], always: set[str], kinds: Mapping[str, Any]) -> None:
        """Each slot must have a parameter to go to, and a parameter without a default a slot."""
        name = self._intent.function.__name__
        takes_all = any(p.kind is p.VAR_KEYWORD for p in parameters.values())
        if (unknown := kinds.keys() - parameters.keys()) and not takes_all:
            raise self._fail(f"{name} has no parameter {', '.join(sorted(unknown))}")
        required = {
            n for n, p in parameters.items() if p.default is p.empty and p.kind in {p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY}
        }
        if missing := required - always:
            raise self._fail(f"no template has a slot for {', '.join(sorted(missing))}")
