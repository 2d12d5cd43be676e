"""What a synthesiser is to the rest of the assistant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from assistant.events import AudioFrame

SAMPLE_RATE = 24_000


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """A sentence or a part of one, spoken. `audio`: 24 kHz, `at` counts from the beginning of the whole text."""

    graphemes: str
    phonemes: str
    audio: AudioFrame


class Synthesizer(Protocol):
    def speak(self, text: str, voice: str | None = None, speed: float | None = None) -> Iterator[Segment]:
        """Segments one by one, each made when it is asked for; None means the configured voice or speed.

        Raises UnknownVoiceError, UnspeakableTextError (nothing in the text can be spoken), SynthesisError.
        """
