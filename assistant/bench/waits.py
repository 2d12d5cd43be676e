"""How long someone who speaks waits for the next partial transcript: speech in real time, a recogniser in a thread.

Strategy: as in the runtime, sound that comes while the recogniser works is given to it at once when it is done. It has looked
at the utterance anew when it gave a partial, or worked as only a look takes; the wait is the time between two looks.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

from assistant.asr.protocol import Recognizer
from assistant.bench import speech
from assistant.errors import AssistantError, RecognitionError
from assistant.events import AudioFrame

_LOOK_S = 0.005
_WARM_UP_S = 6.0


@dataclass(frozen=True, slots=True)
class Waits:
    """Milliseconds. work: of one look."""

    longest: float
    typical: float
    work: float
    n: int


def measure(recognizer: Recognizer, samples: np.ndarray) -> Waits:
    """samples: speech without long pauses, 16 kHz, shape (n,). Takes as long as it lasts. Raises RecognitionError."""
    warm = recognizer.start()
    for frame in speech.frames(samples[: round(_WARM_UP_S * speech.RATE)]):
        warm.accept(frame)
    listener = _Listener(recognizer)
    listener.start()
    began = time.perf_counter()
    for number, frame in enumerate(speech.frames(samples), start=1):
        time.sleep(max(0.0, began + number * speech.FRAME / speech.RATE - time.perf_counter()))
        listener.give(frame)
    ended = time.perf_counter()
    listener.stop()
    if listener.error:
        raise listener.error
    looks = [look for look in listener.looks if look[0] <= ended]
    if len(looks) < 2:
        raise RecognitionError("the recogniser gave no partial transcript; give it more speech")
    gaps = [1e3 * (later[0] - earlier[0]) for earlier, later in pairwise(looks)]
    gaps.append(1e3 * (ended - looks[-1][0]))
    return Waits(max(gaps), median(gaps[:-1]), median(1e3 * work for _, work in looks), len(looks))


class _Listener(threading.Thread):
    """looks: when each was done, and how long it took, in seconds."""

    def __init__(self, recognizer: Recognizer):
        super().__init__(daemon=True)
        self.looks: list[tuple[float, float]] = []
        self._stream = recognizer.start()
        self._waiting: deque[AudioFrame] = deque()
        self._something = threading.Event()
        self._is_over = False
        self.error: AssistantError | None = None

    def give(self, frame: AudioFrame) -> None:
        self._waiting.append(frame)
        self._something.set()

    def stop(self) -> None:
        self._is_over = True
        self._something.set()
        self.join()

    def run(self) -> None:
        while True:
            self._something.wait()
            self._something.clear()
            frames = [self._waiting.popleft() for _ in range(len(self._waiting))]
            if self._is_over:
                return
            try:
                if frames:
                    self._hear(AudioFrame(np.concatenate([f.samples for f in frames]), frames[0].rate, frames[0].at))
            except AssistantError as error:
                self.error = error
                return

    def _hear(self, frame: AudioFrame) -> None:
        began = time.perf_counter()
        partial = self._stream.accept(frame)
        done = time.perf_counter()
        if partial is not None or done - began >= _LOOK_S:
            self.looks.append((done, done - began))
