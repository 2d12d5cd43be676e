"""Who spoke when, and how wrong that was: missed, invented, confused."""

import numpy as np
import pytest

from assistant.bench.diarisation import DiarisationError, conversation, error_of
from assistant.speakers.diarisation import SpeakerTurn


def turns(*parts):
    return [SpeakerTurn(*it) for it in parts]


SAID = turns((0, 10, 0), (11, 21, 1))


def rounded(error):
    return tuple(round(it, 1) for it in (error.missed, error.false_alarm, error.confused, error.spoken))


def test_what_is_right_is_right_whatever_it_is_called():
    assert error_of(SAID, turns((0, 10, 7), (11, 21, 3))).rate == 0


def test_boundaries_are_forgiven_a_quarter_of_a_second():
    assert error_of(SAID, turns((0.2, 10.2, 0), (10.8, 21.2, 1))).rate == pytest.approx(0, abs=0.1)


def test_each_kind_of_error_is_told():
    assert rounded(error_of(SAID, turns((0, 10, 0)))) == (9.5, 0, 0, 19)
    assert rounded(error_of(turns((0, 10, 0)), turns((0, 20, 0)))) == (0, 9.8, 0, 9.5)
    assert rounded(error_of(SAID, turns((0, 21, 0)))) == (0, 0.5, 9.5, 19)
    assert rounded(error_of(SAID, turns((0, 10, 0), (11, 16, 1), (16, 21, 2)))) == (0, 0, 4.8, 19)
    assert error_of(SAID, []).rate == pytest.approx(100)


def test_errors_add_up():
    assert (DiarisationError(1, 1, 1, 10) + DiarisationError(0, 0, 0, 20)).rate == pytest.approx(10)


def test_a_conversation_holds_everybody_in_turn():
    clips = [[np.full(16_000, 0.1, np.float32)] * 2, [np.full(32_000, 0.1, np.float32)] * 2]
    talk = conversation(clips, np.random.default_rng(0))
    assert [it.label for it in talk.turns] == [0, 1, 0, 1]
    assert sum(it.end - it.start for it in talk.turns) == pytest.approx(6)
    assert talk.n_speakers == 2
    for turn in talk.turns:
        assert np.all(talk.samples[round(turn.start * 16_000) : round(turn.end * 16_000)])
