"""What stands on a list, taken apart and said again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.quantities import items
from assistant.language.quantities.items import Thing


@pytest.mark.parametrize(
    ("said", "things"),
    [
        ("leite", ["leite"]),
        ("leite, ovos e pão", ["leite", "ovos", "pão"]),
        ("leite ovos e pão", ["leite", "ovos", "pão"]),
        ("leite; ovos\npão", ["leite", "ovos", "pão"]),
        ("papel higiênico e pão de forma", ["papel higiênico", "pão de forma"]),
        ("pão de queijo", ["pão de queijo"]),
        ("café com leite", ["café com leite"]),
        ("dois litros de leite três pães e uma dúzia de ovos", ["dois litros de leite", "três pães", "uma dúzia de ovos"]),
        ("um quilo e meio de carne e sal", ["um quilo e meio de carne", "sal"]),
        ("vinte e cinco ovos", ["vinte e cinco ovos"]),
        ("o leite e os ovos", ["leite", "ovos"]),
        ("leite e leite", ["leite"]),
        ("lavar o carro e a moto", ["lavar o carro e a moto"]),
        ("lavar o carro e pagar a conta", ["lavar o carro", "pagar a conta"]),
        ("2kg de arroz, 500 g de queijo", ["2 kg de arroz", "500 g de queijo"]),
        ("", []),
        (" , e ", ["e"]),
    ],
)
def test_several_things(said, things):
    assert items.split(said) == things


def test_what_was_on_a_list_before_is_told_apart():
    assert items.split("tofu quinoa e pão") == ["tofu quinoa", "pão"]
    assert items.split("tofu quinoa e pão", known={"tofu", "quinoa"}) == ["tofu", "quinoa", "pão"]


@pytest.mark.parametrize(
    ("said", "thing", "spoken"),
    [
        ("leite", Thing("leite"), "leite"),
        ("dois litros de leite", Thing("leite", 2, "litro"), "dois litros de leite"),
        ("2 l de leite", Thing("leite", 2, "litro"), "dois litros de leite"),
        ("um litro de leite", Thing("leite", 1, "litro"), "um litro de leite"),
        ("meio quilo de queijo", Thing("queijo", 0.5, "quilo"), "meio quilo de queijo"),
        ("meia dúzia de ovos", Thing("ovos", 6), "seis ovos"),
        ("uma dúzia de ovos", Thing("ovos", 12), "doze ovos"),
        ("um quilo e meio de carne", Thing("carne", 1.5, "quilo"), "um quilo e meio de carne"),
        ("500 g de presunto", Thing("presunto", 500, "grama"), "quinhentos gramas de presunto"),
        ("duas caixas de leite", Thing("leite", 2, "caixa"), "duas caixas de leite"),
        ("duas maçãs", Thing("maçãs", 2), "duas maçãs"),
        ("seis ovos", Thing("ovos", 6), "seis ovos"),
        ("3", Thing("3"), "3"),
    ],
)
def test_so_much_of_it(said, thing, spoken):
    assert items.parse(said) == thing
    assert items.speak(thing) == spoken


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *[
            ("ovo", "ovos"),
            ("pão", "pães"),
            ("limão", "Limões"),
            ("o leite", "leite"),
            ("maçã", "maçãs"),
            ("sabonete", "sabonetes"),
        ],
        *[("flor", "flores"), ("papel higiênico", "papéis higiênicos"), ("açúcar", "açucar")],
    ],
)
def test_the_same_thing(one, other):
    assert items.key(one) == items.key(other)


@pytest.mark.parametrize(("one", "other"), [("leite", "leite condensado"), ("arroz", "arroz integral"), ("sal", "sol")])
def test_another_thing(one, other):
    assert items.key(one) != items.key(other)


@given(st.text(max_size=80))
def test_whatever_is_said_is_taken_apart(said):
    for text in items.split(said):
        thing = items.parse(text)
        assert thing.text.strip()
        assert items.speak(thing).strip()
        assert items.key(thing.text)
