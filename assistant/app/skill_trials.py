"""Skills looked at by whoever writes them: listed, checked, tried; nothing is done to the world."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from assistant.app.services import Vocabulary, build_services, close_services
from assistant.app.skills import build_store, skill_loader, with_files
from assistant.config import Config
from assistant.errors import ConfigError, ExampleError, SkillError
from assistant.events import Topic
from assistant.runtime.clock import Clock
from assistant.skills import Context, SkillSet, permission
from assistant.skills.conversing.trials import Trial, try_phrase
from assistant.skills.loading import checking
from assistant.skills.loading.skeleton import write_skeleton

CONNECTING_S = 2.0


def check_skills(config: Config, files: Sequence[Path] = ()) -> tuple[SkillSet, list[SkillError]]:
    """Everything that is wrong with the skills of a configuration, or with these files beside them.

    Raises ConfigError for what is no file.
    """
    for path in files:
        if path.is_dir():
            raise ConfigError(f"{path}: a folder; name its files ({path / '*.py'}), or put it into skills.folders")
        if not path.is_file():
            raise ConfigError(f"{path}: no such file; check the path")
    config = with_files(config, files)
    skills = skill_loader(config).load()
    faults: list[SkillError] = [*skills.problems, *checking.check_examples(skills)]
    if not files:
        return skills, faults
    # A file may also be to blame for what it takes from the others.
    names = {path.stem if path.suffix == ".py" else "perguntas" for path in files}
    places = {str(path) for path in files}
    return skills, [fault for fault in faults if _is_about(fault, names, places)]


def unknown_people(config: Config, skills: SkillSet) -> list[str]:
    """A sentence for everybody whom skills are kept for and whose voice is not enrolled. Raises StoreError."""
    named = permission.named(config.skills.allow, skills.intents.values())
    if not named:
        return []
    store = build_store(config)
    try:
        return list(permission.strangers(named, [it.name for it in store.speakers()]))
    finally:
        store.close()


def _is_about(fault: SkillError, names: set[str], places: set[str]) -> bool:
    taken_by = fault.taken_by if isinstance(fault, ExampleError) else None
    return taken_by in names or any(str(fault).startswith(f"{place}:") for place in places)


def try_phrases(config: Config, phrases: Iterable[str], topic: str | None = None, goes_on: bool = False) -> Iterator[Trial]:
    """topic: the intent that the conversation is about. goes_on: each phrase is said after the answer to the one before.

    Where no house is configured, slots like {area} may hold the usual names. Raises ConfigError for a topic that is none.
    """
    skills, store = skill_loader(config).load(), build_store(config)
    if topic is not None and topic not in skills.intents:
        raise ConfigError(f"no function of a skill is called {topic}; see assistant skills list -l")
    services = build_services(config, store)
    try:
        _wait_for(services.home)
        lists = {
            **checking.usual_lists(),
            **{kind: known for kind, known in Vocabulary(store, services)().items() if known.entries},
        }
        first = about = Topic(topic) if topic else None
        last_answer = None
        for phrase in phrases:
            context = Context(
                Clock().wall(), store, last_answer=last_answer, heard=phrase, topic=about, services=services, lists=lists
            )
            trial = try_phrase(skills, phrase, context)
            about, last_answer = (trial.plan.topic, trial.plan.text) if goes_on else (first, None)
            yield trial
    finally:
        close_services(services)
        store.close()


def _wait_for(home) -> None:
    deadline = time.monotonic() + CONNECTING_S
    while home is not None and not home.house().reached and time.monotonic() < deadline:
        time.sleep(0.05)


def new_skill(config: Config, name: str, folder: Path | None) -> Path:
    """Write a skill to begin from, into the folder or the first of skills.folders. Raises ConfigError, SkillNameError."""
    if folder is None and not config.skills.folders:
        raise ConfigError("no folder for skills of your own is configured; give --folder FOLDER, and name it in skills.folders")
    return write_skeleton(folder or config.skills.folders[0], name, skill_loader(config).load().files)
