"""A session in virtual time with a microphone that hears on while the assistant speaks, and a loudspeaker that takes its time."""

from collections import deque
from dataclasses import dataclass

import numpy as np

from assistant import app
from assistant.config import Config
from assistant.dialogue import State
from assistant.events import AudioFrame, InputEnded, Report
from assistant.runtime.workers import InlineWorker
from assistant.store import Store
from tests.fakes import EnergyDetector, ToneSynthesizer, VirtualTime
from tests.runtime.stage import FRAME, SKILLS

RATE = 16_000
STEP_S = FRAME / RATE
STUCK_S = 1500.0
STILL_S = 1.0
MAX_AT_ONCE = 5_000
"""So many events without any time passing are a loop."""


def sound(level, seconds):
    return np.full(int(seconds * RATE), level, np.float32)


def say(seconds):
    return sound(0.3, seconds)


def quiet(seconds):
    return sound(0.0, seconds)


@dataclass(frozen=True)
class Rest:
    """Silence until the session has been at rest for a second, which it has to be within so many seconds."""

    within_s: float


class Loudspeaker:
    """Keeps what is written until it has been played. is_stuck: takes nothing, until it is stopped."""

    def __init__(self):
        self.left_s = 0.0
        self.played_s = 0.0
        self.held = False
        self.is_stuck = False

    def write(self, frame):
        self.left_s += frame.seconds

    def play(self, seconds):
        if not self.held and not self.is_stuck:
            self.played_s += min(seconds, self.left_s)
            self.left_s = max(0.0, self.left_s - seconds)

    def drain(self):
        pass

    def stop(self):
        self.left_s, self.held, self.is_stuck = 0.0, False, False

    def hold(self):
        self.held = True

    def release(self):
        self.held = False


class Patient(InlineWorker):
    """Does its jobs, one at a time, when it is told to."""

    def __init__(self):
        self.jobs = deque()

    def submit(self, job, wait=False):
        self.jobs.append(job)
        return True


class Hanging(InlineWorker):
    """Hangs in its job number `at`, or in the next when `hangs_next` is set, until it is relieved."""

    def __init__(self, at=0):
        self._at = at
        self._n_jobs = 0
        self._is_hanging = False
        self.hangs_next = False

    def submit(self, job, wait=False):
        self._n_jobs += 1
        self._is_hanging = self._is_hanging or self.hangs_next or self._n_jobs == self._at
        self.hangs_next = False
        if not self._is_hanging:
            job()
        return True

    def relieve(self):
        self._is_hanging = False


class Echo:
    is_full_duplex = True

    def heard_own_words(self):
        self.is_full_duplex = False


class Room:
    """What happens in it is told by a script: arrays are heard, events (made of the time) happen. It is its own source.

    is_file: sound waits until it is asked for, and nobody is heard over an answer. workers: by name, in place of those that do
    everything at once.
    """

    def __init__(self, tmp_path, recognizer, config=None, detector=None, is_file=False, **workers):
        self.config = config or Config()
        self.time = VirtualTime()
        self.store = Store(tmp_path / "store.sqlite")
        self.recognizer = recognizer
        self.synthesizer = ToneSynthesizer()
        self.speaker = Loudspeaker()
        self.detector = detector or EnergyDetector()
        self.echo = None if is_file else Echo()
        self.failure = None
        self.seen = []
        self.state = None
        self._player = Patient()
        self._workers = {"player": self._player} | workers
        self._at = 0
        self._is_file, self._is_asked = is_file, False
        self._still_s, self._rests_by = 0.0, None

    def run(self, *script):
        """The records of what was answered."""
        self._script = deque(script)
        self._frames = deque()
        shared = app.Models(self.recognizer, self.synthesizer, lambda: SKILLS, app.alone(self.store))
        ends = app.Ends(self._source, self.speaker, rings_timers=True, echo=self.echo)
        session = app.build_session(self.config, shared, ends, (self._see,), self.time.clock, self._worker, self.detector)
        session.run()
        return [item.record for item in self.seen if isinstance(item, Report)]

    def of(self, *kinds):
        return [item for item in self.seen if isinstance(item, kinds)]

    def start(self):
        pass

    def request(self):
        self._is_asked = True

    def close(self):
        pass

    def _source(self, inbox, _clock):
        waiting, n_at_once = inbox.get, 0

        def get(_timeout_s):
            nonlocal n_at_once
            item, n_at_once = waiting(0), n_at_once + 1
            assert n_at_once < MAX_AT_ONCE, f"a loop in {self.state}"
            if item is None:
                n_at_once = 0
                self._step(inbox.post)
                item = waiting(0)
            return item

        inbox.get = get  # post is what the engines were already given
        return self

    def _worker(self, name, size):
        return self._workers.get(name) or InlineWorker(name)

    def _see(self, item, dialogue):
        self.state = dialogue.state
        if not isinstance(item, AudioFrame):
            self.seen.append(item)

    def _step(self, post):
        """One frame's time."""
        assert self.time.now < STUCK_S, f"stuck in {self.state}"
        self.time.forward(STEP_S)
        is_still = self.state in (State.IDLE, State.MUTED) and not self._player.jobs
        self._still_s = self._still_s + STEP_S if is_still else 0.0
        self.speaker.play(STEP_S)
        while self._player.jobs and not self.speaker.left_s:
            self._player.jobs.popleft()()
        if not self._frames or (self._is_file and self.state is State.MUTED):  # a file waits for who muted it
            self._go_on(post)
        if self._frames and (self._is_asked or not self._is_file):
            self._is_asked = False
            post(AudioFrame(self._frames.popleft(), RATE, self._at))
            self._at += FRAME

    def _go_on(self, post):
        """To what comes next in the script; at its end the input ends, again and again, as that does no harm."""
        item = self._script[0] if self._script else InputEnded
        if isinstance(item, Rest) and not self._is_at_rest(item):
            self._frames.append(quiet(STEP_S))
            return
        if self._script:
            self._script.popleft()
        if callable(item):
            event = item(self.time.now)
            if event is not None:
                post(event)
        elif not isinstance(item, Rest):
            self._frames += (item[i : i + FRAME] for i in range(0, len(item) - FRAME + 1, FRAME))

    def _is_at_rest(self, rest):
        if self._rests_by is None:
            self._rests_by, self._still_s = self.time.now + rest.within_s, 0.0
        assert self.time.now < self._rests_by, f"still in {self.state} after {rest.within_s} s"
        if self._still_s >= STILL_S:
            self._rests_by = None
        return self._rests_by is None
