"""What people say to the skills, and what they mean by it: the tables of tests/skills/golden, and all skills to test them on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from assistant import resources
from assistant.events import Topic
from assistant.language.understanding.several import Understanding, understand
from assistant.skills import labels
from assistant.skills.conversing import conversation
from assistant.skills.loading.loader import SkillLoader
from assistant.skills.skill_set import SkillSet
from tests.skills.household import household

FOLDER = Path(__file__).parent / "golden"
NOTHING = "-"


@dataclass(frozen=True)
class Row:
    """intent: the function that the utterance reaches; "-" for none; "a.b & c.d" for several, and a list of their slots.

    topic: what the conversation is about just then.
    """

    where: str
    utterance: str
    intent: str
    slots: Any
    topic: Topic | None


def tables() -> list[Path]:
    return sorted(FOLDER.glob("*.tsv"))


@cache
def rows(table: Path) -> tuple[Row, ...]:
    found = []
    for number, line in enumerate(table.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            utterance, intent, slots, topic = [*line.split("\t"), "", "", ""][:4]
            about = _topic(topic, intent) if topic.strip() else None
            functions = " & ".join(labels.intent_of(label) for label in intent.split(" & "))
            found.append(Row(f"{table.name}:{number}", utterance, functions, json.loads(slots or "{}"), about))
    return tuple(found)


def _topic(text: str, label: str) -> Topic:
    """What is asked for is told by the label: "temporizador.inicia?duracao" is the answer to a question."""
    return Topic(labels.intent_of(text.strip()), asks=label.partition(labels.ANSWER)[2] or None)


@cache
def all_skills() -> SkillSet:
    """Those that come with the assistant; the questions are those of the example."""
    folder = resources.skills_folder()
    return SkillLoader([folder], {"perguntas": {"file": folder / "perguntas.exemplo.yaml"}}).load()


@cache
def _lists():
    return household()


def understood(utterance: str, topic: Topic | None = None) -> Understanding:
    skills = all_skills()
    active = frozenset[str]().union(*(labels for _, labels in conversation.scopes(topic, skills.intents)))
    return understand(skills.matcher, utterance, {**_lists(), **skills.lists}, active)


def meaning(found: Understanding) -> tuple[str, Any]:
    """The function and the slots of the command; "-" where there is none. Of several: "a.b & c.d", and a list of their slots."""
    if not found.commands:
        return NOTHING, {}
    slots = [dict(match.slots) for match in found.commands]
    return " & ".join(labels.intent_of(match.intent) for match in found.commands), slots if len(slots) > 1 else slots[0]
