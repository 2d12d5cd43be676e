"""What a recogniser is to the rest of the assistant."""

from __future__ import annotations

from typing import Protocol

from assistant.events import AudioFrame, Partial, Transcript

SAMPLE_RATE = 16_000


class RecognizerStream(Protocol):
    """One utterance. Made by `Recognizer.start`, used by one thread at a time."""

    def accept(self, frame: AudioFrame) -> Partial | None:
        """Take 16 kHz sound of any length; a new Partial, or None while there is nothing new to say.

        Raises RecognitionError.
        """

    def finish(self, last: AudioFrame | None = None) -> Transcript:
        """The final transcript of all that was accepted so far, and of `last`, for which no partial is made.

        More may be accepted afterwards, as if nobody had asked, and it may be asked again: a pause is not always the end. Where
        nothing was accepted since it was asked, it is the same transcript, at no cost. Raises RecognitionError.
        """

    def hurry(self) -> None:
        """From any thread: whoever waits for the `finish` under way needs the stream for something else.

        It comes back as soon as it can, with what it knows by then. Nothing else changes.
        """


class Recognizer(Protocol):
    """Weights, loaded once and shared; `start` is cheap and may be called from any thread."""

    def start(self) -> RecognizerStream: ...
