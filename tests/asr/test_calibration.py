"""The fit of the confidence tells what was said from what was not, and says what it does to sounds that it has not seen."""

import numpy as np
import pytest

from assistant.asr.grammar import Candidate
from assistant.bench.calibration import Example, fit


def candidate(behind, margin, n_letters=10):
    return Candidate("x", frozenset(), (), behind, n_letters, margin)


def examples(n=200, apart=True):
    random = np.random.default_rng(0)
    far = 12 if apart else 0
    said = [Example(candidate(random.uniform(0, 8), random.uniform(4, 10)), True, f"voice {i}") for i in range(n)]
    other = [Example(candidate(random.uniform(far, 40), random.uniform(0, 6)), False, f"noise {i}") for i in range(n)]
    return said + other


def probability(weights, found):
    return 1 / (1 + np.exp(-weights @ np.array(found.candidate.features)))


def test_less_behind_and_further_ahead_is_more_likely_right():
    _, per_nat, per_margin, _ = fit(examples(), 0.4).weights
    assert per_nat < 0 < per_margin


def test_the_threshold_asked_for_is_where_the_two_part():
    found = examples()
    for threshold in (0.2, 0.4, 0.7):
        fitted = fit(found, threshold)
        believed = [probability(fitted.weights, e) >= threshold for e in found]
        assert np.mean([b == e.is_command for b, e in zip(believed, found, strict=True)]) > 0.97
        assert fitted.rejected < 3 > fitted.accepted


def test_the_figures_are_not_those_of_what_was_fitted():
    overlapping = fit(examples(apart=False), 0.4)
    assert overlapping.rejected > 3 or overlapping.accepted > 2


def test_a_voice_is_on_one_side_of_a_fit_only():
    assert len({Example(None, True, "pf_dora:0.5+am_onyx:0.5").fold for _ in range(3)}) == 1


def test_sounds_in_which_there_was_nothing_to_believe_count():
    silent = [Example(None, False, f"silence {i}") for i in range(600)]
    with_silence, without = fit(examples() + silent, 0.4), fit(examples(), 0.4)
    assert with_silence.n_others == without.n_others + 600
    assert with_silence.accepted <= without.accepted


def test_it_says_what_is_to_be_written_where():
    told = str(fit(examples(), 0.4))
    assert told.startswith("_WEIGHTS = (")
    assert "left out of the fit, at 0.4" in told


@pytest.mark.parametrize("n_letters", [0, 1, 40])
def test_confidence_is_a_probability(n_letters):
    assert 0 <= Candidate("x", frozenset(), (), behind=1e6, n_letters=n_letters, margin=0.0).confidence < 0.01
