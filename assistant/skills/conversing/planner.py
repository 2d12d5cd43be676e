"""One utterance becomes a plan: understood, or an answer to what was asked, or asked about, or not understood.

Strategy: the first reading of the utterance that is a command, or several, wins; what is a follow-up to several topics is one to
the newest. What nearly is a command is asked about. What is nothing has an open question put again.
"""

from __future__ import annotations

import logging
import traceback
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant.errors import NoSpaceError, ServiceError, StoreError
from assistant.events import VOICE, Plan, Topic, Transcript
from assistant.language.understanding.matching import MARGIN, Match
from assistant.language.understanding.several import SURE, Understanding, halves, understand
from assistant.skills import labels, permission
from assistant.skills.conversing import answers, conversation, corrections
from assistant.skills.conversing.answers import NO, YES
from assistant.skills.conversing.conversation import Call, Scope
from assistant.skills.conversing.courtesy import without_courtesy
from assistant.skills.conversing.found import Found, is_deed, is_worth_asking, means_yes, n_free, score, union, uses
from assistant.skills.conversing.together import joined
from assistant.skills.definitions import Context, Reply
from assistant.skills.failures import spoken
from assistant.skills.replies import (
    AT_YOUR_ORDERS,
    CANCELLED,
    DONE,
    FAILED,
    MEANT_OTHERWISE,
    NOT_HEARD,
    NOT_UNDERSTOOD,
    SUSPECTED,
    TOO_LONG,
    WAITING,
    WHAT_THEN,
)

if TYPE_CHECKING:
    from assistant.skills.skill_set import SkillSet

log = logging.getLogger(__name__)

MAX_LETTERS, MAX_WORDS = 1000, 100
"""Nobody says more in one breath; what is longer was not said to an assistant."""

MAX_TO_NOTHING = 6
"""A yes or a no that nobody asked for is short."""

MAX_UNCLEAR, MAX_IN_HALVES = 8, 20
"""So many words can be said back as what was not understood; and in so many a command is looked for beside them."""


