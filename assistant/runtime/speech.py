"""The assistant's mouth: text in, sound out, one segment played while the next is made.

Strategy: the synthesiser's worker pulls segments and hands them to the player's worker through its bounded queue, so that no
more than two are ever ahead. Each answer has a token; whoever works on it looks at the token between two segments. What is
prepared has its first segment made and waits with it, until it is wanted or abandoned.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

from assistant.audio.chime import chime
from assistant.audio.earcons import sound_of
from assistant.errors import AssistantError
from assistant.events import AudioFrame, Earcon, Event, PlaybackFinished, PlaybackStarted, SegmentMade, StageFailed
from assistant.runtime.clock import Clock
from assistant.runtime.workers import Worker
from assistant.services.voice import Manner
from assistant.tts.protocol import Segment, Synthesizer

log = logging.getLogger(__name__)

PIECE_MS = 100


class Sink(Protocol):
    """Where answers go: a speaker, a file, nowhere. Used by the player's worker; all but the first two by anyone."""

    def write(self, frame: AudioFrame) -> None:
        """Take a frame, waiting while there is no room. Raises AudioError."""

    def drain(self) -> None:
        """Return when all that was written has been heard. Raises AudioError."""

    def stop(self) -> None:
        """Throw away what was written and not yet heard; nothing is held any more."""

    def hold(self) -> None:
        """Fall silent at once, and keep what was not yet heard; who writes, waits."""

    def release(self) -> None:
        """Go on with it."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is to be said, to whom and in which voice."""

    turn: int
    text: str
    voice: str | None
    speaker: str | None


class _Answer:
    """The token of one answer. begun: its segments, where the first was made beforehand, in this manner."""

    def __init__(self, wanted: _Wanted):
        self.wanted = wanted
        self.has_sounded = False
        self.abandoned = threading.Event()
        self.begun: tuple[Manner, Iterator[Segment]] | None = None

    @property
    def turn(self) -> int:
        return self.wanted.turn

    @property
    def is_abandoned(self) -> bool:
        return self.abandoned.is_set()


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
        self._prepared: _Answer | None = None

    def prepare(self, turn: int, text: str, voice: str | None, speaker: str | None = None) -> None:
        """Make the beginning of what will perhaps be said. Nobody is told when that fails."""
        wanted = _Wanted(turn, text, voice, speaker)
        if self._prepared is not None and self._prepared.wanted == wanted:
            return
        self._drop_prepared()
        answer = _Answer(wanted)
        if self._maker.submit(lambda: self._begin(answer)):
            self._prepared = answer

    def speak(self, turn: int, text: str, with_chime: bool, voice: str | None, speaker: str | None = None) -> None:
        wanted, answer = _Wanted(turn, text, voice, speaker), self._prepared
        if answer is None or answer.wanted != wanted:
            self._drop_prepared()
            answer = _Answer(wanted)
        self._answer, self._prepared = answer, None
        if with_chime:
            self._player.submit(lambda: self._play(answer, chime()))
        if not self._maker.submit(lambda: self._make(answer)):
            self._failed(answer, "synthesis", "the synthesiser is busy")

    def stop(self, turn: int) -> None:
        """What this turn says, or would have said."""
        if self._prepared is not None and self._prepared.turn == turn:
            self._drop_prepared()
        if self._answer is not None and self._answer.turn == turn:
            self._answer.abandoned.set()
            self._sink.stop()
            self._answer = None
            self._maker.relieve()
            self._player.relieve()

    def hold(self, turn: int) -> None:
        if self._answer is not None and self._answer.turn == turn:
            self._sink.hold()

    def release(self, turn: int) -> None:
        if self._answer is not None and self._answer.turn == turn:
            self._sink.release()

    def signal(self, earcon: Earcon) -> None:
        self._player.submit(lambda: self._ring(sound_of(earcon)))

    def close(self) -> None:
        """Say nothing any more."""
        self._drop_prepared()
        if self._answer is not None:
            self.stop(self._answer.turn)

    def _drop_prepared(self) -> None:
        if self._prepared is not None:
            self._prepared.abandoned.set()
        self._prepared = None

    def _begin(self, answer: _Answer) -> None:
        if answer.is_abandoned:
            return
        try:
            manner = self._manner(answer)
            segments = self._segments(answer, manner)
            first = next(segments, None)
        except (AssistantError, RuntimeError, ValueError, MemoryError) as error:
            log.debug("an answer could not be prepared: %s", error)  # it will be said when it is to be spoken
            return
        answer.begun = manner, segments if first is None else chain((first,), segments)

    def _make(self, answer: _Answer) -> None:
        if answer.is_abandoned:
            return
        try:
            manner = self._manner(answer)
            # What the answer tells of may be that it is spoken otherwise from now on.
            is_begun = answer.begun is not None and answer.begun[0] == manner
            for segment in answer.begun[1] if is_begun else self._segments(answer, manner):
                if answer.is_abandoned:
                    return
                self._post(SegmentMade(self._clock.monotonic(), answer.turn, segment.cached))
                self._player.submit(lambda frame=segment.audio: self._play(answer, frame), wait=True)
        except (AssistantError, RuntimeError, ValueError, MemoryError) as error:
            self._failed(answer, "synthesis", error)
            return
        self._player.submit(lambda: self._end(answer), wait=True)

    def _manner(self, answer: _Answer) -> Manner:
        return self._manner_to(answer.wanted.speaker, answer.wanted.voice)

    def _segments(self, answer: _Answer, manner: Manner) -> Iterator[Segment]:
        return iter(self._synthesizer.speak(answer.wanted.text, manner.voice, manner.speed, manner.volume))

    def _play(self, answer: _Answer, frame: AudioFrame) -> None:
        for piece in _pieces(frame):
            if answer.is_abandoned:
                return
            try:
                self._sink.write(piece)
            except AssistantError as error:
                self._failed(answer, "playback", error)
                return
            if not answer.has_sounded:
                answer.has_sounded = True
                self._post(PlaybackStarted(self._clock.monotonic(), answer.turn))

    def _ring(self, frame: AudioFrame) -> None:
        try:
            self._sink.write(frame)
        except AssistantError as error:
            log.warning("a short sound could not be played: %s", error)

    def _end(self, answer: _Answer) -> None:
        if answer.is_abandoned:
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
