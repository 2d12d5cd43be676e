"""Names that slots hold, as people say them and recognisers hear them."""

import time

import pytest

from assistant.errors import TemplateError
from assistant.language.grammar.automaton import AutomatonBuilder
from assistant.language.grammar.lists import LIST_KINDS, Entry, WordList, static_list
from assistant.language.grammar.slots import KINDS
from assistant.language.understanding.matching import Matcher
from assistant.language.words.text import tokenize

NAMES = (
    "Luz da Cozinha",
    "Luz do Quarto",
    "Abajur",
    "Ar-condicionado",
    "Porta da Garagem",
    "Cantinho de Leitura",
    "TV",
    "Tomada 2",
)
LISTS = {"entity": WordList(Entry(name, {"id": name}) for name in NAMES)}


def matcher(*templates, lists=None):
    builder = AutomatonBuilder({*KINDS, *LIST_KINDS})
    for number, template in enumerate(templates):
        builder.add(f"f{number}.f", template, {}, names={kind: kind for kind in lists or ()})
    return Matcher(builder.start, lists=lists or {})


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("luz da cozinha", "Luz da Cozinha"),
        ("LUZ DA COZINHA", "Luz da Cozinha"),
        ("lus da cosinha", "Luz da Cozinha"),
        ("luz de cozinha", "Luz da Cozinha"),
        ("luz cozinha", "Luz da Cozinha"),
        ("luz da minha cozinha", "Luz da Cozinha"),
        ("luz na cusinha", "Luz da Cozinha"),
        ("lusda cozina", "Luz da Cozinha"),
        ("abajú", "Abajur"),
        ("aba jur", "Abajur"),
        ("ar condicionado", "Ar-condicionado"),
        ("porta da garage", "Porta da Garagem"),
        ("cantinho da leitora", "Cantinho de Leitura"),
        ("tv", "TV"),
        ("tomada dois", "Tomada 2"),
    ],
)
def test_a_name_is_found_however_it_was_heard(said, name):
    match = matcher("liga [o|a] {entity:nome}").match(f"liga {said}", LISTS)
    assert match is not None, said
    assert match.accepted, (said, match)
    assert match.slots == {"nome": {"id": name}}


@pytest.mark.parametrize("said", ["lousa", "cozinha", "casa", "luz do sol nascente", "porta"])
def test_what_is_no_name_is_none(said):
    match = matcher("liga [o|a] {entity:nome}").match(f"liga {said}", LISTS)
    assert match is None or not match.accepted, match


def test_a_name_of_the_list_beats_any_name():
    either = matcher("chama {name:qualquer}", "chama {entity:nome}")
    assert either.match("chama abajur", LISTS).slots == {"nome": {"id": "Abajur"}}
    assert either.match("chama a vizinha", LISTS) is None or not either.match("chama a vizinha", LISTS).slots.get("nome")
    assert either.match("chama Josefina", LISTS).slots == {"qualquer": "josefina"}


def test_the_longest_name_is_meant():
    lists = {"entity": WordList(Entry(name, name) for name in ("Sala", "Sala de Estar"))}
    assert matcher("liga a {entity:nome}").match("liga a sala de estar", lists).slots == {"nome": "Sala de Estar"}


def test_a_list_that_is_not_there_holds_nothing():
    assert matcher("liga o {entity:nome}", "liga a luz").match("liga a luz").intent == "f1.f"
    assert matcher("liga o {entity:nome}").match("liga o abajur") is None


def test_a_files_own_list_says_what_its_words_mean():
    own = {"cor": static_list({"vermelh(o|a)": "red", "azul[ escuro]": "blue"})}
    lamp = matcher("muda para {cor:cor}", lists=own)
    assert lamp.match("muda para vermelha").slots == {"cor": "red"}
    assert lamp.match("muda para azul escuro").slots == {"cor": "blue"}
    assert lamp.match("muda para vermela").slots == {"cor": "red"}


def test_two_files_may_call_two_lists_alike():
    builder = AutomatonBuilder(KINDS)
    builder.add("a.f", "pinta de {cor}", {}, names={"cor": "a.cor"})
    builder.add("b.f", "tinge de {cor}", {}, names={"cor": "b.cor"})
    both = Matcher(builder.start, lists={"a.cor": static_list({"azul": 1}), "b.cor": static_list({"verde": 2})})
    assert both.match("pinta de azul").slots == {"cor": 1}
    assert both.match("tinge de verde").slots == {"cor": 2}
    assert both.match("tinge de azul") is None


@pytest.mark.parametrize("text", ["{int}", "<regra>", "(a|b", "(a|b|c)" * 9, ""])
def test_what_a_list_cannot_hold_is_explained(text):
    with pytest.raises(TemplateError, match=r"^casa\.py:3: "):
        static_list({text: 1}, "casa.py:3")


def test_a_thousand_names_take_no_longer_than_ten():
    few = WordList(Entry(f"coisa {number}", number) for number in range(10))
    many = WordList([*few.entries, *(Entry(f"aparelho{number} do quarto{number % 50}", number) for number in range(1000))])
    tokens = tokenize("coisa 7")
    times = {}
    for names in (few, many):
        list(names(tokens, 0))
        start = time.perf_counter()
        for _ in range(200):
            assert [span.value for span in names(tokens, 0)] == [7]
        times[names] = time.perf_counter() - start
    assert times[many] < 5 * times[few] + 0.05
