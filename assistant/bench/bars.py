"""What a measurement found beside what was wanted: a row of a table, with an interval where there are few of them.

Sources: Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", 1927; Efron, "Bootstrap Methods",
1979; Bisani and Ney, "Bootstrap Estimates for Confidence Intervals in ASR Performance Evaluation", 2004.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

_Z95 = 1.96
_RESAMPLINGS = 2000

Interval = tuple[float, float]
Tell = Callable[[str], None]
"""Called with a mark for each thing that was measured, and with lines."""


@dataclass(frozen=True, slots=True)
class Row:
    """A figure in `unit`; None where it could not be taken, and `note` says why.

    at_most, at_least: the bar, if there is one. interval: 95 %. n: how many it was taken of.
    """

    name: str
    figure: float | None
    unit: str = "%"
    n: int = 0
    interval: Interval | None = None
    at_most: float | None = None
    at_least: float | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        """ "pass", "miss", "absent", or "" where there is no bar."""
        if self.figure is None:
            return "absent"
        if self.at_most is None and self.at_least is None:
            return ""
        too_much = self.at_most is not None and self.figure > self.at_most
        too_little = self.at_least is not None and self.figure < self.at_least
        return "miss" if too_much or too_little else "pass"

    @property
    def bar(self) -> str:
        if self.at_most is not None:
            return f"≤ {self.at_most:g} {self.unit}"
        return f"≥ {self.at_least:g} {self.unit}" if self.at_least is not None else ""


@dataclass(frozen=True, slots=True)
class Point:
    """Of a curve over thresholds, in percent."""

    threshold: float
    accepted: float
    rejected: float


@dataclass(frozen=True, slots=True)
class Report:
    """Rows of a table; a curve, and what went wrong in words, where there are such."""

    rows: tuple[Row, ...]
    curve: tuple[Point, ...] = ()
    wrong: tuple[Mapping[str, str], ...] = ()

    @property
    def n_missed(self) -> int:
        return sum(row.verdict == "miss" for row in self.rows)


def share(name: str, n_hits: int, n: int, note: str = "", at_most: float | None = None, at_least: float | None = None) -> Row:
    """How many of how many, in percent."""
    if not n:
        return Row(name, None, note=note or "nothing to measure", at_most=at_most, at_least=at_least)
    return Row(name, 100 * n_hits / n, "%", n, wilson(n_hits, n), at_most, at_least, note)


def wilson(n_hits: int, n: int) -> Interval:
    """In percent."""
    p, z2 = n_hits / n, _Z95**2
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z95 * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return 100 * max(0.0, middle - half), 100 * min(1.0, middle + half)


def bootstrap(wrong: Sequence[float], of: Sequence[float]) -> Interval:
    """Of a rate over sentences, in percent: `wrong` and `of` by sentence, since errors within one come together."""
    drawn = np.random.default_rng(0).integers(0, len(wrong), (_RESAMPLINGS, len(wrong)))
    rates = np.asarray(wrong)[drawn].sum(axis=1) / np.maximum(1, np.asarray(of)[drawn].sum(axis=1))
    low, high = np.percentile(rates, [2.5, 97.5])
    return 100 * float(low), 100 * float(high)
