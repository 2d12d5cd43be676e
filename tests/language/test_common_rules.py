"""When something is to be, as every skill may ask for it: <quando> and <em_quanto>."""

import pytest

from assistant.language.grammar.automaton import AutomatonBuilder
from assistant.language.grammar.common_rules import COMMON_RULES
from assistant.language.grammar.slots import KINDS
from assistant.language.grammar.templates import parse_template
from assistant.language.understanding.matching import Matcher

TEMPLATES = {
    "lembrete.cria": ["me lembra [de {text:o_que}] <quando> [de {text:o_que}]", "me lembra <em_quanto> [de {text:o_que}]"],
    "alarme.cria": ["me acorda {repetition:repete} [{time:hora}]", "me acorda <quando>"],
}
HEARD = [
    ("me lembra amanhã às sete", {"dia": "+1d", "hora": "07:00~"}),
    ("me lembra às sete da noite de amanhã", {"dia": "+1d", "hora": "19:00"}),
    ("me lembra na sexta que vem", {"dia": "fri"}),
    ("me lembra às 7h30", {"hora": "07:30~"}),
    ("me lembra hoje à noite", {"dia": "+0d", "hora": "20:00"}),
    ("me lembra amanhã de manhã", {"dia": "+1d", "hora": "08:00"}),
    ("me lembra amanhã de manhã às nove", {"dia": "+1d", "hora": "09:00"}),
    ("me lembra no dia 7 de setembro ao meio-dia", {"dia": "--09-07", "hora": "12:00"}),
    ("me lembra de comprar pão amanhã às sete", {"dia": "+1d", "hora": "07:00~", "o_que": "comprar pão"}),
    ("me lembra de comprar dois pães amanhã", {"dia": "+1d", "o_que": "comprar dois pães"}),
    ("me lembra amanhã de pagar a conta", {"dia": "+1d", "o_que": "pagar a conta"}),
    ("me lembra de ir ao quarto dois amanhã", {"dia": "+1d", "o_que": "ir ao quarto dois"}),
    ("me lembra daqui a vinte minutos", {"daqui": 1200}),
    ("me lembra em duas horas de desligar o forno", {"daqui": 7200, "o_que": "desligar o forno"}),
    ("me lembra às 25 horas", {"hora": "25:00"}),
    ("me acorda às sete", {"hora": "07:00~"}),
    ("me acorda todo dia útil às sete", {"repete": "weekly:mon,tue,wed,thu,fri", "hora": "07:00~"}),
    ("me acorda de segunda a sexta às seis e meia", {"repete": "weekly:mon,tue,wed,thu,fri", "hora": "06:30~"}),
    ("me acorda toda segunda e quarta às sete", {"repete": "weekly:mon,wed", "hora": "07:00~"}),
    ("me acorda toda manhã", {"repete": "daily", "hora": "08:00"}),
    ("me acorda todas as noites às dez", {"repete": "daily", "hora": "22:00"}),
    ("me acorda todo dia 5", {"repete": "monthly:5"}),
    ("me acorda todo dia às 5", {"repete": "daily", "hora": "05:00~"}),
    ("me acorda todo dia cinco e meia", {"repete": "daily", "hora": "05:30~"}),
    ("me acorda amanhã cedo", {"dia": "+1d", "hora": "07:00"}),
]


@pytest.fixture(scope="module")
def matcher():
    rules = {name: parse_template(text, name) for name, text in COMMON_RULES.items()}
    builder = AutomatonBuilder(KINDS)
    for intent, templates in TEMPLATES.items():
        for template in templates:
            builder.add(intent, template, rules)
    return Matcher(builder.start)


@pytest.mark.parametrize(("said", "slots"), HEARD, ids=[said for said, _ in HEARD])
def test_when_it_is_to_be(matcher, said, slots):
    match = matcher.match(said)
    assert match is not None
    assert dict(match.slots) == slots
