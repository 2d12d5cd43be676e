"""One skill file, imported: its functions, what it is known to reply and to ask for, and the files it lives by."""

from __future__ import annotations

import ast
import importlib
import inspect
import sys
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from assistant.errors import SkillError, SkillLoadError
from assistant.skills.definitions import Intent, Reply
from assistant.skills.loading.sources import Source

_ROOM = "assistant.skills."

Settings = Mapping[str, Mapping[str, Any]]
"""By skill: what is configured for it; handed to its file's `more` and `watched`."""

Stamp = tuple[tuple[str, int, int], ...]
"""Of files: path, time of change in ns, size; -1 for what is not there."""


@dataclass(frozen=True, slots=True)
class SkillFile:
    """asks: slots that its functions may ask for; None where that is not known. watched: more files that it lives by."""

    source: Source
    intents: tuple[Intent, ...]
    replies: tuple[str, ...]
    asks: frozenset[str] | None
    watched: tuple[Path, ...] = ()


def stamp(paths: Iterable[Path]) -> Stamp:
    """Another one when one of these files was changed, removed or made."""
    return tuple(_stamp(path) for path in paths)


def _stamp(path: Path) -> tuple[str, int, int]:
    try:
        status = path.stat()
    except OSError:
        return str(path), -1, -1
    return str(path), status.st_mtime_ns, status.st_size


def import_file(source: Source, settings: Mapping[str, Any]) -> SkillFile:
    """Raises SkillError with file and line."""
    path = source.path
    if not (source.skill.isascii() and source.skill.isidentifier()):
        raise SkillLoadError(path, None, "a skill's file has a plain name: letters without accents, digits, _")
    tree = _parse(path)
    _check_names(tree, path)
    module = _import(source, tree)
    version = hash(stamp([path, *(watched := _watched(module, path, settings))]))
    own = [intent for intent in _marked(vars(module).values(), path) if _is_of(intent, module)]
    own += _marked(_more(module, path, settings), path)
    if not own and not hasattr(module, "more"):
        raise SkillLoadError(path, None, "no function in it has @skill(…)")
    for name, number in Counter(intent.function.__name__ for intent in own).items():
        if number > 1:
            raise SkillLoadError(path, None, f"{number} functions are called {name}")
    intents = tuple(replace(intent, skill=source.skill, version=version) for intent in own)
    said = _said(tree)
    return SkillFile(source, intents, _replies(said, module, intents), _asked(said, module), watched)


def _parse(path: Path) -> ast.Module:
    try:
        return ast.parse(path.read_bytes(), str(path))
    except SyntaxError as error:
        raise SkillLoadError(path, error.lineno, error.msg) from error
    except (OSError, ValueError, RecursionError, MemoryError) as error:
        raise SkillLoadError(path, None, getattr(error, "strerror", None) or str(error) or type(error).__name__) from error


def _check_names(tree: ast.Module, path: Path) -> None:
    """Of two functions of one name Python would silently keep the second."""
    seen: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.decorator_list:
            if node.name in seen:
                raise SkillLoadError(path, node.lineno, f"there is a function {node.name} already")
            seen.add(node.name)


def _import(source: Source, tree: ast.Module) -> ModuleType:
    """Compiled anew, not from Python's cache: that looks at whole seconds, and an edit may come within one."""
    if source.module:
        return _guarded(source.path, importlib.import_module, source.module)
    module = ModuleType(f"assistant_skill_{source.skill}")
    module.__file__ = str(source.path)
    before = sys.modules.get(module.__name__)
    sys.modules[module.__name__] = module  # dataclasses look their module up while it is being read
    try:
        _guarded(source.path, lambda: exec(compile(tree, str(source.path), "exec"), vars(module)))  # noqa: S102
    except SkillError:
        if before:
            sys.modules[module.__name__] = before
        else:
            del sys.modules[module.__name__]
        raise
    return module


def _guarded(path: Path, function, *args):
    """What a file does while it is read: it may be anybody's, and do anything, even exit."""
    try:
        return function(*args)
    except SkillError:
        raise
    except SyntaxError as error:
        raise SkillLoadError(path, error.lineno, error.msg) from error
    except (Exception, KeyboardInterrupt, SystemExit) as error:
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
        raise SkillLoadError(path, lines[-1] if lines else None, f"{type(error).__name__}: {error}") from error


