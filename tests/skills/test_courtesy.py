"""Politeness is no command, and takes nothing from one."""

import pytest

from assistant.skills.conversing.answers import acknowledges
from assistant.skills.conversing.courtesy import without_courtesy


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("acende a luz da sala e obrigado", "acende a luz da sala"),
        ("põe leite na lista, e muito obrigada!", "põe leite na lista"),
        ("que horas são e valeu", "que horas são"),
        ("e obrigado", "obrigado"),
        ("E muito obrigada", "muito obrigada"),
        ("obrigado", "obrigado"),
        ("obrigado e tchau", "obrigado e tchau"),
        ("me lembra de dizer obrigado", "me lembra de dizer obrigado"),
        ("e amanhã?", "e amanhã?"),
        ("", ""),
    ],
)
def test_thanks_that_are_joined_to_something(said, meant):
    assert without_courtesy(said) == meant


@pytest.mark.parametrize("said", ["ok", "Tá bom.", "tá", "beleza, entendi", "ah, tá", "isso mesmo", "tudo certo"])
def test_what_only_says_that_it_was_heard(said):
    assert acknowledges(said)


@pytest.mark.parametrize("said", ["sim", "não", "ok, apaga a luz", "tudo", "está", ""])
def test_what_says_more(said):
    assert not acknowledges(said)
