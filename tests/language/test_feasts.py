"""Days with names, and national holidays."""

from datetime import date, timedelta

import pytest

from assistant.language.calendar import feasts, holidays
from assistant.language.calendar.feasts import NAMES

MONDAY = date(2026, 9, 7)


def test_the_holidays_of_a_year():
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    assert [f"{day:%d/%m}" for day in days if feasts.holiday_on(day)] == (
        ["01/01", "03/04", "21/04", "01/05", "07/09", "12/10", "02/11", "15/11", "20/11", "25/12"]
    )


def test_the_next_one_is_after_today():
    assert feasts.next_holiday(MONDAY) == (date(2026, 10, 12), "o dia de Nossa Senhora Aparecida")
    assert feasts.next_holiday(date(2026, 12, 25)) == (date(2027, 1, 1), "o Ano-Novo")


def test_every_named_day_that_is_understood_has_a_name():
    assert set(holidays.SPOKEN) - set(NAMES) == {"--10-12"}  # two feasts on a day
    assert set(NAMES) <= set(holidays.SPOKEN)


@pytest.mark.parametrize(
    ("value", "year", "day"),
    [
        ("--12-25", 2027, date(2027, 12, 25)),
        ("easter", "+1", date(2027, 3, 28)),
        ("easter", "-1", date(2025, 4, 20)),
        ("easter", "last", date(2026, 4, 5)),
        ("--02-29", 2027, None),
        ("--12-25", 10_000, None),
        ("+1d", None, date(2026, 9, 8)),
    ],
)
def test_the_day_of_a_year(value, year, day):
    assert feasts.in_year(value, year, MONDAY) == day


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("--12-25", date(2025, 12, 25)),
        ("--09-07", MONDAY),
        ("--09-06", date(2026, 9, 6)),
        ("--09-08", date(2025, 9, 8)),
        ("---06", date(2026, 9, 6)),
        ("---08", date(2026, 8, 8)),
        ("easter", date(2026, 4, 5)),
        ("--05-sun2", date(2026, 5, 10)),
        ("-1d", date(2026, 9, 6)),
        ("2020-02-29", date(2020, 2, 29)),
        ("--02-31", None),
    ],
)
def test_the_last_day_that_is_meant(value, day):
    assert feasts.last(value, MONDAY) == day


def test_weeks():
    assert feasts.weeks(109) == "quinze semanas e quatro dias"
    assert feasts.weeks(7) == "uma semana"
    assert feasts.weeks(3) == "três dias"
