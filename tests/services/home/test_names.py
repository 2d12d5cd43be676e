"""The names of a house as lists for the matcher."""

from dataclasses import replace

import pytest

from assistant.language.grammar.lists import WordList
from assistant.services.home.names import HouseLists, lists, without_place
from assistant.services.home.plain_names import plain
from assistant.services.home.protocol import Entity, House
from tests.skills.home_stage import AREAS, ENTITIES

HOUSE = House(ENTITIES, AREAS, {"Primeiro Andar": ("Primeiro Andar", "andar de cima")})


def said(found: WordList) -> dict:
    return {entry.text: entry.value for entry in found.entries}


def test_every_name_means_the_one_that_is_shown():
    found = lists(HOUSE)
    assert said(found["area"])["sala de estar"] == "Sala"
    assert said(found["floor"]) == {"Primeiro Andar": "Primeiro Andar", "andar de cima": "Primeiro Andar"}
    assert said(found["scene"]) == {"Hora do Filme": "Hora do Filme"}
    assert said(found["person"]) == {"Ana": "Ana", "João": "João"}
    assert "Ana" not in said(found["entity"])


def test_a_name_without_its_room():
    assert said(lists(HOUSE)["entity"])["Abajur"] == "Abajur"
    assert without_place(Entity("light.a", ("Abajur da Sala",), "Sala"), "Abajur da Sala") == "Abajur"
    assert without_place(Entity("light.a", ("Abajur da Sala",), "Quarto"), "Abajur da Sala") is None
    # Alone it would be any light.
    assert without_place(Entity("light.a", ("Luz da Sala",), "Sala"), "Luz da Sala") is None
    assert without_place(Entity("light.a", ("Sala",), "Sala"), "Sala") is None


def test_a_state_makes_no_new_lists_and_a_name_does():
    names = HouseLists()
    before = names(HOUSE)
    brighter = replace(HOUSE, entities=tuple(replace(e, state="on") for e in ENTITIES))
    assert names(brighter) is before
    assert names(replace(HOUSE, areas={**AREAS, "Sótão": ("Sótão",)})) is not before


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Luz da Sala", "Luz da Sala"),
        ("💡 Luz ✨ da Copa", "Luz da Copa"),
        ('Quarto "do" João 🛏️', "Quarto do João"),
        ("👨‍👩‍👧 Sala", "Sala"),
        ("Luz\nnova\tde\x00linha", "Luz nova de linha"),
        ("Ar-condicionado d'água n.º 2 / 3", "Ar-condicionado d'água n.º 2 / 3"),
        ("Sala", "Sala"),
        ("💡💡", ""),
        ("  ", ""),
        ("Luz " + "muito " * 60 + "longe", "Luz " + "muito " * 8 + "muito"),
        ("Z" * 300, "Z" * 60),
    ],
)
def test_a_name_is_what_can_be_said_of_it(name, said):
    assert plain(name) == said
