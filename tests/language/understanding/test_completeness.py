"""What is all that is said, and what goes on: a table, and what must hold of every command of the golden tables."""

import random
from pathlib import Path

import pytest

from assistant.bench.pauses import natural_places
from assistant.events import Completeness, Plan, Topic
from tests.skills.golden_rows import NOTHING, all_skills, household, rows, tables, understood

COMPLETE, EXTENDABLE = Completeness.COMPLETE, Completeness.EXTENDABLE
UNKNOWN, DANGLING = Completeness.UNKNOWN, Completeness.DANGLING
TABLE = [line.split("\t") for line in Path(__file__).with_name("completeness.tsv").read_text(encoding="utf-8").splitlines()[1:]]
LISTS = household()

# Whole commands that look as if they went on.
KNOWN_DEVIATIONS = {
    "põe um timer de dez": "a number is waited for to get its unit",
    "anuncie que é proibido fumar aqui dentro": "any text ends as it likes",
    "o que eu preciso comprar": "a question that is heard as a statement without its end",
    "daqui a 45 dias que dia é": "with a missing word it is another question",
}
COMMANDS = [row for table in tables() for row in rows(table) if row.intent != NOTHING and row.topic is None]


def grade(text, topic=None, plan=None):
    return all_skills().completeness(text, LISTS, topic, plan)


@pytest.mark.parametrize(("text", "wanted"), TABLE, ids=[text for text, _ in TABLE])
def test_table(text, wanted):
    assert grade(text).value == wanted


ASKS_HOW_LONG = Topic("temporizador.inicia", asks="duracao")
ASKS_WHEN = Topic("lembrete.cria", {"texto": "sair"}, asks="hora")
OFFERS = Topic("lista.limpa", offered=Plan("", skill="lista", intent="lista.limpa"), question="Apago a lista?")


@pytest.mark.parametrize(
    ("topic", "text", "wanted"),
    [
        *((OFFERS, text, COMPLETE) for text in ("sim", "não", "pode", "é", "sim por favor", "não cancela", "claro", "isso")),
        *((OFFERS, text, DANGLING) for text in ("hum", "ahn", "sim e", "não põe a")),
        *((ASKS_HOW_LONG, text, COMPLETE) for text in ("dez minutos", "trinta segundos", "não", "cancela")),
        *((ASKS_HOW_LONG, text, DANGLING) for text in ("dez", "vinte e", "uma hora e", "de")),
        (ASKS_HOW_LONG, "uma hora", EXTENDABLE),
        (ASKS_WHEN, "às oito da noite", COMPLETE),
        (ASKS_WHEN, "às oito", EXTENDABLE),
        (ASKS_WHEN, "às oito da", DANGLING),
        (Topic("lista.adiciona", asks="item"), "leite e", DANGLING),
        (Topic("clima.previsao"), "e em", DANGLING),
        (Topic("x.y", asks="voz"), "que horas são em Lisboa", UNKNOWN),
        (None, "sim", UNKNOWN),
    ],
)
def test_in_a_conversation(topic, text, wanted):
    assert grade(text, topic) is wanted


def test_who_would_be_asked_back_is_waited_for():
    asking = Plan("De quanto tempo?", topic=ASKS_HOW_LONG)
    assert grade("põe um timer", plan=asking) is DANGLING
    made = Plan("Certo.", intent="temporizador.inicia", topic=Topic("temporizador.inicia"))
    assert grade("põe um timer", plan=made) is UNKNOWN
    assert grade("que horas são em Lisboa", plan=asking) is COMPLETE


@pytest.mark.parametrize("text", ["", " ", "…", "?", "a " * 200, "\n\t", "é" * 500, "1" * 300, "e e e e e"])
def test_whatever_was_heard_it_answers(text):
    assert grade(text) in Completeness


def test_whole_commands_never_dangle():
    wrong = {row.utterance for row in COMMANDS if grade(row.utterance) is DANGLING}
    assert wrong <= set(KNOWN_DEVIATIONS)


def test_most_of_them_are_complete_and_few_are_waited_for_long():
    found = [grade(row.utterance) for row in COMMANDS]
    assert found.count(COMPLETE) >= 0.6 * len(found)
    assert found.count(EXTENDABLE) <= 0.25 * len(found)


def test_what_was_not_understood_is_no_reason_to_hurry():
    nothing = Plan("Desculpe, não entendi.")
    assert grade("ele chegou em casa ontem") is UNKNOWN
    assert grade("ele chegou em casa ontem", plan=nothing) is EXTENDABLE


def test_a_prefix_that_is_no_command_is_not_complete():
    sample = random.Random(8).sample(COMMANDS, 250)
    wrong = [prefix for row in sample for prefix in _prefixes(row.utterance) if grade(prefix) is COMPLETE]
    no_commands = [prefix for prefix in wrong if not understood(prefix).commands]
    assert no_commands == []


def test_hardly_any_place_where_people_pause_is_taken_for_the_end():
    places = [place for row in COMMANDS for place in _natural_places(row.utterance)]
    n_complete = sum(grade(place) is COMPLETE for place in places)
    assert len(places) > 1000
    assert n_complete <= 0.06 * len(places)


def _prefixes(text):
    words = text.split()
    return [" ".join(words[:n]) for n in range(1, len(words))]


def _natural_places(text):
    words = text.split()
    return [" ".join(words[:n]) for n in natural_places(words)]
