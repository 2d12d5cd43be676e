"""Recorded questions through the whole runtime in virtual time: real ears, real recogniser, real skills."""

import math

import pytest

from assistant import app, resources
from assistant.audio import files
from assistant.audio.vad import FRAME_SAMPLES
from assistant.bench import recordings
from assistant.config import Config
from assistant.errors import ModelNotFoundError
from assistant.events import Report, Transcript
from assistant.runtime.sources import FrameSource
from assistant.runtime.workers import InlineWorker
from assistant.skills import Context
from assistant.store import Store
from tests.fakes import NOON, MemorySink, ToneSynthesizer, VirtualTime

LISTED = recordings.load(resources.recordings_folder())


@pytest.fixture(scope="module")
def recognizer():
    try:
        return app.build_recognizer(Config())
    except ModelNotFoundError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def skills():
    return app.build_skills(Config())


def test_there_are_enough_of_them():
    commands = [r for r in LISTED if r.skill]
    assert len(commands) >= 40
    assert len({r.voice.split()[0] for r in commands}) >= 3
    assert len({r.voice.split()[1] for r in commands}) >= 3
    assert {r.skill for r in commands} == {
        "horas", "data", "temporizador", "calculadora", "repetir", "ajuda", "parar", "saudacao",
    }  # fmt: skip


@pytest.mark.parametrize("recording", LISTED, ids=lambda r: r.path.stem)
def test_what_is_expected_of_a_recording_is_what_its_text_means(recording, skills, tmp_path):
    plan = skills.plan(Transcript(recording.text), Context(NOON, Store(tmp_path / "store.sqlite")))
    assert (plan.skill, dict(plan.slots)) == (recording.skill, dict(recording.slots))


@pytest.mark.parametrize("number", [0, 4, 9, 25, 26, 48, 50])
def test_a_recording_is_heard_and_answered(number, recognizer, skills, tmp_path):
    recording, time, seen = LISTED[number], VirtualTime(), []
    sound = files.read(recording.path)

    def spoken():
        for frame in recordings.frames_of(sound, FRAME_SAMPLES):
            time.forward(frame.seconds)
            yield frame

    shared = app.Models(recognizer, ToneSynthesizer(), lambda: skills, app.alone(Store(tmp_path / "store.sqlite")))
    ends = app.Ends(
        lambda inbox, clock: FrameSource(spoken(), InlineWorker("reader"), inbox.post, clock), MemorySink(time.forward)
    )
    app.build_session(Config(), shared, ends, (lambda item, _: seen.append(item),), time.clock, InlineWorker).run()
    (turn,) = [item.record for item in seen if isinstance(item, Report)]
    assert (turn.skill, dict(turn.slots)) == (recording.skill, dict(recording.slots))
    assert turn.confidence > 0.4


def test_noise_is_added_at_the_level_that_was_asked_for():
    sound = files.read(LISTED[0].path)
    noise = recordings.noise(resources.recordings_folder())
    for snr_db in (20.0, 10.0):
        noisy = recordings.with_noise(sound, noise, snr_db, seed=1)
        assert len(noisy.samples) == len(sound.samples) + 2 * recordings.RATE
        before = noisy.samples[: recordings.RATE // 2]
        measured = 20 * math.log10(recordings.active_rms(sound.samples) / float((before**2).mean() ** 0.5))
        assert measured == pytest.approx(snr_db, abs=3)
