"""Where skills come from: files in folders, and modules of installed packages, by their entry point `assistente.skills`."""

from __future__ import annotations

import importlib.metadata
import importlib.util
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import SkillError, SkillLoadError

ENTRY_POINTS = "assistente.skills"


@dataclass(frozen=True, slots=True)
class Source:
    """module: what to import where a package brings the skill; None for a file that is read by its path."""

    skill: str
    path: Path
    module: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """sources: by skill. replaced: (the source that is not used, the one that is instead)."""

    sources: dict[str, Source]
    problems: tuple[SkillError, ...] = ()
    replaced: tuple[tuple[Source, Source], ...] = ()


def find_sources(folders: Iterable[Path], installed: Found | None = None) -> Found:
    """The skills of these folders, or single files. Of one name, a later one replaces an earlier; what is installed, the first's.

    Names of files that begin with "_" are passed over; folders that are not there have nothing in them.
    """
    installed = installed or Found({})
    sources: dict[str, Source] = {}
    replaced = []
    for number, folder in enumerate(folders):
        files = [folder] if folder.is_file() else sorted(folder.glob("*.py"))
        here = [Source(path.stem, path) for path in files if path.stem[0] != "_"]
        for source in [*here, *(() if number else installed.sources.values())]:
            if source.skill in sources and source.path.resolve() != sources[source.skill].path.resolve():
                replaced.append((sources[source.skill], source))
            sources[source.skill] = source
    return Found(sources, installed.problems, tuple(replaced))


def find_installed() -> Found:
    """The skills that pip brought. What cannot be found is among the problems."""
    sources: dict[str, Source] = {}
    problems: list[SkillError] = []
    for entry in sorted(importlib.metadata.entry_points(group=ENTRY_POINTS), key=lambda entry: entry.name):
        package = entry.dist.name if entry.dist else "?"
        where = f"entry point {entry.name} of {package}"
        try:
            spec = importlib.util.find_spec(entry.module)
        # Looking for a module imports its package, which may do anything.
        except Exception as error:  # noqa: BLE001
            problems.append(SkillLoadError(where, None, f"{entry.module}: {type(error).__name__}: {error}"))
            continue
        if spec is None or not spec.origin:
            problems.append(SkillLoadError(where, None, f"there is no module {entry.module}"))
        elif entry.name in sources:
            problems.append(SkillLoadError(where, None, "another installed package brings a skill of this name"))
        else:
            sources[entry.name] = Source(entry.name, Path(spec.origin), entry.module)
    return Found(sources, tuple(problems))
