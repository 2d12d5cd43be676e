"""What a recogniser is to the rest of the assistant."""

from __future__ import annotations

from typing import Protocol

from assistant.events import AudioFrame, Partial, Transcript

SAMPLE_RATE = 16_000


class RecognizerStream(Protocol):
    """One utterance. Made by `Recognizer.start`, thrown away after `finish`."""

    def accept(self, frame: AudioFrame) -> Partial | None:
        """Take 16 kHz sound of any length; a new Partial, or None while there is nothing new to say.

        Raises RecognitionError.
        """

    def finish(self, last: AudioFrame | None = None) -> Transcript:
        """The final transcript of all that was accepted, and of `last`, for which no partial is made.

        Raises RecognitionError.
        """


class Recognizer(Protocol):
    """Weights, loaded once and shared; `start` is cheap and may be called from any thread."""

    def start(self) -> RecognizerStream: ...
