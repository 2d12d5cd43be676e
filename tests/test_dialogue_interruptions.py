"""Somebody speaks over the answer: it falls silent, and goes on, or is given up for them."""

import pytest

from assistant.dialogue import State
from assistant.events import (
    AnnouncementDue,
    Commit,
    Completeness,
    DistrustEcho,
    DropTranscription,
    ExpectEnd,
    HoldSpeech,
    MakePlan,
    MuteToggled,
    PauseCapture,
    Plan,
    Planned,
    PlaybackFinished,
    PlaybackStarted,
    Prepare,
    Recognized,
    ReleaseSpeech,
    ResumeCapture,
    Speak,
    SpeechDiscarded,
    SpeechEnded,
    SpeechPaused,
    SpeechStarted,
    StageFailed,
    StartTranscription,
    StopSpeaking,
    TextTyped,
    Tick,
    Topic,
    Transcript,
)
from tests.test_dialogue_speculation import HEARD, PLAN, UNHEARD, Talk

LONG = Plan("Amanhã vai chover de manhã e fazer sol à tarde.", skill="clima", intent="clima.previsao")
GOES_ON = [PauseCapture(1), ReleaseSpeech(1)]


@pytest.fixture
def talk():
    """In the middle of a long answer."""
    talk = Talk(speaking_timeout_s=120)
    talk.do(SpeechStarted(0), SpeechEnded(1, 640), Recognized(1, 1, Transcript("como fica o tempo")), Planned(1, 1, LONG))
    talk.do(PlaybackStarted(1.2, 1))
    assert talk.dialogue.state is State.SPEAKING
    return talk


def say(talk, transcript, at=2.0, plan=None):
    talk.do(SpeechStarted(at), SpeechPaused(at + 1, 160))
    turn = talk.dialogue.turn
    actions = talk.do(Recognized(at + 1, turn, transcript))
    return talk.do(Planned(at + 1, turn, plan)) if plan else actions


def test_the_answer_falls_silent_at_once(talk):
    assert talk.do(SpeechStarted(2)) == [HoldSpeech(1), StartTranscription(2)]
    assert talk.dialogue.is_held


def test_who_wants_something_is_answered_instead(talk):
    assert say(talk, HEARD, plan=PLAN)[-1] == Prepare(2, "Acendi a luz.")
    stop, report, pause, commit = sorted(talk.do(SpeechEnded(3.3, 240)), key=lambda it: type(it) in (PauseCapture, Commit))
    assert (stop, pause, commit) == (StopSpeaking(1), PauseCapture(2), Commit(2, ("light",)))
    assert report.record.is_interrupted
    assert report.record.heard == "como fica o tempo"
    assert not talk.dialogue.is_held


@pytest.mark.parametrize("heard", [UNHEARD, Transcript("aham"), Transcript("ah", rejected="uncertain")])
def test_after_a_cough_or_an_aham_it_goes_on_where_it_was(talk, heard):
    assert say(talk, heard) == [ExpectEnd(2, Completeness.COMPLETE)]
    assert talk.do(SpeechEnded(3.3, 240)) == GOES_ON
    assert talk.dialogue.state is State.SPEAKING
    assert talk.do(PlaybackFinished(6, 1))[-1] == ResumeCapture(1)


def test_what_was_too_short_to_be_speech_lets_it_go_on(talk):
    talk.do(SpeechStarted(2))
    assert talk.do(SpeechDiscarded(2.8)) == [DropTranscription(2), *GOES_ON]


def test_what_nobody_understands_was_not_said_to_the_assistant(talk):
    say(talk, Transcript("o time jogou muito"), plan=Plan("Não entendi.", skill=None))
    assert talk.do(SpeechEnded(3.7, 640)) == [PauseCapture(2), StopSpeaking(2), *GOES_ON]


def test_its_own_words_that_come_back_are_nobodys(talk):
    assert say(talk, Transcript("chover de manhã e fazer sol")) == [DistrustEcho(2), ExpectEnd(2, Completeness.COMPLETE)]
    assert talk.do(SpeechEnded(3.3, 240)) == GOES_ON


