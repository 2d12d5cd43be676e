"""The fit of the confidence tells what was said from what was not."""

import numpy as np

from assistant.asr.grammar import Candidate
from assistant.bench.calibration import fit


def candidate(behind, margin, n_letters=10):
    return Candidate("x", frozenset(), (), behind, n_letters, margin)


def test_less_behind_and_further_ahead_is_more_likely_right():
    rng = np.random.default_rng(0)
    said = [(candidate(rng.uniform(0, 8), rng.uniform(4, 10)), True) for _ in range(50)]
    other = [(candidate(rng.uniform(6, 40), rng.uniform(0, 6)), False) for _ in range(50)]
    _, per_nat, per_margin, _ = fit(said + other)
    assert per_nat < 0 < per_margin
