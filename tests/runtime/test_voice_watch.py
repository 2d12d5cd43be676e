"""Another voice goes on behind who speaks: it is noticed, once, and where it began."""

import numpy as np
import pytest

from assistant.errors import RecognitionError
from assistant.events import AudioFrame
from assistant.runtime.voice_watch import Watching
from assistant.runtime.workers import InlineWorker
from tests.fakes import VirtualTime

ANA, TELEVISION = 0.3, 0.02


class Encoder:
    """Tells voices apart by how loud they are."""

    id, size, needs_sound = "loudness", 2, True

    def __init__(self):
        self.n_windows = 0

    def embed(self, utterance):
        self.n_windows += 1
        level = float(np.abs(utterance.samples).mean())
        if level < 0.001:
            raise RecognitionError("silence")
        is_ana = level > 0.1
        return np.array([1.0, 0.0] if is_ana else [0.0, 1.0], np.float32)


class Watch:
    def __init__(self, worker=None):
        self.posted, self.encoder = [], Encoder()
        self.watching = Watching(self.encoder, worker or InlineWorker("voices"), self.posted.append, VirtualTime().clock)

    def hear(self, *parts):
        """(level, seconds) each, in frames of 32 ms."""
        samples = np.concatenate([np.full(int(seconds * 16_000), level, np.float32) for level, seconds in parts])
        for at in range(0, len(samples) - 511, 512):
            self.watching.feed(AudioFrame(samples[at : at + 512], 16_000, at))
        return self


@pytest.fixture
def watch():
    watch = Watch()
    watch.watching.start(1)
    return watch


def test_one_person_who_speaks_on_is_one_person(watch):
    assert watch.hear((ANA, 10)).posted == []
    assert watch.encoder.n_windows == pytest.approx((10 - 1.5) / 0.5 + 1, abs=1)


def test_a_television_behind_them_is_noticed_once_and_where_it_began(watch):
    watch.hear((ANA, 4), (TELEVISION, 8))
    (changed,) = watch.posted
    assert changed.turn == 1
    assert changed.sample / 16_000 == pytest.approx(4, abs=1)


def test_silence_is_nobody(watch):
    assert watch.hear((ANA, 3), (0.0, 5), (ANA, 2)).posted == []


def test_it_belongs_to_the_turn_of_now(watch):
    watch.hear((ANA, 3))
    watch.watching.resume(2)
    assert watch.hear((TELEVISION, 8)).posted[0].turn == 2


def test_a_turn_that_is_over_is_watched_no_more(watch):
    watch.hear((ANA, 3))
    watch.watching.stop()
    assert watch.hear((TELEVISION, 8)).posted == []


def test_who_is_behind_hears_the_newest_window_only():
    class Slow(InlineWorker):
        def __init__(self):
            self.jobs = []

        def submit(self, job, wait=False):
            self.jobs.append(job)
            return True

    slow = Slow()
    watch = Watch(slow)
    watch.watching.start(1)
    watch.hear((ANA, 10))
    assert len(slow.jobs) == 1
    slow.jobs.pop()()
    assert watch.encoder.n_windows == 1
