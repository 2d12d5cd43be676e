"""Taking turns as it is measured: when sound is said and played, what an answer's delay is, what counts as a cut."""

import numpy as np
import pytest

from assistant import app
from assistant.bench import answer_times, cuts, interruptions, plain_loop
from assistant.bench.bars import Row
from assistant.bench.cuts import Ended
from assistant.bench.pauses import Hesitant, Pause
from assistant.bench.plain_loop import Answered, PlainLoop
from assistant.bench.replay import Scene, Stage, Take, speech_span
from assistant.bench.sound_card import RATE, STEP, Loudspeaker, Person
from assistant.bench.turns import wake_rows
from assistant.config import AudioConfig, Config
from assistant.events import AudioFrame, HoldSpeech, Report, Speak, SpeechEnded, StopSpeaking, TurnRecord
from assistant.store import Store
from tests.fakes import EnergyDetector, ScriptedRecognizer, ToneSynthesizer
from tests.runtime.stage import SKILLS

MS = {"text": 300, "audio": 310, "plan": 3, "silence": 240}


def said(*seconds):
    """said(1.0, 0.5, 1.0): a second of speech, half a second of silence, another second of speech."""
    return np.concatenate([np.full(round(s * RATE), 0.0 if i % 2 else 0.3, np.float32) for i, s in enumerate(seconds)])


def stage(tmp_path, *texts, **changes):
    config = Config(audio=AudioConfig(echo="none"))
    shared = app.Models(
        ScriptedRecognizer(list(texts)), ToneSynthesizer(), lambda: SKILLS, app.alone(Store(tmp_path / "s.sqlite"))
    )
    return Stage(config, shared, EnergyDetector(), **changes)


def record(heard="que horas são", **changes):
    return TurnRecord(1, heard, 1.0, None, "horas", {}, "São três.", MS, **changes)


def test_speech_is_where_a_recording_is_loud():
    assert speech_span(np.concatenate([np.zeros(1600), said(0.5), np.zeros(3200)]).astype(np.float32)) == (1600, 9600)
    assert speech_span(np.zeros(0, np.float32)) == (0, 0)


def test_a_person_speaks_at_once_or_some_time_into_an_answer():
    at_once, over = Person(said(0.02)), Person(said(0.02), into_s=0.5)
    assert at_once.next(7.0, None).max() > 0
    assert at_once.next(7.01, None).max() > 0
    assert at_once.next(7.02, None).max() == 0
    assert at_once.has_spoken(7.03) == pytest.approx(0.01)
    assert over.next(7.0, None).max() == 0
    assert over.next(7.4, 7.0).max() == 0
    assert over.next(7.5, 7.0).max() > 0
    assert (at_once.began_at, over.began_at) == (7.0, 7.5)


def test_a_loudspeaker_plays_what_it_was_given_and_may_be_held():
    loudspeaker = Loudspeaker(lambda: 3.0)
    loudspeaker.write(AudioFrame(said(0.02), RATE))
    assert loudspeaker.began_at == 3.0
    assert loudspeaker.pull(STEP).max() > 0
    loudspeaker.hold()
    assert loudspeaker.pull(STEP).max() == 0
    loudspeaker.release()
    assert loudspeaker.pull(STEP).max() > 0
    assert loudspeaker.pull(STEP).max() == 0
    assert loudspeaker.played.mark().n_samples == 4 * STEP


def test_a_loudspeaker_that_was_stopped_plays_no_more_of_it():
    loudspeaker = Loudspeaker(lambda: 0.0)
    loudspeaker.write(AudioFrame(said(0.3), RATE))
    loudspeaker.hold()
    loudspeaker.stop()
    assert loudspeaker.pull(STEP).max() == 0
    loudspeaker.write(AudioFrame(said(0.3), RATE))
    assert loudspeaker.pull(STEP).max() > 0


def test_an_answers_delay_counts_from_the_last_sample_of_speech_to_its_first():
    assert Take(said_at=10.0, sounded_at=11.5, happened=()).ms_to_answer(last_sample=RATE) == pytest.approx(500)
    assert Take(said_at=10.0, sounded_at=10.8, happened=()).ms_to_answer(last_sample=RATE) == pytest.approx(-200)
    assert Take(said_at=10.0, sounded_at=None, happened=()).ms_to_answer(RATE) is None


