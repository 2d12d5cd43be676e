"""A sound card without a device: a loudspeaker that plays by the clock, and a microphone that hears a person, and it.

Strategy: one thread does both, step by step: it takes what is to be played, and gives what is heard, each sample when it is due
and whatever the session does meanwhile. In a `Room` the microphone hears the loudspeaker, too, and what it hears is cleaned as a
real one's is. Where a clock runs faster than the wall's, all of this does.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from assistant.audio.echo import EchoRemoval
from assistant.audio.reference import Played
from assistant.audio.resampling import Resampler
from assistant.audio.vad import FRAME_SAMPLES
from assistant.errors import AssistantError
from assistant.events import AudioFrame, Event, InputEnded

RATE = 16_000
STEP = 160  # samples: 10 ms, about what a sound card asks for at once
LEAD_IN_S = 0.4
QUEUE_S = 0.4  # ahead of the ear, as in audio.speaker
_NOTHING = np.zeros(STEP, np.float32)


class Room(Protocol):
    def echo(self, played: np.ndarray) -> np.ndarray:
        """What of STEP samples that the loudspeaker plays reaches the microphone meanwhile, and of those before."""


class Loudspeaker:
    """A sink with a short queue before a device that pulls. for_s: of each answer, what comes later is not waited for."""

    def __init__(self, monotonic: Callable[[], float], for_s: float | None = None):
        self._monotonic = monotonic
        self._for_s = for_s
        self._changed = threading.Condition()
        self._queued: deque[np.ndarray] = deque()
        self._n_queued = 0
        self._n_played = 0  # of this answer
        self._held = False
        self._generation = 0  # counts the stops: a writer that waits learns of one by it
        self._resampler: Resampler | None = None
        self.played = Played()
        self.played.begin(RATE)
        self.began_at: float | None = None
        """When the first sample of the first answer was handed over."""

    def write(self, frame: AudioFrame) -> None:
        with self._changed:
            if self._resampler is None:
                self.began_at = self._monotonic() if self.began_at is None else self.began_at
                self._resampler, self._n_played = Resampler(frame.rate, RATE), 0
            samples, generation = self._resampler.feed(frame.samples), self._generation
            self._changed.wait_for(lambda: self._n_queued < QUEUE_S * RATE or self._generation != generation)
            if self._generation == generation and not self._is_long_enough:
                self._queued.append(samples)
                self._n_queued += len(samples)

    def drain(self) -> None:
        with self._changed:
            generation = self._generation
            self._changed.wait_for(lambda: not self._n_queued or self._generation != generation)
            self._resampler = None

    def stop(self) -> None:
        with self._changed:
            self._forget()
            self._held, self._resampler = False, None
            self._generation += 1
            self._changed.notify_all()

    def hold(self) -> None:
        with self._changed:
            self._held = True

    def release(self) -> None:
        with self._changed:
            self._held = False

    def pull(self, n_samples: int) -> np.ndarray:
        """What the device plays now; silence where nothing is queued."""
        played = np.zeros(n_samples, np.float32)
        with self._changed:
            n = 0
            while n < n_samples and self._queued and not self._held:
                first = self._queued.popleft()
                part = first[: n_samples - n]
                played[n : n + len(part)] = part
                n += len(part)
                if len(part) < len(first):
                    self._queued.appendleft(first[len(part) :])
            self._n_queued -= n
            self._n_played += n
            if self._is_long_enough:
                self._forget()
            self._changed.notify_all()
        self.note(played)
        return played

    def note(self, played: np.ndarray) -> None:
        """What the device plays now, whoever gave it that."""
        self.played.write((np.clip(played, -1.0, 1.0) * 32767).astype("<i2").tobytes())

    @property
    def _is_long_enough(self) -> bool:
        return self._for_s is not None and self._n_played > self._for_s * RATE

    def _forget(self) -> None:
        self._queued.clear()
        self._n_queued = 0


@dataclass(frozen=True, slots=True)
class Ear:
    """The microphone: what a person says and a room gives back, without what is taken away of it. room: None is a headset."""

    played: Played
    removal: EchoRemoval
    room: Room | None = None

    def heard(self, said: np.ndarray, sounding: np.ndarray) -> np.ndarray:
        """16 kHz, as much of it as is clean already."""
        heard = said if self.room is None else said + self.room.echo(sounding)
        return self.removal.clean(heard, self.played.mark())


def accustom(ear: Ear, loudspeaker: Loudspeaker, sound: np.ndarray) -> None:
    """Let the loudspeaker have played `sound`, 16 kHz, and the ear have heard what the room makes of it, before all begins."""
    for start in range(0, len(sound) - STEP + 1, STEP):
        loudspeaker.note(sound[start : start + STEP])
        ear.heard(_NOTHING, sound[start : start + STEP])


class Person:
    """says: at 16 kHz, at once, or `into_s` after an answer began to sound."""

    def __init__(self, says: np.ndarray, into_s: float | None = None):
        self._says = says
        self._into_s = into_s
        self.began_at: float | None = None
        """When the first sample was said."""

    def next(self, now: float, answered_at: float | None) -> np.ndarray:
        """What is said in the next STEP samples."""
        if self.began_at is None and self._begins(now, answered_at):
            self.began_at = now
        at = len(self._says) if self.began_at is None else round((now - self.began_at) * RATE)
        part = self._says[at : at + STEP]
        return np.pad(part, (0, STEP - len(part))).astype(np.float32, copy=False)

    def has_spoken(self, now: float) -> float:
        """For how many seconds nothing has been said any more; negative before that."""
        return -1.0 if self.began_at is None else now - self.began_at - len(self._says) / RATE

    def _begins(self, now: float, answered_at: float | None) -> bool:
        return self._into_s is None or (answered_at is not None and now >= answered_at + self._into_s)


@dataclass(frozen=True, slots=True)
class Pace:
    """A clock that runs `tempo` times as fast as the wall's."""

    tempo: float = 1.0

    def now(self) -> float:
        return time.monotonic() * self.tempo

    def wait_until(self, due: float) -> float:
        """How late it is then, in seconds."""
        if (early := due - self.now()) > 0:
            time.sleep(early / self.tempo)
        return self.now() - due


