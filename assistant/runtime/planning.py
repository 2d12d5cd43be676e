"""The planner's worker: transcripts in, plans out; and the effects of a committed plan."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from assistant.errors import NoSpaceError, StoreError
from assistant.events import (
    AnnouncementDue,
    Committed,
    Completeness,
    Event,
    Foreseen,
    Plan,
    Planned,
    StageFailed,
    Topic,
    Transcript,
)
from assistant.language.grammar.lists import Lists
from assistant.runtime.clock import Clock
from assistant.runtime.effects import Carrier
from assistant.runtime.reasons import reason_of
from assistant.runtime.workers import Worker
from assistant.services.protocol import NO_SERVICES, Services
from assistant.skills import Context, SkillSet, World
from assistant.skills.failures import spoken
from assistant.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What skills read and effects act upon. lists: what slots like {area} may hold just now; asked for at every utterance."""

    store: Store
    services: Services = NO_SERVICES
    lists: Callable[[], Lists] = dict


@dataclass(frozen=True, slots=True)
class _Planned:
    """A turn, what was said in it and about what, and what was planned."""

    turn: int
    heard: Transcript
    about: Topic | None = None
    plan: Plan | None = None

    @property
    def teaches(self) -> bool:
        """Whether it is worth remembering how it sounded: it was understood, and no phrase to know a voice by."""
        topics = (self.about, self.plan.topic if self.plan else None)
        learns = any(topic is not None and topic.wants_voice for topic in topics)
        return self.plan is not None and self.plan.intent is not None and not learns


class Planning:
    """One session's planner. Called by the session's thread; answers by `post`.

    newest_skills: asked for at every utterance, since skill files may change.
    """

    def __init__(
        self,
        newest_skills: Callable[[], SkillSet],
        surroundings: Surroundings,
        worker: Worker,
        post: Callable[[Event], None],
        clock: Clock,
    ):
        self._newest_skills = newest_skills
        self._surroundings = surroundings
        self._worker = worker
        self._post = post
        self._clock = clock
        self._carrier = Carrier(lambda text: post(AnnouncementDue(clock.monotonic(), text)))
        self._planned: _Planned | None = None  # the last turn that was

    def plan(self, turn: int, transcript: Transcript, last_answer: str | None, topic: Topic | None = None) -> None:
        self._worker.relieve()  # nobody waits for the plan before this one any more
        if not self._worker.submit(lambda: self._plan(turn, transcript, last_answer, topic)):
            self._fail(turn, "planning", "the planner is busy")

    def foresee(self, turn: int, transcript: Transcript, last_answer: str | None, topic: Topic | None = None) -> None:
        """Plan for what may be all that will be said, where the planner has time for it."""
        self._worker.submit(lambda: self._foresee(turn, transcript, last_answer, topic))

    def commit(self, turn: int, effects: tuple[Any, ...], speaker: str | None = None) -> None:
        if not self._worker.submit(lambda: self._commit(turn, effects, speaker)):
            self._fail(turn, "effect", "the planner is busy")

    def follow(self, turn: int) -> None:
        """Let the voice of who is known follow this turn, which is over and was understood; nobody waits for it."""
        if self._surroundings.services.people is not None:
            self._worker.submit(lambda: self._follow(turn))

    def _plan(self, turn: int, transcript: Transcript, last_answer: str | None, topic: Topic | None) -> None:
        began = self._clock.monotonic()
        self._planned = _Planned(turn, transcript)
        try:
            context = self._context(transcript, last_answer, topic)
            skills = self._newest_skills()
            plan = skills.plan(transcript, context)
            completeness = skills.completeness(transcript.text, context.lists, topic, plan)
        # A skill's own mistakes are answered by the skills; what comes here is ours, and is apologised for at once.
        except Exception as error:
            log.debug("planning failed", exc_info=error)
            self._fail(turn, "planning", reason_of(error))
            return
        self._planned = _Planned(turn, transcript, topic, plan)
        now = self._clock.monotonic()
        self._post(Planned(now, turn, plan, 1000 * (now - began), completeness))

    def _foresee(self, turn: int, transcript: Transcript, last_answer: str | None, topic: Topic | None) -> None:
        try:
            context, skills = self._context(transcript, last_answer, topic), self._newest_skills()
            if skills.completeness(transcript.text, context.lists, topic) is not Completeness.COMPLETE:
                return
            plan = skills.plan(transcript, context)
        except Exception as error:  # the skills' own mistakes are in the plan; it will be planned again in the pause
            log.debug("planning ahead failed", exc_info=error)
            return
        self._post(Foreseen(self._clock.monotonic(), turn, plan))

    def _context(self, transcript: Transcript, last_answer: str | None, topic: Topic | None) -> Context:
        return Context(
            self._clock.wall(),
            self._surroundings.store,
            speaker=transcript.speaker,
            last_answer=last_answer,
            heard=transcript.text,
            topic=topic,
            services=self._surroundings.services,
            lists=self._surroundings.lists(),
            identity=transcript.identity,
            voice=transcript.voice,
        )

    def _commit(self, turn: int, effects: tuple[Any, ...], speaker: str | None) -> None:
        world = World(self._surroundings.store, self._clock.wall(), self._surroundings.services, speaker)
        heard = self._planned.heard.text if self._planned and self._planned.turn == turn else None
        try:
            said = self._carrier.carry_out(effects, world, heard)
        # An effect may be anybody's, as the skill is that it comes from.
        except Exception as error:
            log.debug("an effect failed", exc_info=error)
            said = spoken(error)
            if said is None:
                self._fail(turn, "effect", reason_of(error))
                return
            log.warning("an effect failed: %s", reason_of(error))
        self._post(Committed(self._clock.monotonic(), turn, said))

    def _follow(self, turn: int) -> None:
        people, planned = self._surroundings.services.people, self._planned
        if planned is None or planned.turn != turn or not planned.teaches:
            return
        try:
            if people.follow(planned.heard):
                people.gallery()  # made anew now, not when the next utterance waits for it
        except (NoSpaceError, StoreError) as error:
            log.warning("a voice could not be followed: %s", error)

    def _fail(self, turn: int, stage: str, reason: str) -> None:
        self._post(StageFailed(self._clock.monotonic(), turn, stage, reason))
