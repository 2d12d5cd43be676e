"""Rows of the table: pass, miss, absent, and how sure a figure of few is."""

import pytest

from assistant.bench.bars import Row, bootstrap, share, wilson


@pytest.mark.parametrize(
    ("row", "verdict", "bar"),
    [
        (Row("a", 29.9, "ms", 5, at_most=30), "pass", "≤ 30 ms"),
        (Row("a", 30.1, "ms", 5, at_most=30), "miss", "≤ 30 ms"),
        (Row("a", 75.0, "%", 200, at_least=75), "pass", "≥ 75 %"),
        (Row("a", 74.9, "%", 200, at_least=75), "miss", "≥ 75 %"),
        (Row("a", 12.0, "ms", 5), "", ""),
        (Row("a", None, at_least=75, note="no recordings"), "absent", "≥ 75 %"),
    ],
)
def test_a_figure_beside_its_bar(row, verdict, bar):
    assert (row.verdict, row.bar) == (verdict, bar)


@pytest.mark.parametrize(
    ("n_hits", "n", "low", "high"),
    [(0, 10, 0.0, 27.8), (10, 10, 72.2, 100.0), (1, 100, 0.2, 5.4), (50, 100, 40.4, 59.6)],  # Newcombe 1998 has such tables
)
def test_wilson(n_hits, n, low, high):
    assert wilson(n_hits, n) == pytest.approx((low, high), abs=0.1)


def test_of_nothing_there_is_no_share():
    assert share("a", 0, 0, at_most=2).verdict == "absent"
    assert share("a", 3, 4).figure == 75


def test_few_sentences_leave_much_open_and_many_little():
    wrong, of = [0, 3, 1, 0, 5, 2], [8, 9, 10, 7, 12, 9]
    low, high = bootstrap(wrong, of)
    narrow_low, narrow_high = bootstrap(wrong * 30, of * 30)
    assert low < narrow_low < 100 * 11 / 55 < narrow_high < high
