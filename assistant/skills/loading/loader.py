"""Skill files into a SkillSet, again and again: what did not change is not read anew, what broke goes on as it was."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import SkillError, SkillLoadError, SkillTimeoutError
from assistant.language.grammar.automaton import MAX_STATES, TooManyStatesError, automaton
from assistant.language.understanding.matching import Matcher
from assistant.skills import limits, permission
from assistant.skills.loading.compiling import Compiled, compile_file, matcher_of
from assistant.skills.loading.importing import Settings, SkillFile, Stamp, import_file, stamp
from assistant.skills.loading.sources import Found, Source, find_sources
from assistant.skills.permission import Allow
from assistant.skills.skill_set import SkillSet

LOAD_LIMIT_S = 15.0
"""For reading one file, and for compiling it: it takes a tenth of a second; what it imports may take some on a slow disk."""


@dataclass(frozen=True, slots=True)
class _Good:
    """A file as it was when it last loaded."""

    file: SkillFile
    compiled: Compiled


@dataclass(slots=True)
class _Known:
    """What is remembered of one source."""

    seen: Stamp
    good: _Good | None = None
    problem: SkillError | None = None


class SkillLoader:
    """`load` gives the skills of these folders as they are now; `changed` says whether they are others than then."""

    def __init__(
        self,
        folders: Iterable[Path],
        settings: Settings | None = None,
        guard: limits.Guard | None = None,
        installed=None,
        allow: Allow | None = None,
    ):
        """settings: see `Settings`. installed: what pip brought (see sources.find_installed). allow: who may use what."""
        self._folders = tuple(folders)
        self._settings = settings or {}
        self._guard = guard or limits.Guard()
        self._installed = installed or Found({})
        self._allow = allow or {}
        self._known: dict[Source, _Known] = {}

    def look(self) -> Mapping[Source, Stamp]:
        """What there is to load; another one when a file was changed, added or removed."""
        return {source: self._stamp(source) for source in find_sources(self._folders, self._installed).sources.values()}

    def changed(self) -> bool:
        """Whether there is anything else than at the last load."""
        return self.look() != {source: known.seen for source, known in self._known.items()}

    def load(self) -> SkillSet:
        """A file that does not load is among the problems; if it once did, it goes on as it was then.

        Raises ConfigError where `allow` names what there is not: nobody is to think that it is guarded.
        """
        found = find_sources(self._folders, self._installed)
        before, self._known = self._known, {}
        with _without_collecting():
            for source in found.sources.values():
                known = before.get(source)
                self._known[source] = known if known and known.seen == self._stamp(source, known) else self._read(source, known)
            return self._skill_set(found.problems, self._matcher(before))

    def _skill_set(self, problems: tuple[SkillError, ...], matcher: Matcher) -> SkillSet:
        files = [known.good.file for known in self._known.values() if known.good]
        intents = {intent.name: intent for file in files for intent in file.intents}
        permission.check(self._allow, [source.skill for source in self._known], intents.values())
        return SkillSet(
            intents,
            matcher,
            (*problems, *(known.problem for known in self._known.values() if known.problem)),
            {file.source.skill: file.replies for file in files},
            {kind: known for compiled in self._compiled() for kind, known in compiled.lists.items()},
            {file.source.skill: file.source.path for file in files},
            self._guard,
            self._allow,
        )

    def _read(self, source: Source, before: _Known | None) -> _Known:
        seen = self._stamp(source, before)
        good = before.good if before else None
        try:
            file = self._within_limit(source, "reading it", import_file, self._settings.get(source.skill, {}))
            compiled = self._within_limit(source, "compiling its templates", lambda _: compile_file(file))
        except SkillError as error:
            return _Known(seen, good, error)
        # What changed while it was read is to be read again.
        early = {entry[0]: entry for entry in seen}
        good = _Good(file, compiled)
        return _Known(tuple(early.get(entry[0], entry) for entry in self._stamp(source, _Known(seen, good))), good)

    def _within_limit(self, source: Source, doing: str, function: Callable, *args: Any) -> Any:
        try:
            return limits.call(function, LOAD_LIMIT_S, source, *args)
        except SkillTimeoutError as error:
            line = next((line for file, line in error.stack if file == str(source.path)), None)
            raise SkillLoadError(source.path, line, f"{doing} takes longer than {LOAD_LIMIT_S:g} s") from None
        except SkillError:
            raise
        except RuntimeError as error:  # an exception that nobody is meant to catch
            raise SkillLoadError(source.path, None, str(error)) from error
        # The file may be anybody's, and what it marks as a skill anything.
        except Exception as error:
            raise SkillLoadError(source.path, None, f"{type(error).__name__}: {error}") from error

    def _compiled(self) -> list[Compiled]:
        return [known.good.compiled for known in self._known.values() if known.good]

    def _matcher(self, before: Mapping[Source, _Known]) -> Matcher:
        while True:
            try:
                return matcher_of(self._compiled())
            except TooManyStatesError:
                self._give_up_largest(before)

    def _give_up_largest(self, before: Mapping[Source, _Known]) -> None:
        """The file that takes most of the room is dropped, or is as it was."""
        source, known = max(self._known.items(), key=lambda item: _n_states(item[1].good))
        reason = f"with its templates the grammar is larger than {MAX_STATES} states; write them shorter, or as fewer"
        known.problem = known.problem or SkillLoadError(source.path, None, reason)
        earlier = before[source].good if source in before else None
        known.good = earlier if earlier is not known.good else None

    def _stamp(self, source: Source, known: _Known | None = None) -> Stamp:
        known = known or self._known.get(source)
        watched = known.good.file.watched if known and known.good else ()
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
            # What there is now counts as old; otherwise all of it would be looked through the next moment.
            gc.freeze()
            gc.unfreeze()
            gc.enable()


def _n_states(good: _Good | None) -> int:
    try:
        return automaton(good.compiled.roots)[1] if good else 0
    except TooManyStatesError:
        return MAX_STATES + 1


def load_skills(folders: Iterable[Path], settings: Settings | None = None) -> SkillSet:
    """See `assistant.skills.load`."""
    return SkillLoader(folders, settings).load()
