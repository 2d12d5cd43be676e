"""What is spoken is understood as what was meant: parse(speak(x)) == x, and parse(speakable(written(x))) == x."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from assistant.language.calendar import clock, dates
from assistant.language.quantities import arithmetic, durations, expressions, numbers
from assistant.language.speakable import speakable
from assistant.language.speakable.roman import value as roman_value

integers = st.integers(-numbers.LARGEST, numbers.LARGEST)
decimals = st.decimals(-(10**6), 10**6, allow_nan=False, allow_infinity=False, places=4)
minutes = st.times().map(lambda at: at.replace(second=0, microsecond=0))
days = st.dates(date(1500, 1, 1), date(2999, 12, 31))


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
    assert clock.parse(clock.speak_time(at)) == clock.parse(clock.speak_at(at)) == f"{at:%H:%M}"
    for written in (f"{at:%H:%M}", f"{at:%H}h{at:%M}"):
        read, is_open = clock.read(clock.parse(speakable(written)))
        assert at in {read, read.replace(hour=(read.hour + 12) % 24) if is_open else read}


@given(days)
def test_dates(day):
    assert dates.parse(dates.speak_day(day)) == day.isoformat()
    assert dates.parse(dates.speak_date(day, year=False)) == f"--{day:%m-%d}"
    for written in (f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}", day.isoformat(), f"{day:%d.%m.%Y}"):
        assert dates.parse(speakable(written)) == day.isoformat()


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
