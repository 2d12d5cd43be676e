"""A connection to a house that is kept: made in a thread of its own, made again when it is lost, and never waited for long.

Strategy: a session is one connection, from its beginning to its end; it runs in the link's thread and ends by raising what
went wrong. Between two sessions is a pause that doubles; a command cuts it short. A command is answered within `answer_s`, or its
caller is told that it will be tried for `keep_s` more.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.errors import ServiceError, ServiceRefusedError, ServiceUnreachableError
from assistant.services.home.classes import lets_in
from assistant.services.home.outbox import Command, Outbox
from assistant.services.home.protocol import Entity

log = logging.getLogger(__name__)

KEPT_TRYING = "A casa não respondeu. Vou continuar tentando por {time}."
GIVEN_UP = "A casa não respondeu. Peça de novo daqui a pouco, por favor."
# What must not happen behind somebody's back, a minute after they gave up.
ONLY_NOW = frozenset(("script.turn_on", "button.press", "valve.open_valve"))


@dataclass(frozen=True, slots=True)
class Patience:
    """In seconds: how long a caller waits for an answer, how late a command may be done, the shortest and longest pause."""

    answer_s: float = 1.8
    keep_s: float = 60.0
    pause_s: float = 1.0
    longest_pause_s: float = 60.0


class Link:
    """`session(link)` opens a connection, says `link.opened()` when it works, sends what `link.next_command()` gives."""

    def __init__(self, name: str, session: Callable[[Link], None], patience: Patience | None = None):
        self._name, self._session, self._patience = name, session, patience or Patience()
        self._outbox = Outbox()
        self._closing, self._hurry = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._attempt_at: float | None = None  # since when a connection is being made; None when it stands, or in a pause
        self._up = False
        self._refusal: ServiceRefusedError | None = None

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        self._hurry.set()
        self._outbox.wake()

    @property
    def up(self) -> bool:
        return self._up

    @property
    def closing(self) -> bool:
        return self._closing.is_set()

    def opened(self) -> None:
        """The connection works: commands may be sent."""
        self._up, self._attempt_at = True, None

    def next_command(self, is_over: Callable[[], bool]) -> Command | None:
        """The next command to be sent, or None when the connection is over (see `wake`) or the link closes."""
        return self._outbox.take(lambda: is_over() or self.closing)

    def wake(self) -> None:
        """Let who waits for the next command look whether the connection is over."""
        self._outbox.wake()

    def answer(self, command: Command, error: ServiceError | None = None) -> None:
        if error:
            log.info("%s", error)
        self._outbox.answer(command, error)

    def deliver(self, service: str, entities: Sequence[Entity], data: Mapping[str, Any]) -> None:
        """Have it done, if need be some time after that. Raises ServiceError within `answer_s`."""
        if self._refusal:
            raise self._refusal
        patience = self._patience
        keep_s = patience.answer_s if _is_risky(service, entities) else patience.keep_s
        wait_s = max(0.0, patience.answer_s - max(self._outbox.silence_s(), self._attempt_s()))
        command = Command(service, tuple(entity.id for entity in entities), data, time.monotonic() + keep_s)
        self._outbox.put(command)
        self._hurry.set()
        command.news.wait(wait_s)
        if command.error:
            raise command.error
        if not command.answered:
            if keep_s == patience.answer_s:
                self._outbox.answer(command)  # withdrawn
                raise ServiceUnreachableError(f"{self._name} does not answer", GIVEN_UP)
            raise ServiceUnreachableError(f"{self._name} does not answer", KEPT_TRYING.format(time=_spoken(keep_s)))

    def _attempt_s(self) -> float:
        began = self._attempt_at
        return 0.0 if began is None else time.monotonic() - began

    def _run(self) -> None:
        pause_s, told = self._patience.pause_s, ""
        while not self.closing:
            self._hurry.clear()
            self._attempt_at = time.monotonic()
            try:
                self._session(self)
            except ServiceRefusedError as error:
                log.error("%s", error)
                self._refusal, self._up, self._attempt_at = error, False, None
                self._outbox.answer_all(error)
                return
            except ServiceError as error:
                # Once: a house that is switched off for a week needs no line a minute.
                if str(error) != told:
                    log.warning("%s", error)
                told = str(error)
            # Whatever a server sends, and whatever we make of it, must not end the thread that would recover.
            except Exception:
                log.exception("%s: the connection broke", self._name)
            if self._up:
                pause_s, told = self._patience.pause_s, ""
            self._up, self._attempt_at = False, None
            self._outbox.take_back()
            self._hurry.wait(pause_s)
            pause_s = min(2 * pause_s, self._patience.longest_pause_s)


def _is_risky(service: str, entities: Sequence[Entity]) -> bool:
    return service in ONLY_NOW or any(lets_in(entity, service) for entity in entities)


def _spoken(seconds: float) -> str:
    return "um minuto" if round(seconds) == 60 else f"{round(seconds)} segundos"
