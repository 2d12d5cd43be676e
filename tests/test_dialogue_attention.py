"""When the assistant is meant: always, or after its wake phrase and for some seconds after an answer."""

import pytest

from assistant.dialogue import AT_YOUR_SERVICE, State
from assistant.events import (
    AnnouncementDue,
    Called,
    MakePlan,
    Planned,
    PlaybackFinished,
    ResumeCapture,
    Speak,
    TextTyped,
    Transcript,
)
from assistant.language.understanding.wake_phrase import without_phrase
from tests.test_dialogue_topics import ASKING, SUNNY, TIMER, Talk

OTHERS = Transcript("e aí ela foi embora")
CALLED = Called(0.9, 0.2, 0.9)


@pytest.fixture
def talk():
    return Talk(wake_mode="wake", wake_phrases=("assistente",), follow_up_s=8)


def test_without_a_wake_phrase_everything_is_meant():
    assert Talk().hear(0, OTHERS) == [MakePlan(1, OTHERS)]


def test_what_does_not_begin_with_it_is_passed_over_in_silence(talk):
    assert talk.hear(0, OTHERS) == [ResumeCapture(1)]
    assert talk.dialogue.state is State.IDLE


@pytest.mark.parametrize("rejected", ["uncertain", "repetition"])
def test_a_mumble_is_not_asked_about(talk, rejected):
    assert talk.hear(0, Transcript("", 0.1, rejected=rejected)) == [ResumeCapture(1)]


def test_it_is_taken_off_what_the_skills_hear_but_not_off_what_was_heard(talk):
    heard = Transcript("Assistente, que horas são?", 0.9, alternatives=("Assistente, que ora são?", "quem existe"), speaker="Ana")
    meant = Transcript("que horas são?", 0.9, alternatives=("que ora são?",), speaker="Ana")
    assert talk.hear(0, heard) == [MakePlan(1, meant)]
    talk.do(Planned(2, 1, SUNNY))
    assert talk.do(PlaybackFinished(3, 1))[0].record.heard == "Assistente, que horas são?"


def test_where_the_recogniser_heard_it_the_text_after_it_is_meant(talk):
    heard = Transcript("assistente que horas são", alternatives=("assistente que horas", "e horas"), called=CALLED)
    assert talk.hear(0, heard) == [MakePlan(1, Transcript("que horas são", alternatives=("que horas",)))]


def test_a_call_alone_that_the_recogniser_heard_is_answered(talk):
    assert talk.hear(0, Transcript("assistente", called=CALLED)) == [Speak(1, AT_YOUR_SERVICE)]


def test_a_call_with_words_that_nobody_understood_is_asked_about(talk):
    mumbled = Transcript("", 0.1, rejected="uncertain", called=CALLED)
    assert talk.hear(0, mumbled) == [MakePlan(1, mumbled)]


def test_who_calls_an_open_assistant_all_the_same_is_understood():
    assert Talk().hear(0, Transcript("que horas são", called=CALLED)) == [MakePlan(1, Transcript("que horas são"))]


def test_muted_it_takes_nothing_that_is_spoken_for_itself():
    talk = Talk(wake_mode="muted", wake_phrases=("assistente",))
    assert talk.hear(0, Transcript("assistente que horas são", called=CALLED)) == [ResumeCapture(1)]
    assert talk.do(TextTyped(1, "que horas são"))[-1] == MakePlan(2, Transcript("que horas são"))


def test_it_may_have_several_names():
    talk = Talk(wake_mode="wake", wake_phrases=("assistente", "ei, casa"))
    assert talk.hear(0, Transcript("ei casa que horas são")) == [MakePlan(1, Transcript("que horas são"))]


def test_another_reading_may_have_it(talk):
    heard = Transcript("a cidente que horas são", alternatives=("assistente que horas são",))
    assert talk.hear(0, heard) == [MakePlan(1, Transcript("que horas são"))]


def test_the_phrase_alone_is_answered_and_what_follows_needs_none(talk):
    assert talk.hear(0, Transcript("Assistente!")) == [Speak(1, AT_YOUR_SERVICE)]
    talk.do(PlaybackFinished(2, 1))
    assert talk.hear(5, OTHERS) == [MakePlan(2, OTHERS)]


@pytest.mark.parametrize(("later_s", "is_meant"), [(0.5, True), (7.9, True), (8.1, False)])
def test_for_some_seconds_after_an_answer_it_is_not_needed(talk, later_s, is_meant):
    talk.hear(0, Transcript("assistente vai chover"))
    ended = talk.answer(SUNNY)
    assert (talk.hear(ended + later_s, OTHERS) != [ResumeCapture(2)]) is is_meant


def test_who_begins_in_time_is_heard_out(talk):
    talk.hear(0, Transcript("assistente põe um timer"))
    ended = talk.answer(ASKING)
    assert talk.hear(ended + 7.5, Transcript("dez minutos")) == [MakePlan(2, Transcript("dez minutos"), TIMER)]


def test_passing_over_others_does_not_prolong_the_time(talk):
    talk.hear(0, Transcript("assistente vai chover"))
    ended = talk.answer(SUNNY)
    talk.hear(ended + 7, Transcript("", rejected="noise"))
    assert talk.hear(ended + 9, OTHERS) == [ResumeCapture(3)]


def test_it_may_be_said_all_the_same(talk):
    talk.hear(0, Transcript("assistente vai chover"))
    ended = talk.answer(SUNNY)
    assert talk.hear(ended + 1, Transcript("assistente, e amanhã")) == [MakePlan(2, Transcript("e amanhã"), SUNNY.topic)]


def test_after_an_announcement_it_is_not_needed(talk):
    talk.do(AnnouncementDue(5, "O temporizador terminou."), PlaybackFinished(7, 1))
    assert talk.hear(9, Transcript("para")) == [MakePlan(2, Transcript("para"))]


def test_what_is_typed_is_always_meant(talk):
    assert talk.do(TextTyped(0, "que horas são"))[-1] == MakePlan(1, Transcript("que horas são"))


@pytest.mark.parametrize(
    ("phrase", "heard", "rest"),
    [
        ("assistente", "Assistente, que horas são?", "que horas são?"),
        ("Assistente", "assistente que horas são", "que horas são"),
        ("assistente", "assistenti, acende a luz", "acende a luz"),
        ("assistente", "acistente acende a luz", "acende a luz"),
        ("assistente", "a sistente que horas são", "que horas são"),
        ("assistente", "oi, assistente! tudo bem?", "tudo bem?"),
        ("assistente", "é… ei assistente", ""),
        ("assistente", "assistência técnica", None),
        ("assistente", "assiste a isso", None),
        ("assistente", "o assistente social chegou", None),
        ("assistente", "que horas são, assistente", None),
        ("assistente", "", None),
        ("ei, casa", "Ei, casa: apaga a luz.", "apaga a luz."),
        ("ei, casa", "é, ei caza apaga a luz", "apaga a luz"),
        ("ei, casa", "eicasa apaga a luz", "apaga a luz"),
        ("ei, casa", "a casa caiu", None),
        ("ei, casa", "ei, vem para casa", None),
        ("olá joão", "Ola Joao que dia é hoje", "que dia é hoje"),
    ],
)
def test_the_phrase_at_the_beginning(phrase, heard, rest):
    assert without_phrase(phrase, heard) == rest
