"""The set of skills that loaded: what of an utterance they understand, and what is planned about it."""

from __future__ import annotations

import logging
import traceback
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from assistant.errors import SkillError
from assistant.events import Plan, Topic, Transcript
from assistant.language.matching import Match, Matcher
from assistant.skills.definitions import Context, Intent, Reply

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
        topic = Topic(intent.name, match.slots, reply.asks, mentions=reply.mentions)
        return Plan(reply.text, tuple(reply.effects), intent.skill, match.slots, intent.name, topic, reply.picture)

    def _not_understood(self, text: str) -> Plan:
        # Varied, so that it does not grate; by the text alone, so that the same is answered the same.
        number = zlib.crc32(text.encode())
        example = (*self.sample(1, number), "que horas são")[0]
        return Plan(NOT_UNDERSTOOD[number % len(NOT_UNDERSTOOD)].format(example=example))
