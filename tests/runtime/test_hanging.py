"""Whatever hangs or fails: the session comes to rest within its watchdogs' time, and answers the next question."""

import logging
import threading
import time
from functools import partial

import pytest

from assistant.config import Config
from assistant.dialogue import State
from assistant.errors import DeviceLostError
from assistant.events import HoldSpeech, MuteToggled, PlaybackFinished, Report, StageFailed, Transcript
from assistant.runtime import workers
from assistant.runtime.workers import ThreadWorker
from tests.runtime.room import Hanging, Loudspeaker, Rest, quiet, say
from tests.runtime.scene import LONG, QUESTION, RADIO, SKILL, TIMEOUT_S, Scene


@pytest.fixture
def scene(tmp_path):
    return partial(Scene, tmp_path)


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_recogniser_that_hangs(scene, at):
    stage = scene(QUESTION, recogniser=Hanging(at))
    assert stage.then_asked(say(1), quiet(2 * TIMEOUT_S + 2)) == SKILL


def test_a_planner_that_hangs(scene):
    stage = scene(QUESTION, planner=Hanging(1))
    assert stage.then_asked(say(1), quiet(2 * TIMEOUT_S + 2)) == SKILL


@pytest.mark.parametrize("at", [1, 2])
def test_a_synthesiser_that_hangs(scene, at):
    stage = scene(QUESTION, synthesiser=Hanging(at))
    assert stage.then_asked(say(1), quiet(2 * TIMEOUT_S + 2)) == SKILL
    assert stage.synthesizer.spoken[-1].startswith("São")


def test_a_loudspeaker_that_takes_nothing(scene):
    stage = scene(QUESTION, QUESTION)
    stage.speaker.play = lambda seconds: None
    rests = Rest(TIMEOUT_S + Config().dialogue.speaking_timeout_s)
    stage.run(say(1), rests, LONG, rests, say(1), rests)
    assert stage.state is State.IDLE
    assert len(stage.of(Report)) == 3


def test_a_loudspeaker_that_is_lost_in_the_middle_of_an_answer(scene):
    stage, write = scene(QUESTION), Loudspeaker.write

    def lost(frame):
        raise DeviceLostError("speaker", "headphones")

    def loses(_at):
        stage.speaker.write = lost

    def is_back(_at):
        stage.speaker.write = partial(write, stage.speaker)

    records = stage.run(LONG, quiet(1), loses, Rest(TIMEOUT_S), is_back, say(1), Rest(TIMEOUT_S))
    assert [record.skill for record in records] == ["ajuda", SKILL]
    assert len(stage.of(PlaybackFinished)) == 1  # the second, to its end


def test_an_answer_that_fails_while_somebody_speaks_over_it_does_not_silence_the_next(scene):
    stage = scene(QUESTION)
    fails = partial(StageFailed, turn=1, stage="synthesis", reason="")
    records = stage.run(LONG, quiet(1), say(0.5), fails, say(0.5), Rest(TIMEOUT_S))
    assert [record.skill for record in records] == ["ajuda", SKILL]
    assert not stage.speaker.held
    assert len(stage.of(PlaybackFinished)) == 1  # the second, to its end


@pytest.mark.parametrize("script", [[quiet(1)], [quiet(1), say(0.5)], [quiet(1), say(0.5), quiet(0.2)]])
def test_ctrl_c_in_the_middle_of_an_answer_leaves_the_speaker_free(scene, script):
    stage = scene(QUESTION)

    def interrupted(_at):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stage.run(LONG, *script, interrupted)
    assert not stage.speaker.held
    assert stage.speaker.left_s == 0


def test_where_the_echo_is_no_longer_cancelled_in_the_middle_of_an_answer_its_rest_is_not_listened_to(scene):
    stage = scene(QUESTION)

    def fails(_at):
        stage.echo.is_full_duplex = False

    records = stage.run(LONG, quiet(1), fails, say(2), Rest(60), say(1), Rest(TIMEOUT_S))
    assert stage.of(HoldSpeech) == []
    assert [record.skill for record in records] == ["ajuda", SKILL]  # … and is listened to after it


def test_who_speaks_over_an_answer_as_the_cancellation_fails_is_heard_out(scene):
    stage = scene(QUESTION)

    def fails(_at):
        stage.echo.is_full_duplex = False

    records = stage.run(LONG, quiet(1), say(0.6), fails, say(0.6), Rest(TIMEOUT_S))
    assert [record.skill for record in records] == ["ajuda", SKILL]
    assert not stage.speaker.held


@pytest.mark.parametrize("worker", ["recogniser", "planner", "synthesiser"])
def test_a_file_is_read_on_when_what_was_said_in_a_pause_never_comes_to_be_known(scene, worker):
    stage = scene(QUESTION, QUESTION, is_file=True, **{worker: Hanging(1)})
    records = stage.run(say(1), quiet(3), Rest(100), say(1), Rest(TIMEOUT_S))
    assert records[-1].skill == SKILL


@pytest.mark.parametrize("happens", [RuntimeError("no memory"), Transcript("", rejected="noise"), RADIO])
def test_a_file_is_read_on_whatever_was_heard_in_a_pause(scene, happens):
    stage = scene(happens, QUESTION, is_file=True)
    assert stage.run(say(1), quiet(3), Rest(100), say(1), Rest(TIMEOUT_S))[-1].skill == SKILL


@pytest.mark.parametrize("event", [LONG, partial(MuteToggled, muted=True)])
def test_a_file_is_read_on_when_its_turn_is_dropped_in_a_pause(scene, event):
    stage = scene("acende a luz da", QUESTION, is_file=True, recogniser=Hanging(2))
    unmuted = partial(MuteToggled, muted=False)
    assert stage.run(say(1), quiet(0.3), event, unmuted, Rest(100), say(1), Rest(TIMEOUT_S))[-1].skill == SKILL


def test_a_worker_that_hangs_is_relieved(monkeypatch, caplog):
    monkeypatch.setattr(workers, "PATIENCE_S", 0.05)
    worker, let_go, done = ThreadWorker("voice", 4), threading.Event(), threading.Event()
    worker.relieve()  # at rest
    worker.submit(lambda: let_go.wait(10))
    worker.submit(done.set)
    time.sleep(0.1)
    with caplog.at_level(logging.WARNING):
        worker.relieve()
    assert done.wait(5)
    assert "voice hangs" in caplog.text
    let_go.set()
    worker.close()
    worker.join(5)


def test_a_worker_that_works_is_left_alone():
    worker, let_go = ThreadWorker("voice", 4), threading.Event()
    worker.submit(lambda: let_go.wait(10))
    before = threading.active_count()
    worker.relieve()
    assert threading.active_count() == before
    let_go.set()
    worker.close()