def _watched(module: ModuleType, path: Path, settings: Mapping[str, Any]) -> tuple[Path, ...]:
    function = getattr(module, "watched", None)
    return tuple(Path(p) for p in _guarded(path, lambda: list(function(settings)))) if callable(function) else ()


def _more(module: ModuleType, path: Path, settings: Mapping[str, Any]) -> list[Any]:
    function = getattr(module, "more", None)
    return _guarded(path, lambda: list(function(settings))) if callable(function) else []


def _marked(functions: Iterable[Any], path: Path) -> Iterator[Intent]:
    for function in functions:
        if inspect.isfunction(function) and isinstance(intent := getattr(function, "intent", None), Intent):
            texts = (*intent.templates, *intent.follow_ups, *intent.examples, *intent.replies, *intent.allow)
            if not all(isinstance(text, str) for text in texts):
                what = "each of templates, follow_ups, examples, replies and allow is a list of texts"
                raise SkillLoadError(intent.source or path, intent.line, what)
            yield intent


def _is_of(intent: Intent, module: ModuleType) -> bool:
    """Whether a function was written there, or in another file of the same installed package, not merely imported."""
    written_in = intent.function.__module__
    return written_in == module.__name__ or written_in.startswith(f"{module.__name__}.")


def _replies(said: _Said, module: ModuleType, intents: Iterable[Intent]) -> tuple[str, ...]:
    """What the file's functions are known to reply: what they say of themselves, and every `Reply("…")` that is written out."""
    found = [text for intent in intents for text in intent.replies]
    for text in said.texts:
        found += _written_out(text, module)
    return tuple(dict.fromkeys(text for text in found if text.strip()))


def _asked(said: _Said, module: ModuleType) -> frozenset[str] | None:
    """The slots that `Reply(…, asks="…")` names in the file or in what it uses of ours; None when they are not written out."""
    found = [*said.asked, *(node for helper in _helpers(module) for node in helper.asked)]
    texts = [_written_out(node, module) for node in found]
    return frozenset(text for options in texts for text in options) if all(texts) else None


def _helpers(module: ModuleType) -> list[_Said]:
    """The modules of this room from which a skill file has its functions, where they reply."""
    names = {getattr(value, "__module__", None) or getattr(value, "__name__", None) for value in vars(module).values()}
    return [said for name in names if isinstance(name, str) and (said := _helper(name))]


@cache
def _helper(name: str) -> _Said | None:
    path = getattr(sys.modules.get(name), "__file__", None)
    if not name.startswith(_ROOM) or name == Reply.__module__ or not path:
        return None
    source = Path(path).read_bytes()
    # Ours ask by name; most say nothing themselves, and are not worth the parsing.
    return _said(ast.parse(source)) if b"asks=" in source else None


@dataclass(frozen=True, slots=True)
class _Said:
    """What a file's replies are written with: the texts, and what is asked for."""

    texts: tuple[ast.expr, ...]
    asked: tuple[ast.expr, ...]


def _said(tree: ast.Module) -> _Said:
    replies, asked = [], []
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "asks":
            asked.append(node.value)
        elif _is_reply(node):
            replies += node.args[:1]
            asked += node.args[2:3]
    return _Said(tuple(replies), tuple(node for node in asked if not (isinstance(node, ast.Constant) and node.value is None)))


def _is_reply(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == Reply.__name__


def _written_out(node: ast.expr, module: ModuleType) -> list[str]:
    """The texts among those that an expression chooses from: written there, or in a constant."""
    match node:
        case ast.Constant(str() as text):
            return [text]
        case ast.IfExp(body=one, orelse=other):
            return _written_out(one, module) + _written_out(other, module)
        case ast.BoolOp(values=values):
            return [text for value in values for text in _written_out(value, module)]
        case ast.Name(id=name):
            value = getattr(module, name, None)
        case ast.Attribute(value=ast.Name(id=name), attr=attribute):
            value = getattr(getattr(module, name, None), attribute, None)
        case _:
            return []
    return [value] if isinstance(value, str) else []
