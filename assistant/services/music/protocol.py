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


class Music(Protocol):
    def playing(self) -> Playing:
        """The newest snapshot; never waits."""

    def names(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Artists and playlists that there are; never waits. The same object until something changed."""

    def do(self, command: str, *arguments: str | int) -> None:
        """Raises ServiceError within 2 s."""
