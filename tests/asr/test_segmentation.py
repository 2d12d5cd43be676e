"""Long sound is cut where nobody speaks."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.asr.segmentation import CuttingRules, pieces
from tests.asr.sounds import RATE, frames, silence

RULES = CuttingRules(longest_s=10.0, earliest_cut_s=4.0)
FRAME_S = 512 / RATE


def loudness(frame):
    return float(np.abs(frame.samples).max())


def talk(seconds):
    return np.ones(round(seconds * RATE), np.float32)


def spans(*parts):
    found = pieces(frames(np.concatenate(parts), 512), loudness, RULES)
    return [(round(p.at / RATE, 1), round(p.end / RATE, 1)) for p in found]


def test_silence_gives_nothing():
    assert spans(silence(60)) == []


def test_no_sound_gives_nothing():
    assert list(pieces([], loudness, RULES)) == []


def test_a_sentence_gets_margins():
    assert spans(silence(5), talk(2), silence(5)) == [pytest.approx((4.6, 7.4), abs=0.1)]


def test_a_short_pause_stays_inside():
    assert len(spans(talk(2), silence(0.5), talk(2), silence(2))) == 1


def test_a_long_pause_separates():
    assert spans(talk(2), silence(3), talk(2)) == [pytest.approx((0, 2.4), abs=0.1), pytest.approx((4.6, 7.0), abs=0.1)]


def test_too_long_is_cut_in_the_longest_pause():
    cuts = spans(talk(5), silence(0.2), talk(2), silence(0.6), talk(9))
    assert cuts[0] == pytest.approx((0, 7.5), abs=0.1)
    assert cuts[1][0] == cuts[0][1]


def test_without_any_pause_nothing_is_lost():
    cuts = spans(talk(35))
    assert cuts[0][0] == 0.0
    assert cuts[-1][1] == 35.0
    assert all(a[1] == b[0] for a, b in itertools.pairwise(cuts))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=1500))
def test_pieces_are_short_ordered_and_hold_all_speech(probabilities):
    marked = frames(np.zeros(512 * len(probabilities), np.float32), 512)
    likely = iter(probabilities)
    found = list(pieces(marked, lambda frame: next(likely), RULES))
    assert all(piece.seconds <= RULES.longest_s + FRAME_S for piece in found)
    assert all(a.end <= b.at for a, b in itertools.pairwise(found))
    inside = {i for piece in found for i in range(piece.at // 512, piece.end // 512)}
    assert {i for i, p in enumerate(probabilities) if p >= RULES.speech_probability} <= inside
