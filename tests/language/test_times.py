"""Durations, hours and dates as they are said, and the moments they mean on one Monday afternoon."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.calendar import clock, dates, days, holidays
from assistant.language.quantities import durations

SPOKEN = {
    0: "zero segundos",
    1: "um segundo",
    30: "trinta segundos",
    60: "um minuto",
    90: "um minuto e meio",
    600: "dez minutos",
    1800: "meia hora",
    3600: "uma hora",
    4800: "uma hora e vinte minutos",
    5400: "uma hora e meia",
    5445: "uma hora, trinta minutos e quarenta e cinco segundos",
    7200: "duas horas",
    75_600: "vinte e uma horas",
    90_000: "um dia e uma hora",
}

HOURS = {
    (0, 0): "É meia-noite.",
    (0, 10): "É meia-noite e dez.",
    (1, 0): "É uma hora da madrugada.",
    (2, 30): "São duas e meia da madrugada.",
    (7, 45): "São sete e quarenta e cinco da manhã.",
    (12, 0): "É meio-dia.",
    (12, 30): "É meio-dia e meia.",
    (13, 0): "É uma hora da tarde.",
    (13, 20): "É uma e vinte da tarde.",
    (15, 30): "São três e meia da tarde.",
    (19, 0): "São sete horas da noite.",
    (23, 59): "São onze e cinquenta e nove da noite.",
}


@pytest.mark.parametrize(("seconds", "words"), SPOKEN.items())
def test_durations_spoken(seconds, words):
    assert durations.speak(seconds) == words


@given(st.integers(0, 400 * durations.DAY))
def test_durations_come_back(seconds):
    assert durations.parse(durations.speak(seconds)) == seconds


@pytest.mark.parametrize(("at", "words"), HOURS.items())
def test_hours(at, words):
    assert clock.tell_time(time(*at)) == words


@given(st.times())
def test_every_minute_can_be_told(at):
    assert clock.tell_time(at).endswith(".")


NOW = datetime(2026, 11, 23, 17, 10)  # a Monday
TODAY = NOW.date()


@pytest.mark.parametrize(
    ("value", "day", "moment"),
    [
        ("18:00", None, "2026-11-23 18:00"),
        ("08:00", None, "2026-11-24 08:00"),
        ("17:10", None, "2026-11-24 17:10"),
        # Of two half days the next one that comes …
        ("07:00~", None, "2026-11-23 19:00"),
        ("05:30~", None, "2026-11-23 17:30"),
        ("05:00~", None, "2026-11-24 05:00"),
        ("07:00~", "+0d", "2026-11-23 19:00"),
        # … and of another day the one that people mean.
        ("07:00~", "+1d", "2026-11-24 07:00"),
        ("03:00~", "+1d", "2026-11-24 15:00"),
        ("00:50~", "+1d", "2026-11-24 12:50"),
        ("21:00", "fri", "2026-11-27 21:00"),
        # Of a day that was said it may be past; the night belongs to the day before.
        ("08:00", "+0d", "2026-11-23 08:00"),
        ("05:00~", "+0d", "2026-11-23 17:00"),
        ("00:00", "+0d", "2026-11-24 00:00"),
        ("01:00", "+0d", "2026-11-24 01:00"),
        ("25:00", None, None),
        ("07:70", None, None),
        ("15:00!", "+1d", None),
        ("100:00", None, None),
    ],
)
def test_the_moment_that_is_meant(value, day, moment):
    found = clock.resolve(value, NOW, dates.resolve(day, TODAY) if day else None)
    assert found == (datetime.fromisoformat(moment) if moment else None)


def test_a_moment_is_of_the_clock_that_was_asked():
    assert clock.resolve("07:00", NOW.replace(tzinfo=UTC)).tzinfo is UTC


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("+0d", "2026-11-23"),
        ("+3d", "2026-11-26"),
        ("-1d", "2026-11-22"),
        ("+1m", "2026-12-23"),
        ("+3m", "2027-02-23"),
        ("-9m", "2026-02-23"),
        ("+12m", "2027-11-23"),
        ("mon", "2026-11-30"),
        ("tue", "2026-11-24"),
        ("fri", "2026-11-27"),
        ("fri+1", "2026-12-04"),
        ("mon+1", "2026-11-30"),
        ("sun-1", "2026-11-22"),
        ("mon-1", "2026-11-16"),
        ("weekend", "2026-11-28"),
        ("---23", "2026-11-23"),
        ("---07", "2026-12-07"),
        ("---31", "2026-12-31"),
        ("---07+1", "2026-12-07"),
        ("--11-23", "2026-11-23"),
        ("--11-22", "2027-11-22"),
        ("--02-29", "2028-02-29"),
        ("--12-25", "2026-12-25"),
        ("2020-01-01", "2020-01-01"),
        ("easter", "2027-03-28"),
        ("easter-47d", "2027-02-09"),
        ("--05-sun2", "2027-05-09"),
        ("--02-31", None),
        ("---32", None),
        ("---00", None),
        ("--13-07", None),
        ("2026-02-29", None),
        ("+10000000d", None),
        ("+10000000m", None),
        ("nunca", None),
    ],
)
def test_the_day_that_is_meant(value, day):
    assert dates.resolve(value, TODAY) == (date.fromisoformat(day) if day else None)


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)), st.sampled_from(days.WEEKDAY_VALUES))
def test_a_weekday_is_the_next_one_after_today(today, name):
    ahead = (dates.resolve(name, today) - today).days
    assert 1 <= ahead <= 7
    assert dates.resolve(name, today).weekday() == days.WEEKDAY_VALUES.index(name)
    following = dates.resolve(name + "+1", today)
    assert following.isocalendar().week == dates.resolve("+7d", today).isocalendar().week


def test_a_month_later_is_the_last_day_of_a_shorter_one():
    assert dates.resolve("+1m", date(2027, 1, 31)) == date(2027, 2, 28)


def test_at_the_weekend_it_is_today():
    assert dates.resolve("weekend", date(2026, 11, 29)) == date(2026, 11, 29)


@pytest.mark.parametrize(
    ("year", "month", "day"), [(1818, 3, 22), (2000, 4, 23), (2024, 3, 31), (2026, 4, 5), (2027, 3, 28), (2038, 4, 25)]
)
def test_easter(year, month, day):
    assert holidays.easter(year) == date(year, month, day)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("25:00", "O dia só tem vinte e quatro horas, não há como ser às vinte e cinco."),
        ("07:70", "A hora só tem sessenta minutos, não há como ser às sete e setenta."),
        ("15:00!", "Quinze horas não são dessa parte do dia."),
        ("07:00~", None),
        ("00:00", None),
    ],
)
def test_what_is_wrong_with_a_time(value, said):
    assert clock.objection(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("--02-31", "Fevereiro não tem dia trinta e um."),
        ("--04-31", "Abril não tem dia trinta e um."),
        ("2027-02-29", "Fevereiro de dois mil e vinte e sete não tem dia vinte e nove."),
        ("---32", "Nenhum mês tem dia trinta e dois."),
        ("--13-07", "Não existe mês treze."),
        ("2026-11-20", "O dia vinte de novembro já passou."),
        ("1500-04-22", "O dia vinte e dois de abril de mil e quinhentos já passou."),
        ("-1d", "Ontem já passou."),
        ("+10000000d", "Isso é longe demais para mim."),
        ("+0d", None),
        ("fri", None),
    ],
)
def test_what_is_wrong_with_a_day(value, said):
    assert dates.objection(value, TODAY) == said


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ((7, 0), "às sete da manhã"),
        ((15, 30), "às três e meia da tarde"),
        ((13, 0), "à uma da tarde"),
        ((1, 10), "à uma e dez da madrugada"),
        ((12, 0), "ao meio-dia"),
        ((12, 30), "ao meio-dia e meia"),
        ((0, 0), "à meia-noite"),
    ],
)
def test_when_by_the_clock(at, said):
    assert clock.speak_at(time(*at)) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("+0d", "hoje"),
        ("+1d", "amanhã"),
        ("+2d", "depois de amanhã"),
        ("-1d", "ontem"),
        ("fri", "na sexta-feira"),
        ("sat", "no sábado"),
        ("+7d", "no dia trinta de novembro"),
        ("---01", "no dia primeiro de dezembro"),
        ("--09-07", "no dia sete de setembro de dois mil e vinte e sete"),
    ],
)
def test_when_by_the_calendar(value, said):
    assert dates.speak_on(dates.resolve(value, TODAY), TODAY) == said


@pytest.mark.parametrize(("value", "said"), [("07:00~", "sete horas"), ("03:30~", "três e meia"), ("00:50~", "dez para a uma")])
def test_an_hour_that_is_open_is_said_openly(value, said):
    assert clock.speak(value) == said


def test_a_thousand_million_years_are_as_long_as_can_be_spoken():
    longest = durations.parse("novecentos trilhões de anos") or durations.parse("novecentos trilhões anos")
    assert longest == durations.LONGEST
    assert durations.speak(longest).endswith("dias")


def test_dates():
    assert dates.speak_day(date(2026, 9, 7)) == "segunda-feira, sete de setembro de dois mil e vinte e seis"
    assert dates.speak_date(date(2027, 3, 1)) == "primeiro de março de dois mil e vinte e sete"
    assert dates.speak_date(date(2027, 12, 31), year=False) == "trinta e um de dezembro"
