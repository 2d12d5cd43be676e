"""The assistant's own words, come back from its loudspeaker, and what people say over it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.own_words import is_own_words

LAMP = "Acendi a luz da sala."
HOURS = "São quinze horas e trinta minutos."
TIMER = "Temporizador de dez minutos para o macarrão iniciado."
LIST = "Na lista de compras há leite, pão, café, manteiga e duas dúzias de ovos."
WEATHER = "Hoje em Belo Horizonte o céu fica nublado, com máxima de 27 graus e chuva no fim da tarde."
HELP = "Posso dizer as horas, marcar um temporizador, acender a luz, fazer contas e cuidar da lista de compras."

ECHOES = [
    ("acendi a luz da sala", LAMP),
    ("a luz da sala", LAMP),
    ("assendi a luz da sala", LAMP),
    ("acendia luz da sala", LAMP),
    ("ende a luz da sal", LAMP),
    ("são quinze horas e trinta minutos", HOURS),
    ("são 15 horas e 30 minutos", HOURS),
    ("quinze horas e trinta", HOURS),
    ("são quinze oras e trinta minuto", HOURS),
    ("quinze horas", "São 15h30."),
    ("temporizador de dez minutos", TIMER),
    ("dez minutos para o macarrão", TIMER),
    ("temporisador de des minutos para macarão", TIMER),
    ("leite pão café", LIST),
    ("manteiga e duas dúzias de ovos", LIST),
    ("manteca e duas dúzia de ovo", LIST),
    ("máxima de vinte e sete graus", WEATHER),
    ("o céu fica nublado", WEATHER),
    ("belorizonte o céu fica nublado", WEATHER),
    ("e chuva no fim da tarde", WEATHER),
    ("marcar um temporizador acender a luz", HELP),
]

OTHERS = [
    ("apaga a luz", LAMP),
    ("apaga a luz da sala", LAMP),
    ("acende a luz da cozinha", LAMP),
    ("desliga a luz", LAMP),
    ("para", "Vou para casa."),
    ("para", TIMER),
    ("chega", "A encomenda chega amanhã."),
    ("sim", "Quer que eu apague a luz, sim ou não?"),
    ("não", "Quer que eu apague a luz, sim ou não?"),
    ("que horas são", LAMP),
    ("que horas são em lisboa", HOURS),
    ("cancela o temporizador", TIMER),
    ("temporizador de vinte minutos", TIMER),
    ("põe um temporizador de dez minutos para o bolo", TIMER),
    ("tira o leite da lista", LIST),
    ("põe arroz na lista de compras", LIST),
    ("e amanhã", WEATHER),
    ("vai chover amanhã em são paulo", WEATHER),
    ("quanto é sete vezes oito", HELP),
    ("apaga a lista de compras", HELP),
    ("", LAMP),
    ("apaga a luz", ""),
]


@pytest.mark.parametrize(("heard", "spoken"), ECHOES)
def test_an_echo_is_recognised(heard, spoken):
    assert is_own_words(heard, spoken)


@pytest.mark.parametrize(("heard", "spoken"), OTHERS)
def test_what_a_person_says_is_not_an_echo(heard, spoken):
    assert not is_own_words(heard, spoken)


def test_a_passage_of_a_long_answer_is_found_wherever_it_stands():
    words = HELP.split()
    passages = [" ".join(words[i : i + 4]) for i in range(len(words) - 3)]
    assert [p for p in passages if not is_own_words(p, HELP)] == []


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_are_compared(heard, spoken):
    assert is_own_words(heard, spoken) in (True, False)
