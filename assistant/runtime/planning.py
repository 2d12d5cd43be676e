"""The planner's worker: transcripts in, plans out; and the effects of a committed plan."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from assistant.errors import AssistantError, ServiceError
from assistant.events import Committed, Event, Planned, StageFailed, Topic, Transcript
from assistant.runtime.clock import Clock
from assistant.runtime.workers import Worker
from assistant.services.protocol import NO_SERVICES, Services
from assistant.skills import Context, SkillSet, World
from assistant.store import Store

log = logging.getLogger(__name__)


class Planning:
    """One session's planner. Called by the session's thread; answers by `post`."""

    def __init__(
        self,
        skills: SkillSet,
        store: Store,
        worker: Worker,
        post: Callable[[Event], None],
        clock: Clock,
        services: Services = NO_SERVICES,
    ):
        self._services = services
        self._skills = skills
        self._store = store
        self._worker = worker
        self._post = post
        self._clock = clock

    def plan(self, turn: int, transcript: Transcript, last_answer: str | None, topic: Topic | None = None) -> None:
        if not self._worker.submit(lambda: self._plan(turn, transcript, last_answer, topic)):
            self._post(StageFailed(self._clock.monotonic(), turn, "planning", "the planner is busy"))

    def commit(self, turn: int, effects: tuple[Any, ...]) -> None:
        if not self._worker.submit(lambda: self._commit(turn, effects)):
            self._post(StageFailed(self._clock.monotonic(), turn, "effect", "the planner is busy"))

    def _plan(self, turn: int, transcript: Transcript, last_answer: str | None, topic: Topic | None) -> None:
        began = self._clock.monotonic()
        context = Context(
            self._clock.wall(),
            self._store,
            speaker=transcript.speaker,
            last_answer=last_answer,
            heard=transcript.text,
            topic=topic,
            services=self._services,
        )
        try:
            plan = self._skills.plan(transcript, context)
        except (AssistantError, RuntimeError, ValueError) as error:
            self._post(StageFailed(self._clock.monotonic(), turn, "planning", f"{type(error).__name__}: {error}"))
            return
        now = self._clock.monotonic()
        self._post(Planned(now, turn, plan, ms=1000 * (now - began)))

    def _commit(self, turn: int, effects: tuple[Any, ...]) -> None:
        world = World(self._store, self._clock.wall(), self._services)
        try:
            said = [effect.run(world) for effect in effects]
        except ServiceError as error:
            log.warning("a service failed: %s", error)
            said = [error.spoken]
        except (AssistantError, OSError, RuntimeError, ValueError) as error:
            self._post(StageFailed(self._clock.monotonic(), turn, "effect", f"{type(error).__name__}: {error}"))
            return
        self._post(Committed(self._clock.monotonic(), turn, " ".join(text for text in said if text) or None))