def test_a_session_is_played_in_time(tmp_path):
    take = stage(tmp_path, "que horas são", tempo=2.0).play(Scene(said(1.0)))
    (turn,) = take.turns
    assert turn.skill == "horas"
    ended = take.first(SpeechEnded) - take.said_at
    assert 1.4 < ended < 2.2
    # The models take no time: the answer comes with the end of the turn.
    assert take.ms_to_answer(RATE) == pytest.approx(1000 * (ended - 1.0), abs=80)


def test_a_session_hears_at_once_by_the_clock_of_the_sound(tmp_path):
    take = stage(tmp_path, "que horas são").hear(np.pad(said(1.0), (8000, 48_000)))
    assert [turn.skill for turn in take.turns] == ["horas"]
    assert 2.0 < take.first(SpeechEnded) < 2.7


@pytest.mark.parametrize(("silence_ms", "ends"), [(500, [24_000 + 8192, 48_128 + 8192]), (700, [48_128 + 11_264])])
def test_the_plain_loop_ends_a_turn_after_a_fixed_silence(silence_ms, ends):
    detector = EnergyDetector()
    found = plain_loop.turns(plain_loop.probabilities(detector, said(1.5, 0.6, 0.9, 2.0)), silence_ms)
    assert [end for _, end in found] == pytest.approx(ends, abs=512)
    assert found[0][0] == 0


def test_the_plain_loop_waits_then_recognises_then_plans_then_speaks_all_of_it(tmp_path):
    place = stage(tmp_path, "que horas são")
    answered = PlainLoop(place.shared, place.detector, pre_roll=5120).answer(said(1.0), RATE, "São três. E meia.")
    assert answered.silence == pytest.approx(700, abs=33)
    assert answered.total == pytest.approx(answered.silence, abs=50)
    assert place.shared.recognizer.heard_s == [pytest.approx(0.32 + 1.0 + 0.7, abs=0.04)]
    assert place.shared.synthesizer.spoken == ["São três. E meia."]


def timed(ours_ms, plain_ms):
    take = Take(0.0, 1.0, ((1.0, Report(1, record())),))
    return answer_times.Timed(take, ours_ms, Answered(700, plain_ms - 700, 0, 0), "São três.")


def test_how_much_sooner_is_the_ratio_of_medians_and_interruptions_do_not_count():
    made = [timed(400, 1200), timed(500, 1500), timed(600, 1800), timed(-100, 1500)]
    rows = answer_times.rows(made, [timed(250, 750)])
    assert {key: row.figure for key, row in rows.items()} == {
        "median_cached_ms": 250,
        "median_uncached_ms": 500,
        "p95_uncached_ms": pytest.approx(590),
        "ratio_plain": 3.0,
        "ratio_plain_cached": 3.0,
    }
    assert [row.verdict for row in rows.values()] == ["pass", "pass", "pass", "pass", ""]
    assert "1 more" in rows["p95_uncached_ms"].note


def hesitant():
    """A second, a pause of 0.8 s, half a second; and three of silence."""
    last_word_at, ends_at = round(1.8 * RATE), round(2.3 * RATE)
    return Hesitant(said(1.0, 0.8, 0.5, 3.0), "acende a luz", (Pause(1.0, 0.8, 2),), last_word_at, ends_at)


def test_a_turn_that_ends_before_the_last_word_begins_is_cut():
    assert Ended(hesitant(), ours=round(1.7 * RATE), fixed=round(1.5 * RATE)).is_cut
    whole = Ended(hesitant(), ours=round(2.7 * RATE), fixed=None)
    assert (whole.is_cut, whole.is_cut_by_fixed) == (False, False)
    assert whole.waited_ms == pytest.approx(400)


