"""What a skill is, and the set of them: files are loaded, their templates compiled together, utterances answered.

A skill is a file of functions like this one; the file's name is the skill's name.

    @skill("(joga|lança) [um|o] dado", examples=["joga um dado"])
    def joga(ctx):
        return Reply(f"Deu {numbers.speak(ctx.now.microsecond % 6 + 1)}.")
"""

from __future__ import annotations

import logging
import sys
import traceback
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from assistant.errors import SkillError
from assistant.events import Plan, Transcript
from assistant.language.matching import Match, Matcher
from assistant.store import Store

log = logging.getLogger(__name__)

NOT_HEARD = "Não ouvi direito. Pode repetir?"
# What may be why nothing, or nothing that makes sense, was heard: Transcript.suspicion → how that is said.
SUSPECTED = {
    "language": "Não entendi: acho que não foi em português. Pode repetir?",
    "noise": "Não entendi: tem muito barulho aqui. Pode repetir mais perto de mim?",
}
FAILED = "Desculpe, tive um problema com isso."
NOT_UNDERSTOOD = (
    "Desculpe, não entendi. Diga ajuda para ouvir o que eu sei fazer.",
    "Desculpe, isso eu não entendi. Você pode perguntar, por exemplo: {example}.",
    "Não entendi, desculpe. Se quiser saber o que eu faço, diga ajuda.",
)
GENERAL_REPLIES = (*(text for text in NOT_UNDERSTOOD if "{" not in text), NOT_HEARD, *SUSPECTED.values(), FAILED)
"""What is said when no skill answers, as far as it is always the same."""


class Effect(Protocol):
    """Something that a reply does to the world, once its turn is committed."""

    def run(self, store: Store, now: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class StartTimer:
    duration_s: int
    name: str | None = None

    def run(self, store: Store, now: datetime) -> None:
        store.add_timer(self.name, now + timedelta(seconds=self.duration_s), self.duration_s, now)


@dataclass(frozen=True, slots=True)
class CancelTimers:
    ids: tuple[int, ...]

    def run(self, store: Store, now: datetime) -> None:
        store.cancel_timers(self.ids)


@dataclass(frozen=True, slots=True)
class Reply:
    """`text`: what is said, in Portuguese. `effects`: what is done, not before the turn is committed."""

    text: str
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """All that a skill may know.

    now: local time, with its zone. store: to read from; only effects write. last_answer: what was said before this.
    heard: the utterance. examples: gives n things that one can say, over all skills.
    """

    now: datetime
    store: Store
    speaker: str | None = None
    last_answer: str | None = None
    heard: str = ""
    examples: Callable[[int], Sequence[str]] = lambda n: ()


@dataclass(frozen=True, slots=True)
class Intent:
    """One function of a skill, what is said to reach it, and what it is known to reply. `line`: where its decorator stands."""

    function: Callable[..., Reply]
    templates: tuple[str, ...]
    examples: tuple[str, ...]
    rules: Mapping[str, str]
    shown: bool
    line: int
    replies: tuple[str, ...] = ()
    skill: str = ""

    @property
    def name(self) -> str:
        return f"{self.skill}.{self.function.__name__}"


def skill(
    *templates: str,
    examples: Iterable[str] = (),
    rules: Mapping[str, str] | None = None,
    shown: bool = True,
    replies: Iterable[str] = (),
):
    """Make a function `f(ctx, **slots) -> Reply` answer what fits one of the templates (see assistant.language.templates).

    examples: sentences that reach it, for the help and the tests. rules: what <names> in the templates stand for, besides
    the common ones. shown: whether the help may offer the examples. replies: texts that it often gives word for word; their sound
    is made before they are needed, as is that of every `Reply("…")` in the file.
    """
    line = sys._getframe(1).f_lineno

    def mark(function: Callable[..., Reply]) -> Callable[..., Reply]:
        function.intent = Intent(function, templates, tuple(examples), dict(rules or {}), shown, line, tuple(replies))
        return function

    return mark


@dataclass(frozen=True)
class SkillSet:
    """The skills that loaded. Shared by all sessions; immutable.

    intents: by name ("horas.diz_as_horas"). problems: what did not load, and why. replies: by skill, texts that it gives word for
    word.
    """

    intents: Mapping[str, Intent]
    matcher: Matcher
    problems: tuple[SkillError, ...] = ()
    replies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(intent.skill for intent in self.intents.values()))

    def match(self, text: str) -> Match | None:
        """The intent that a text reaches, if any comes near; `accepted` says whether near enough."""
        return self.matcher.match(text)

    def plan(self, transcript: Transcript, context: Context) -> Plan:
        """What to say and do about an utterance. Has no effect on the world; whatever was said, it does not raise."""
        if not transcript.text.strip():
            return Plan(SUSPECTED.get(transcript.suspicion or "", NOT_HEARD))
        context = replace(context, examples=lambda n: self.sample(n, int(context.now.timestamp()) // 60))
        for text in (transcript.text, *transcript.alternatives):
            match = self.match(text)
            if match and match.accepted:
                return self._answer(match, replace(context, heard=text))
        if transcript.suspicion in SUSPECTED:
            return Plan(SUSPECTED[transcript.suspicion])
        return self._not_understood(transcript.text)

    def examples(self) -> dict[str, tuple[str, ...]]:
        """By skill, every example of its intents."""
        found: dict[str, tuple[str, ...]] = {}
        for intent in self.intents.values():
            found[intent.skill] = (*found.get(intent.skill, ()), *intent.examples)
        return found

    def sample(self, n: int, seed: int = 0) -> tuple[str, ...]:
        """`n` examples from as many skills as there are; another `seed`, others."""
        by_skill: dict[str, list[str]] = {}
        for intent in self.intents.values():
            if intent.shown and intent.examples:
                by_skill.setdefault(intent.skill, []).extend(intent.examples)
        skills = list(by_skill.values())
        rounds = range(seed, seed + n)
        return tuple(skills[i % len(skills)][(i // len(skills)) % len(skills[i % len(skills)])] for i in rounds if skills)

    def _answer(self, match: Match, context: Context) -> Plan:
        intent = self.intents[match.intent]
        try:
            reply = intent.function(context, **match.slots)
            if not isinstance(reply, Reply):
                raise TypeError(f"returned {type(reply).__name__}, not a Reply")
        # A skill may be anybody's; whatever it raises must not end the conversation.
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            log.error("skill %s failed: %s at %s:%s", intent.name, type(error).__name__, place.filename, place.lineno)
            log.debug("skill %s failed", intent.name, exc_info=error)
            return Plan(FAILED, skill=intent.skill, slots=match.slots)
        return Plan(reply.text, tuple(reply.effects), intent.skill, match.slots)

    def _not_understood(self, text: str) -> Plan:
        # Varied, so that it does not grate; by the text alone, so that the same is answered the same.
        number = zlib.crc32(text.encode())
        example = (*self.sample(1, number), "que horas são")[0]
        return Plan(NOT_UNDERSTOOD[number % len(NOT_UNDERSTOOD)].format(example=example))


def load(folders: Iterable[Path | str]) -> SkillSet:
    """The skills of all `*.py` files in these folders; of two files of one name, the later folder's.

    Names that begin with "_" are passed over. What does not load is in `problems`.
    """
    from assistant.skills.loading import load_skills

    return load_skills([Path(folder) for folder in folders])