class SoundCard:
    """The source of a session, and what pulls its sink. is_over: asked at each step, with the seconds since the beginning."""

    def __init__(
        self,
        ear: Ear,
        person: Person,
        loudspeaker: Loudspeaker,
        pace: Pace,
        post: Callable[[AudioFrame | Event], None],
        is_over: Callable[[float], bool],
    ):
        self._ear = ear
        self._person = person
        self._loudspeaker = loudspeaker
        self._pace = pace
        self._post = post
        self._is_over = is_over
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sound card", daemon=True)
        self.failure: AssistantError | None = None
        self.late_s = 0.0
        """At worst, a sample came so late."""

    def start(self) -> None:
        self._thread.start()

    def request(self) -> None:
        pass  # a microphone speaks unasked

    def close(self) -> None:
        self._closing.set()
        self._thread.join(1.0)

    def _run(self) -> None:
        began, n, heard, n_given = self._pace.now(), 0, np.empty(0, np.float32), 0
        while not self._closing.is_set() and not self._is_over(n / RATE):
            now = began + n / RATE
            said = self._person.next(now, self._loudspeaker.began_at) if n >= LEAD_IN_S * RATE else _NOTHING
            n += STEP
            self.late_s = max(self.late_s, self._pace.wait_until(began + n / RATE))
            heard = np.concatenate([heard, self._ear.heard(said, self._loudspeaker.pull(STEP))])
            while len(heard) >= FRAME_SAMPLES:
                self._post(AudioFrame(heard[:FRAME_SAMPLES], RATE, n_given))
                heard, n_given = heard[FRAME_SAMPLES:], n_given + FRAME_SAMPLES
        self._post(InputEnded(self._pace.now()))
        while not self._closing.wait(STEP / RATE):
            self._loudspeaker.release()
            self._loudspeaker.pull(RATE)  # hastily: nobody hears the rest
