"""How a text was understood in the light of a conversation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.events import Topic
from assistant.language.understanding.matching import Match
from assistant.language.understanding.several import INFINITIVE, SURE, Understanding
from assistant.language.words.phonetics import fold
from assistant.skills import labels
from assistant.skills.conversing import conversation
from assistant.skills.conversing.conversation import Scope
from assistant.skills.definitions import Intent


@dataclass(frozen=True, slots=True)
class Found:
    """How a text was understood, and in the light of which topic."""

    understood: Understanding
    topic: Topic | None
    text: str


def means_yes(match: Match, topic: Topic) -> bool:
    """A yes to "Qual deles?" answers nothing: what only sounds like one is none."""
    return conversation.agrees(match.reading, topic) and (topic.offered is not None or match.score >= SURE)


def is_worth_asking(match: Match, intents: Mapping[str, Intent]) -> bool:
    """ "Você quis dizer “legal”?" is silly: so is every question about what nobody asks for, and yes and no."""
    intent = intents.get(labels.intent_of(match.intent))
    return intent is not None and (intent.shown or bool(match.slots) or match.intent != intent.name)


def is_deed(text: str) -> bool:
    """Whether it says what somebody is to do, rather than tell anybody to do it: "apagar a luz"."""
    return fold(text.split(maxsplit=1)[0] if text else "").endswith(INFINITIVE)


def union(scopes: Sequence[Scope]) -> frozenset[str]:
    return frozenset[str]().union(*(active for _, active in scopes))


def uses(understood: Understanding, active: frozenset[str]) -> bool:
    """Whether any of it is what only the conversation makes clear."""
    matches = understood.commands or ((understood.doubtful,) if understood.doubtful else ())
    return any(match.intent in active for match in matches)


def score(understood: Understanding) -> float:
    return min((match.score for match in understood.commands), default=0.0)


def n_free(matches: Sequence[Match]) -> int:
    """How many words were taken as anybody's."""
    return sum(len(str(match.slots.get(name, "")).split()) for match in matches for name in match.free)
