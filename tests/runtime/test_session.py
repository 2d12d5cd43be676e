"""The whole runtime in virtual time: every worker works inline, and nothing happens but what the script says."""

import threading
import time
from datetime import timedelta

import numpy as np
import pytest

from assistant import app
from assistant.config import Config, TtsConfig
from assistant.events import AudioFrame, Speak, Transcript
from assistant.store import Store
from tests.fakes import NOON, EnergyDetector, MemorySink, ToneSynthesizer
from tests.runtime.stage import FRAME, SKILLS, Stage, speech


def test_a_question_is_heard_and_answered(tmp_path):
    stage = Stage(tmp_path, ["que horas são"])
    (record,) = stage.hear(speech(1.0))
    assert (record.turn, record.heard, record.skill) == (1, "que horas são", "horas")
    assert "três e meia" in record.answer
    assert stage.synthesizer.spoken == [record.answer]
    assert sum(f.seconds for f in stage.sink.frames) > 0


def test_the_recogniser_hears_the_turn_with_its_pre_roll(tmp_path):
    stage = Stage(tmp_path, ["oi"])
    stage.hear(speech(1.0))
    assert stage.recognizer.heard_s[0] == pytest.approx(0.32 + 1.0 + 0.16, abs=0.07)


def test_times_are_those_of_the_clock(tmp_path):
    (record,) = Stage(tmp_path, ["oi"]).hear(speech(1.0, 1.0))
    # Nothing but waiting and the first tone took time; the text was known in the first pause.
    assert record.ms["text"] == pytest.approx(160, abs=33)
    assert record.ms["silence"] == pytest.approx(256, abs=33)
    assert record.ms["audio"] >= record.ms["silence"]


def test_several_questions_are_all_answered_however_short_the_pauses(tmp_path):
    stage = Stage(tmp_path, ["que horas são", "que dia é hoje", "quanto é dois mais dois"])
    records = stage.hear(speech(1.0, 1.1, 1.0, 1.1, 1.0))
    assert [r.skill for r in records] == ["horas", "data", "calculadora"]
    assert [r.turn for r in records] == [1, 2, 3]


def test_the_room_still_ringing_with_the_answer_is_not_taken_for_speech(tmp_path):
    records = Stage(tmp_path, ["oi"]).hear(speech(1.0, 0.3, 0.2, 3.0), echo_tail_ms=250)
    assert len(records) == 1


def test_what_is_no_speech_leads_to_nothing(tmp_path):
    stage = Stage(tmp_path, [Transcript("", 0.0, rejected="noise")])
    assert stage.hear(speech(1.0)) == []
    assert stage.synthesizer.spoken == []


def test_what_is_not_understood_is_answered_honestly(tmp_path):
    (record,) = Stage(tmp_path, ["a metamorfose foi publicada em roma"]).hear(speech(1.0))
    assert record.skill is None
    assert "não entendi" in record.answer.lower()


def test_a_recogniser_that_fails_does_not_end_the_conversation(tmp_path):
    records = Stage(tmp_path, [RuntimeError("out of memory"), "que horas são"]).hear(speech(1.0, 1.0, 1.0))
    assert "problema para ouvir" in records[0].answer
    assert records[1].skill == "horas"


def test_a_voice_that_fails_still_leaves_the_written_answer(tmp_path):
    stage = Stage(tmp_path, ["que horas são", "que dia é hoje"], ToneSynthesizer(RuntimeError("no memory")))
    records = stage.hear(speech(1.0, 1.0, 1.0))
    assert [r.skill for r in records] == ["horas", "data"]
    assert records[0].ms["audio"] is None


def test_typed_questions(tmp_path):
    records = Stage(tmp_path).read("que horas são", "", "repete")
    assert [r.skill for r in records] == ["horas", "repetir"]
    assert "três e meia" in records[1].answer


def test_a_timer_is_set_counted_and_rung(tmp_path):
    stage = Stage(tmp_path)
    records = stage.read("põe um timer de dez minutos pro macarrão", "quanto tempo falta no timer do macarrão", "oi", pause_s=310)
    set_record, left_record = records[:2]
    assert set_record.slots["duracao"] == 600
    assert "macarrão" in left_record.answer
    rung = [r for r in records if not r.heard]
    assert len(rung) == 1
    assert "macarrão" in rung[0].answer
    assert stage.store.timers() == []
    assert any(isinstance(item, Speak) and item.chime for item in stage.seen)


def test_a_timer_rings_while_nobody_speaks(tmp_path):
    stage = Stage(tmp_path)
    stage.store.add_timer(name=None, due=NOON + timedelta(seconds=3), duration_s=3, created=NOON)
    (record,) = stage.hear([AudioFrame(np.zeros(FRAME, np.float32), 16_000, FRAME * i) for i in range(200)])
    assert record.heard == ""
    assert "terminou" in record.answer


def test_a_timer_that_was_due_while_off_is_announced_late(tmp_path):
    stage = Stage(tmp_path)
    due = NOON - timedelta(minutes=20)
    stage.store.add_timer(name="bolo", due=due, duration_s=60, created=due - timedelta(minutes=1))
    (record,) = stage.hear([AudioFrame(np.zeros(FRAME, np.float32), 16_000, FRAME * i) for i in range(50)])
    assert "bolo" in record.answer
    assert "vinte minutos" in record.answer


def test_a_timer_set_by_one_session_rings_in_the_next(tmp_path):
    Stage(tmp_path).read("timer de 5 segundos")
    second = Stage(tmp_path)
    second.time.forward(10)
    assert any("cinco segundos" in r.answer for r in second.read("oi"))


def test_a_session_that_ends_leaves_no_thread_behind(tmp_path):
    before = set(threading.enumerate())
    shared = app.Models(None, ToneSynthesizer(), lambda: SKILLS, app.alone(Store(tmp_path / "store.sqlite")))
    for _ in range(3):
        ends = app.Ends(app.line_source(["que horas são", "oi"]), MemorySink())
        app.build_session(Config(), shared, ends, detector=EnergyDetector()).run()
    deadline = time.monotonic() + 10
    while set(threading.enumerate()) - before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert set(threading.enumerate()) - before == set()


def test_a_skill_and_a_person_have_voices_of_their_own(tmp_path):
    tts = TtsConfig(skill_voices={"horas": "pm_alex"}, speaker_voices={"ana": "pm_santa"})
    questions = ["que horas são", "que dia é hoje", Transcript("que horas são", 0.9, speaker="ana")]
    stage = Stage(tmp_path, questions, config=Config(tts=tts))
    records = stage.hear(speech(1.0, 1.0, 1.0, 1.0, 1.0))
    assert stage.synthesizer.voices == ["pm_alex", None, "pm_santa"]
    assert [r.speaker for r in records] == [None, None, "ana"]


def test_the_segments_of_an_answer_are_counted(tmp_path):
    (record,) = Stage(tmp_path).read("quem é você")
    assert record.sound == {"cached": 0, "made": 2}
