"""Pure: what an utterance may leave unsaid because of what was said before it, and what the next one may.

Strategy: a conversation is about one thing, its topic, and was about others before, each of another skill. Follow-ups, answers
and agreement are labels of the automaton; which of them count is read off the topic. What was captured is completed with the
topic's slots and becomes a call of a skill's function; the reply makes the next topic.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.events import VOICE, Plan, Topic
from assistant.language.sentences import sentences
from assistant.skills import labels
from assistant.skills.conversing import answers
from assistant.skills.conversing.answers import NO, YES
from assistant.skills.definitions import Reply
from assistant.skills.replies import ASKED_AGAIN, DID_YOU_MEAN, GIVEN_UP, MEANT_OTHERWISE, OFFERED_AGAIN, ONLY_THIS

MAX_ASKED, MAX_OFFERED = 2, 3
"""A question is put so often, one for yes or no once more, since more hangs on it; then it is given up."""

MAX_PHRASES = 12
"""A voice is learnt from several phrases; the skill itself gives up before that."""

MAX_BEFORE = 2
"""So many things that the conversation was about earlier can be come back to."""


@dataclass(frozen=True, slots=True)
class Call:
    """A function of a skill, and what it is called with. heard: as it was understood."""

    intent: str
    slots: Mapping[str, Any] = field(default_factory=dict)
    heard: str = ""

    @property
    def skill(self) -> str:
        return skill_of(self.intent)


def skill_of(intent: str) -> str:
    return intent.partition(".")[0]


def active(topic: Topic | None, intents: Iterable[str]) -> frozenset[str]:
    """The labels that count besides those that always do. intents: all names there are."""
    if topic is None:
        return frozenset()
    found = {labels.follow_up(name) for name in intents if skill_of(name) == skill_of(topic.intent)}
    if topic.asks is not None:
        found |= {labels.answer(topic.intent, topic.asks), YES, NO}  # a yes answers nothing, and is no value either
    if topic.offered is not None:
        found |= {YES, NO}
    return frozenset(found)


Scope = tuple[Topic, frozenset[str]]
"""Something that may be referred to, and the labels that then count."""


def scopes(topic: Topic | None, intents: Iterable[str]) -> list[Scope]:
    """What may be referred to, the likeliest first: the function that was spoken of, its skill, what was spoken of earlier."""
    found = []
    for it in chain(topic):
        labels_of_skill = active(it, intents)
        others = {label for label in labels_of_skill if label.endswith(labels.FOLLOW_UP)} - {labels.follow_up(it.intent)}
        found += [(it, labels_of_skill - others), (it, labels_of_skill)] if others else [(it, labels_of_skill)]
    return found


def called(label: str, slots: Mapping[str, Any], topic: Topic | None, heard: str = "") -> Call:
    """What a label other than yes and no means, with what was captured now and what the topic remembers."""
    intent = labels.intent_of(label)
    remembers = label != intent and topic is not None and topic.intent == intent
    return Call(intent, {**topic.slots, **slots} if remembers else dict(slots), heard)


def chain(topic: Topic | None) -> Iterator[Topic]:
    """The topic, and those of before, the newest first."""
    while topic is not None:
        yield topic
        topic = topic.before


def topics(topic: Topic | None) -> Iterator[Topic]:
    """What the conversation is about, and was about before: without a mere offer."""
    return (it for it in chain(topic) if it.intent)


def own_topic(skill: str, topic: Topic | None) -> Topic | None:
    """What the conversation is about as this skill sees it: what it was last about with this skill, else what it is about now."""
    return next((t for t in topics(topic) if skill_of(t.intent) == skill), topic)


def topic_after(call: Call, reply: Reply, topic: Topic | None) -> Topic:
    """What the conversation is about once this is said and done."""
    own = next((t for t in topics(topic) if skill_of(t.intent) == call.skill), None)
    mentions = {**(own.mentions if own else {}), **reply.mentions}
    after = Topic(call.intent, call.slots, mentions=mentions, before=_earlier(call.skill, topic))
    if reply.offers is not None:
        intent, slots = reply.offers
        offered = Plan("", skill=skill_of(intent), slots=slots, intent=intent)
        return replace(after, offered=offered, question=question_in(reply.text), n_asked=1, refused=reply.refused)
    if reply.confirms:
        offered = Plan(reply.confirmed, tuple(reply.confirms), call.skill, call.slots, call.intent, after)
        return replace(after, offered=offered, question=question_in(reply.text), n_asked=1, refused=reply.refused)
    if reply.asks is not None:
        is_again = topic is not None and (topic.intent, topic.asks) == (call.intent, reply.asks)
        n_asked = topic.n_asked + 1 if is_again else 1
        return replace(after, asks=reply.asks, question=question_in(reply.text), n_asked=n_asked)
    return after


def _earlier(skill: str, topic: Topic | None) -> Topic | None:
    """The topics of other skills, as one chain, no longer than can be come back to."""
    others = [t for t in topics(topic) if skill_of(t.intent) != skill][:MAX_BEFORE]
    earlier = None
    for other in reversed(others):
        earlier = replace(other.closed(), before=earlier)
    return earlier


def question_in(text: str) -> str:
    """What of a reply is said again when the question has to be: from its last question on, or all of it."""
    said = list(sentences(text))
    at = max((i for i, sentence in enumerate(said) if sentence.endswith("?")), default=0)
    return " ".join(said[at:])


def agrees(answer: str, topic: Topic) -> bool:
    """Whether a yes says nothing else than what this topic offers."""
    offered = topic.offered.intent if topic.offered is not None else None
    return answers.agrees(answer, f"{topic.question} {offered or topic.intent} {topic.heard}")


def asked_enough(topic: Topic) -> int:
    """How often its question is put at most."""
    return {None: MAX_OFFERED, VOICE: MAX_PHRASES}.get(topic.asks, MAX_ASKED)


def ask_again(topic: Topic, was_understood: bool = False) -> Plan:
    """For an utterance that answers nothing: the same question, or, when it was asked often enough, no more of it.

    was_understood: it was a yes to "Qual deles?".
    """
    if topic.n_asked >= asked_enough(topic):
        return give_up(topic)
    again = OFFERED_AGAIN if topic.asks is None and topic.n_asked > 1 else ASKED_AGAIN
    if was_understood:
        again = "{question}"
    text = again.format(question=topic.question)
    return Plan(text, skill=skill_of(topic.intent) or None, topic=replace(topic, n_asked=topic.n_asked + 1))


def give_up(topic: Topic) -> Plan:
    return Plan(GIVEN_UP, skill=skill_of(topic.intent) or None, topic=left(topic))


def decline(topic: Topic, otherwise: str) -> Plan:
    """No, and whatever else ends a question."""
    return Plan(topic.refused or otherwise, skill=skill_of(topic.intent) or None, slots=topic.slots, topic=left(topic))


def doubt(call: Call, topic: Topic | None) -> Plan:
    """Ask whether this was meant. It is planned only when it was, with what is known then."""
    return _offer(call, DID_YOU_MEAN.format(reading=call.heard), MEANT_OTHERWISE, topic)


def offer_half(call: Call, unclear: str, topic: Topic | None) -> Plan:
    """Of two things one was understood: ask whether it is to be done alone."""
    return _offer(call, ONLY_THIS.format(reading=call.heard, unclear=unclear), "", topic)


def _offer(call: Call, text: str, refused: str, topic: Topic | None) -> Plan:
    offered = Plan("", skill=call.skill, slots=call.slots, intent=call.intent)
    about = topic.closed() if topic is not None else Topic("")
    asked = {"question": question_in(text), "n_asked": 1, "refused": refused, "heard": call.heard}
    return Plan(text, topic=replace(about, offered=offered, **asked))


def left(topic: Topic) -> Topic | None:
    """What the conversation is about once a question is open no more."""
    return topic.closed() if topic.intent else None
