"""Skill files into a SkillSet: import each by its path, check it, compile what it says."""

from __future__ import annotations

import ast
import importlib.util
import inspect
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

from assistant.errors import SkillError, SkillLoadError
from assistant.language.automaton import AutomatonBuilder, Rules
from assistant.language.common_rules import COMMON_RULES
from assistant.language.matching import Matcher
from assistant.language.slots import KINDS
from assistant.language.templates import Choice, Node, Rule, Sequence, Slot, parse_template
from assistant.skills.definitions import Intent, Reply
from assistant.skills.skill_set import SkillSet

Place = Callable[[str], str]
"""A text written in a skill file → "file:line"."""


def load_skills(folders: Iterable[Path]) -> SkillSet:
    """See `assistant.skills.load`."""
    builder = AutomatonBuilder(KINDS)
    common = {name: parse_template(text, f"common rule <{name}>") for name, text in COMMON_RULES.items()}
    intents: dict[str, Intent] = {}
    problems: list[SkillError] = []
    replies: dict[str, tuple[str, ...]] = {}
    for path in skill_files(folders).values():
        before = builder.start
        try:
            found = _intents(path)
            place = _place(path)
            for intent in found:
                rules = {**common, **_parsed_rules(intent, place)}
                for template in intent.templates:
                    builder.add(intent.name, template, rules, place(template))
                _check_slots(intent, rules, path, place)
            known_replies = _replies(path, found)
        except SkillError as error:
            builder.start = before  # a file that is half right is left out whole
            problems.append(error)
        else:
            intents |= {intent.name: intent for intent in found}
            replies[path.stem] = known_replies
    matcher = Matcher(builder.start, {name: intent.skill for name, intent in intents.items()})
    return SkillSet(intents, matcher, tuple(problems), replies)


def skill_files(folders: Iterable[Path]) -> dict[str, Path]:
    """By the skill's name, whether it loads or not."""
    return {path.stem: path for folder in folders for path in sorted(folder.glob("*.py")) if path.stem[0] != "_"}


def _intents(path: Path) -> list[Intent]:
    if not (path.stem.isascii() and path.stem.isidentifier()):
        raise SkillLoadError(path, None, "a skill's file has a plain name: letters without accents, digits, _")
    module = _import(path)
    marked = [f.intent for f in vars(module).values() if inspect.isfunction(f) and isinstance(getattr(f, "intent", None), Intent)]
    own = [replace(intent, skill=path.stem) for intent in marked if intent.function.__module__ == module.__name__]
    if not own:
        raise SkillLoadError(path, None, "no function in it has @skill(…)")
    return own


def _import(path: Path) -> ModuleType:
    name = f"assistant_skill_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up while it is being read
    try:
        spec.loader.exec_module(module)
    except SyntaxError as error:
        raise SkillLoadError(path, error.lineno, error.msg) from error
    # The file may be anybody's and do anything while it is read, even exit.
    except (Exception, SystemExit) as error:
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
        raise SkillLoadError(path, lines[-1] if lines else None, f"{type(error).__name__}: {error}") from error
    return module


def _replies(path: Path, intents: Iterable[Intent]) -> tuple[str, ...]:
    """What the file's functions are known to reply: what they say of themselves, and every `Reply("…")` that is written out."""
    found = []
    for intent in intents:
        if not all(isinstance(text, str) for text in intent.replies):
            raise SkillLoadError(path, intent.line, "replies is a list of texts")
        found += intent.replies
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == Reply.__name__ and node.args:
            found += _written_out(node.args[0])
    return tuple(dict.fromkeys(text for text in found if text.strip()))


def _written_out(node: ast.expr) -> list[str]:
    """The texts among those that an expression chooses from."""
    match node:
        case ast.Constant(str() as text):
            return [text]
        case ast.IfExp(body=one, orelse=other):
            return _written_out(one) + _written_out(other)
        case ast.BoolOp(values=values):
            return [text for value in values for text in _written_out(value)]
    return []


def _place(path: Path) -> Place:
    lines = path.read_text(encoding="utf-8").splitlines()

    def place(text: str) -> str:
        # A long template may be broken over lines: its beginning finds it.
        for part in (text, text[:30], text[:12]):
            for number, line in enumerate(lines, start=1):
                if part in line:
                    return f"{path}:{number}"
        return str(path)

    return place


def _parsed_rules(intent: Intent, place: Place) -> Rules:
    return {name: parse_template(text, place(text)) for name, text in intent.rules.items()}


def _check_slots(intent: Intent, rules: Rules, path: Path, place: Place) -> None:
    """Every slot must have a parameter to go to, and every parameter without a default a slot to come from."""
    if not intent.templates:
        raise SkillLoadError(path, intent.line, f"{intent.function.__name__} has no template")
    names = {name for template in intent.templates for name in _slot_names(parse_template(template, place(template)), rules)}
    parameters = dict(list(inspect.signature(intent.function).parameters.items())[1:])
    takes_all = any(p.kind is p.VAR_KEYWORD for p in parameters.values())
    if (unknown := names - parameters.keys()) and not takes_all:
        raise SkillLoadError(path, intent.line, f"{intent.function.__name__} has no parameter {', '.join(sorted(unknown))}")
    required = {n for n, p in parameters.items() if p.default is p.empty and p.kind in {p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY}}
    if missing := required - names:
        raise SkillLoadError(path, intent.line, f"no template has a slot for {', '.join(sorted(missing))}")


def _slot_names(node: Node, rules: Rules) -> Iterator[str]:
    """The names of the slots under `node`. The rules have no circles: they compiled."""
    match node:
        case Slot(name=name):
            yield name
        case Rule(name):
            yield from _slot_names(rules[name], rules)
        case Sequence(nodes) | Choice(nodes):
            for inner in nodes:
                yield from _slot_names(inner, rules)
