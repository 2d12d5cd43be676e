"""A player that speaks the protocol of the Music Player Daemon.

Strategy: nobody waits for the network but two threads: one watches what is played (watching.py), the other carries out what is
asked, each time over a connection of its own. Whoever asks waits for it a short while; what the player did not answer is
tried again for a minute, and then forgotten: music that begins ten minutes late is no help.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.errors import ServiceError, ServiceRefusedError, ServiceUnreachableError
from assistant.services.music.connection import SILENT, Daemon, no_volume
from assistant.services.music.protocol import Found, Playing
from assistant.services.music.search import find
from assistant.services.music.watching import Watcher

if TYPE_CHECKING:
    from mpd import MPDClient

log = logging.getLogger(__name__)

ANSWER_S = 1.8
RETRY_FOR_S, RETRY_EVERY_S = 60.0, 3.0
MAX_ASKED = 8  # who asks waits for the answer: more than one for each session are hardly ever there
RETRY_SPOKEN = "O tocador de música não responde. Continuo tentando por um minuto."
_STEPS = frozenset(("next", "previous", "volume_by"))
_OF_VOLUME = frozenset(("volume", "volume_by", "mute", "unmute"))
_VOLUME_BEFORE = 50  # what a player that was silent before we came is set to


@dataclass(frozen=True, eq=False)
class _Wish:
    """What was asked, until when it is worth doing, and where its answer goes."""

    command: str
    arguments: tuple[str | int, ...]
    until: float
    answer: Future = field(default_factory=Future)

    @property
    def about(self) -> str:
        """A later wish about the same thing makes this one void."""
        return "volume" if self.command in _OF_VOLUME else "what is played"

    def fail(self, error: ServiceError) -> None:
        if not self.answer.done():
            self.answer.set_exception(error)


class Mpd:
    """See Music. Connects in the background: that there is no player is found out by whoever asks for music."""

    def __init__(self, daemon: Daemon, retry_every_s: float = RETRY_EVERY_S):
        self._daemon = daemon
        self._retry_every_s = retry_every_s
        self._watcher = Watcher(daemon)
        self._asked: queue.Queue[_Wish | None] = queue.Queue(MAX_ASKED)
        self._waiting: dict[str, _Wish] = {}
        self._volume_before: int | None = None
        self._closed = False
        threading.Thread(target=self._run, name="music player", daemon=True).start()

    def playing(self) -> Playing:
        return self._watcher.playing

    def names(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return self._watcher.names

    def do(self, command: str, *arguments: str | int) -> Found | None:
        wish = _Wish(command, arguments, time.monotonic() + RETRY_FOR_S)
        try:
            self._asked.put_nowait(wish)
            return wish.answer.result(ANSWER_S)
        except queue.Full as error:
            raise ServiceUnreachableError("the music player is behind with what it was asked", SILENT) from error
        except FutureTimeoutError as error:
            raise ServiceUnreachableError("the music player does not answer in time", RETRY_SPOKEN) from error

    def close(self) -> None:
        """What still waits is forgotten. Does not wait."""
        self._watcher.close()
        self._closed = True
        with suppress(queue.Full):
            self._asked.put_nowait(None)

    def _run(self) -> None:
        while True:
            try:
                wish = self._asked.get(timeout=self._retry_every_s if self._waiting else None)
            except queue.Empty:
                self._try_again()
                continue
            if wish is None or self._closed:
                return
            self._waiting.pop(wish.about, None)
            self._attempt(wish)

    def _try_again(self) -> None:
        for wish in tuple(self._waiting.values()):
            del self._waiting[wish.about]
            if time.monotonic() < wish.until:
                self._attempt(wish)
            else:
                log.warning("%s is given up: the music player did not answer for %.0f s", wish.command, RETRY_FOR_S)

    def _attempt(self, wish: _Wish) -> None:
        reached = False
        try:
            with self._daemon.connected() as client:
                reached = True
                found = self._carry_out(client, wish.command, wish.arguments)
        except ServiceUnreachableError as error:
            # It may have been done, and only its answer lost: what is done twice would go too far.
            if reached and wish.command in _STEPS:
                wish.fail(error)
                return
            self._waiting[wish.about] = wish
            wish.fail(ServiceUnreachableError(str(error), RETRY_SPOKEN))
        except ServiceError as error:
            wish.fail(error)
        else:
            if wish.answer.done():
                log.info("%s was done late", wish.command)
            else:
                wish.answer.set_result(found)

    def _carry_out(self, client: MPDClient, command: str, arguments: tuple[str | int, ...]) -> Found | None:
        match command, *arguments:
            case "find", text, kind:
                return find(client, str(text), str(kind))
            case ["play"]:
                return _play(client)
            case ["pause"]:
                client.pause(1)
            case ["next" | "previous"]:
                _step(client, command)
            case ["volume" | "volume_by" | "mute" | "unmute", *size]:
                self._set_volume(client, command, *size)
            case _:
                raise ServiceRefusedError(f"no command of a music player: {command}", "Isso o tocador de música não sabe fazer.")
        return None

    def _set_volume(self, client: MPDClient, command: str, size: int = 0) -> None:
        now = int(client.status().get("volume", -1))
        if now < 0:
            raise no_volume()
        if command == "mute":
            self._volume_before, volume = now or self._volume_before, 0
        elif command == "unmute":
            volume = now or self._volume_before or _VOLUME_BEFORE
        else:
            volume = size if command == "volume" else now + size
        client.setvol(min(max(volume, 0), 100))


def _play(client: MPDClient) -> Found | None:
    """Go on, or, where nothing was chosen yet, begin with anything."""
    status = client.status()
    if int(status.get("playlistlength", 0)) == 0:
        return find(client, "", "everything")
    if status.get("state") == "pause":
        client.pause(0)
    else:
        client.play()
    return None


def _step(client: MPDClient, command: str) -> None:
    if client.status().get("state") == "stop":
        raise ServiceRefusedError("nothing is played", "Não está tocando nenhuma música.")
    getattr(client, command)()
