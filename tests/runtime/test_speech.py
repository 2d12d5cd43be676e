"""The mouth: what is prepared, held, gone on with, thrown away."""

import numpy as np
import pytest

from assistant.errors import SynthesisError
from assistant.events import AudioFrame, Earcon, PlaybackFinished, PlaybackStarted, SegmentMade, StageFailed
from assistant.runtime.speech import Speech
from assistant.runtime.workers import InlineWorker
from assistant.services.voice import Manner
from assistant.tts.protocol import Segment
from tests.fakes import VirtualTime

ANSWER = "Um. Dois. Três."


class Synthesizer:
    """A segment a sentence, and how many of them were made."""

    def __init__(self):
        self.n_made = 0
        self.failures = 0

    def speak(self, text, voice=None, speed=None, volume=None):
        for sentence in text.split(". "):
            if self.failures:
                self.failures -= 1
                raise SynthesisError("out of breath")
            self.n_made += 1
            yield Segment(sentence, sentence, AudioFrame(np.full(2400, 0.1, np.float32), 24_000))


class Sink:
    """Writes down what it is told."""

    def __init__(self):
        self.told = []

    def write(self, frame):
        self.told.append("sound")

    def __getattr__(self, name):
        return lambda: self.told.append(name)


class Later(InlineWorker):
    """Does its jobs when it is told to."""

    def __init__(self):
        self.jobs = []

    def submit(self, job, wait=False):
        self.jobs.append(job)
        return True

    def work(self):
        while self.jobs:
            self.jobs.pop(0)()


class Mouth:
    def __init__(self, maker=None, player=None):
        self.posted, self.sink, self.synthesizer = [], Sink(), Synthesizer()
        self.manner = Manner("pf_dora")
        workers = (maker or InlineWorker("maker"), player or InlineWorker("player"))
        clock = VirtualTime().clock
        self.speech = Speech(self.synthesizer, self.sink, workers, self.posted.append, clock, lambda *_: self.manner)

    @property
    def events(self):
        return [type(event) for event in self.posted]


@pytest.fixture
def mouth():
    return Mouth()


def test_what_is_prepared_is_only_begun_and_not_heard(mouth):
    mouth.speech.prepare(1, ANSWER, None)
    assert (mouth.synthesizer.n_made, mouth.posted, mouth.sink.told) == (1, [], [])


def test_when_it_is_wanted_the_rest_is_made(mouth):
    mouth.speech.prepare(1, ANSWER, None)
    mouth.speech.speak(1, ANSWER, False, None)
    assert mouth.synthesizer.n_made == 3
    assert mouth.sink.told == ["sound"] * 3 + ["drain"]
    assert mouth.events == [SegmentMade, PlaybackStarted, SegmentMade, SegmentMade, PlaybackFinished]


def test_what_is_prepared_already_is_not_made_again(mouth):
    mouth.speech.prepare(1, ANSWER, None)
    mouth.speech.prepare(1, ANSWER, None)
    assert mouth.synthesizer.n_made == 1


@pytest.mark.parametrize("other", [(1, "Outra coisa.", None), (2, ANSWER, None), (1, ANSWER, "pm_alex")])
def test_what_is_wanted_otherwise_is_made_anew(mouth, other):
    mouth.speech.prepare(1, ANSWER, None)
    turn, text, voice = other
    mouth.speech.speak(turn, text, False, voice)
    assert mouth.synthesizer.n_made == 1 + len(text.split(". "))
    assert mouth.events[-1] is PlaybackFinished


def test_an_answer_that_changes_the_manner_is_spoken_in_the_new_one(mouth):
    mouth.speech.prepare(1, ANSWER, None)
    mouth.manner = Manner("pf_dora", 0.8)
    mouth.speech.speak(1, ANSWER, False, None)
    assert mouth.synthesizer.n_made == 1 + 3


def test_what_could_not_be_prepared_is_tried_again_when_it_is_wanted(mouth):
    mouth.synthesizer.failures = 1
    mouth.speech.prepare(1, ANSWER, None)
    assert mouth.posted == []
    mouth.speech.speak(1, ANSWER, False, None)
    assert mouth.events[-1] is PlaybackFinished


def test_what_is_abandoned_before_it_is_begun_costs_nothing():
    maker = Later()
    mouth = Mouth(maker)
    mouth.speech.prepare(1, ANSWER, None)
    mouth.speech.stop(1)
    maker.work()
    assert mouth.synthesizer.n_made == 0


def test_stopping_what_was_prepared_leaves_what_is_being_said():
    player = Later()
    mouth = Mouth(player=player)
    mouth.speech.speak(1, ANSWER, False, None)
    mouth.speech.hold(1)
    mouth.speech.prepare(2, "Outra coisa.", None)
    mouth.speech.stop(2)
    mouth.speech.release(1)
    player.work()
    assert mouth.sink.told == ["hold", "release", "sound", "sound", "sound", "drain"]


def test_only_the_answer_that_is_meant_is_held_or_stopped(mouth):
    mouth.speech.speak(1, ANSWER, False, None)
    mouth.sink.told.clear()
    mouth.speech.hold(2)
    mouth.speech.release(2)
    mouth.speech.stop(2)
    assert mouth.sink.told == []
    mouth.speech.stop(1)
    assert mouth.sink.told == ["stop"]


def test_a_short_sound_is_nobodys_answer(mouth):
    mouth.speech.signal(Earcon.LISTENING)
    assert (mouth.sink.told, mouth.posted) == (["sound"], [])


def test_a_voice_that_fails_is_told_of(mouth):
    mouth.synthesizer.failures = 1
    mouth.speech.speak(1, ANSWER, False, None)
    (failed,) = mouth.posted
    assert isinstance(failed, StageFailed)
    assert failed.stage == "synthesis"
