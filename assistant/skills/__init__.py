"""What a skill is, and the set of them: files are loaded, their templates compiled together, utterances answered.

A skill is a file of functions like this one; the file's name is the skill's name.

    @skill("(joga|lança) [um|o] dado", examples=["joga um dado"])
    def joga(ctx):
        return Reply(f"Deu {numbers.speak(ctx.now.microsecond % 6 + 1)}.")
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from assistant.skills.definitions import Context, Intent, Reply, skill
from assistant.skills.domains.timers import CancelTimers, StartTimer
from assistant.skills.effects import Effect, World
from assistant.skills.replies import FAILED, GENERAL_REPLIES, NOT_HEARD, NOT_UNDERSTOOD, SUSPECTED
from assistant.skills.skill_set import SkillSet

__all__ = [
    "FAILED",
    "GENERAL_REPLIES",
    "NOT_HEARD",
    "NOT_UNDERSTOOD",
    "SUSPECTED",
    "CancelTimers",
    "Context",
    "Effect",
    "Intent",
    "Reply",
    "SkillSet",
    "StartTimer",
    "World",
    "load",
    "skill",
]


def load(folders: Iterable[Path | str], settings: Mapping[str, Mapping[str, Any]] | None = None) -> SkillSet:
    """The skills of all `*.py` files in these folders; of two files of one name, the later folder's.

    Names that begin with "_" are passed over. What does not load is in `problems`. settings: by skill, what its `more` and
    `watched` are told: {"perguntas": {"file": Path("perguntas.yaml")}}.
    """
    from assistant.skills.loading.loader import load_skills

    return load_skills([Path(folder) for folder in folders], settings)
