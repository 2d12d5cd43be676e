"""What a player plays and has, kept up to date by a thread of its own that waits for the player to say what changed."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from assistant.errors import ServiceError
from assistant.services.music.connection import Daemon
from assistant.services.music.protocol import Playing

if TYPE_CHECKING:
    from mpd import MPDClient

log = logging.getLogger(__name__)

SHORTEST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 30.0
SILENCE_S = 240.0
"""Who has said nothing for so long may be gone without a word: the connection is made anew."""

_OF_NAMES = frozenset(("database", "stored_playlist"))
_OF_PLAYING = ("player", "mixer")
_NOBODY = Playing(reached=False)


class Watcher:
    """The newest snapshot of one player. Its thread begins at once, and reconnects for ever, ever more rarely."""

    def __init__(self, daemon: Daemon):
        self._daemon = daemon
        self._closing = threading.Event()
        self._client: MPDClient | None = None
        self.playing = _NOBODY
        self.names: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
        threading.Thread(target=self._run, name="music watcher", daemon=True).start()

    def close(self) -> None:
        from mpd import MPDError

        self._closing.set()
        # The thread waits in a read, which only the end of the connection ends. There may be none just now.
        with suppress(OSError, MPDError, AttributeError), socket.socket(fileno=os.dup(self._client.fileno())) as connection:
            connection.shutdown(socket.SHUT_RDWR)

    def _run(self) -> None:
        pause_s, is_lost = SHORTEST_PAUSE_S, False
        while not self._closing.is_set():
            try:
                with self._daemon.connected() as client:
                    self._client = client
                    self._see(client, _OF_NAMES)
                    pause_s, is_lost = SHORTEST_PAUSE_S, False
                    self._watch(client)
                continue
            except ServiceError as error:
                if not is_lost:
                    log.warning("%s", error)
                is_lost = True
                self.playing = replace(_NOBODY, volume=self.playing.volume)
            self._closing.wait(pause_s)
            pause_s = min(2 * pause_s, LONGEST_PAUSE_S)

    def _watch(self, client: MPDClient) -> None:
        """Until nothing was said for a while."""
        client.idletimeout = SILENCE_S
        while not self._closing.is_set():
            try:
                changed = client.idle(*_OF_PLAYING, *_OF_NAMES)
            except TimeoutError:
                return
            self._see(client, frozenset(changed))

    def _see(self, client: MPDClient, changed: frozenset[str]) -> None:
        if changed & _OF_NAMES:
            names = _names(lambda: client.list("artist"), "artist"), _names(client.listplaylists, "playlist")
            if names != self.names:
                self.names = names
        self.playing = _playing(client.status(), client.currentsong())


def _names(listed: Callable[[], list[dict[str, Any]]], kind: str) -> tuple[str, ...]:
    """() where the player keeps none, or does not tell: it still plays."""
    from mpd import CommandError

    try:
        found = listed()
    except CommandError:
        return ()
    return tuple(sorted({o[kind] for o in found if isinstance(o.get(kind), str) and o[kind]}))


def _playing(status: dict[str, Any], song: dict[str, Any]) -> Playing:
    volume = int(status.get("volume", -1))
    title = _text(song.get("title")) or _text(song.get("name")) or PurePosixPath(_text(song.get("file")) or "").stem or None
    return Playing(
        status.get("state", "stop"), title, _text(song.get("artist")), _text(song.get("album")), volume if volume >= 0 else None
    )


def _text(tag: str | list[str] | None) -> str | None:
    return " e ".join(tag) if isinstance(tag, list) else tag