class Planner:
    """For one utterance. `skills` are what can be done; `context` is what they may know."""

    def __init__(self, skills: SkillSet, context: Context):
        self._skills = skills
        self._context = context
        self._topic = context.topic
        self._scopes = conversation.scopes(self._topic, skills.intents)
        self._lists = {**context.lists, **skills.lists}

    def plan(self, transcript: Transcript) -> Plan:
        """Has no effect on the world; whatever was said, it does not raise."""
        text = without_courtesy(transcript.text.strip())
        if self._topic and self._topic.wants_voice and not self._is_no_phrase(text):
            return self._call(Call(self._topic.intent, {**self._topic.slots, VOICE: True}, text), self._topic)
        if not text:
            return Plan(SUSPECTED.get(transcript.suspicion or "", NOT_HEARD), topic=self._topic)
        if len(text) > MAX_LETTERS or len(text.split()) > MAX_WORDS:
            return Plan(TOO_LONG, topic=self._topic)
        if said := self._to_nothing(text):
            return Plan(said, topic=self._topic)
        found = self._found(transcript)
        return self._carry_out(found) if found.understood.commands else self._not_understood(transcript, found)

    def _is_no_phrase(self, text: str) -> bool:
        """Whether somebody whose voice is wanted says something else than a phrase: "espera", "cancela", "que horas são"."""
        match = None if answers.waits(text) else self._match_exactly(text, self._scopes)
        if match is None or match.score < SURE or match.intent == NO:
            return match.intent == NO if match else answers.waits(text)
        intent = self._skills.intents.get(labels.intent_of(match.intent))
        return intent is not None and intent.shown and (not match.free or intent.name == self._topic.intent)

    def _to_nothing(self, text: str) -> str | None:
        """What is answered to "sim", "não", "ok" where nothing was asked, or to "espera": nothing is done by it."""
        if len(text.split()) > MAX_TO_NOTHING:
            return None
        if self._topic and self._topic.is_open:
            return WAITING if answers.waits(text) else None
        acknowledges = answers.acknowledges(text)
        if not (acknowledges or answers.may_be_one(text)):
            return None
        if not (acknowledges and self._topic) and self._match_exactly(text, self._scopes):
            return None
        if acknowledges:
            return AT_YOUR_ORDERS
        match = self._match_exactly(text, [(self._topic, frozenset((YES, NO)))])
        if match is None or match.score < SURE:
            return None
        refused = MEANT_OTHERWISE if self._topic and answers.complains(text) else CANCELLED
        return {YES: WHAT_THEN, NO: refused}.get(match.intent)

    def _found(self, transcript: Transcript) -> Found:
        """The first reading that is a command; else one that may be."""
        readings = [without_courtesy(reading) for reading in (transcript.text, *transcript.alternatives)]
        if corrected := self._corrected(readings[0]):
            return corrected
        all_found = []
        for reading in readings:
            all_found.append(self._understand(reading))
            if all_found[-1].understood.commands:
                return all_found[-1]
        return next((it for it in all_found if it.understood.doubtful), all_found[0])

    def _corrected(self, text: str) -> Found | None:
        """What is meant in the end by somebody who put right what they said; "sim, não" is none to a yes-or-no question."""
        if self._topic and self._topic.offered is not None:
            return None
        scopes = self._scopes
        if instead := self._retracted(text):
            return instead
        alone, *others = [*corrections.readings(text)] or [""]
        if alone and self._match_exactly(alone, ()):
            return self._referred(alone, scopes)
        for about in ((), scopes):  # what needs no conversation first
            found = [(match, said) for said in (*others, alone) if said and (match := self._match_exactly(said, about))]
            if found:
                return self._referred(max(found, key=lambda it: it[0].score)[1], scopes)  # of equals, what keeps most
        return None

    def _retracted(self, text: str) -> Found | None:
        """ "Não, às oito", about what was asked for just before: the newest topic that makes a command of it."""
        instead = corrections.retracts(text) if self._topic and not self._topic.is_open else None
        for about in ([scope for scope in self._scopes if scope[0] is self._topic], self._scopes) if instead else ():
            if self._match_exactly(text, about):
                return None  # a skill that knows the whole of it
            for said in (instead, f"e {instead}"):
                match = self._match_exactly(said, about)
                if match and (about is self._scopes or match.intent in union(about)):
                    return replace(self._referred(said, about), text=text)
        return None

    def _understand(self, text: str) -> Found:
        scopes = self._scopes
        found = self._referred(text, scopes)
        if better := self._complete(found, union(scopes)) or self._deed(found):
            return better
        agreed = [match for match in found.understood.commands if match.intent == YES]
        if all(means_yes(match, found.topic) for match in agreed):
            return found
        return self._referred(text, [(topic, active - {YES}) for topic, active in scopes])

    def _complete(self, found: Found, active: frozenset[str]) -> Found | None:
        """Commands that need no conversation, where the free words of a follow-up or an answer have taken them in."""
        took = [match for match in found.understood.commands if match.free and match.intent in active]
        if not took:
            return None
        if is_deed(found.text) and any(labels.ANSWER in match.intent for match in took):
            return None
        alone = understand(self._skills.matcher, found.text, self._lists, frozenset(), False).commands
        if alone and min(match.score for match in alone) >= SURE and n_free(alone) < n_free(took):
            return Found(Understanding(alone), self._topic, found.text)
        return None

    def _deed(self, found: Found) -> Found | None:
        """ "Apagar a luz da sala" is an answer to "Lembrar você de quê?", and no command."""
        topic, commands = self._topic, found.understood.commands
        if topic is None or topic.asks is None or not commands or not is_deed(found.text):
            return None
        if any(conversation.skill_of(match.intent) == conversation.skill_of(topic.intent) for match in commands):
            return None
        label = labels.answer(topic.intent, topic.asks)
        answer = understand(self._skills.matcher, f"de {found.text}", self._lists, frozenset((label,)), False)
        return Found(answer, topic, found.text) if [match.intent for match in answer.commands] == [label] else None

    def _referred(self, text: str, scopes: Sequence[Scope]) -> Found:
        active_at_all = union(scopes)
        understood = understand(self._skills.matcher, text, self._lists, active_at_all)
        if not uses(understood, active_at_all):
            return Found(understood, self._topic, text)
        # It refers to something, and perhaps to several things: "e na cozinha?" The newest is meant.
        for topic, active in scopes:
            narrower = understand(self._skills.matcher, text, self._lists, active)
            if uses(narrower, active) and score(narrower) >= score(understood) - MARGIN:
                return Found(narrower, topic, text)
        return Found(understood, self._topic, text)

    def _halves(self, text: str) -> Iterator[tuple[Call, str]]:
        """One command, and the rest, of which nothing is understood: nothing is done of it without asking."""
        scopes = self._scopes
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
        match = self._skills.matcher.match(text, self._lists, union(scopes), by_ear=False)
        return match if match is not None and match.accepted else None

    def _carry_out(self, found: Found) -> Plan:
        """The plan for all commands, each in the light of the one before it."""
        agreements = [match for match in found.understood.commands if match.intent in (YES, NO)]
        if len({match.intent for match in agreements}) > 1:
            return conversation.ask_again(found.topic)  # "sim… não"
        # Said twice, it is done once; and "sim, dez minutos" answers "De quanto tempo?" by what comes after the yes.
        dropped = agreements[1:] if found.topic is None or found.topic.asks is None else agreements
        commands = [match for match in found.understood.commands if not any(match is it for it in dropped)] or agreements[:1]
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
        if match.intent == NO and not (about.offered and answers.echoes(match.reading, about.question)):
            return conversation.decline(about, CANCELLED)
        if about.offered is None:
            return conversation.ask_again(about, was_understood=True)
        offered = about.offered
        if offered.text and (refused := self._refusal(offered.intent, offered.effects)):
            return Plan(refused, skill=offered.skill, intent=offered.intent, topic=self._topic)
        return offered if offered.text else self._call(Call(offered.intent, offered.slots, about.heard), conversation.left(about))

    def _refusal(self, name: str | None, effects: Sequence[Any] = ()) -> str | None:
        """What is said instead of doing it for somebody who may not have it done."""
        intent = self._skills.intents.get(name or "")
        return permission.refusal(intent, self._skills.allow, self._context.speaker, effects) if intent else None

    def _call(self, call: Call, topic: Topic | None) -> Plan:
        plan = self._called(call, topic)
        after = plan.topic
        if after is not None and after.n_asked > conversation.asked_enough(after):
            return conversation.give_up(after)
        if topic is None or after is None or not topic.is_open or after.is_open:
            return plan
        if plan.text == self._context.last_answer and not plan.effects:
            return replace(plan, topic=replace(topic))  # the question was only said again: it is still open
        return plan

    def _called(self, call: Call, topic: Topic | None) -> Plan:
        context = replace(self._context, topic=conversation.own_topic(call.skill, topic), heard=call.heard)
        known: Mapping[str, Any] = {"skill": call.skill, "slots": call.slots, "intent": call.intent}
        if refused := self._refusal(call.intent):
            return Plan(refused, topic=topic, **known)
        try:
            # What was offered may be of a skill that is gone since then.
            reply = self._skills.guard.call(self._skills.intents[call.intent], context, call.slots)
            if not isinstance(reply, Reply):
                raise TypeError(f"returned {type(reply).__name__}, not a Reply")
            if refused := self._refusal(call.intent, (*reply.effects, *reply.confirms)):
                return Plan(refused, topic=topic, **known)
            after = conversation.topic_after(call, reply, topic)
            text = reply.text if reply.text.strip() else DONE
            return Plan(text, tuple(reply.effects), topic=after, picture=reply.picture, **known)
        except (ServiceError, StoreError, NoSpaceError) as error:
            log.warning("skill %s: %s", call.intent, error)
            return Plan(spoken(error), topic=topic and topic.closed(), **known)
        # A skill may be anybody's; whatever it raises must not end the conversation.
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            log.error("skill %s failed: %s at %s:%s", call.intent, type(error).__name__, place.filename, place.lineno)
            log.debug("skill %s failed", call.intent, exc_info=error)
            return Plan(FAILED, topic=topic and topic.closed(), **known)

    def _not_understood(self, transcript: Transcript, found: Found) -> Plan:
        topic, doubtful = self._topic, found.understood.doubtful
        if transcript.suspicion in SUSPECTED:
            return Plan(SUSPECTED[transcript.suspicion], topic=topic)
        for call, unclear in self._halves(transcript.text):
            return conversation.offer_half(call, unclear, topic)
        if doubtful is not None and doubtful.reading and is_worth_asking(doubtful, self._skills.intents):
            return conversation.doubt(conversation.called(doubtful.intent, doubtful.slots, found.topic, doubtful.reading), topic)
        if topic is not None and topic.question and (topic.asks or (topic.offered and topic.offered.text)):
            return conversation.ask_again(topic)
        # Varied, so that it does not grate; by the text alone, so that the same is answered the same.
        number = zlib.crc32(transcript.text.encode())
        example = (*self._skills.sample(1, number), "que horas são")[0]
        return Plan(NOT_UNDERSTOOD[number % len(NOT_UNDERSTOOD)].format(example=example), topic=topic)
