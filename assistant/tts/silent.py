"""The synthesiser of those who only read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.tts.protocol import Segment


class SilentSynthesizer:
    def speak(
        self, text: str | Iterable[str], voice: str | None = None, speed: float | None = None, volume: float | None = None
    ) -> Iterator[Segment]:
        del text, voice, speed, volume
        return iter(())
