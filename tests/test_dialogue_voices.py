"""Whose conversation it is, as scripts: what another voice says neither answers nor goes on with what somebody has begun."""

from dataclasses import dataclass

import pytest

from assistant.dialogue.ownership import is_another, may_be
from assistant.events import (
    AnnouncementDue,
    Commit,
    Identity,
    MakePlan,
    Plan,
    Planned,
    PlaybackFinished,
    ResumeCapture,
    Speak,
    StopSpeaking,
    Topic,
    Transcript,
)
from tests.test_dialogue_topics import ASKING, SUNNY, TIMER, Talk

OFFER = Topic("casa.destranca", offered=Plan("Destranquei.", ("unlock",), intent="casa.destranca"), question="Quer mesmo?")
OFFERING = Plan("Quer mesmo?", topic=OFFER)


@dataclass
class Sample:
    speech_s: float


def said(text, name=None, score=0.9, nearest="Ana", speech_s=2.0, second="", second_score=0.0):
    identity = Identity(name, score, name or nearest, second, second_score)
    return Transcript(text, speaker=name, identity=identity, voice=Sample(speech_s))


def ana(text, score=0.9):
    return said(text, "Ana", score)


def bia(text):
    return said(text, "Bia", 0.9, second="Ana", second_score=0.02)


def television(text, speech_s=2.0):
    return said(text, None, 0.05, speech_s=speech_s)


def doubtful(text):
    return said(text, None, 0.4, speech_s=0.4)


@pytest.fixture
def talk():
    return Talk()


def asked(talk, plan=ASKING, by=ana):
    talk.hear(0, by("põe um timer"))
    return talk.answer(plan)


def topic_of(actions):
    (plan,) = actions
    assert isinstance(plan, MakePlan)
    return plan.topic


@pytest.mark.parametrize(
    ("heard", "another", "perhaps"),
    [
        (ana("sim"), False, False),
        (bia("sim"), True, False),
        (television("sim"), True, False),
        (television("sim", speech_s=0.4), False, False),  # too short to tell
        (doubtful("sim"), False, True),
        (said("sim", "Bia", 0.5, second="Ana", second_score=0.4), False, False),
        (said("sim", None, 0.2), False, False),  # hardly, and not certainly another
        (Transcript("sim"), False, False),
    ],
)
def test_who_is_certainly_another_and_who_may_be_the_same(heard, another, perhaps):
    assert (is_another(heard, "Ana"), may_be(heard, "Ana")) == (another, perhaps)
    assert not is_another(heard, None)
    assert not may_be(heard, None)


@pytest.mark.parametrize("by", [ana, doubtful, Transcript])
def test_who_was_asked_answers(talk, by):
    ended = asked(talk)
    assert topic_of(talk.hear(ended + 1, by("dez minutos"))) == TIMER


@pytest.mark.parametrize("by", [bia, television])
def test_another_voice_does_not(talk, by):
    ended = asked(talk)
    assert topic_of(talk.hear(ended + 1, by("dez minutos"))) is None


def test_nor_does_its_yes_open_the_door(talk):
    ended = asked(talk, OFFERING)
    assert topic_of(talk.hear(ended + 1, television("sim"))) is None
    assert talk.do(Planned(talk.now, 2, Plan("Pois não?"))) == [StopSpeaking(2), ResumeCapture(2)]  # and nothing is said to it
    assert topic_of(talk.hear(ended + 4, ana("sim"))) == OFFER


def test_what_nobody_who_is_known_began_is_everybodys(talk):
    ended = asked(talk, by=television)
    assert topic_of(talk.hear(ended + 1, bia("dez minutos"))) == TIMER


def test_a_command_of_anothers_is_answered_and_the_question_is_still_open(talk):
    ended = asked(talk)
    talk.hear(ended + 1, bia("vai chover"))
    assert [a.text for a in talk.do(Planned(talk.now, 2, Plan("Sol.", intent="clima.previsao", topic=SUNNY.topic)))] == ["Sol."]
    talk.do(PlaybackFinished(talk.now + 2, 2))
    assert topic_of(talk.hear(ended + 8, ana("dez minutos"))) == TIMER
    assert topic_of(talk.hear(ended + 12, bia("e amanhã"))) == SUNNY.topic


def test_it_does_not_make_the_question_last_longer(talk):
    ended = asked(talk)
    talk.hear(ended + 40, bia("vai chover"))
    talk.answer(Plan("Sol.", intent="clima.previsao", topic=SUNNY.topic))
    assert topic_of(talk.hear(ended + 46, ana("dez minutos"))) is None


def test_a_doubtful_voice_is_rather_the_one_that_was_asked(talk):
    ended = asked(talk)
    talk.hear(ended + 1, television("que horas são"))
    talk.answer(Plan("São três.", intent="horas.diz_as_horas", topic=Topic("horas.diz_as_horas")))
    assert topic_of(talk.hear(ended + 8, doubtful("dez minutos"))) == TIMER


def test_whose_short_answer_it_may_be_it_is_taken_for(talk):
    ended = asked(talk, OFFERING)
    (plan,) = talk.hear(ended + 1, doubtful("sim"))
    assert plan.transcript.speaker == "Ana"
    assert talk.do(Planned(talk.now, 2, OFFER.offered)) == [Commit(2, ("unlock",), "Ana")]


def test_but_not_where_nothing_was_asked(talk):
    talk.hear(0, ana("vai chover"))
    ended = talk.answer(SUNNY)
    (plan,) = talk.hear(ended + 1, doubtful("e amanhã"))
    assert plan.transcript.speaker is None


def test_what_rings_may_be_stopped_by_anybody(talk):
    ended = asked(talk)
    talk.do(AnnouncementDue(ended + 1, "Bom dia!", "alarme", topic=Topic("alarme.para")), PlaybackFinished(ended + 3, 2))
    assert topic_of(talk.hear(ended + 4, bia("para"))).intent == "alarme.para"


def test_without_the_wake_phrase_only_who_was_answered_goes_on():
    talk = Talk(wake_mode="wake", wake_phrases=("assistente",), follow_up_s=8)
    talk.hear(0, ana("assistente vai chover"))
    ended = talk.answer(SUNNY)
    assert talk.hear(ended + 1, television("amanhã vai dar praia")) == [ResumeCapture(2)]
    assert talk.hear(ended + 4, bia("assistente que horas são"))[0].topic is None
    talk.answer(Plan("São três.", intent="horas.diz_as_horas"))
    assert talk.hear(ended + 12, ana("e amanhã")) == [ResumeCapture(4)]  # it is Bia who is spoken with


def test_an_announcement_may_be_answered_by_anybody_without_it():
    talk = Talk(wake_mode="wake", wake_phrases=("assistente",), follow_up_s=8)
    talk.do(AnnouncementDue(5, "O temporizador terminou."), PlaybackFinished(7, 1))
    assert topic_of(talk.hear(9, television("para"))) is None


def test_answers_are_spoken_to_who_asked(talk):
    talk.hear(0, ana("vai chover"))
    assert talk.do(Planned(talk.now, 1, SUNNY)) == [Speak(1, "Sol.", speaker="Ana")]
