"""Which name was meant, however it was heard."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.services.music.search import NEAR_ENOUGH, nearest

ARTISTS = ("Pink Floyd", "Pink", "Tom Jobim", "Legião Urbana", "Os Paralamas do Sucesso", "AC/DC", "Djavan", "Chico Buarque")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("pink floyd", "Pink Floyd"),
        ("pinque floide", "Pink Floyd"),
        ("pink", "Pink"),
        ("jobim", "Tom Jobim"),
        ("lejiao urbana", "Legião Urbana"),
        ("paralamas do sucesso", "Os Paralamas do Sucesso"),
        ("paralamas", "Os Paralamas do Sucesso"),
        ("ac dc", "AC/DC"),
        ("dijavan", "Djavan"),
        ("xico buarque", "Chico Buarque"),
    ],
)
def test_who_is_meant(said, meant):
    name, score = nearest(said, ARTISTS)
    assert name == meant
    assert score >= NEAR_ENOUGH


@pytest.mark.parametrize("said", ["rolling stones", "tom", "floyd mayweather", "urbano", "o", ""])
def test_nobody_is_meant(said):
    assert nearest(said, ARTISTS)[1] < NEAR_ENOUGH


def test_who_is_not_there_is_not_somebody_with_a_part_of_the_name():
    assert nearest("pink floyd", ("Pink", "Floyd Cramer"))[1] < NEAR_ENOUGH


@settings(max_examples=60)
@given(st.text(max_size=40), st.lists(st.text(max_size=20), max_size=8))
def test_any_text_and_any_names(said, names):
    name, score = nearest(said, names)
    assert 0 <= score <= 100
    assert name in {*names, ""}
