"""Silence cut, silence put."""

import numpy as np

from assistant.tts.pauses import pause_after, trim

RATE = 24_000


def tone(seconds, level=0.5):
    return (level * np.sin(np.arange(int(seconds * RATE)) * 0.1)).astype(np.float32)


def silence(seconds):
    return np.random.default_rng(0).normal(0, 1e-4, int(seconds * RATE)).astype(np.float32)


def test_silence_at_both_ends_is_cut_but_for_a_little():
    trimmed = trim(np.concatenate([silence(0.4), tone(1.0), silence(0.6)]))
    assert 1.0 <= len(trimmed) / RATE <= 1.15


def test_a_soft_ending_and_a_pause_within_are_kept():
    speech = np.concatenate([tone(0.5), silence(0.5), tone(0.5), tone(0.2, level=0.01)])
    assert len(trim(speech)) >= len(speech) - RATE // 100


def test_edges_do_not_click():
    trimmed = trim(tone(1.0))
    assert trimmed[0] == trimmed[-1] == 0.0


def test_nothing_stays_nothing():
    assert len(trim(np.zeros(0, np.float32))) == 0
    assert len(trim(np.zeros(RATE, np.float32))) == 0


def test_a_full_stop_is_longer_than_a_comma_and_speed_shortens_both():
    assert len(pause_after("aˈi.”", 1.0)) > len(pause_after("aˈi,", 1.0)) > len(pause_after("aˈi", 1.0)) > 0
    assert len(pause_after("aˈi.", 2.0)) * 2 == len(pause_after("aˈi.", 1.0))
