"""Whatever is heard: the session comes to rest within its watchdogs' time, and answers the next question."""

from functools import partial

import numpy as np
import pytest

from assistant.app import build_detector
from assistant.config import Config
from assistant.dialogue import State
from assistant.events import (
    AnnouncementDue,
    DeviceLost,
    DeviceRestored,
    HoldSpeech,
    MuteToggled,
    PlaybackFinished,
    ReleaseSpeech,
    Speak,
    SpeechStarted,
    TextTyped,
    Transcript,
)
from tests.runtime.room import RATE, Rest, quiet, say, sound
from tests.runtime.scene import LONG, QUESTION, SKILL, TIMEOUT_S, Scene


@pytest.fixture
def scene(tmp_path):
    return partial(Scene, tmp_path)


def test_a_radio_that_never_stops(scene):
    stage = scene()
    assert stage.then_asked(say(120)) == SKILL
    longest = max(stage.recognizer.heard_s)
    assert longest <= stage.config.endpoint.max_turn_s + 6


def test_a_radio_does_not_keep_an_answer_from_being_said(scene):
    stage = scene()
    assert stage.then_asked(LONG, say(150)) == SKILL
    held = stage.of(HoldSpeech)
    assert sum(it.turn == held[0].turn for it in held) == 3
    first = stage.of(PlaybackFinished)[0]
    assert (first.turn, first.at < 75) == (held[0].turn, True)


def test_a_timer_rings_although_a_radio_plays(scene):
    stage = scene()
    assert stage.then_asked(partial(TextTyped, text="timer de 5 segundos"), say(160)) == SKILL
    assert any(it.chime for it in stage.of(Speak))
    assert stage.store.timers() == []


def test_who_speaks_from_the_very_first_sample_is_answered(scene):
    stage = scene(QUESTION)
    assert stage.run(say(1), quiet(3))[0].skill == SKILL


@pytest.mark.parametrize("level", [1.0, 40.0, float("nan"), float("inf")])
def test_sound_that_is_none(scene, level):
    stage = scene(detector=build_detector(Config()), radio=Transcript("", rejected="noise"))
    records = stage.run(sound(level, 5), quiet(2), partial(TextTyped, text=QUESTION), quiet(3))
    assert [record.skill for record in records] == [SKILL]


def test_a_loud_hum_is_no_speech(scene):
    stage = scene(detector=build_detector(Config()))
    t = np.arange(30 * RATE) / RATE
    hum = sum(np.sin(2 * np.pi * 50 * k * t) / k for k in range(1, 12)).astype(np.float32) * 0.5
    assert stage.run(hum, quiet(1), partial(TextTyped, text=QUESTION), hum[: 4 * RATE])[0].skill == SKILL
    assert len(stage.of(SpeechStarted)) <= 2


def test_frames_that_are_missing(scene):
    stage = scene(QUESTION)
    holes = [say(0.3), quiet(0.03), say(0.4), quiet(0.06), say(0.5)]
    assert stage.then_asked(*holes) == SKILL


@pytest.mark.parametrize("seconds", [0.1, 0.5, 2.0])
def test_a_microphone_that_goes_away_while_somebody_speaks_over_an_answer(scene, seconds):
    lost = partial(DeviceLost, kind="microphone", reason="")
    stage = scene()
    assert stage.then_asked(LONG, quiet(1), say(seconds), lost, partial(DeviceRestored, kind="microphone"), say(1)) == SKILL


def test_who_speaks_as_soon_as_the_microphone_is_back_is_heard(scene):
    lost = partial(DeviceLost, kind="microphone", reason="")
    stage = scene("bom dia", QUESTION)
    records = stage.run(say(0.6), quiet(0.2), lost, partial(DeviceRestored, kind="microphone"), say(1), quiet(6))
    assert SKILL in [record.skill for record in records]


def test_a_barge_in_as_the_last_sound_has_just_been_played(scene):
    """The device was told to be silent for an answer that had ended: the next one sounds all the same."""
    stage = scene(QUESTION)
    record = None
    for pause in (1.0, 1.1, 1.2, 1.3):
        stage = scene(QUESTION)
        *_, record = stage.run(partial(TextTyped, text="oi"), quiet(pause), say(1), quiet(8))
        assert record.skill == SKILL
        assert not stage.speaker.held
    assert record is not None


def test_an_answer_that_is_interrupted_can_be_asked_for_again(scene):
    stage = scene("repete")
    answered = stage.run(LONG, quiet(1), say(1), quiet(30))
    assert answered[0].is_interrupted
    assert answered[1].answer == answered[0].answer


def test_who_is_muted_in_the_middle_of_an_answer_is_not_listened_to(scene):
    stage = scene()
    stage.run(LONG, quiet(0.5), partial(MuteToggled, muted=True), say(5), quiet(20))
    assert stage.of(SpeechStarted, HoldSpeech) == []
    assert stage.state is State.MUTED


def test_who_is_muted_while_they_speak_over_an_answer_is_not_listened_to_either(scene):
    stage = scene()
    stage.run(LONG, quiet(0.5), say(0.5), partial(MuteToggled, muted=True), say(5), quiet(20))
    assert len(stage.of(HoldSpeech)) == len(stage.of(ReleaseSpeech)) == 1
    assert stage.state is State.MUTED


def test_who_is_muted_while_they_speak_is_not_listened_to_over_what_waited_for_them(scene):
    stage = scene()
    waits = partial(AnnouncementDue, text="O bolo está pronto, e já pode sair do forno agora mesmo, antes que queime.")
    stage.run(say(0.5), waits, say(0.2), partial(MuteToggled, muted=True), say(5), Rest(TIMEOUT_S))
    assert len(stage.of(SpeechStarted)) == 1
    assert stage.of(HoldSpeech) == []
    assert stage.state is State.MUTED
