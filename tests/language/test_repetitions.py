"""What recurs: when it comes true next, and how it is said."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.calendar import repetitions

NOW = datetime(2026, 11, 23, 17, 10)  # a Monday


@pytest.mark.parametrize(
    ("rule", "at", "moment"),
    [
        ("daily", "18:00", "2026-11-23 18:00"),
        ("daily", "07:00~", "2026-11-24 07:00"),
        ("daily", "03:00~", "2026-11-24 15:00"),
        ("daily", "17:10", "2026-11-24 17:10"),
        ("daily", None, "2026-11-24 17:10"),
        ("weekly:mon", "18:00", "2026-11-23 18:00"),
        ("weekly:mon", "07:00", "2026-11-30 07:00"),
        ("weekly:mon,wed", "07:00", "2026-11-25 07:00"),
        ("weekly:sat,sun", "10:00", "2026-11-28 10:00"),
        ("weekly:mon,tue,wed,thu,fri", "07:00", "2026-11-24 07:00"),
        ("monthly:23", "18:00", "2026-11-23 18:00"),
        ("monthly:5", "07:00", "2026-12-05 07:00"),
        ("monthly:31", "07:00", "2026-11-30 07:00"),
        ("monthly", "07:00", "2026-12-23 07:00"),
        ("yearly:09-07", "07:00", "2027-09-07 07:00"),
        ("yearly:02-29", "07:00", "2028-02-29 07:00"),
        ("yearly:12-25", None, "2026-12-25 17:10"),
        ("yearly", "07:00", "2027-11-23 07:00"),
        ("every:7200", None, "2026-11-23 19:10"),
        ("every:7200", "08:00", "2026-11-23 18:00"),
        ("every:172800", "07:00", "2026-11-25 07:00"),
        ("every:604800", "18:00", "2026-11-23 18:00"),
        ("every:0", None, None),
        ("monthly:32", "07:00", None),
        ("yearly:02-31", "07:00", None),
        ("daily", "25:00", None),
        (f"every:{10**14}", None, None),
    ],
)
def test_when_it_comes_true_next(rule, at, moment):
    assert repetitions.next_after(rule, at, NOW) == (datetime.fromisoformat(moment) if moment else None)


@given(
    st.sampled_from(["daily", "weekly:tue,sun", "monthly:31", "monthly:7", "every:5400", "every:259200"]),
    st.times().map("{:%H:%M}".format),
    st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)),
)
def test_it_comes_true_again_and_again(rule, at, now):
    first = repetitions.next_after(rule, at, now)
    second = repetitions.next_after(rule, at, first)
    assert now < first < second < now + timedelta(days=65)


@pytest.mark.parametrize(
    ("rule", "at", "said"),
    [
        ("daily", "07:00", "todo dia às sete da manhã"),
        ("weekly:mon,tue,wed,thu,fri", "07:00~", "todo dia útil às sete da manhã"),
        ("weekly:sat,sun", None, "todo fim de semana"),
        ("weekly:mon,wed", None, "toda segunda e quarta"),
        ("weekly:mon,wed,fri", "13:00", "toda segunda, quarta e sexta à uma da tarde"),
        ("weekly:tue,wed,thu", None, "de terça a quinta"),
        ("weekly:sat", "12:00", "todo sábado ao meio-dia"),
        ("monthly:1", None, "todo mês no dia primeiro"),
        ("yearly:09-07", None, "todo ano no dia sete de setembro"),
        ("every:7200", None, "a cada duas horas"),
        ("every:3600", None, "de hora em hora"),
        ("every:172800", None, "dia sim, dia não"),
        ("every:604800", None, "toda semana"),
    ],
)
def test_how_it_is_said(rule, at, said):
    assert repetitions.speak(rule, at) == said


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("every:0", "De quanto em quanto tempo? Zero não dá."),
        ("monthly:32", "Nenhum mês tem dia trinta e dois."),
        ("yearly:02-31", "Fevereiro não tem dia trinta e um."),
        ("yearly:02-29", None),
        ("daily", None),
        ("monthly", None),
        ("weekly:mon", None),
    ],
)
def test_what_is_wrong_with_it(rule, said):
    assert repetitions.objection(rule) == said
