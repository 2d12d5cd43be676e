"""A music player as skills see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Playing:
    """A snapshot. state: "play", "pause" or "stop". volume: 0 … 100, None without a control. reached: whether it answers now."""

    state: str = "stop"
    title: str | None = None
    artist: str | None = None
    album: str | None = None
    volume: int | None = None
    reached: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """What was found and is played. kind: "artist", "album", "title", "playlist" or "everything" (there is no name then)."""

    kind: str
    name: str = ""
    artist: str | None = None


class Music(Protocol):
    def playing(self) -> Playing:
        """The newest snapshot; never waits."""

    def names(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Artists and playlists that there are; never waits. The same object until something changed."""

    def do(self, command: str, *arguments: str | int) -> Found | None:
        """One of

            play, pause, next, previous, mute, unmute
            volume N         0 … 100
            volume_by N      so much louder, or, below 0, softer
            find TEXT KIND   play what is called so; KIND as in Found, "" for any; of "everything", TEXT is ""

        and for `find`, and `play` where nothing was chosen before, what is played. Raises ServiceError within 2 s.
        """
