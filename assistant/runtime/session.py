"""One conversation, live: events to the dialogue, its actions to the workers. The only place that does both.

Strategy: the session's thread is the only one that touches the dialogue. It reads the inbox, lets Hearing turn sound into
events, and performs each action by handing it to a worker, which answers with an event. A source is asked for its next frame
or line only while the dialogue attends; a microphone speaks unasked, and is not listened to while it does not.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol

from assistant.dialogue import Dialogue
from assistant.errors import AssistantError
from assistant.events import (
    Action,
    AudioFrame,
    Event,
    Finish,
    Foresee,
    InputEnded,
    MakePlan,
    Report,
    Speak,
    StageFailed,
    TextTyped,
    Tick,
)
from assistant.runtime.clock import Clock
from assistant.runtime.inbox import Inbox
from assistant.runtime.performing import PERFORMED, Engines

log = logging.getLogger(__name__)

TICK_S = 0.25
LEAVING_S = 2.0  # for a worker's job in hand: native code that is still at work when Python ends aborts the process

Observer = Callable[[Event | Action | AudioFrame, Dialogue], None]


class Source(Protocol):
    """Where frames or typed lines come from; posts them, and InputEnded after the last, to the session's inbox.

    failure: why the input ended early, if it did.
    """

    failure: AssistantError | None

    def start(self) -> None:
        """Raises AudioError when it cannot."""

    def request(self) -> None:
        """The session is ready for one more frame or line. A device, which cannot be held, ignores this."""

    def close(self) -> None: ...


class Session:
    """`run` returns when the input has ended and everything is said."""

    def __init__(
        self,
        dialogue: Dialogue,
        engines: Engines,
        source: Source,
        inbox: Inbox,
        clock: Clock,
        observers: tuple[Observer, ...] = (),
    ):
        self._dialogue = dialogue
        self._engines = engines
        self._source = source
        self._inbox = inbox
        self._clock = clock
        self._observers = observers
        self._requested = False
        self._finished = False
        self._next_tick = 0.0
        self._last_answer: str | None = None

    def run(self) -> None:
        """Raises what the source raises when it cannot start, and, when all is answered, what ended the input early."""
        self._source.start()
        try:
            while not self._finished:
                self._request()
                item = self._inbox.get(TICK_S)
                if isinstance(item, AudioFrame):
                    self._hear(item)
                elif item is not None:
                    self._handle(item)
                self._tick()
        finally:
            self._engines.speech.close()
            self._source.close()
            for worker in self._engines.workers:
                worker.close()
            for worker in self._engines.workers:
                worker.join(LEAVING_S)
        if self._source.failure is not None:
            raise self._source.failure

    def _request(self) -> None:
        if self._engines.hearing.is_ready and not self._requested:
            self._requested = True
            self._source.request()

    def _hear(self, frame: AudioFrame) -> None:
        self._requested = False
        self._observe(frame)
        event = self._engines.hearing.hear(frame, self._engines.recognition, self._clock.monotonic())
        if event is not None:
            self._handle(event)

    def _tick(self) -> None:
        now = self._clock.monotonic()
        if self._finished or now < self._next_tick:
            return
        self._next_tick = now + TICK_S
        self._handle(Tick(now))
        if self._engines.timers is not None:
            for announcement in self._engines.timers.due(now, self._clock.wall()):
                self._handle(announcement)

    def _handle(self, event: Event) -> None:
        if isinstance(event, TextTyped | InputEnded):
            self._requested = False
        if isinstance(event, StageFailed):
            log.error("%s failed: %s", event.stage, event.reason)
        actions = self._dialogue.handle(event)
        self._observe(event)
        for action in actions:
            self._perform(action)
            self._observe(action)

    def _observe(self, item: Event | Action | AudioFrame) -> None:
        for observer in self._observers:
            observer(item, self._dialogue)

    def _perform(self, action: Action) -> None:
        match action:
            case MakePlan(turn, transcript, topic):
                self._engines.planning.plan(turn, transcript, self._last_answer, topic)
            case Foresee(turn, transcript, topic):
                self._engines.planning.foresee(turn, transcript, self._last_answer, topic)
            case Report(turn, record):
                self._last_answer = record.answer
                self._engines.planning.follow(turn)
            case Finish():
                self._finished = True
            case _:
                if isinstance(action, Speak):
                    self._last_answer = action.text  # who interrupts it may want it once more
                PERFORMED[type(action)](self._engines, action)
