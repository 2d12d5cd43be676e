"""Numbers, both ways."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.quantities import numbers

SPOKEN = {
    "0": "zero",
    "1": "um",
    "16": "dezesseis",
    "21": "vinte e um",
    "100": "cem",
    "101": "cento e um",
    "200": "duzentos",
    "345": "trezentos e quarenta e cinco",
    "1000": "mil",
    "1001": "mil e um",
    "1100": "mil e cem",
    "1234": "mil duzentos e trinta e quatro",
    "2026": "dois mil e vinte e seis",
    "1000000": "um milhão",
    "2345678": "dois milhões trezentos e quarenta e cinco mil seiscentos e setenta e oito",
    "-5": "menos cinco",
    "0.5": "zero vírgula cinco",
    "3.05": "três vírgula zero cinco",
    "3.25": "três vírgula vinte e cinco",
    "2.10": "dois vírgula um",
    "3.1415": "três vírgula um quatro um cinco",
}

HEARD = {
    "mil duzentos e trinta e quatro": "1234",
    "mil duzentos trinta e quatro": "1234",
    "um mil": "1000",
    "três vírgula cinco": "3.5",
    "três ponto cinco": "3.5",
    "três e meio": "3.5",
    "meia": "0.5",
    "meia dúzia": "6",
    "uma dúzia": "12",
    "duas dúzias": "24",
    "1.234,5": "1234.5",
    "1.500": "1500",
    "3.5": "3.5",
    "2 mil": "2000",
    "1,5 milhão": "1500000",
    "três milhões e meio": "3500000",
    "catorze": "14",
    "quatorze": "14",
    "dezasseis": "16",
    "uma": "1",
    "duas mil e duas": "2002",
    "Vinte e Uma": "21",
    "quinse": "15",
    "menos sete": "-7",
}

PIECES = ["um", "dois", "vinte", "cem", "cento", "mil", "milhão", "e", "vírgula", "meia", "dúzia", "zero", "7", "1.000"]
NO_NUMBERS = ["", "sem", "e", "vinte e dez", "dois cinco", "cem e e um", "mil mil", "zero um", "vírgula cinco", "milhão e"]


@pytest.mark.parametrize(("number", "words"), SPOKEN.items())
def test_speaking(number, words):
    assert numbers.speak(Decimal(number)) == words


@pytest.mark.parametrize(("words", "number"), HEARD.items())
def test_understanding(words, number):
    assert numbers.parse(words) == Decimal(number)


@pytest.mark.parametrize("words", NO_NUMBERS)
def test_what_is_no_number(words):
    assert numbers.parse(words) is None


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "uma"), (2, "duas"), (21, "vinte e uma"), (200, "duzentas"), (2000, "duas mil"), (2_000_002, "dois milhões e duas")],
)
def test_feminine(number, words):
    assert numbers.speak(number, feminine=True) == words


@given(st.integers(-numbers.LARGEST, numbers.LARGEST), st.booleans())
def test_whole_numbers_come_back(number, feminine):
    assert numbers.parse(numbers.speak(number, feminine)) == number


@given(st.decimals(0, 10**9, allow_nan=False, allow_infinity=False, places=6))
def test_decimals_come_back(number):
    assert numbers.parse(numbers.speak(number)) == number
    assert numbers.parse(numbers.digits(number)) == number


def test_too_large_to_speak():
    with pytest.raises(ValueError, match="beyond"):
        numbers.speak(10**15)


@given(st.text(max_size=40))
def test_anything_may_be_asked(text):
    numbers.parse(text)


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_any_row_of_number_words_is_read_or_refused(words):
    numbers.parse(" ".join(words))
