"""Which of those that were listed is chosen by its place."""

import pytest

from assistant.skills.domains.choosing import chosen

LISTED = ["arroz", "frango", "molho"]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("o primeiro", ["arroz"]),
        ("a segunda", ["frango"]),
        ("o último", ["molho"]),
        ("todos eles", LISTED),
        ("os três", LISTED),
        ("os dois", []),
        ("três", []),
        ("o do arroz", []),
        ("o primeiro e o último", []),
        ("", []),
    ],
)
def test_chosen(said, meant):
    assert chosen(said, LISTED) == meant


def test_of_two_there_is_no_third():
    assert chosen("o terceiro", LISTED[:2]) == []
