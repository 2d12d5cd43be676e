"""The assistant's own manner of speaking: as configured, until somebody asks for another, which then outlives a restart."""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from assistant.errors import StoreError
from assistant.store import Store

log = logging.getLogger(__name__)

SLOWEST, FASTEST = 0.5, 2.0
SOFTEST, LOUDEST = 0.1, 2.0
"""What may be asked for; a voice that nobody hears could not be asked to speak up, so there is muting for that."""


@dataclass(frozen=True, slots=True)
class Manner:
    """voice: a voice's name, or a blend. speed, volume: 1 is the voice's own; a volume of 0 is silence."""

    voice: str | None
    speed: float | None = None
    volume: float | None = None


class OwnVoice:
    """How to speak now. Speed and voice may be one person's own; the volume is the room's.

    configured: what counts where nobody has chosen. voices: those that can be chosen.
    """

    def __init__(self, store: Store, configured: Manner, voices: Collection[str]):
        self._store = store
        self.configured = configured
        self.voices = tuple(voices)

    def manner(self, speaker: str | None = None, voice: str | None = None) -> Manner:
        """How to speak to somebody. voice: the one of the skill that answers; a person's own choice counts more."""
        own_voice = self._setting("voice", speaker) if speaker else None
        chosen = own_voice or voice or self._setting("voice") or self.configured.voice
        if chosen not in {*self.voices, voice, self.configured.voice}:
            chosen = voice or self.configured.voice  # it was there when it was chosen
        speed = (self._setting("speed", speaker) if speaker else None) or self._setting("speed") or self.configured.speed
        volume = 0.0 if self.is_muted else self._setting("volume") or self.configured.volume
        return Manner(chosen, speed, volume)

    @property
    def is_muted(self) -> bool:
        return bool(self._setting("muted"))

    @property
    def volume(self) -> float:
        """Also while it is muted."""
        return self._setting("volume") or self.configured.volume or 1.0

    def speak_with(self, voice: str, speaker: str | None = None) -> None:
        """From now on. Raises StoreError, as all that follow."""
        self._store.set_setting(_key("voice", speaker), voice)

    def speak_at(self, speed: float, speaker: str | None = None) -> None:
        self._store.set_setting(_key("speed", speaker), min(max(speed, SLOWEST), FASTEST))

    def set_volume(self, volume: float) -> None:
        self._store.set_setting(_key("volume"), min(max(volume, SOFTEST), LOUDEST))
        self._store.set_setting(_key("muted"), None)

    def mute(self, muted: bool) -> None:
        self._store.set_setting(_key("muted"), muted or None)

    def reset(self, speaker: str | None = None) -> None:
        """As configured again, for everybody who has not chosen for themselves, and for `speaker`."""
        for key in ("voice", "speed"):
            self._store.set_setting(_key(key), None)
            self._store.set_setting(_key(key, speaker), None)
        for key in ("volume", "muted"):
            self._store.set_setting(_key(key), None)

    def _setting(self, name: str, speaker: str | None = None) -> Any:
        try:
            return self._store.setting(_key(name, speaker))
        except StoreError as error:
            log.error("the manner of speaking cannot be read, the configured one is used: %s", error)
            return None


def _key(name: str, speaker: str | None = None) -> str:
    return f"voice.{name}" + (f".{speaker}" if speaker else "")
