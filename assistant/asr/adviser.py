"""The second recogniser at work: one thread, one question at a time, and nobody waits for it longer than they are patient.

Strategy: whoever asks may be gone before there is an answer: someone who paused speaks on, or another turn has begun. What
waits then is dropped, unheard. Of what is wanted only the newest waits: an older one was asked before somebody went on, or in
another room, and is answered at once, with nothing. What is being heard already cannot be stopped; it is as short as one pass
over one utterance.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from assistant.asr.grafts import IsWord
from assistant.asr.protocol import Recognizer
from assistant.errors import AssistantError
from assistant.events import AudioFrame, Transcript

log = logging.getLogger(__name__)

PATIENCE_S, REST_S = 2.0, 300.0
"""So long the second recogniser is waited for; once it was slower than that, it is not asked for so long."""


@dataclass(frozen=True, slots=True)
class Second:
    """The second recogniser, and a dictionary to judge its spelling by (see grafts)."""

    recognizer: Recognizer
    is_word: IsWord


class Question:
    """What somebody may want to know. Any thread may give it up, before it is asked as well."""

    def __init__(self) -> None:
        self.answer: Transcript | None = None
        self.was_given_up = False
        self._settled = threading.Event()

    @property
    def is_open(self) -> bool:
        return not self._settled.is_set()

    def settle(self, answer: Transcript | None = None) -> None:
        """The first answer counts. None: there will be none."""
        if self.is_open:
            self.answer = answer
        self._settled.set()

    def give_up(self) -> None:
        self.was_given_up = True
        self.settle()

    def wait(self, seconds: float) -> bool:
        """Whether it was settled."""
        return self._settled.wait(seconds)


class Adviser:
    """Loads the second recogniser in a thread, and works with it in the same one. Threads may share it."""

    def __init__(self, load: Callable[[], Second], patience_s: float = PATIENCE_S):
        """load: called in the thread, beginning now; an AssistantError from it is logged once, and there is no advice."""
        self._patience_s = patience_s
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="second opinion")
        self._loaded = self._thread.submit(_loaded, load)
        self._lock = threading.Lock()
        self._waiting: tuple[Question, AudioFrame] | None = None
        self._busy_since: float | None = None
        self._rests_until = 0.0

    def wait_until_loaded(self) -> bool:
        return self._loaded.result() is not None

    def is_word(self, word: str) -> bool:
        second = self._loaded.result()
        return second is not None and second.is_word(word)

    def close(self) -> None:
        self._rests_until = math.inf
        self._thread.shutdown(wait=True, cancel_futures=True)

    def ask(self, question: Question, sound: AudioFrame) -> Transcript | None:
        """What it hears; None when it has no answer in time, or the question was given up."""
        with self._lock:
            if not self._may_answer():
                return None
            is_first = self._busy_since is None
            outdated, self._waiting = self._waiting, (question, sound)
            self._thread.submit(self._hear_newest)
        if outdated is not None:
            outdated[0].settle()
        if not question.wait(self._patience_s):
            question.settle()
            if is_first:  # who waited behind another knows nothing of how slow it is
                self._rests_until = max(self._rests_until, time.monotonic() + REST_S)
                log.info("the second opinion took more than %.1f s; for %.0f s it is not asked", self._patience_s, REST_S)
        return question.answer

    def _may_answer(self) -> bool:
        """Not while it loads or rests, nor if it could not be loaded or has been at one question for too long already."""
        now = time.monotonic()
        is_stuck = self._busy_since is not None and now - self._busy_since > self._patience_s
        return self._loaded.done() and self._loaded.result() is not None and now >= self._rests_until and not is_stuck

    def _hear_newest(self) -> None:
        with self._lock:
            asked, self._waiting = self._waiting, None
            self._busy_since = time.monotonic()
        second = self._loaded.result()
        try:
            if asked is not None and second is not None and asked[0].is_open:
                asked[0].settle(_heard(second.recognizer, asked[1]))
        finally:
            with self._lock:
                self._busy_since = None


def _loaded(load: Callable[[], Second]) -> Second | None:
    try:
        return load()
    except (AssistantError, OSError, ImportError, RuntimeError, MemoryError) as error:
        log.warning("no second opinion on free text: %s", error)
        return None


def _heard(recognizer: Recognizer, sound: AudioFrame) -> Transcript | None:
    try:
        return recognizer.start().finish(sound)
    except (AssistantError, RuntimeError, ValueError, MemoryError) as error:
        log.warning("the second opinion failed: %s", error)
        return None
