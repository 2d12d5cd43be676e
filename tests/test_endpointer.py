"""Where turns begin and end."""

from dataclasses import replace
from itertools import repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.endpointer import Boundary, Endpointer, EndpointRules, PauseHabits
from assistant.events import Completeness

RULES = EndpointRules(start_ms=96, silence_ms=640, min_speech_ms=160, max_turn_s=5)
STEP_MS = 32


def marks(probabilities, frame_ms=STEP_MS, rules=RULES, meaning=None, is_answering=False, meanings=()):
    """Probabilities for each 32 ms, given in frames of `frame_ms`: (boundary, milliseconds, silence) of each mark.

    meaning: how complete what was said turns out to be, told at each pause; meanings: at one after the other.
    """
    told = iter(meanings or repeat(meaning))
    endpointer = Endpointer(rules)
    endpointer.is_answering = is_answering
    found, at = [], 0
    for probability in probabilities:
        for _ in range(STEP_MS // frame_ms):
            mark = endpointer.accept(probability, at, 16 * frame_ms)
            at += 16 * frame_ms
            if mark:
                found.append((mark.boundary, mark.at / 16, mark.silence_ms))
                if mark.boundary is Boundary.PAUSED and (grade := next(told)) is not None:
                    endpointer.expect(grade)
    return found


def boundaries(*args, **kwargs):
    return [boundary for boundary, _, _ in marks(*args, **kwargs)]


def test_speech_between_silences():
    found = marks([0.0] * 10 + [0.9] * 20 + [0.0] * 30)
    assert found == [(Boundary.STARTED, 320, 0), (Boundary.PAUSED, 960, 160), (Boundary.ENDED, 960, 640)]


def test_a_short_pause_does_not_end_a_turn():
    found = boundaries([0.9] * 20 + [0.0] * 15 + [0.9] * 20)
    assert found == [Boundary.STARTED, Boundary.PAUSED, Boundary.RESUMED]


@pytest.mark.parametrize(
    ("meaning", "silence_ms"),
    [
        (Completeness.COMPLETE, 256),
        (Completeness.EXTENDABLE, 1408),
        (Completeness.UNKNOWN, 640),
        (Completeness.DANGLING, 2016),
    ],
)
def test_what_it_means_decides_how_long_is_waited(meaning, silence_ms):
    assert marks([0.9] * 20 + [0.0] * 100, meaning=meaning)[-1] == (Boundary.ENDED, 640, silence_ms)


def test_what_it_meant_before_speech_went_on_does_not_count():
    found = marks([0.9] * 20 + [0.0] * 6 + [0.9] * 10 + [0.0] * 6, meaning=Completeness.COMPLETE)
    assert [it[0] for it in found] == [Boundary.STARTED, Boundary.PAUSED, Boundary.RESUMED, Boundary.PAUSED]


@pytest.mark.parametrize(("meaning", "silence_ms"), [(Completeness.COMPLETE, 640), (Completeness.UNKNOWN, 1408)])
def test_who_hesitated_in_a_sentence_is_given_more_time_at_its_end(meaning, silence_ms):
    found = marks(
        [0.9] * 20 + [0.0] * 7 + [0.9] * 10 + [0.0] * 60,
        rules=replace(RULES, complete_ms=200),
        meanings=[Completeness.DANGLING, meaning],
    )
    assert found[-1][::2] == (Boundary.ENDED, silence_ms)


def test_a_click_in_a_pause_changes_nothing():
    found = marks([0.9] * 20 + [0.0] * 6 + [0.9] + [0.0] * 20)
    assert found[1:] == [(Boundary.PAUSED, 640, 160), (Boundary.ENDED, 640, 640)]


def test_over_an_answer_only_longer_and_surer_speech_begins_a_turn():
    assert boundaries([0.55] * 30, is_answering=True) == []
    assert boundaries([0.9] * 2 + [0.0] * 30, is_answering=True) == []
    assert marks([0.0] * 10 + [0.9] * 5, is_answering=True) == [(Boundary.STARTED, 320, 0)]


def waits(*pauses_ms):
    """What ends a turn of somebody who was seen to pause for so long."""
    habits = PauseHabits(640, 480, 1200)
    for pause in pauses_ms:
        habits.saw(pause)
    return habits.wait_ms


def test_a_few_pauses_say_nothing_of_somebody():
    assert waits(300, 300, 300) == 640


def test_who_speaks_without_pausing_is_answered_sooner_and_who_pauses_is_given_time():
    assert waits(200, 200, 250, 200, 200) == 480
    assert waits(*[600] * 10) == 750
    assert waits(*[5000] * 10) == 1200


def test_who_had_finished_each_time_is_answered_sooner_until_they_pause():
    habits = PauseHabits(900, 480, 1400)
    for _ in range(4):
        assert habits.wait_ms == 900
        habits.had_finished()
    assert habits.wait_ms == 480
    habits.saw(700)
    assert habits.wait_ms == 900


def test_a_turn_that_was_waited_for_in_vain_teaches_shorter_waiting():
    one_command = [0.9] * 20 + [0.0] * 80
    found = marks(one_command * 5, rules=EndpointRules(max_turn_s=28))
    assert [silence for boundary, _, silence in found if boundary is Boundary.ENDED] == [928, 928, 928, 928, 480]


def test_one_long_pause_among_many_short_ones_is_no_habit():
    assert waits(*[200] * 23, 1500) == 480


def test_a_turn_that_was_cut_teaches_longer_waiting():
    one_sentence = [0.9] * 20 + [0.0] * 22
    found = marks(one_sentence * 8 + [0.0] * 30, rules=EndpointRules(silence_ms=640, max_turn_s=28))
    assert [silence for boundary, _, silence in found if boundary is Boundary.ENDED] == [640, 640, 640, 640, 1408]


def test_soft_speech_continues_a_turn_and_does_not_begin_one():
    assert marks([0.4] * 50) == []
    assert boundaries([0.9] * 5 + [0.4] * 50) == [Boundary.STARTED]


def test_a_click_does_not_begin_a_turn():
    assert marks([0.0, 0.9, 0.9, 0.0] * 10) == []


def test_too_little_speech_is_discarded():
    assert boundaries([0.9] * 4 + [0.0] * 30) == [Boundary.STARTED, Boundary.DISCARDED]


def test_a_radio_is_cut():
    assert boundaries([0.9] * 400)[:3] == [Boundary.STARTED, Boundary.ENDED, Boundary.STARTED]


@pytest.mark.parametrize("frame_ms", [1, 2, 4, 8, 16])
@given(st.lists(st.sampled_from([0.0, 0.2, 0.4, 0.6, 0.95]), max_size=300))
def test_the_size_of_frames_changes_nothing(frame_ms, probabilities):
    assert marks(probabilities, frame_ms) == marks(probabilities)
