"""Somebody puts right what they are just saying: what may have been meant in the end."""

import pytest

from assistant.skills.conversing.corrections import readings, retracts


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("põe um timer de cinco minutos, não, espera, dez minutos", "põe um timer de dez minutos"),
        ("põe um timer de cinco não pera dez minutos", "põe um timer de dez minutos"),
        ("me acorda às sete, quer dizer, às oito", "me acorda às oito"),
        ("apaga a luz da sala, não, do quarto", "apaga a luz do quarto"),
        ("acende a luz da sala, quer dizer, apaga", "apaga a luz da sala"),
        ("quanto é sete vezes oito, aliás, sete vezes nove", "sete vezes nove"),
    ],
)
def test_what_was_meant_is_among_the_readings(said, meant):
    assert meant in list(readings(said))


@pytest.mark.parametrize("said", ["põe um timer de dez minutos", "não", "não, espera", "não liga a luz", "espera aí", ""])
def test_nothing_is_put_right(said):
    assert list(readings(said)) == []


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ("não, às oito", "às oito"),
        ("não, espera, às seis e meia", "às seis e meia"),
        ("não às oito", None),
        ("não", None),
        ("às oito", None),
    ],
)
def test_what_was_asked_for_is_taken_back(said, instead):
    assert retracts(said) == instead


def test_long_texts_take_no_time():
    assert list(readings("não, espera, " * 1000)) == []
