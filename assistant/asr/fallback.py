"""A large recogniser, and a small one that takes over for good where the large one fails.

Strategy: whatever keeps the large one from loading (weights that are missing or damaged, too little memory), and what it fails
with while someone speaks, is logged, and told once. The utterance in which it fails is not lost: its sound is kept while it fits
into a window, and given to the small one. What is wrong with the sound or with the configuration is nobody's failure: it stays
an error.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable

import numpy as np

from assistant.asr.protocol import SAMPLE_RATE, Recognizer, RecognizerStream
from assistant.asr.windows import WINDOW_SAMPLES, checked
from assistant.errors import (
    CheckpointFolderError,
    DigestMismatchError,
    EngineFailedError,
    KenlmMissingError,
    LanguageModelError,
    ModelFileError,
    ModelNotFoundError,
)
from assistant.events import AudioFrame, Partial, Transcript

log = logging.getLogger(__name__)

LOADING_FAILURES = (
    ModelNotFoundError,
    ModelFileError,
    CheckpointFolderError,
    DigestMismatchError,
    LanguageModelError,
    KenlmMissingError,
    EngineFailedError,
    MemoryError,
)
HEARING_FAILURES = (EngineFailedError, MemoryError)
NOT_LOADED = "O reconhecedor grande não pôde ser carregado. Continuo com o pequeno."
BROKEN_DOWN = "O reconhecedor grande falhou. Continuo com o pequeno."


class FallbackRecognizer:
    """Threads may share it."""

    def __init__(self, load: Callable[[], Recognizer], load_small: Callable[[], Recognizer]):
        """load_small: called when it is needed, and then once.

        Raises what `load` does where that is none of LOADING_FAILURES, and what `load_small` does.
        """
        self._load_small = load_small
        self._lock = threading.Lock()
        self._small: Recognizer | None = None
        self._notice: str | None = None
        self._listeners: list[Callable[[str], None]] = []
        try:
            self._large = load()
        except LOADING_FAILURES as error:
            self._large = self.small(error, NOT_LOADED)

    def start(self) -> FallbackStream | RecognizerStream:
        return self._small.start() if self._small is not None else FallbackStream(self._large.start(), self)

    def tell(self, listener: Callable[[str], None]) -> None:
        """The listener is called, from any thread, with a Portuguese sentence when the small one takes over; now if it has."""
        with self._lock:
            self._listeners.append(listener)
            notice = self._notice
        if notice:
            listener(notice)

    def small(self, error: Exception, notice: str = BROKEN_DOWN) -> Recognizer:
        """The small one, which goes on alone from now on. error: the large one's."""
        with self._lock:
            if self._small is not None:
                return self._small
            log.error("the embedded recogniser takes over: %s: %s", type(error).__name__, error)
            self._small = self._load_small()
            self._large = self._small  # lets go of the large one's memory
            self._notice = notice
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener(notice)
        return self._small


class FallbackStream:
    """One utterance; see RecognizerStream."""

    def __init__(self, large: RecognizerStream, owner: FallbackRecognizer):
        self._stream = large
        self._owner = owner
        self._has_fallen = False
        self._kept: deque[np.ndarray] = deque()
        self._n_kept = 0
        self._stable = ""

    def accept(self, frame: AudioFrame) -> Partial | None:
        if self._has_fallen:
            return self._consistent(self._stream.accept(frame))
        self._keep(frame)
        try:
            return self._consistent(self._stream.accept(frame))
        except HEARING_FAILURES as error:
            return self._consistent(self._fallen(error).accept(self._sound()))

    def finish(self, last: AudioFrame | None = None) -> Transcript:
        if self._has_fallen:
            return self._stream.finish(last)
        if last is not None:
            self._keep(last)
        try:
            return self._stream.finish(last)
        except HEARING_FAILURES as error:
            return self._fallen(error).finish(self._sound())

    def hurry(self) -> None:
        self._stream.hurry()

    def _fallen(self, error: Exception) -> RecognizerStream:
        self._stream = self._owner.small(error).start()
        self._has_fallen = True
        return self._stream

    def _keep(self, frame: AudioFrame) -> None:
        self._kept.append(checked(frame))
        self._n_kept += len(frame.samples)
        while self._n_kept - len(self._kept[0]) >= WINDOW_SAMPLES:
            self._n_kept -= len(self._kept.popleft())

    def _sound(self) -> AudioFrame:
        kept, self._kept = self._kept, deque()
        return AudioFrame(np.concatenate([*kept, np.empty(0, np.float32)]), SAMPLE_RATE)

    def _consistent(self, partial: Partial | None) -> Partial | None:
        """Without those that take back what was stable: the small one may have heard it otherwise."""
        if partial is None or not partial.text.startswith(self._stable):
            return None
        self._stable = partial.text[: max(partial.n_stable, len(self._stable))]
        return Partial(partial.text, len(self._stable))