def test_its_own_last_words_come_back_when_it_has_just_ended(talk):
    talk.do(PlaybackFinished(6, 1), SpeechStarted(6.3), SpeechEnded(7.4))
    assert talk.do(Recognized(7.5, 2, Transcript("fazer sol à tarde"))) == [DistrustEcho(2), ResumeCapture(2)]
    talk.do(SpeechStarted(9), SpeechEnded(10))
    assert talk.do(Recognized(10, 3, Transcript("fazer sol à tarde")))[0] == MakePlan(3, Transcript("fazer sol à tarde"), None)


def test_a_word_of_assent_answers_a_question(talk):
    talk.do(PlaybackFinished(6, 1), TextTyped(7, "timer"))
    asks = Plan("Quer mesmo cancelar o timer da pizza?", intent="timer.cancela", topic=Topic("timer.cancela", offered=PLAN))
    talk.do(Planned(7, 2, asks), PlaybackStarted(7.1, 2))
    assert say(talk, Transcript("tá"), at=8)[0] == MakePlan(3, Transcript("tá"), asks.topic)


def test_a_stop_word_ends_it_without_an_answer(talk):
    say(talk, Transcript("para"), plan=Plan("Não há nada para parar.", intent="parar.para"))
    actions = talk.do(SpeechEnded(3.3, 240))
    assert StopSpeaking(1) in actions
    assert not any(isinstance(action, Speak) for action in actions)
    assert talk.dialogue.state is State.IDLE


def test_a_stop_word_that_has_something_to_do_does_it(talk):
    say(talk, Transcript("para"), plan=Plan("Parei o despertador.", effects=("stop",), intent="alarme.para"))
    assert talk.do(SpeechEnded(3.3, 240))[-1] == Commit(2, ("stop",))


def test_an_answer_that_had_ended_just_before_is_not_gone_on_with(talk):
    talk.do(SpeechStarted(2))
    stop, report = talk.do(PlaybackFinished(2.1, 1))
    assert stop == StopSpeaking(1)
    assert not report.record.is_interrupted
    assert talk.do(SpeechDiscarded(2.5)) == [DropTranscription(2), ResumeCapture(2)]


def test_an_announcement_that_had_begun_just_before_counts_as_heard(talk):
    talk.do(PlaybackFinished(6, 1), AnnouncementDue(7, "Timer!", effects=("rung",)), SpeechStarted(7.1))
    assert talk.do(PlaybackStarted(7.2, 2)) == [Commit(2, ("rung",))]


def test_nothing_is_apologised_for_while_an_answer_waits(talk):
    talk.do(SpeechStarted(2))
    assert talk.do(StageFailed(2.5, 2, "recognition", ""))[-1] == ReleaseSpeech(1)


def test_what_is_typed_ends_both(talk):
    talk.do(SpeechStarted(2))
    stopped, report, *others = talk.do(TextTyped(3, "oi"))
    assert (stopped, report.turn, report.record.is_interrupted) == (StopSpeaking(1), 1, True)
    assert others[:2] == [DropTranscription(2), StopSpeaking(2)]


def test_muting_lets_the_answer_go_on(talk):
    talk.do(SpeechStarted(2))
    assert talk.do(MuteToggled(2.5, True))[-1] == ReleaseSpeech(1)
    assert talk.do(PlaybackFinished(6, 1))[-1] == PauseCapture(1, may_interrupt=False)


def test_numbers_are_never_given_twice(talk):
    talk.do(SpeechStarted(2), SpeechDiscarded(2.5), SpeechStarted(3))
    assert talk.actions == [HoldSpeech(1), StartTranscription(3)]
    assert talk.do(Recognized(4, 2, HEARD)) == []


def test_somebody_who_never_stops_does_not_keep_it_for_ever(talk):
    talk.do(SpeechStarted(2), Tick(40), Recognized(41, 2, Transcript("blá")), Planned(41, 2, Plan("Não entendi.")))
    assert talk.dialogue.state is State.SPEAKING
    talk.do(Tick(500))
    assert talk.dialogue.state is State.IDLE


def test_what_becomes_due_follows_the_answer(talk):
    assert talk.do(AnnouncementDue(2, "Timer!")) == []
    talk.do(SpeechStarted(3), SpeechDiscarded(3.5))
    assert talk.do(PlaybackFinished(6, 1))[-1] == Speak(3, "Timer!", chime=True)
