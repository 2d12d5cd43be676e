"""Listens, while somebody speaks, whether it is still the same person: a television behind them must not hold their turn open.

Strategy: every half second of a turn the newest window of sound becomes a vector, on a worker of its own. A worker that is still
busy then hears only the newest window; which ones it left out changes nothing but how soon the change is noticed.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable

import numpy as np

from assistant.errors import AssistantError
from assistant.events import AudioFrame, Event, VoiceChanged
from assistant.runtime.clock import Clock
from assistant.runtime.workers import Worker
from assistant.speakers.protocol import SpeakerEncoder, Utterance
from assistant.speakers.voice_change import ChangeRules, VoiceWatch, level_db

log = logging.getLogger(__name__)

RATE = 16_000


class Watching:
    """One session's. Called by the session's thread; answers by `post`."""

    def __init__(
        self,
        encoder: SpeakerEncoder,
        worker: Worker,
        post: Callable[[Event], None],
        clock: Clock,
        rules: ChangeRules | None = None,
    ):
        self._encoder = encoder
        self._worker = worker
        self._post = post
        self._clock = clock
        self._rules = rules or ChangeRules()
        self._turn: _Watched | None = None

    def start(self, turn: int) -> None:
        self._turn = _Watched(turn, self._rules)

    def resume(self, turn: int) -> None:
        """The same utterance goes on, and belongs to this turn now."""
        if self._turn is not None:
            self._turn.number = turn

    def stop(self) -> None:
        self._turn = None

    def feed(self, frame: AudioFrame) -> None:
        watched = self._turn
        if watched is not None and watched.add(frame.samples):
            self._worker.submit(lambda: self._look(watched))

    def _look(self, watched: _Watched) -> None:
        window = watched.take()
        if window is None or watched is not self._turn:
            return
        start, samples = window
        try:
            vector = self._encoder.embed(Utterance(samples))
        except AssistantError as error:
            log.debug("a window of a voice told nothing: %s", error)  # silence, or too little of it
            return
        changed_at = watched.hear(start / RATE, vector, level_db(samples), self._rules)
        if changed_at is not None:
            self._post(VoiceChanged(self._clock.monotonic(), watched.number, round(changed_at * RATE)))


class _Watched:
    """One utterance, and the newest window of it that nobody has listened to."""

    def __init__(self, number: int, rules: ChangeRules):
        self.number = number
        self._n_window, self._n_hop = round(rules.window_s * RATE), round(rules.hop_s * RATE)
        self._sound: deque[np.ndarray] = deque()
        self._n_samples = 0
        self._next_at = self._n_window
        self._newest: tuple[int, np.ndarray] | None = None
        self._lock = threading.Lock()
        self._watch = VoiceWatch()

    def add(self, samples: np.ndarray) -> bool:
        """True when a window is due, and nobody has been told of one yet."""
        self._sound.append(samples)
        self._n_samples += len(samples)
        while sum(map(len, self._sound)) - len(self._sound[0]) >= self._n_window:
            self._sound.popleft()
        if self._n_samples < self._next_at:
            return False
        self._next_at += self._n_hop
        window = np.concatenate(self._sound)[-self._n_window :]
        with self._lock:
            is_first = self._newest is None
            self._newest = (self._n_samples - len(window), window)
        return is_first

    def take(self) -> tuple[int, np.ndarray] | None:
        with self._lock:
            window, self._newest = self._newest, None
        return window

    def hear(self, start_s: float, vector: np.ndarray, level: float, rules: ChangeRules) -> float | None:
        """When the voice changed, if it is seen by this window."""
        if self._watch.changed_at is not None:
            return None
        self._watch = self._watch.with_window(start_s, vector, level, rules)
        return self._watch.changed_at
