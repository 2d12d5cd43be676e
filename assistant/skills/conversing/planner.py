"""One utterance becomes a plan: understood, or an answer to what was asked, or asked about, or not understood.

Strategy: the first reading of the utterance that is a command, or several, wins; what is a follow-up to several topics is one to
the newest. What nearly is a command is asked about. What is nothing has an open question put again.
"""

from __future__ import annotations

import logging
import traceback
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from assistant.errors import ServiceError
from assistant.events import Plan, Topic, Transcript
from assistant.language.understanding.matching import MARGIN, Match
from assistant.language.understanding.several import Understanding, halves, understand
from assistant.skills import labels
from assistant.skills.conversing import conversation, corrections
from assistant.skills.conversing.answers import NO, YES
from assistant.skills.conversing.conversation import Call, Scope
from assistant.skills.conversing.together import joined
from assistant.skills.definitions import Context, Reply
from assistant.skills.replies import CANCELLED, DONE, FAILED, NOT_HEARD, NOT_UNDERSTOOD, SUSPECTED, TOO_LONG

if TYPE_CHECKING:
    from assistant.skills.skill_set import SkillSet

log = logging.getLogger(__name__)

MAX_LETTERS, MAX_WORDS = 1000, 100
"""Nobody says more in one breath; what is longer was not said to an assistant."""

MAX_UNCLEAR, MAX_IN_HALVES = 8, 20
"""So many words can be said back as what was not understood; and in so many a command is looked for beside them."""


@dataclass(frozen=True, slots=True)
class _Found:
    """How a text was understood, and in the light of which topic."""

    understood: Understanding
    topic: Topic | None
    text: str


