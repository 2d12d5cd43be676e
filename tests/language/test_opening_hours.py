"""Opening hours: how they are written, what follows from them, how they are said."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.calendar.opening_hours import ALL_DAY, OpeningHours, parse_days, parse_hours, speak_hours

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("written", "hours", "spoken"),
    [
        ("9:00-18:00", [(9, 0, 18, 0)], "das nove da manhã às seis da tarde"),
        ("9h às 18h", [(9, 0, 18, 0)], "das nove da manhã às seis da tarde"),
        ("das 9 às 12h30", [(9, 0, 12, 30)], "das nove da manhã ao meio-dia e meia"),
        ("12:00-13:00", [(12, 0, 13, 0)], "do meio-dia à uma da tarde"),
        ("13h às 24h", [(13, 0, 0, 0)], "da uma da tarde à meia-noite"),
        (
            "9:00-12:00, 13h30 às 18h",
            [(9, 0, 12, 0), (13, 30, 18, 0)],
            "das nove da manhã ao meio-dia e da uma e meia da tarde às seis da tarde",
        ),
        ("24 horas", [(0, 0, 0, 0)], "o dia todo"),
        ("fechado", [], ""),
        ("Não abre", [], ""),
    ],
)
def test_hours_are_written_in_many_ways(written, hours, spoken):
    parsed = parse_hours(written)
    assert parsed == tuple((time(a, b), time(c, d)) for a, b, c, d in hours)
    assert speak_hours(parsed) == spoken


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("segunda a sexta", (0, 1, 2, 3, 4)),
        ("Segunda-feira", (0,)),
        ("sábado e domingo", (5, 6)),
        ("terça, quinta", (1, 3)),
        ("sexta a domingo", (4, 5, 6)),
        ("domingo a terça", (6, 0, 1)),
        ("todos os dias", tuple(range(7))),
        ("fim de semana", (5, 6)),
    ],
)
def test_days_are_written_in_many_ways(written, days):
    assert parse_days(written) == days


@given(st.text() | st.from_regex(r"[0-9]{1,2}[h:][0-9]{0,2} ?(-|às|até) ?[0-9]{1,2}h?", fullmatch=True))
def test_whatever_is_written_is_read_or_refused(text):
    for parse in (parse_hours, parse_days):
        try:
            assert isinstance(parse(text), tuple)
        except ValueError as error:
            assert str(error)  # noqa: PT017


@given(
    st.lists(st.sampled_from(["fechado", "9-18", "9-12, 13-18", "18-2", "24 horas"]), min_size=7, max_size=7),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),
)
def test_what_is_open_closes_and_what_is_closed_opens_later(week, now):
    hours = OpeningHours(tuple(map(parse_hours, week)))
    closes, opens = hours.closes(now), hours.opens(now)
    assert closes is None or closes > now
    assert opens is None or opens > now
    if closes is None and opens is not None:
        assert hours.closes(opens) is not None
        assert hours.closes(opens - timedelta(minutes=1)) is None


def test_an_exception_counts_before_a_holiday_and_that_before_the_week():
    christmas = date(2026, 12, 25)
    week = (parse_hours("9-18"),) * 7
    assert OpeningHours(week).on(christmas) == week[0]
    assert OpeningHours(week, holidays=()).on(christmas) == ()
    assert OpeningHours(week, {(None, 12, 25): (ALL_DAY,)}, ()).on(christmas) == (ALL_DAY,)
    assert OpeningHours(week, {(2025, 12, 25): (ALL_DAY,)}, ()).on(christmas) == ()
    assert OpeningHours(week, holidays=()).on(date(2026, 4, 3)) == ()  # Good Friday
    assert OpeningHours(week, holidays=()).on(MONDAY) == week[0]