def test_cuts_are_counted_beside_those_of_a_fixed_silence():
    cut, whole = round(1.5 * RATE), round(3.0 * RATE)
    ended = [Ended(hesitant(), whole, cut)] * 7 + [Ended(hesitant(), cut, cut)] + [Ended(hesitant(), whole, whole)] * 32
    rows = cuts.rows(ended)
    assert {key: row.figure for key, row in rows.items()} == {
        "cut_rate": 2.5,
        "cut_rate_fixed_500": 20,
        "cut_ratio_fixed_500": 0.125,
    }
    assert [row.verdict for row in rows.values()] == ["pass", "", "pass"]


def test_a_fixed_silence_of_500_ms_cuts_a_pause_of_800_and_every_utterance_has_its_own_end(tmp_path):
    first, second = cuts.conversation(stage(tmp_path, *["acende a luz da"] * 6), [hesitant(), hesitant()])
    assert (first.is_cut_by_fixed, second.is_cut_by_fixed) == (True, True)
    assert all(0 < ended.ours <= len(ended.utterance.samples) for ended in (first, second))


SPOKEN = (1.0, Speak(1, "São três."))


@pytest.mark.parametrize(
    ("happened", "is_taken"),
    [
        ([SPOKEN, (2.0, Report(1, record()))], False),
        ([SPOKEN, (2.0, StopSpeaking(2)), (2.5, Report(1, record()))], False),  # what was prepared for another turn
        ([SPOKEN, (2.0, StopSpeaking(1))], True),
        ([SPOKEN, (2.0, Report(1, record(is_interrupted=True)))], True),
        ([SPOKEN, (2.0, Report(1, record())), (3.0, Report(2, record("são três")))], True),
    ],
)
def test_its_own_speech_is_taken_when_anything_but_the_question_is_answered(happened, is_taken):
    assert interruptions.is_taken(Take(None, 1.0, tuple(happened)), "que horas são") is is_taken


def test_a_barge_in_is_noticed_when_the_answer_falls_silent_after_it():
    held = ((4.9, HoldSpeech(1)), (5.2, HoldSpeech(1)))
    assert interruptions.noticed_ms(Take(5.0, 4.0, held)) == pytest.approx(200)
    assert interruptions.noticed_ms(Take(5.0, 4.0, ())) is None
    assert interruptions.noticed_ms(Take(None, 4.0, held)) is None


def test_barge_ins_that_are_late_or_not_noticed_are_missed():
    rows = interruptions.barge_in_rows([150.0, 250.0, 400.0, None], [])
    assert rows["barge_in_noticed"].figure == 50
    assert rows["barge_in_p95_ms"].figure == pytest.approx(385)


def test_a_room_gives_back_what_is_played_six_db_softer_and_later():
    played = said(1.0)
    room = interruptions.SimulatedRoom(3, played)
    heard = np.concatenate([room.echo(played[i : i + STEP]) for i in range(0, len(played), STEP)])
    assert np.flatnonzero(heard)[0] >= 0.02 * RATE
    loud = np.sqrt(np.mean(heard[len(heard) // 2 :] ** 2)) / 0.3
    assert 20 * np.log10(loud) == pytest.approx(-6, abs=2)


def test_an_answer_with_an_echo_that_nobody_hears_is_not_taken(tmp_path):
    place = stage(tmp_path, tempo=4.0)
    take = place.play(Scene(np.zeros(0, np.float32), asked="que horas são", tail_s=0.3))
    assert not interruptions.is_taken(take, "que horas são")
    assert take.sounded_at is not None


def test_the_worst_of_the_phrases_is_what_counts():
    found = (
        Row("missed, one", 2.0, "%", at_most=5),
        Row("missed, other", 4.0, "%", at_most=5),
        Row("missed, people", 30.0, "%"),
        Row("false wakes, one", 0.2, "an hour", at_most=0.5),
        Row("false wakes, other", None, "an hour", at_most=0.5),
    )
    rows = wake_rows(found)
    assert (rows["wake_miss_rate"].figure, rows["false_wakes_per_hour"].figure) == (4.0, 0.2)
    assert set(rows) == {"wake_miss_rate", "false_wakes_per_hour", "missed, one", "missed, people", "false wakes, other"}
