"""What the skills answer, as conversations."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from assistant import skills
from assistant.events import Transcript
from assistant.store import Store

BRASILIA = timezone(timedelta(hours=-3))
NOW = datetime(2026, 9, 7, 15, 30, tzinfo=BRASILIA)
SKILLS = skills.load([Path(__file__).parents[2] / "skills"])


class Conversation:
    """Says things to the skills and commits what they plan."""

    def __init__(self, path):
        self.store = Store(path)
        self.now = NOW
        self.last = None

    def say(self, text):
        before = self.store.timers()
        plan = SKILLS.plan(Transcript(text), skills.Context(self.now, self.store, last_answer=self.last))
        assert self.store.timers() == before  # planning is pure
        json.dumps(dict(plan.slots))
        for effect in plan.effects:
            effect.run(skills.World(self.store, self.now))
        self.last = plan.text
        return plan.text


@pytest.fixture
def talk(tmp_path):
    conversation = Conversation(tmp_path / "store.sqlite")
    yield conversation
    conversation.store.close()


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("que horas são", "São três e meia da tarde."),
        ("que dia é hoje", "Hoje é segunda-feira, sete de setembro de dois mil e vinte e seis."),
        ("que dia da semana é hoje", "Hoje é segunda-feira."),
        ("que dia é amanhã", "Amanhã é terça-feira, oito de setembro de dois mil e vinte e seis."),
        ("que dia foi ontem", "Ontem foi domingo, seis de setembro de dois mil e vinte e seis."),
        ("em que mês estamos", "Estamos em setembro."),
        ("em que ano estamos", "Estamos em dois mil e vinte e seis."),
        ("quanto é sete vezes oito", "Sete vezes oito são cinquenta e seis."),
        ("quanto é dez dividido por zero", "Não dá para dividir por zero."),
        ("quanto é nove elevado a nove elevado a nove", "Esse número é grande demais para mim."),
        ("bom dia", "Boa tarde! Em que posso ajudar?"),
        ("obrigado", "De nada."),
        ("deixa pra lá", "Tudo bem."),
        ("repete", "Eu ainda não disse nada."),
    ],
)
def test_one_question_one_answer(talk, question, answer):
    assert talk.say(question) == answer


def test_repeating(talk):
    talk.say("que horas são")
    talk.now += timedelta(minutes=5)
    assert talk.say("repete") == "São três e meia da tarde."


def test_help_offers_what_works(talk):
    answer = talk.say("ajuda")
    for example in answer.split("“")[1:]:
        assert SKILLS.match(example.split("”")[0]).accepted
    assert answer.count("“") == 3


def test_several_timers(talk):
    assert talk.say("quanto tempo falta") == "Não há nenhum temporizador ativo."
    assert talk.say("põe um timer de dez minutos pro macarrão") == "Certo, temporizador do macarrão: dez minutos."
    assert talk.say("timer de uma hora e meia") == "Certo, temporizador de uma hora e meia."
    talk.now += timedelta(minutes=4)
    assert talk.say("quanto tempo falta no timer do macarrão") == "Faltam seis minutos no temporizador do macarrão."
    assert talk.say("quais temporizadores estão ativos") == (
        "Faltam seis minutos no temporizador do macarrão; "
        "falta uma hora e vinte e seis minutos no temporizador de uma hora e meia."
    )
    assert talk.say("cancela o timer") == "Qual deles? Há o do macarrão e o de uma hora e meia."
    assert talk.say("cancela o timer da pizza") == "Não há temporizador da pizza. Há o do macarrão e o de uma hora e meia."
    assert talk.say("cancela o timer do macarão") == "Cancelei o temporizador do macarrão."
    assert talk.say("cancela o temporizador de uma hora e meia") == "Cancelei o temporizador de uma hora e meia."
    assert talk.say("cancela o timer") == "Não há nenhum temporizador ativo."


def test_cancelling_all(talk):
    for minutes in (1, 2, 3):
        talk.say(f"timer de {minutes} minutos")
    assert talk.say("cancela todos os temporizadores") == "Cancelei todos os temporizadores."
    assert talk.store.timers() == []


@pytest.mark.parametrize(
    ("wish", "answer"),
    [
        ("timer de zero minutos", "Um temporizador precisa de pelo menos um segundo."),
        ("timer de mil anos", "Isso é tempo demais: conto no máximo sete dias."),
        ("põe um timer", "De quanto tempo?"),
    ],
)
def test_what_cannot_be_timed(talk, wish, answer):
    assert talk.say(wish) == answer
    assert talk.store.timers() == []


def test_there_is_an_end_to_timers(talk):
    for _ in range(50):
        talk.store.add_timer(None, NOW + timedelta(hours=1), 3600, NOW)
    assert "demais" in talk.say("timer de um minuto")
    assert talk.say("quais temporizadores estão ativos").endswith("e mais quarenta e cinco.")


def test_a_timer_that_is_over_but_has_not_rung_yet(talk):
    talk.say("timer de um minuto")
    talk.now += timedelta(minutes=2)
    assert talk.say("quanto tempo falta") == "O temporizador de um minuto já terminou."


def test_due_is_counted_in_utc(talk):
    talk.say("timer de um minuto")
    assert talk.store.timers()[0].due == (NOW + timedelta(minutes=1)).astimezone(UTC)