class Planner:
    """For one utterance. `skills` are what can be done; `context` is what they may know."""

    def __init__(self, skills: SkillSet, context: Context):
        self._skills = skills
        self._context = context
        self._topic = context.topic
        self._lists = {**context.lists, **skills.lists}

    def plan(self, transcript: Transcript) -> Plan:
        """Has no effect on the world; whatever was said, it does not raise."""
        text = transcript.text.strip()
        if not text:
            return Plan(SUSPECTED.get(transcript.suspicion or "", NOT_HEARD), topic=self._topic)
        if len(text) > MAX_LETTERS or len(text.split()) > MAX_WORDS:
            return Plan(TOO_LONG, topic=self._topic)
        found = self._found(transcript)
        return self._carry_out(found) if found.understood.commands else self._not_understood(transcript, found)

    def _found(self, transcript: Transcript) -> _Found:
        """The first reading that is a command; else one that may be."""
        if corrected := self._corrected(transcript.text):
            return corrected
        all_found = []
        for reading in (transcript.text, *transcript.alternatives):
            all_found.append(self._understand(reading))
            if all_found[-1].understood.commands:
                return all_found[-1]
        return next((it for it in all_found if it.understood.doubtful), all_found[0])

    def _corrected(self, text: str) -> _Found | None:
        """What is meant in the end by somebody who put right what they said; "sim, não" is none to a yes-or-no question."""
        if self._topic and self._topic.offered is not None:
            return None
        scopes = conversation.scopes(self._topic, self._skills.intents)
        instead = corrections.retracts(text) if self._topic and not self._topic.is_open else None
        if instead and self._match_exactly(instead, scopes):
            return replace(self._referred(instead, scopes), text=text)
        alone, *others = [*corrections.readings(text)] or [""]
        if alone and self._match_exactly(alone, ()):
            return self._referred(alone, scopes)
        for about in ((), scopes):  # what needs no conversation first
            found = [(match, said) for said in (*others, alone) if said and (match := self._match_exactly(said, about))]
            if found:
                return self._referred(max(found, key=lambda it: it[0].score)[1], scopes)  # of equals, what keeps most
        return None

    def _understand(self, text: str) -> _Found:
        scopes = conversation.scopes(self._topic, self._skills.intents)
        found = self._referred(text, scopes)
        agreed = [match for match in found.understood.commands if match.intent == YES]
        if all(conversation.agrees(match.reading, found.topic) for match in agreed):
            return found
        return self._referred(text, [(topic, active - {YES}) for topic, active in scopes])

    def _referred(self, text: str, scopes: Sequence[Scope]) -> _Found:
        active_at_all = _union(scopes)
        understood = understand(self._skills.matcher, text, self._lists, active_at_all)
        if not _uses(understood, active_at_all):
            return _Found(understood, self._topic, text)
        # It refers to something, and perhaps to several things: "e na cozinha?" The newest is meant.
        for topic, active in scopes:
            narrower = understand(self._skills.matcher, text, self._lists, active)
            if _uses(narrower, active) and _score(narrower) >= _score(understood) - MARGIN:
                return _Found(narrower, topic, text)
        return _Found(understood, self._topic, text)

    def _halves(self, text: str) -> Iterator[tuple[Call, str]]:
        """One command, and the rest, of which nothing is understood: nothing is done of it without asking."""
        scopes = conversation.scopes(self._topic, self._skills.intents)
        for parts in halves(text) if len(text.split()) <= MAX_IN_HALVES else ():
            found = [self._match_exactly(part, scopes) for part in parts]
            for match, other, unclear in ((*found, parts[1]), (*found[::-1], parts[0])):
                if match is None or other is not None or len(unclear.split()) > MAX_UNCLEAR:
                    continue
                intent = self._skills.intents.get(labels.intent_of(match.intent))
                if intent is not None and intent.shown:  # a greeting is worth no question
                    topic = next((topic for topic, active in scopes if match.intent in active), self._topic)
                    yield conversation.called(match.intent, match.slots, topic, match.reading), unclear

    def _match_exactly(self, text: str, scopes: Sequence[Scope]) -> Match | None:
        """A command, word for word: that part of it sounds like one was seen before."""
        match = self._skills.matcher.match(text, self._lists, _union(scopes), by_ear=False)
        return match if match is not None and match.accepted else None

    def _carry_out(self, found: _Found) -> Plan:
        """The plan for all commands, each in the light of the one before it."""
        agreements = [match for match in found.understood.commands if match.intent in (YES, NO)]
        if len({match.intent for match in agreements}) > 1:
            return conversation.ask_again(found.topic)  # "sim… não"
        # Said twice, it is done once.
        commands = [match for match in found.understood.commands if not any(match is again for again in agreements[1:])]
        plans: list[Plan] = []
        about, topic = found.topic, self._topic
        for match in commands:
            if match in agreements:
                plans.append(self._agree(match, found.topic))
            else:
                # Of several, each skill hears its own.
                heard = match.reading if len(commands) > 1 and match.reading else found.text
                plans.append(self._call(conversation.called(match.intent, match.slots, about, heard), topic))
            about = topic = plans[-1].topic
        return joined(plans, [match.reading or found.text for match in commands])

    def _agree(self, match: Match, about: Topic) -> Plan:
        """Yes or no to what this topic offers."""
        if match.intent == NO:
            return conversation.decline(about, CANCELLED)
        offered = about.offered
        return offered if offered.text else self._call(Call(offered.intent, offered.slots, about.heard), conversation.left(about))

    def _call(self, call: Call, topic: Topic | None) -> Plan:
        plan = self._called(call, topic)
        after = plan.topic
        if after is not None and after.n_asked > conversation.MAX_ASKED:
            return conversation.give_up(after)
        if topic is None or after is None or not topic.is_open or after.is_open:
            return plan
        if plan.text == self._context.last_answer and not plan.effects:
            return replace(plan, topic=replace(topic))  # the question was only said again: it is still open
        return plan

    def _called(self, call: Call, topic: Topic | None) -> Plan:
        context = replace(self._context, topic=conversation.own_topic(call.skill, topic), heard=call.heard)
        known: Mapping[str, Any] = {"skill": call.skill, "slots": call.slots, "intent": call.intent}
        try:
            # What was offered may be of a skill that is gone since then.
            reply = self._skills.guard.call(self._skills.intents[call.intent], context, call.slots)
            if not isinstance(reply, Reply):
                raise TypeError(f"returned {type(reply).__name__}, not a Reply")
            after = conversation.topic_after(call, reply, topic)
            text = reply.text if reply.text.strip() else DONE
            return Plan(text, tuple(reply.effects), topic=after, picture=reply.picture, **known)
        except ServiceError as error:
            log.warning("skill %s: %s", call.intent, error)
            return Plan(error.spoken, topic=topic and topic.closed(), **known)
        # A skill may be anybody's; whatever it raises must not end the conversation.
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            log.error("skill %s failed: %s at %s:%s", call.intent, type(error).__name__, place.filename, place.lineno)
            log.debug("skill %s failed", call.intent, exc_info=error)
            return Plan(FAILED, topic=topic and topic.closed(), **known)

    def _not_understood(self, transcript: Transcript, found: _Found) -> Plan:
        topic, doubtful = self._topic, found.understood.doubtful
        if transcript.suspicion in SUSPECTED:
            return Plan(SUSPECTED[transcript.suspicion], topic=topic)
        for call, unclear in self._halves(transcript.text):
            return conversation.offer_half(call, unclear, topic)
        if doubtful is not None and doubtful.reading and doubtful.intent not in (YES, NO):
            return conversation.doubt(conversation.called(doubtful.intent, doubtful.slots, found.topic, doubtful.reading), topic)
        if topic is not None and topic.question and (topic.asks or (topic.offered and topic.offered.text)):
            return conversation.ask_again(topic)
        # Varied, so that it does not grate; by the text alone, so that the same is answered the same.
        number = zlib.crc32(transcript.text.encode())
        example = (*self._skills.sample(1, number), "que horas são")[0]
        return Plan(NOT_UNDERSTOOD[number % len(NOT_UNDERSTOOD)].format(example=example), topic=topic)


def _union(scopes: Sequence[Scope]) -> frozenset[str]:
    return frozenset[str]().union(*(active for _, active in scopes))


def _uses(understood: Understanding, active: frozenset[str]) -> bool:
    """Whether any of it is what only the conversation makes clear."""
    matches = understood.commands or ((understood.doubtful,) if understood.doubtful else ())
    return any(match.intent in active for match in matches)


def _score(understood: Understanding) -> float:
    return min((match.score for match in understood.commands), default=0.0)
