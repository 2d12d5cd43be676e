"""Several commands in one breath, and what is one for all its "e"."""

import pytest

from assistant.language.grammar.automaton import AutomatonBuilder
from assistant.language.grammar.lists import LIST_KINDS, Entry, WordList
from assistant.language.grammar.slots import KINDS
from assistant.language.understanding.matching import Matcher
from assistant.language.understanding.several import MAX_COMMANDS, understand

TEMPLATES = {
    "casa.liga": ["(liga|acende) [o|a] (luz|ventilador|abajur) [(do|da) {area:area}]"],
    "casa.desliga": ["(desliga|apaga) [o|a] (luz|ventilador|abajur) [(do|da) {area:area}]"],
    "tempo.timer": ["põe [um|outro] timer de {duration:duracao}"],
    "tempo.cancela": ["cancela o timer de {duration:duracao}"],
    "lista.adiciona": ["adiciona {text:item} na lista"],
    "musica.toca": ["toca {text:busca}"],
    "lembrete.cria": ["me lembra de {text:texto}"],
    "conta.faz": ["quanto é {expression:conta}"],
}
AREAS = {"area": WordList(Entry(name, name) for name in ("Sala", "Quarto", "Cozinha"))}


@pytest.fixture(scope="module")
def matcher():
    builder = AutomatonBuilder({*KINDS, *LIST_KINDS})
    for intent, templates in TEMPLATES.items():
        for template in templates:
            builder.add(intent, template, {})
    return Matcher(builder.start)


def told(matcher, text):
    return [(match.intent, *match.slots.values()) for match in understand(matcher, text, AREAS).commands]


SEVERAL = {
    "apaga a luz e põe um timer de dez minutos": [("casa.desliga",), ("tempo.timer", 600)],
    "apaga a luz da sala, liga o ventilador e depois toca jazz": [
        ("casa.desliga", "Sala"),
        ("casa.liga",),
        ("musica.toca", "jazz"),
    ],
    "acende a luz e aí apaga o abajur": [("casa.liga",), ("casa.desliga",)],
    "apaga a luz da sala e a do quarto": [("casa.desliga", "Sala"), ("casa.desliga", "Quarto")],
    "apaga a luz da sala e da cozinha": [("casa.desliga", "Sala"), ("casa.desliga", "Cozinha")],
    "liga a luz da sala e o ventilador": [("casa.liga", "Sala"), ("casa.liga",)],
    "cancela o timer de dez minutos e o de vinte": [("tempo.cancela", 600), ("tempo.cancela", 1200)],
    "põe um timer de dez minutos e outro de vinte": [("tempo.timer", 600), ("tempo.timer", 1200)],
    "toca Pink Floyd e apaga a luz": [("musica.toca", "pink floyd"), ("casa.desliga",)],
    "adiciona pão e ovos na lista e apaga a luz": [("lista.adiciona", "pão e ovos"), ("casa.desliga",)],
    "assendia luz e apaga o abajú": [("casa.liga",), ("casa.desliga",)],
}


@pytest.mark.parametrize(("said", "meant"), SEVERAL.items())
def test_several(matcher, said, meant):
    assert told(matcher, said) == meant


ONE = {
    "põe um timer de uma hora e vinte": ("tempo.timer", 4800),
    "põe um timer de uma hora e vinte minutos": ("tempo.timer", 4800),
    "adiciona arroz e feijão na lista": ("lista.adiciona", "arroz e feijão"),
    "me lembra de tirar o lixo e apagar a luz": ("lembrete.cria", "tirar o lixo e apagar a luz"),
    "quanto é dois mais vinte e dois": ("conta.faz", "2 + 22"),
    "toca o bom, o mau e o feio": ("musica.toca", "o bom o mau e o feio"),
    "apaga a luz, por favor": ("casa.desliga",),
    "apaga a luz": ("casa.desliga",),
}


@pytest.mark.parametrize(("said", "meant"), ONE.items())
def test_one(matcher, said, meant):
    assert told(matcher, said) == [meant]


@pytest.mark.parametrize(
    "said", ["apaga a luz e faz um bolo", "e", "e, e, e", "a luz e o ventilador", "apaga e", "", "ontem e hoje"]
)
def test_what_is_not_all_understood_is_not_half_done(matcher, said):
    assert told(matcher, said) == []


def test_there_is_an_end_to_it(matcher):
    said = " e ".join(["apaga a luz"] * MAX_COMMANDS)
    assert len(told(matcher, said)) == MAX_COMMANDS
    assert told(matcher, said + " e apaga a luz") == []
    assert told(matcher, " e ".join(["apaga"] * 40)) == []
