"""What the assistant knows and remembers: its skills and its store."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant import resources
from assistant.config import Config
from assistant.errors import ConfigError
from assistant.skills import SkillSet
from assistant.skills.limits import Guard
from assistant.skills.loading.importing import Settings
from assistant.skills.loading.loader import SkillLoader
from assistant.skills.loading.reloading import LiveSkills
from assistant.skills.loading.sources import find_installed, find_sources
from assistant.store import Store


def build_store(config: Config) -> Store:
    return Store(config.store.path or resources.state_folder() / "assistente.sqlite")


def build_skills(config: Config) -> SkillSet:
    """The skills as they are now. Raises ConfigError where tts.skill_voices or skills.allow names a skill that there is not."""
    return skill_loader(config).load()


def live_skills(config: Config, watches: bool = True) -> LiveSkills:
    """The newest skills at every call, as files change. Raises what `build_skills` does."""
    return LiveSkills(skill_loader(config), config.skills.reload_every_s if watches else None)


def skill_loader(config: Config) -> SkillLoader:
    installed, folders = find_installed(), skill_folders(config)
    # By its file, since a skill that does not load today keeps its voice.
    known = find_sources(folders, installed).sources
    for name in config.tts.skill_voices:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f'did you mean "{near[0]}"? ' if near else ""
            raise ConfigError(f'tts.skill_voices: no skill is called "{name}"; {hint}there are {", ".join(known)}')
    return SkillLoader(folders, _settings(config), Guard(config.skills.time_limit_s), installed, config.skills.allow)


def skill_folders(config: Config) -> list[Path]:
    """Those that ship first; of two skills of one name the later folder's counts."""
    return [resources.skills_folder(), *config.skills.folders]


def replaced_skills(config: Config) -> dict[str, Path]:
    """By skill, the file that is not used because one of the same name takes its place."""
    return {old.skill: old.path for old, _ in find_sources(skill_folders(config), find_installed()).replaced}


def with_files(config: Config, files: Iterable[Path]) -> Config:
    """The same with these files of skills, or of questions, beside its own."""
    files = list(files)
    skills = config.skills.model_copy(update={"folders": (*config.skills.folders, *(f for f in files if f.suffix == ".py"))})
    asked = [file for file in files if file.suffix != ".py"]
    questions = config.questions.model_copy(update={"file": asked[-1]} if asked else {})
    return config.model_copy(update={"skills": skills, "questions": questions})


def _settings(config: Config) -> Settings:
    questions = {"perguntas": {"file": config.questions.file}} if config.questions.file else {}
    return {**config.skills.settings, **questions}


@contextmanager
def scratch_store(config: Config) -> Iterator[Config]:
    """The same configuration over a database that is forgotten afterwards: what a demonstration sets does not stay."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="assistente-") as folder:
        yield config.model_copy(update={"store": config.store.model_copy(update={"path": Path(folder) / "store.sqlite"})})
