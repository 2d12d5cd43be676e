"""The set of skills that loaded: what of an utterance they understand, and what is planned about it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from assistant.errors import SkillError
from assistant.events import Completeness, Plan, Topic, Transcript
from assistant.language.grammar.automaton import reachable
from assistant.language.grammar.lists import Lists
from assistant.language.understanding.completeness import completeness
from assistant.language.understanding.matching import Match, Matcher
from assistant.skills.conversing import conversation
from assistant.skills.conversing.found import union
from assistant.skills.conversing.planner import Planner
from assistant.skills.definitions import Context, Intent
from assistant.skills.limits import Guard
from assistant.skills.permission import Allow


@dataclass(frozen=True)
class SkillSet:
    """The skills that loaded. Shared by all sessions; immutable.

    intents: by name ("horas.diz_as_horas"). problems: what did not load, and why. replies: by skill, texts that it gives word for
    word. lists: what the skill files' own kinds of slots may hold; to be joined with those of run time. files: by skill, where it
    is from. guard: calls the skills' functions. allow: who may use what, as configured.
    """

    intents: Mapping[str, Intent]
    matcher: Matcher
    problems: tuple[SkillError, ...] = ()
    replies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lists: Lists = field(default_factory=dict)
    files: Mapping[str, Path] = field(default_factory=dict)
    guard: Guard = field(default_factory=Guard)
    allow: Allow = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(intent.skill for intent in self.intents.values()))

    @cached_property
    def labels(self) -> frozenset[str]:
        """All that count only because of what was said before: answers, follow-ups, agreement."""
        found = {label for state in reachable(self.matcher.start) for label in state.final}
        return frozenset(label for label in found if label not in self.intents)

    def match(self, text: str, lists: Lists = MappingProxyType({}), active: frozenset[str] = frozenset()) -> Match | None:
        """The intent that a text reaches, if any comes near; `accepted` says whether near enough.

        lists: what slots may hold just now; active: the labels that count because of what was said before.
        """
        return self.matcher.match(text, {**lists, **self.lists}, active)

    def completeness(
        self, text: str, lists: Lists = MappingProxyType({}), topic: Topic | None = None, plan: Plan | None = None
    ) -> Completeness:
        """Whether a text may be all that is to be said. topic: what it was said about; plan: what was planned, if that is known.

        Who would be asked for something ("De quanto tempo?") has perhaps not come to it yet.
        """
        if topic is not None and topic.wants_voice:
            return Completeness.UNKNOWN
        asked, asks = ((it.intent, it.asks) if it and it.asks else None for it in (topic, plan and plan.topic))
        active = union(conversation.scopes(topic, self.intents))
        found = completeness(self.matcher, text, {**lists, **self.lists}, active)
        if found is Completeness.COMPLETE:
            return found
        if asks and asks != asked:
            return Completeness.DANGLING
        # Nobody waits for an apology; and what was not understood may be misheard, and no more than a beginning.
        is_lost = plan is not None and plan.intent is None and found is Completeness.UNKNOWN
        return Completeness.EXTENDABLE if is_lost else found

    def plan(self, transcript: Transcript, context: Context) -> Plan:
        """What to say and do about an utterance. Has no effect on the world; whatever was said, it does not raise."""
        seed = int(context.now.timestamp()) // 60
        context = replace(context, examples=lambda n: self.sample(n, seed), examples_of=self.examples_of)
        return Planner(self, context).plan(transcript)

    def examples(self) -> dict[str, tuple[str, ...]]:
        """By skill, every example of its intents."""
        found: dict[str, tuple[str, ...]] = {}
        for intent in self.intents.values():
            found[intent.skill] = (*found.get(intent.skill, ()), *intent.examples)
        return found

    def examples_of(self, skill: str) -> tuple[str, ...]:
        """What one can say to a skill, its functions in turns."""
        own = [intent for intent in self.intents.values() if intent.skill == skill]
        of_each = [intent.examples for intent in own if intent.shown] or [intent.examples for intent in own]
        return tuple(example for turn in itertools.zip_longest(*of_each) for example in turn if example)

    def sample(self, n: int, seed: int = 0) -> tuple[str, ...]:
        """`n` examples from as many skills as there are; another `seed`, others."""
        by_skill: dict[str, list[str]] = {}
        for intent in self.intents.values():
            if intent.shown and intent.examples:
                by_skill.setdefault(intent.skill, []).extend(intent.examples)
        skills = list(by_skill.values())
        rounds = range(seed, seed + n)
        return tuple(skills[i % len(skills)][(i // len(skills)) % len(skills[i % len(skills)])] for i in rounds if skills)
