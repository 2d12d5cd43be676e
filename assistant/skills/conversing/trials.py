"""What the skills make of a phrase, in every detail, with nothing done."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.events import Plan, Transcript
from assistant.language.understanding.matching import Match
from assistant.language.understanding.several import understand
from assistant.skills.conversing import conversation
from assistant.skills.definitions import Context
from assistant.skills.skill_set import SkillSet


@dataclass(frozen=True, slots=True)
class Trial:
    """matches: the commands that were understood, or else what came nearest. ms: understanding and planning."""

    phrase: str
    matches: tuple[Match, ...]
    plan: Plan
    ms: float

    def as_json(self) -> Mapping[str, Any]:
        topic = self.plan.topic
        return {
            "phrase": self.phrase,
            "understood": [_shown(match) for match in self.matches],
            "answer": self.plan.text,
            "effects": [repr(effect) for effect in self.plan.effects],
            "asks": topic.asks if topic else None,
            "offers": [repr(effect) for effect in topic.offered.effects] if topic and topic.offered else [],
            "picture": self.plan.picture,
            "ms": round(self.ms, 2),
        }


def try_phrase(skills: SkillSet, phrase: str, context: Context) -> Trial:
    """Effects are planned and not run."""
    active = conversation.active(context.topic, skills.intents)
    understood = understand(skills.matcher, phrase, {**context.lists, **skills.lists}, active)
    nearest = understood.doubtful or skills.match(phrase, context.lists, active)
    began = time.perf_counter()
    plan = skills.plan(Transcript(phrase), context)
    ms = 1000 * (time.perf_counter() - began)
    return Trial(phrase, understood.commands or ((nearest,) if nearest else ()), plan, ms)


def _shown(match: Match) -> Mapping[str, Any]:
    return {
        "intent": match.intent,
        "slots": dict(match.slots),
        "score": round(match.score, 3),
        "rival": match.rival,
        "rival_score": round(match.rival_score, 3),
        "reading": match.reading,
        "verdict": match.verdict,
    }
