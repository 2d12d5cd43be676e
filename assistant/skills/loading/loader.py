"""Skill files into a SkillSet, again and again: what did not change is not read anew, what broke goes on as it was."""

from __future__ import annotations

import gc
import importlib
import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import SkillError, SkillLoadError, SkillTimeoutError
from assistant.language.understanding.matching import Matcher
from assistant.skills import limits
from assistant.skills.loading.compiling import Compiler
from assistant.skills.loading.importing import Settings, SkillFile, Stamp, import_file, stamp
from assistant.skills.loading.sources import Found, Source, find_sources
from assistant.skills.skill_set import SkillSet

log = logging.getLogger(__name__)

LOAD_LIMIT_S = 30.0
"""For reading one file, and for compiling it: a large one takes a tenth of a second, on a small and busy computer a few."""


@dataclass(slots=True)
class _Known:
    """What is remembered of one source. good: how it was when it last loaded."""

    seen: Stamp
    good: SkillFile | None = None
    problem: SkillError | None = None


class SkillLoader:
    """`load` gives the skills of these folders as they are now; `changed` says whether they are others than then."""

    def __init__(
        self, folders: Iterable[Path], settings: Settings | None = None, guard: limits.Guard | None = None, installed=None
    ):
        """settings: see `Settings`. installed: what pip brought (see sources.find_installed)."""
        self._folders = tuple(folders)
        self._settings = settings or {}
        self._guard = guard or limits.Guard()
        self._installed = installed or Found({})
        self._known: dict[Source, _Known] = {}

    def look(self) -> Mapping[Source, Stamp]:
        """What there is to load; another one when a file was changed, added or removed."""
        return {source: self._stamp(source) for source in find_sources(self._folders, self._installed).sources.values()}

    def changed(self) -> bool:
        """Whether there is anything else than at the last load."""
        return self.look() != {source: known.seen for source, known in self._known.items()}

    def load(self) -> SkillSet:
        """A file that does not load is among the problems; if it once did, it goes on as it was then."""
        found = find_sources(self._folders, self._installed)
        before, self._known = self._known, {}
        for source in found.sources.values():
            known = before.get(source)
            self._known[source] = known if known and known.seen == self._stamp(source) else self._read(source, known)
        with _without_collecting():
            return self._skill_set(found.problems, before)

    def _skill_set(self, problems: tuple[SkillError, ...], before: Mapping[Source, _Known]) -> SkillSet:
        compiler = self._compile(before)
        files = [known.good for known in self._known.values() if known.good]
        intents = {intent.name: intent for file in files for intent in file.intents}
        return SkillSet(
            intents,
            Matcher(compiler.builder.start, compiler.skill_of, lists=compiler.builder.lists),
            (*problems, *(known.problem for known in self._known.values() if known.problem)),
            {file.source.skill: file.replies for file in files},
            compiler.builder.lists,
            {file.source.skill: file.source.path for file in files},
            self._guard,
        )

    def _read(self, source: Source, before: _Known | None) -> _Known:
        settings = self._settings.get(source.skill, {})
        seen = self._stamp(source, before)
        good = before.good if before else None
        try:
            good = limits.call(import_file, LOAD_LIMIT_S, source, settings)
        except SkillTimeoutError:
            return _Known(seen, good, SkillLoadError(source.path, None, f"reading it takes longer than {LOAD_LIMIT_S:g} s"))
        except SkillError as error:
            return _Known(seen, good, error)
        except RuntimeError as error:  # an exception that nobody is meant to catch
            return _Known(seen, good, SkillLoadError(source.path, None, str(error)))
        # What changed while it was read is to be read again.
        early = {entry[0]: entry for entry in seen}
        return _Known(tuple(early.get(entry[0], entry) for entry in self._stamp(source, _Known(seen, good))), good)

    def _compile(self, before: Mapping[Source, _Known]) -> Compiler:
        """The automaton of all that compile. A file that does not is dropped, or is as it was, and all is begun anew."""
        while True:
            compiler = _new_compiler()
            for source, known in self._known.items():
                if known.good is None:
                    continue
                try:
                    limits.call(compiler.add, LOAD_LIMIT_S, known.good)
                except (SkillError, RuntimeError) as error:
                    self._give_up(source, known, error, before.get(source))
                    break
            else:
                return compiler

    def _give_up(self, source: Source, known: _Known, error: Exception, before: _Known | None) -> None:
        if isinstance(error, SkillTimeoutError):
            error = SkillLoadError(source.path, None, f"compiling its templates takes longer than {LOAD_LIMIT_S:g} s")
        elif not isinstance(error, SkillError):
            error = SkillLoadError(source.path, None, f"{type(error).__name__}: {error}")
        known.problem = known.problem or error
        earlier = before.good if before else None
        known.good = earlier if earlier is not known.good else None

    def _stamp(self, source: Source, known: _Known | None = None) -> Stamp:
        known = known or self._known.get(source)
        watched = known.good.watched if known and known.good else ()
        configured = tuple(value for value in self._settings.get(source.skill, {}).values() if isinstance(value, Path))
        # What pip brought is Python's: a new version needs a new start.
        own = () if source.module else (source.path,)
        return stamp(dict.fromkeys((*own, *watched, *configured)))


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Compiling makes some hundred thousand small objects without a circle among them; looking for one is a third of its time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _new_compiler() -> Compiler:
    compiler = Compiler()
    try:
        answers: Any = importlib.import_module("assistant.skills.conversing.answers")
    except ModuleNotFoundError:
        return compiler
    for label, templates in answers.ANSWERS.items():
        compiler.add_sentences(label, tuple(templates), f"answer {label}")
    return compiler


def load_skills(folders: Iterable[Path], settings: Settings | None = None) -> SkillSet:
    """See `assistant.skills.load`."""
    return SkillLoader(folders, settings).load()
