"""Where turns begin and end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.endpointer import Boundary, Endpointer, EndpointRules

RULES = EndpointRules(start_ms=96, silence_ms=640, min_speech_ms=160, max_turn_s=5)
STEP_MS = 32


def marks(probabilities, frame_ms=STEP_MS, rules=RULES):
    """Probabilities for each 32 ms, given in frames of `frame_ms`: (boundary, milliseconds) of each mark."""
    endpointer = Endpointer(rules)
    found, at = [], 0
    for probability in probabilities:
        for _ in range(STEP_MS // frame_ms):
            mark = endpointer.accept(probability, at, 16 * frame_ms)
            at += 16 * frame_ms
            if mark:
                found.append((mark.boundary, mark.at / 16, mark.silence_ms))
    return found


def test_speech_between_silences():
    found = marks([0.0] * 10 + [0.9] * 20 + [0.0] * 30)
    assert found == [(Boundary.STARTED, 320, 0), (Boundary.ENDED, 960, 640)]


def test_a_short_pause_does_not_end_a_turn():
    assert len(marks([0.9] * 20 + [0.0] * 15 + [0.9] * 20)) == 1


def test_soft_speech_continues_a_turn_and_does_not_begin_one():
    assert marks([0.4] * 50) == []
    assert len(marks([0.9] * 5 + [0.4] * 50)) == 1


def test_a_click_does_not_begin_a_turn():
    assert marks([0.0, 0.9, 0.9, 0.0] * 10) == []


def test_too_little_speech_is_discarded():
    assert [m[0] for m in marks([0.9] * 4 + [0.0] * 30)] == [Boundary.STARTED, Boundary.DISCARDED]


def test_a_radio_is_cut():
    boundaries = [m[0] for m in marks([0.9] * 400)]
    assert boundaries[:3] == [Boundary.STARTED, Boundary.ENDED, Boundary.STARTED]


@pytest.mark.parametrize("frame_ms", [1, 2, 4, 8, 16])
@given(st.lists(st.sampled_from([0.0, 0.2, 0.4, 0.6, 0.95]), max_size=300))
def test_the_size_of_frames_changes_nothing(frame_ms, probabilities):
    assert marks(probabilities, frame_ms) == marks(probabilities)
