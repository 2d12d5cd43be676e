"""Planning around the edges: what is heard badly, said at great length, raised by a skill or not in reach."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant import skills
from assistant.events import Plan, Topic, Transcript
from assistant.skills import replies
from assistant.store import Store

NOW = datetime(2026, 9, 7, 15, 30, tzinfo=UTC)
ASKING = Topic("tempo.timer", asks="duracao", question="De quanto tempo?", n_asked=1)


@pytest.fixture
def ask(small, tmp_path):
    store = Store(tmp_path / "store.sqlite")
    yield lambda text, topic=None, **heard: small.plan(Transcript(text, **heard), skills.Context(NOW, store, topic=topic))
    store.close()


@pytest.mark.parametrize("text", ["palavra " * 2000, "a" * 5000, "põe um timer de dez minutos " * 50, "põe " * 99 + "a" * 1000])
def test_what_is_too_long_is_said_so_and_forgets_nothing(ask, text):
    plan = ask(text, ASKING)
    assert (plan.text, plan.effects, plan.topic) == (replies.TOO_LONG, (), ASKING)


@pytest.mark.parametrize(
    ("text", "heard", "says"),
    [
        ("", {}, replies.NOT_HEARD),
        ("   ", {"rejected": "uncertain"}, replies.NOT_HEARD),
        ("", {"suspicion": "noise"}, replies.SUSPECTED["noise"]),
        ("blá blá", {"suspicion": "language"}, replies.SUSPECTED["language"]),
    ],
)
def test_what_was_heard_badly_leaves_the_question_open(ask, text, heard, says):
    plan = ask(text, ASKING, **heard)
    assert (plan.text, plan.topic) == (says, ASKING)


def test_another_reading_may_be_the_answer(ask):
    plan = ask("deus minutos", ASKING, alternatives=("dei minutos", "dez minutos"))
    assert (plan.intent, plan.slots) == ("tempo.timer", {"duracao": 600})


def test_what_is_not_understood_leaves_the_topic(ask):
    topic = Topic("tempo.previsao", {"lugar": "recife"})
    plan = ask("a metamorfose de kafka", topic)
    assert "não entendi" in plan.text.lower()
    assert plan.topic is topic


def test_a_skill_that_fails_leaves_no_question_open(ask):
    plan = ask("estraga a lista", ASKING)
    assert (plan.text, plan.skill, plan.intent) == (replies.FAILED, "lista", "lista.estraga")
    assert plan.topic == Topic("tempo.timer")


def test_a_service_that_is_down_says_so_itself(ask):
    plan = ask("pergunta à garagem")
    assert (plan.text, plan.effects) == ("A garagem não responde.", ())


def test_one_utterance_twice_is_answered_the_same(ask):
    assert ask("põe um timer", ASKING) == ask("põe um timer", ASKING)


def test_what_is_said_when_no_skill_answers_is_known_beforehand(ask):
    assert {replies.TOO_LONG, replies.GIVEN_UP, replies.CANCELLED} <= set(skills.GENERAL_REPLIES)
    assert not any("{" in text for text in skills.GENERAL_REPLIES)


WORDS = "sim não e , depois põe acende apaga a luz da sala um timer de dez minutos leite na lista limpa ela amanhã cancela blá"
TOPICS = (
    None,
    ASKING,
    Topic("lista.limpa", offered=Plan("Feito.", intent="lista.limpa"), question="Limpo?", before=ASKING),
    Topic(
        "", offered=Plan("", skill="luz", intent="luz.acende"), question="Você quis dizer “acende a luz”?", heard="acende a luz"
    ),
    Topic("sumiu.funcao", {"x": 1}, asks="x", offered=Plan("", intent="sumiu.funcao"), question="?"),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(st.text(max_size=40), st.lists(st.sampled_from(WORDS.split()), max_size=12).map(" ".join)),
    st.sampled_from(TOPICS),
    st.lists(st.text(max_size=20), max_size=2),
)
def test_whatever_is_said_about_whatever_there_is_an_answer(ask, text, topic, others):
    plan = ask(text, topic, alternatives=tuple(others))
    assert plan.text.strip()
    json.dumps([dict(plan.slots), plan.intent, plan.skill])
