"""The linear filter: takes the echo away, and nothing of who speaks over it; knows when it does not."""

import numpy as np
import pytest

from assistant.audio.kalman import KalmanFilter, Trust
from assistant.audio.reference import BLOCK_SAMPLES, RATE
from tests.audio.fakes import echo_of, level_db, speech_like

SOUND = speech_like(8)
ECHO = echo_of(SOUND, 60)
LATER = slice(5 * RATE, 8 * RATE)


def delayed(samples):
    return np.concatenate([np.zeros(BLOCK_SAMPLES, np.float32), samples])[: len(samples)]


def test_the_echo_is_taken_away():
    one = KalmanFilter()
    left = one.clean(ECHO, SOUND)
    assert level_db(ECHO[LATER]) - level_db(left[LATER]) > 25
    assert one.is_settled


def test_who_speaks_over_it_is_left_as_they_are():
    voice = np.zeros_like(SOUND)
    voice[6 * RATE :] = speech_like(2, seed=9)
    left = KalmanFilter().clean(ECHO + voice, SOUND)
    spoken = slice(6 * RATE, 8 * RATE)
    assert np.corrcoef(left[spoken], delayed(voice)[spoken])[0, 1] > 0.95


def test_without_sound_nothing_is_changed_but_a_block_later():
    voice = speech_like(2, seed=9)
    np.testing.assert_allclose(KalmanFilter().clean(voice, np.zeros_like(voice)), delayed(voice), atol=1e-5)


def test_after_a_move_it_begins_anew():
    one = KalmanFilter()
    one.clean(ECHO, SOUND)
    one.moved()
    assert not one.is_settled


@pytest.mark.parametrize("heard", [np.zeros_like(SOUND), speech_like(8, seed=9)], ids=["silence", "another sound"])
def test_where_there_is_no_echo_to_find_nothing_is_invented(heard):
    left = KalmanFilter().clean(heard, SOUND)
    assert np.isfinite(left).all()
    assert level_db(left) <= level_db(heard) + 1


def test_trust_is_earned_and_lost():
    trust = Trust()
    loud, faint = np.full(BLOCK_SAMPLES, 0.1), np.full(BLOCK_SAMPLES, 0.005)
    for _ in range(60):
        trust.observe(loud, faint, loud)
    assert trust.is_earned
    for _ in range(50):
        trust.observe(loud, loud, loud)  # somebody speaks over it for half a second
    assert trust.is_earned
    for _ in range(200):
        trust.observe(loud, loud, loud)
    assert not trust.is_earned
