"""Hours here and elsewhere, as conversations. It is half past three in the afternoon of 7 September 2026 in Brasília."""

from datetime import timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest

from assistant.language.calendar.time_zones import PLACES, SPOKEN
from tests.skills.serviced import SKILLS, Talk


@pytest.fixture
def talk(tmp_path):
    return Talk(tmp_path)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("que horas são", "São três e meia da tarde."),
        ("que horas são em Lisboa", "Em Lisboa são sete e meia da noite."),
        ("que horas são em Tóquio", "Em Tóquio são três e meia da madrugada de amanhã."),
        ("que horas são no Acre", "No Acre é uma e meia da tarde."),
        ("que horas são em Honolulu", "Em Honolulu são oito e meia da manhã."),
        ("que horas são em Caxambu", "Esse lugar eu não conheço. Diga uma capital ou um país."),
        ("qual é a diferença de horário para Lisboa", "Em Lisboa são quatro horas a mais do que aqui."),
        ("qual a diferença de fuso entre Manaus e Lisboa", "Em Manaus são cinco horas a menos do que em Lisboa."),
        ("qual é a diferença de horário para Manaus", "Em Manaus é uma hora a menos do que aqui."),
        ("qual é a diferença de horário para Buenos Aires", "Em Buenos Aires é a mesma hora que aqui."),
        ("que horas são daqui a três horas", "Daqui a três horas vão ser seis e meia da tarde."),
        ("que horas vão ser daqui a dez horas", "Daqui a dez horas vai ser uma e meia da madrugada de amanhã."),
        ("que horas eram há duas horas", "Há duas horas era uma e meia da tarde."),
        ("quanto tempo falta para as seis", "Faltam duas horas e meia para as seis da tarde."),
        ("quantos minutos faltam para as quatro", "Falta meia hora para as quatro da tarde."),
        ("quanto tempo falta para as três e trinta e um da tarde", "Falta um minuto para as três e trinta e um da tarde."),
        ("quanto tempo falta para o meio-dia", "Faltam vinte horas e meia para o meio-dia de amanhã."),
        ("quanto tempo falta para meia-noite", "Faltam oito horas e meia para a meia-noite."),
    ],
)
def test_one_question_one_answer(talk, question, answer):
    assert talk.say(question) == answer


def test_an_hour_that_there_is_not(talk):
    assert talk.say("quanto falta para as 25 horas").startswith("O dia só tem vinte e quatro horas")


def test_going_on_with_another_place(talk):
    talk.say("que horas são")
    assert talk.say("e em Lisboa?") == "Em Lisboa são sete e meia da noite."
    assert talk.say("e no Japão?") == "No Japão são três e meia da madrugada de amanhã."
    assert talk.say("e aqui?") == "São três e meia da tarde."


def test_a_country_of_several_hours_is_asked_about(talk):
    assert talk.say("que horas são nos Estados Unidos") == "Há mais de um fuso horário nos Estados Unidos: em que cidade?"
    assert talk.say("em Nova York") == "Em Nova York são duas e meia da tarde."


def test_going_on_with_another_hour(talk):
    talk.say("quanto tempo falta para as seis")
    talk.now += timedelta(minutes=30)
    assert talk.say("e para as oito?") == "Faltam quatro horas para as oito da noite."


def test_without_a_table_of_zones(talk, monkeypatch):
    def missing(key):
        raise ZoneInfoNotFoundError(key)

    monkeypatch.setitem(SKILLS.intents["horas.em_outro_lugar"].function.__globals__, "ZoneInfo", missing)
    assert talk.say("que horas são em Lisboa") == "Não tenho a tabela de fusos horários neste computador."


def test_every_place_has_its_hour():
    assert all(ZoneInfo(place.zone).key for place in PLACES.values() if place.zone)
    assert set(SPOKEN.values()) == set(PLACES)
    assert {place.where.partition(" ")[0] for place in PLACES.values()} == {"em", "no", "na", "nos", "nas"}
