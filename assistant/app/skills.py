"""What the assistant knows and remembers: its skills and its store."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant import resources
from assistant.config import Config
from assistant.errors import ConfigError
from assistant.skills import SkillSet
from assistant.skills import load as load_skills
from assistant.store import Store


def build_store(config: Config) -> Store:
    return Store(config.store.path or resources.state_folder() / "assistente.sqlite")


def build_skills(config: Config) -> SkillSet:
    """Raises ConfigError where tts.skill_voices gives a voice to a skill that there is not."""
    from assistant.skills.loading import skill_files

    folders = _folders(config)
    # By its file, since a skill that does not load today keeps its voice.
    known = skill_files(folders)
    for name in config.tts.skill_voices:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f'did you mean "{near[0]}"? ' if near else ""
            raise ConfigError(f'tts.skill_voices: no skill is called "{name}"; {hint}there are {", ".join(known)}')
    return load_skills(folders)


def _folders(config: Config) -> list[Path]:
    return [resources.skills_folder(), *config.skills.folders]


@contextmanager
def scratch_store(config: Config) -> Iterator[Config]:
    """The same configuration over a database that is forgotten afterwards: what a demonstration sets does not stay."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="assistente-") as folder:
        yield config.model_copy(update={"store": config.store.model_copy(update={"path": Path(folder) / "store.sqlite"})})
