"""What a synthesiser is to the rest of the assistant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from assistant.events import AudioFrame

SAMPLE_RATE = 24_000
SLOWEST, FASTEST = 0.5, 2.0
LOUDEST = 2.0
"""Of the speed and the volume that `speak` takes; 1 is the voice's own."""


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word as it is written ("15h30"), and when it is heard: seconds from the beginning of its segment's audio."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """A sentence or a part of one, spoken: `graphemes` as it is written, `phonemes` as the model got them.

    audio: 24 kHz, the pause after it included; `at` counts from the beginning of the whole text. words: () where the model does
    not tell how long it dwells on a phoneme. cached: its sound was made before, and kept.
    """

    graphemes: str
    phonemes: str
    audio: AudioFrame
    words: tuple[SpokenWord, ...] = ()
    cached: bool = False


class Synthesizer(Protocol):
    def speak(
        self, text: str | Iterable[str], voice: str | None = None, speed: float | None = None, volume: float | None = None
    ) -> Iterator[Segment]:
        """Segments one by one, each made when it is asked for; None means the configured voice, speed or volume.

        text: all of it, or its pieces as they come, cut anywhere; they are pulled no further than the segment needs.
        Raises UnknownVoiceError, UnspeakableTextError (nothing in the text can be spoken), SynthesisError.
        """
