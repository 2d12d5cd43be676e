"""Silence cut, silence put."""

import numpy as np
import pytest

from assistant.language.sentences import Break
from assistant.tts.pauses import faded, pause_after, quietest, trim

RATE = 24_000


def tone(seconds, level=0.5):
    return (level * np.sin(np.arange(int(seconds * RATE)) * 0.1)).astype(np.float32)


def silence(seconds):
    return np.random.default_rng(0).normal(0, 1e-4, int(seconds * RATE)).astype(np.float32)


def test_silence_at_both_ends_is_cut_but_for_a_little():
    start, end = trim(np.concatenate([silence(0.4), tone(1.0), silence(0.6)]))
    assert 0.35 <= start / RATE <= 0.4
    assert 1.4 <= end / RATE <= 1.5


def test_a_soft_ending_and_a_pause_within_are_kept():
    speech = np.concatenate([tone(0.5), silence(0.5), tone(0.5), tone(0.2, level=0.01)])
    start, end = trim(speech)
    assert end - start >= len(speech) - RATE // 100


def test_a_part_is_trimmed_within_its_bounds():
    assert trim(tone(1.0), RATE // 4, RATE // 2) == (RATE // 4, RATE // 2)


def test_edges_do_not_click():
    heard = faded(tone(1.0))
    assert heard[0] == heard[-1] == 0.0


def test_nothing_stays_nothing():
    assert trim(np.zeros(0, np.float32)) == (0, 0)
    assert trim(np.zeros(RATE, np.float32)) == (0, 0)
    assert len(faded(np.zeros(0, np.float32))) == 0


def test_a_cut_goes_where_it_is_heard_least():
    speech = np.concatenate([tone(0.5), silence(0.05), tone(0.5)])
    assert 0.5 <= quietest(speech, RATE // 4, RATE * 3 // 4) / RATE <= 0.55
    assert quietest(speech, 100, 300) == 200  # too short to search


def test_a_sentence_pauses_longer_than_a_clause_and_a_paragraph_longer_still():
    pauses = [
        len(pause_after("aˈi.”", Break.PARAGRAPH, 1.0)),
        len(pause_after("aˈi.”", Break.SENTENCE, 1.0)),
        len(pause_after("aˈi;", Break.CLAUSE, 1.0)),
        len(pause_after("aˈi,", Break.CLAUSE, 1.0)),
        len(pause_after("aˈi", Break.WORD, 1.0)),
    ]
    assert pauses == sorted(set(pauses), reverse=True)
    assert pauses[-1] == 0


@pytest.mark.parametrize("ends", list(Break))
def test_who_speaks_quicker_pauses_less(ends):
    assert len(pause_after("aˈi.", ends, 2.0)) * 2 == len(pause_after("aˈi.", ends, 1.0))
