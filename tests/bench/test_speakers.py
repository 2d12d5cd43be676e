"""Trials of speakers: the error rates that scores have, and how utterances are cut for them."""

import numpy as np
import pytest

from assistant.bench.speaker_trials import Trials, interval, trials
from assistant.bench.speakers import Clip, equal_error, household, with_noise


@pytest.mark.parametrize(
    ("same", "other", "rate"),
    [
        ([0.9, 0.8], [0.1, 0.2, 0.3], 0),
        ([0.1, 0.2], [0.8, 0.9], 100),
        ([0.9, 0.8, 0.7, 0.2], [0.1, 0.15, 0.1, 0.75], 25),
    ],
)
def test_the_equal_error_rate_of_known_scores(same, other, rate):
    assert Trials(np.array(same), np.array(other)).equal_error_rate == pytest.approx(rate)


def test_every_pair_is_a_trial_once():
    result = trials(np.arange(16.0).reshape(4, 4), ["a", "a", "b", "b"])
    assert (result.same.tolist(), result.other.tolist()) == ([1, 11], [2, 3, 6, 7])


def test_no_error_in_few_trials_is_no_proof_of_none():
    scores = np.kron(np.eye(4), np.ones((3, 3)))
    low, high = interval(scores, [name for name in "abcd" for _ in range(3)])
    assert low == 0
    assert 10 < high < 50


def voices(n_people, n_each, spread):
    random = np.random.default_rng(1)
    centres = random.standard_normal((n_people, 16))
    vectors = np.repeat(centres, n_each, axis=0) + spread * random.standard_normal((n_people * n_each, 16))
    clips = [Clip(str(i // n_each), np.zeros(1600, np.float32)) for i in range(len(vectors))]
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32), clips


def test_a_household_of_clear_voices_is_told_apart_and_one_of_murmurs_is_not():
    vectors, clips = voices(8, 6, 0.1)
    assert household("clear", vectors, vectors, clips, 97).figure == 100
    assert equal_error("clear", vectors, clips, 1).verdict == "pass"
    vectors, clips = voices(8, 6, 30.0)
    assert household("murmurs", vectors, vectors, clips, 97).verdict == "miss"


def test_too_few_people_are_no_household():
    vectors, clips = voices(3, 6, 0.1)
    assert household("few", vectors, vectors, clips, 97).verdict == "absent"


def test_noise_is_as_loud_as_asked():
    speech = np.sin(np.arange(32_000) * 0.1).astype(np.float32) * 0.2
    noise = np.random.default_rng(0).standard_normal(48_000).astype(np.float32) * 0.01
    (noisy,) = with_noise([Clip("a", speech)], [noise], 10)
    added = noisy.samples - speech
    assert 20 * np.log10(speech.std() / added.std()) == pytest.approx(10, abs=0.3)
