"""What a topic lets the next utterance leave unsaid, and how one reply makes the next topic."""

import pytest

from assistant.events import Plan, Topic
from assistant.skills import Reply
from assistant.skills.conversing.answers import NO, YES
from assistant.skills.conversing.conversation import (
    MAX_ASKED,
    MAX_BEFORE,
    MAX_OFFERED,
    Call,
    active,
    agrees,
    ask_again,
    asked_enough,
    called,
    doubt,
    own_topic,
    question_in,
    topic_after,
    topics,
)
from assistant.skills.replies import GIVEN_UP

INTENTS = ("casa.liga", "casa.desliga", "clima.previsao", "lista.limpa")
WEATHER = Topic("clima.previsao", {"lugar": "Recife", "dia": "hoje"})


@pytest.mark.parametrize(
    ("topic", "labels"),
    [
        (None, set()),
        (WEATHER, {"clima.previsao+"}),
        (Topic("casa.liga"), {"casa.liga+", "casa.desliga+"}),
        (Topic("clima.previsao", asks="lugar"), {"clima.previsao+", "clima.previsao?lugar", YES, NO}),
        (Topic("lista.limpa", offered=Plan("Feito.")), {"lista.limpa+", YES, NO}),
        (Topic("", offered=Plan("", intent="casa.liga")), {YES, NO}),
    ],
)
def test_what_counts_besides_what_always_does(topic, labels):
    assert active(topic, INTENTS) == labels


@pytest.mark.parametrize(
    ("label", "captured", "slots"),
    [
        ("clima.previsao+", {"dia": "amanhã"}, {"lugar": "Recife", "dia": "amanhã"}),
        ("clima.previsao?lugar", {"lugar": "Natal"}, {"lugar": "Natal", "dia": "hoje"}),
        ("clima.previsao", {"dia": "amanhã"}, {"dia": "amanhã"}),  # a whole sentence stands for itself
        ("clima.chove+", {"dia": "amanhã"}, {"dia": "amanhã"}),  # another function begins anew
    ],
)
def test_a_follow_up_completes_what_was_said_before(label, captured, slots):
    call = called(label, captured, WEATHER)
    assert (call.intent, call.slots) == (label.rstrip("+").split("?")[0], slots)


def test_mentions_are_carried_on_within_a_skill():
    first = topic_after(Call("casa.liga"), Reply("Feito.", mentions={"ela": "luz", "isso": "luz"}), None)
    second = topic_after(Call("casa.desliga"), Reply("Feito.", mentions={"isso": "ventilador"}), first)
    assert second.mentions == {"ela": "luz", "isso": "ventilador"}


def test_what_was_spoken_of_before_can_be_come_back_to():
    topic = None
    for intent in ("casa.liga", "clima.previsao", "casa.desliga", "lista.le", "horas.diz"):
        topic = topic_after(Call(intent), Reply("Sim.", mentions={"último": intent}), topic)
    assert [t.intent for t in topics(topic)] == ["horas.diz", "lista.le", "casa.desliga"]
    assert own_topic("casa", topic).mentions == {"último": "casa.desliga"}
    assert own_topic("piada", topic) is topic


def test_however_long_one_talks_no_more_is_remembered():
    topic = None
    for i in range(200):
        topic = topic_after(Call(f"s{i}.f"), Reply("Sim."), topic)
    assert len(list(topics(topic))) == 1 + MAX_BEFORE


def test_a_question_is_not_open_any_more_once_something_else_was_said():
    asking = topic_after(Call("temporizador.inicia"), Reply("De quanto tempo?", asks="duracao"), None)
    assert asking.is_open
    after = topic_after(Call("casa.liga"), Reply("Feito."), asking)
    assert [t.is_open for t in topics(after)] == [False, False]


def test_an_offer_is_a_plan_that_waits():
    reply = Reply("Apago?", confirms=("apaga",), confirmed="Apagado.", refused="Não apaguei.", mentions={"isso": "compras"})
    topic = topic_after(Call("lista.limpa", {"lista": "compras"}), reply, None)
    offered = topic.offered
    assert (offered.text, offered.effects, offered.intent, offered.slots) == (
        "Apagado.",
        ("apaga",),
        "lista.limpa",
        {"lista": "compras"},
    )
    assert topic.refused == "Não apaguei."
    assert not offered.topic.is_open
    assert offered.topic.mentions == {"isso": "compras"}


def test_how_often_a_question_was_put_is_counted_for_each_slot():
    ask = Reply("Quando?", asks="dia")
    topic = None
    for n in (1, 2, 3):
        topic = topic_after(Call("alarme.cria"), ask, topic)
        assert topic.n_asked == n
    assert topic_after(Call("alarme.cria"), Reply("A que horas?", asks="hora"), topic).n_asked == 1


def test_asking_again_comes_to_an_end():
    topic = topic_after(Call("alarme.cria"), Reply("Certo. Para quando?", asks="dia"), None)
    texts = []
    for _ in range(asked_enough(topic)):
        plan = ask_again(topic)
        texts.append(plan.text)
        topic = plan.topic
    assert texts == [*["Desculpe, não entendi. Para quando?"] * (MAX_ASKED - 1), GIVEN_UP]
    assert not topic.is_open


def test_a_question_for_yes_or_no_is_put_once_more():
    assert asked_enough(Topic("alarme.cria", asks="dia")) == MAX_ASKED
    assert asked_enough(Topic("lista.limpa", offered=Plan("Feito."))) == MAX_OFFERED == MAX_ASKED + 1


def test_a_yes_has_the_question_put_again_alone():
    topic = topic_after(Call("alarme.cria"), Reply("Certo. Para quando?", asks="dia"), None)
    assert ask_again(topic, was_understood=True).text == "Para quando?"


def test_a_doubt_offers_what_it_would_do_but_does_not_plan_it():
    plan = doubt(Call("casa.liga", {"name": "luz"}, "acende a luz"), WEATHER)
    assert plan.text == "Você quis dizer “acende a luz”?"
    assert plan.topic.offered == Plan("", skill="casa", slots={"name": "luz"}, intent="casa.liga")
    assert plan.topic.closed() == WEATHER


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("De quanto tempo?", "De quanto tempo?"),
        ("Certo. De quanto tempo?", "De quanto tempo?"),
        ("Sete da manhã? Ou da noite?", "Ou da noite?"),
        ("Certo. Qual deles? Há o do bolo e o do chá.", "Qual deles? Há o do bolo e o do chá."),
        ("Diga o nome.", "Diga o nome."),
    ],
)
def test_what_of_a_reply_is_the_question(text, question):
    assert question_in(text) == question


@pytest.mark.parametrize(
    ("question", "answer", "is_yes"),
    [
        ("Apago tudo?", "sim", True),
        ("Apago tudo?", "pode apagar", True),
        ("Apago tudo?", "pode limpar", True),  # by the name of the function
        ("Apago tudo?", "pode abrir", False),
        ("Quer mesmo abrir a porta?", "abre", True),
        ("Quer mesmo abrir a porta?", "pode fechar", False),
        ("Quer mesmo destrancar a porta?", "pode trancar", False),
        ("Desligo a luz?", "liga", False),
    ],
)
def test_a_yes_says_what_was_asked(question, answer, is_yes):
    topic = Topic("lista.limpa", offered=Plan("Feito.", intent="lista.limpa"), question=question)
    assert agrees(answer, topic) is is_yes
