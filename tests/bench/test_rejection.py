"""What is accepted and what is rejected, counted; and the curve between the two."""

import pytest

from assistant.bench import people, rejection
from assistant.bench.bars import Point
from assistant.bench.rejection import Taken
from assistant.bench.spoken import Heard, rows
from assistant.events import Plan, Transcript

HOURS, DATE, NOTHING = Plan("São dez.", skill="horas"), Plan("Hoje é dois.", skill="data"), Plan("Não entendi.")


def heard(found, condition="clean"):
    return Heard(condition, "que horas são", Transcript("…"), HOURS, found)


def test_a_command_is_wrong_when_the_plan_is_another_or_none():
    clean, *others = rows([heard(HOURS), heard(HOURS), heard(DATE), heard(NOTHING)])
    assert clean.figure == 50
    assert clean.note == "1 rejected, 1 answered otherwise"
    assert [row.verdict for row in others] == ["absent", "absent"]


def test_the_two_bars():
    taken = [Taken("noise", "a", "", "")] * 98 + [Taken("prose", "b", "para", "parar")] * 2
    accepted, rejected, *kinds = rejection.rows(taken, [heard(HOURS)] * 96 + [heard(NOTHING)] * 4)
    assert (accepted.figure, accepted.verdict) == (2, "pass")
    assert (rejected.figure, rejected.verdict) == (4, "miss")
    assert [(row.name.strip(), row.figure) for row in kinds] == [("noise", 0), ("prose", 100)]
    assert "“b” → “para”" in accepted.note


def test_the_curve_falls_on_one_side_and_rises_on_the_other():
    points = rejection.curve(others=[0.0] * 90 + [0.3, 0.6] * 5, commands=[0.2, 0.5] + [0.9] * 98)
    assert [p.accepted for p in points] == sorted((p.accepted for p in points), reverse=True)
    assert [p.rejected for p in points] == sorted(p.rejected for p in points)
    assert rejection.best(points) == Point(0.65, 0.0, 2.0)


@pytest.mark.parametrize(
    ("said", "written", "expected"),
    [
        ("às 7h30 eu saio", "às sete horas e trinta eu saio", (0, 7, 0, 30)),
        ("O rato roeu!", "o rato", (1, 3, 5, 11)),
        ("a arte de amar", "", (4, 4, 14, 14)),
    ],
)
def test_errors_are_counted_as_it_is_said(said, written, expected):
    found = people.errors(said, written)
    assert (found.words, found.n_words, found.characters, found.n_characters) == expected
