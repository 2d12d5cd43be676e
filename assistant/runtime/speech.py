"""The assistant's mouth: text in, sound out, one segment played while the next is made.

Strategy: the synthesiser's worker pulls segments and hands them to the player's worker through its bounded queue, so that no
more than two are ever ahead. Each answer has a token; whoever works on it looks at the token between two segments.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Protocol

from assistant.audio.chime import chime
from assistant.errors import AssistantError
from assistant.events import AudioFrame, Event, PlaybackFinished, PlaybackStarted, SegmentMade, StageFailed
from assistant.runtime.clock import Clock
from assistant.runtime.workers import Worker
from assistant.services.voice import Manner
from assistant.tts.protocol import Synthesizer

PIECE_MS = 100


class Sink(Protocol):
    """Where answers go: a speaker, a file, nowhere. Used by the player's worker; `stop` by anyone."""

    def write(self, frame: AudioFrame) -> None:
        """Take a frame, waiting while there is no room. Raises AudioError."""

    def drain(self) -> None:
        """Return when all that was written has been heard. Raises AudioError."""

    def stop(self) -> None:
        """Throw away what was written and not yet heard."""


class _Answer:
    """The token of one answer."""

    def __init__(self, turn: int):
        self.turn = turn
        self.abandoned = threading.Event()
        self.has_sounded = False


MannerTo = Callable[[str | None, str | None], Manner]
"""Who is spoken to, and in which voice if they have chosen none → how that is spoken now."""


def as_configured(speaker: str | None, voice: str | None) -> Manner:
    del speaker
    return Manner(voice)


class Speech:
    """One session's voice. Called by the session's thread; answers by `post`. manner_to: looked up anew for each answer."""

    def __init__(
        self,
        synthesizer: Synthesizer,
        sink: Sink,
        workers: tuple[Worker, Worker],
        post: Callable[[Event], None],
        clock: Clock,
        manner_to: MannerTo = as_configured,
    ):
        self._manner_to = manner_to
        self._synthesizer = synthesizer
        self._sink = sink
        self._maker, self._player = workers
        self._post = post
        self._clock = clock
        self._answer: _Answer | None = None

    def speak(self, turn: int, text: str, with_chime: bool, voice: str | None, speaker: str | None = None) -> None:
        answer = self._answer = _Answer(turn)
        if with_chime:
            self._player.submit(lambda: self._play(answer, chime()))
        if not self._maker.submit(lambda: self._make(answer, text, speaker, voice)):
            self._failed(answer, "synthesis", "the synthesiser is busy")

    def stop(self) -> None:
        if self._answer is not None:
            self._answer.abandoned.set()
            self._sink.stop()
        self._answer = None

    def _make(self, answer: _Answer, text: str, speaker: str | None, voice: str | None) -> None:
        try:
            manner = self._manner_to(speaker, voice)
            for segment in self._synthesizer.speak(text, manner.voice, manner.speed, manner.volume):
                if answer.abandoned.is_set():
                    return
                self._post(SegmentMade(self._clock.monotonic(), answer.turn, segment.cached))
                self._player.submit(lambda frame=segment.audio: self._play(answer, frame), wait=True)
        except (AssistantError, RuntimeError, ValueError, MemoryError) as error:
            self._failed(answer, "synthesis", error)
            return
        self._player.submit(lambda: self._end(answer), wait=True)

    def _play(self, answer: _Answer, frame: AudioFrame) -> None:
        for piece in _pieces(frame):
            if answer.abandoned.is_set():
                return
            try:
                self._sink.write(piece)
            except AssistantError as error:
                self._failed(answer, "playback", error)
                return
            if not answer.has_sounded:
                answer.has_sounded = True
                self._post(PlaybackStarted(self._clock.monotonic(), answer.turn))

    def _end(self, answer: _Answer) -> None:
        if answer.abandoned.is_set():
            return
        try:
            self._sink.drain()
        except AssistantError as error:
            self._failed(answer, "playback", error)
            return
        self._post(PlaybackFinished(self._clock.monotonic(), answer.turn))

    def _failed(self, answer: _Answer, stage: str, error: Exception | str) -> None:
        answer.abandoned.set()
        self._post(StageFailed(self._clock.monotonic(), answer.turn, stage, f"{error}"))


def _pieces(frame: AudioFrame) -> Iterator[AudioFrame]:
    """What is handed over at a time: a sink takes as long as the sound lasts, and the token is to be looked at meanwhile."""
    n_samples = PIECE_MS * frame.rate // 1000
    for start in range(0, len(frame.samples), n_samples):
        yield AudioFrame(frame.samples[start : start + n_samples], frame.rate, frame.at + start)
