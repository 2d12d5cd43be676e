"""What a session hears or reads when it is not a microphone: a file, a pipe, typed lines. Each gives one item a request."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator

import numpy as np

from assistant.audio.vad import FRAME_SAMPLES
from assistant.errors import AssistantError
from assistant.events import AudioFrame, Event, InputEnded, TextTyped
from assistant.runtime.clock import Clock
from assistant.runtime.workers import Worker

TRAILING_SILENCE_S = 2.0  # a file may end with its last word; the endpointer wants to hear that nothing follows


class _RequestedSource:
    """Hands out the items of an iterator, one a request, on a worker: reading a pipe may take for ever."""

    def __init__(self, items: Iterator[AudioFrame | str], worker: Worker, post: Callable, clock: Clock):
        self._items = items
        self._worker = worker
        self._post = post
        self._clock = clock
        self.failure: AssistantError | None = None

    def start(self) -> None:
        pass

    def request(self) -> None:
        self._worker.submit(self._give)

    def close(self) -> None:
        self._worker.close()

    def _give(self) -> None:
        try:
            item = next(self._items, None)
        except AssistantError as error:
            # What came before the damage is answered; then the program ends with this error.
            self.failure, item = error, None
        self._post(self._event(item))

    def _event(self, item: AudioFrame | str | None) -> AudioFrame | Event:
        now = self._clock.monotonic()
        if item is None:
            return InputEnded(now)
        return TextTyped(now, item) if isinstance(item, str) else item


class LineSource(_RequestedSource):
    """Questions by keyboard or pipe, a line each; empty lines are passed over."""

    def __init__(self, lines: Iterable[str], worker: Worker, post: Callable, clock: Clock):
        super().__init__((line.strip() for line in lines if line.strip()), worker, post, clock)


class FrameSource(_RequestedSource):
    """Sound that was recorded before, followed by enough silence to end its last turn.

    `real_time` gives it no faster than it was spoken.
    """

    def __init__(self, frames: Iterator[AudioFrame], worker: Worker, post: Callable, clock: Clock, real_time: bool = False):
        super().__init__(_with_silence(frames), worker, post, clock)
        self._real_time = real_time
        self._due = 0.0

    def _event(self, item: AudioFrame | str | None) -> AudioFrame | Event:
        if self._real_time and isinstance(item, AudioFrame):
            now = time.monotonic()
            # After a pause for an answer the schedule begins anew.
            self._due = now + item.seconds if self._due < now - 0.5 else self._due + item.seconds
            time.sleep(max(0.0, self._due - now))
        return super()._event(item)


def _with_silence(frames: Iterator[AudioFrame]) -> Iterator[AudioFrame]:
    last = None
    for frame in frames:
        last = frame
        yield frame
    if last is None:
        return
    at = last.end
    for _ in range(int(TRAILING_SILENCE_S * last.rate / FRAME_SAMPLES)):
        yield AudioFrame(np.zeros(FRAME_SAMPLES, np.float32), last.rate, at)
        at += FRAME_SAMPLES
