"""Amounts in other units: exact both ways, and whatever is asked is told in one sentence."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.quantities import conversion
from assistant.language.quantities.measures import FOREIGN, MEASURES, ONE_AND_ANOTHER, SPOKEN, USUAL, symbol_spans
from assistant.language.words.text import tokenize

keys = st.sampled_from(sorted(MEASURES))
amounts = st.one_of(
    st.integers(-(10**18), 10**18).map(Fraction), st.decimals(-(10**6), 10**6, places=3).map(Fraction), st.fractions(0, 20)
)

# Against the definitions: the international yard and pound of 1959, the SI brochure, NIST SP 811.
KNOWN = [
    ("1", "mi", "m", "1609.344"),
    ("1", "ft", "pol", "12"),
    ("1", "yd", "ft", "3"),
    ("1", "lb", "oz", "16"),
    ("1", "gal", "floz", "128"),
    ("1", "acre", "ft²", "43560"),
    ("212", "°F", "°C", "100"),
    ("0", "K", "°C", "-273.15"),
    ("1", "kn", "km/h", "1.852"),
    ("1", "atm", "hPa", "1013.25"),
    ("1", "kcal", "kJ", "4.184"),
    ("1", "alq.mg", "alq", "2"),
    ("1", "GiB", "MiB", "1024"),
    ("1", "década", "ano", "10"),
    ("8", "bit", "B", "1"),
    ("16", "c.sopa", "xíc", "1"),
]


@pytest.mark.parametrize(("amount", "source", "target", "found"), KNOWN)
def test_known_amounts(amount, source, target, found):
    assert conversion.convert(Fraction(amount), source, target) == Fraction(found)


@given(amounts, keys, keys)
def test_there_and_back(amount, source, target):
    if MEASURES[source].dimension == MEASURES[target].dimension:
        assert conversion.convert(conversion.convert(amount, source, target), target, source) == amount


@given(amounts, keys, keys)
def test_whatever_is_asked_is_told_in_a_sentence(amount, source, target):
    told = conversion.tell(amount, source, target)
    assert told.endswith(".")
    assert told[0].isupper() or told[0].isdigit()
    assert "  " not in told


@given(st.fractions(Fraction(1, 10**6), 10**9))
def test_rounding_keeps_three_figures(value):
    assert abs(Fraction(conversion.rounded(value)) - value) <= value / 200


@pytest.mark.parametrize(
    ("value", "spoken"),
    [
        ("1/2", "meia xícara"),
        ("3/2", "uma xícara e meia"),
        ("5/2", "duas xícaras e meia"),
        ("3/4", "três quartos de xícara"),
        ("1", "uma xícara"),
        ("1.9", "uma vírgula nove xícara"),
        ("2", "duas xícaras"),
        ("1000000", "um milhão de xícaras"),
        ("1234567", "1.234.567 xícaras"),
    ],
)
def test_gender_and_number(value, spoken):
    assert conversion.speak(Fraction(value), "xíc") == spoken


def test_what_is_said_in_parts():
    assert conversion.amount(5, 11, "ft") == Fraction(71, 12)
    assert conversion.amount(1, 80, "m") == Fraction("1.8")
    assert conversion.amount(2, 0.5, "kg") == Fraction("2.5")
    assert conversion.amount(2, 300, "kg", "g") == Fraction("2.3")
    assert conversion.exactly(0.3333333333333333) == Fraction(1, 3)
    assert conversion.exactly(Decimal("0.1")) == Fraction(1, 10)


def test_every_unit_can_be_said():
    for name, key in SPOKEN.items():
        assert key in MEASURES, name
    assert set(FOREIGN.values()) <= set(USUAL) <= set(MEASURES)
    for source, target in [*USUAL.items(), *((unit, smaller) for unit, (smaller, _) in ONE_AND_ANOTHER.items())]:
        assert conversion.are_of_a_kind(source, target)


@pytest.mark.parametrize(("text", "spans"), [("km", [(1, "km")]), ("m²", [(1, "m²")]), ("°C", [(1, "°C")]), ("de", [])])
def test_symbols(text, spans):
    assert list(symbol_spans(tokenize(text), 0)) == spans
