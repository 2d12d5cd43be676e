"""What is spoken is understood as what was meant: parse(speak(x)) == x, and parse(speakable(written(x))) == x."""

import re
from datetime import date, time
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language import arithmetic, clock, dates, durations, expressions, numbers
from assistant.language.speakable import speakable
from assistant.language.speakable.roman import value as roman_value

integers = st.integers(-numbers.LARGEST, numbers.LARGEST)
decimals = st.decimals(-(10**6), 10**6, allow_nan=False, allow_infinity=False, places=4)
minutes = st.times().map(lambda at: at.replace(second=0, microsecond=0))
days = st.dates(date(1500, 1, 1), date(2999, 12, 31))
YEAR = 2026
PIECES = ["vinte", "e", "três", "horas", "meia", "noite", "de", "da", "tarde", "maio", "sete", "mil"]

HOURS_HEARD = {
    "três e meia da tarde": time(15, 30),
    "às três e meia da tarde": time(15, 30),
    "quinze horas e trinta": time(15, 30),
    "quinze e trinta": time(15, 30),
    "meio-dia": time(12),
    "meio-dia e meia": time(12, 30),
    "meia-noite e dez": time(0, 10),
    "uma hora da manhã": time(1),
    "à uma": time(1),
    "oito da noite": time(20),
    "duas da madrugada": time(2),
    "meia-noite": time(0),
    "vinte e três": time(23),
    "vinte e três e dez": time(23, 10),
    "15 horas": time(15),
    "sete horas e cinco minutos": time(7, 5),
}
DATES_HEARD = {
    "sete de setembro": date(YEAR, 9, 7),
    "segunda-feira, sete de setembro de dois mil e vinte e seis": date(2026, 9, 7),
    "primeiro de maio": date(YEAR, 5, 1),
    "dia vinte e um de março de mil novecentos e noventa": date(1990, 3, 21),
    "sábado, 5 de junho de 2027": date(2027, 6, 5),
}


@given(integers)
def test_whole_numbers(number):
    assert numbers.parse(speakable(str(number))) == number
    assert numbers.parse(speakable(numbers.digits(number))) == number


@given(decimals)
def test_decimals(number):
    assert numbers.parse(speakable(numbers.digits(number))) == number
    assert numbers.parse(numbers.speak(number)) == number


@given(st.integers(0, 10**12), st.integers(0, 99))
def test_prices(reais, centavos):
    said = speakable(f"R$ {numbers.digits(reais)},{centavos:02d}")
    found = re.fullmatch(r"(?:(.+?) (?:de )?rea(?:l|is))?(?: e )?(?:(.+) centavos?)?", said)
    whole, cents = (numbers.parse(part) if part else Decimal(0) for part in found.groups())
    assert (whole, cents) == (reais, centavos)


@given(minutes)
def test_the_time_of_day(at):
    assert clock.parse(clock.speak_time(at)) == at
    assert clock.parse(speakable(f"{at:%H:%M}")) == at
    assert clock.parse(speakable(f"{at:%H}h{at:%M}")) == at


@given(days)
def test_dates(day):
    assert dates.parse(dates.speak_day(day), YEAR) == day
    assert dates.parse(dates.speak_date(day, year=False), day.year) == day
    for written in (f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}", day.isoformat(), f"{day:%d.%m.%Y}"):
        assert dates.parse(speakable(written), YEAR) == day


@given(st.integers(0, 23), st.integers(0, 59))
def test_lengths_of_time(hours, minute):
    seconds = hours * 3600 + minute * 60
    assert durations.parse(speakable(f"{hours}h{minute:02d}min")) == seconds
    assert durations.parse(speakable(durations.speak(seconds))) == seconds


@given(st.integers(1, 9999), st.sampled_from(["s", "min", "h"]))
def test_one_length_of_time(amount, unit):
    assert durations.parse(speakable(f"{amount} {unit}")) == durations.parse(f"{amount} {unit}")


@given(decimals, st.sampled_from("+-*"), decimals.filter(lambda number: number >= 0))
def test_sums(left, operator, right):
    written = f"{numbers.digits(left)} {operator} {numbers.digits(right)}"
    heard = arithmetic.evaluate(expressions.parse(speakable(written)))
    assert heard.value == {"+": Fraction.__add__, "-": Fraction.__sub__, "*": Fraction.__mul__}[operator](
        Fraction(left), Fraction(right)
    )


@given(st.integers(1, 3999))
def test_roman_numerals(number):
    tens = (
        ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"),
        ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"),
    )
    hundreds = ("", "C", "CC", "CCC", "CD", "D", "DC", "DCC", "DCCC", "CM")
    numeral = "M" * (number // 1000) + hundreds[number // 100 % 10] + tens[0][number // 10 % 10] + tens[1][number % 10]
    assert roman_value(numeral) == number
    if len(numeral) > 1:
        assert numbers.parse(speakable(f"capítulo {numeral}").removeprefix("capítulo ")) == number


@pytest.mark.parametrize(("heard", "at"), HOURS_HEARD.items())
def test_hours_understood(heard, at):
    assert clock.parse(heard) == at


@pytest.mark.parametrize(
    "heard", ["", "horas", "vinte e cinco horas", "três e setenta", "dez da laranja", "meia", "três e meia e dez"]
)
def test_what_is_no_time_of_day(heard):
    assert clock.parse(heard) is None


@pytest.mark.parametrize(("heard", "day"), DATES_HEARD.items())
def test_dates_understood(heard, day):
    assert dates.parse(heard, YEAR) == day


@pytest.mark.parametrize(
    "heard", ["", "sete", "trinta e um de fevereiro", "sete de copas", "de maio", "zero de maio", "sete de maio de"]
)
def test_what_is_no_date(heard):
    assert dates.parse(heard, YEAR) is None


@given(st.text(max_size=40) | st.lists(st.sampled_from(PIECES)).map(" ".join))
def test_anything_may_be_asked(text):
    clock.parse(text)
    dates.parse(text, YEAR)
