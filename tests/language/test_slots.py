"""What people say in slots, read from the table: each row a kind, what was said, and the value that all of it has."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.grammar.slots import KINDS
from assistant.language.words.text import tokenize

TABLE = Path(__file__).with_name("slots.tsv")
ROWS = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
CLOSED_KINDS = sorted(KINDS.keys() - {"name", "text", "expression"})
PIECES = """
    às sete e meia da noite manhã de dia segunda terça-feira sábado a sexta todo toda cada duas em horas hora minutos dez vinte
    próxima que vem daqui três semana mês setembro primeiro / 7 2026 : 30 h % por cento reais R$ centavos um quarto pra para o
    meio natal depois amanhã hoje azul claro vezes útil menos
"""


def value_of(kind, said):
    """The value of all of `said`; None when it has none."""
    tokens = tokenize(said)
    return next((span.value for span in KINDS[kind](tokens, 0) if span.end == len(tokens)), None)


def ids(rows):
    return [f"{kind}: {said}" for kind, said, _ in rows]


@pytest.mark.parametrize(("kind", "said", "value"), ROWS, ids=ids(ROWS))
def test_what_is_said_in_a_slot(kind, said, value):
    expected = None if value == "-" else json.loads(value) if kind in {"int", "number", "percent", "duration"} else value
    found = value_of(kind, said)
    assert found == pytest.approx(expected) if isinstance(expected, float) else found == expected


def test_the_table_is_of_every_kind_and_has_hard_negatives():
    for kind in ("int", "number", "percent", "duration", "time", "date", "repetition", "money", "color"):
        rows = [value for of_kind, _, value in ROWS if of_kind == kind]
        assert len(rows) > 20
        assert rows.count("-") >= 5


@pytest.mark.parametrize("kind", CLOSED_KINDS)
@given(said=st.text(max_size=30) | st.lists(st.sampled_from(PIECES.split()), max_size=9).map(" ".join))
def test_anything_may_be_said(kind, said):
    tokens = tokenize(said)
    for at in range(len(tokens) + 1):
        for span in KINDS[kind](tokens, at):
            assert at < span.end <= len(tokens)
            json.dumps(span.value, allow_nan=False)


@pytest.mark.parametrize("kind", CLOSED_KINDS)
def test_huge_figures_are_refused_or_read_but_never_fail(kind):
    huge = "9" * 5000
    for said in (huge, f"{huge}/{huge}/{huge}", f"às {huge}:{huge}", f"R$ {huge},{huge}", f"{huge} anos", f"dia {huge} de maio"):
        tokens = tokenize(said)
        for at in range(len(tokens)):
            for span in KINDS[kind](tokens, at):
                json.dumps(span.value, allow_nan=False)


@pytest.mark.parametrize("kind", CLOSED_KINDS)
def test_the_value_is_the_same_wherever_it_stands(kind):
    for of_kind, said, _ in ROWS:
        if of_kind == kind:
            within = tokenize(f"me lembra {said}")
            assert any(span.end == len(within) for span in KINDS[kind](within, 2)) == (value_of(kind, said) is not None)
