"""When the assistant trusts its echo canceller enough to listen while it speaks."""

import logging

from assistant.audio.duplex import Duplex

QUIET, TALK, LOUD = -70.0, -30.0, -25.0


def observe(duplex, seconds, heard, left, played):
    for _ in range(int(seconds * 50)):
        duplex.observe(heard, left, played, 20.0)


def in_a_quiet_room():
    duplex = Duplex()
    observe(duplex, 2, QUIET, QUIET, -100)
    return duplex


def test_at_first_it_is_trusted():
    assert Duplex().is_full


def test_while_the_echo_is_cancelled_it_is_trusted():
    duplex = in_a_quiet_room()
    observe(duplex, 5, TALK, QUIET, LOUD)
    assert duplex.is_full


def test_with_headphones_there_is_nothing_to_cancel():
    duplex = in_a_quiet_room()
    observe(duplex, 5, QUIET, QUIET, LOUD)
    assert duplex.is_full


def test_where_the_echo_comes_through_it_goes_deaf_within_a_second_and_says_so(caplog):
    duplex = in_a_quiet_room()
    with caplog.at_level(logging.WARNING):
        observe(duplex, 1, TALK, TALK - 4, LOUD)
    assert not duplex.is_full
    assert len(caplog.records) == 1


def test_it_is_trusted_again_after_seconds_of_good_cancellation():
    duplex = in_a_quiet_room()
    observe(duplex, 3, TALK, TALK, LOUD)
    observe(duplex, 1.5, TALK, QUIET, LOUD)
    assert not duplex.is_full
    observe(duplex, 2, TALK, QUIET, LOUD)
    assert duplex.is_full


def test_between_good_and_poor_it_stays_as_it_is():
    for first in (QUIET, TALK):
        duplex = in_a_quiet_room()
        observe(duplex, 3, TALK, first, LOUD)
        was_full = duplex.is_full
        for _ in range(20):
            observe(duplex, 0.3, TALK, QUIET, LOUD)
            observe(duplex, 0.1, TALK, TALK, LOUD)
        assert duplex.is_full == was_full


def test_somebody_who_speaks_over_the_answer_until_it_is_held_is_no_echo():
    duplex = in_a_quiet_room()
    for _ in range(10):
        observe(duplex, 1.5, TALK, QUIET, LOUD)
        observe(duplex, 0.3, LOUD, LOUD, LOUD)
        observe(duplex, 2.0, LOUD, LOUD, -100)
    assert duplex.is_full


def test_silence_is_not_judged():
    duplex = in_a_quiet_room()
    observe(duplex, 30, LOUD, LOUD, -100)
    assert duplex.is_full


def test_a_constant_hum_is_the_room():
    duplex = Duplex()
    observe(duplex, 2, -30, -32, -100)
    observe(duplex, 5, -29, -31, LOUD)
    assert duplex.is_full


def test_own_words_that_were_recognised_end_it_until_it_proves_good():
    duplex = in_a_quiet_room()
    observe(duplex, 5, TALK, QUIET, LOUD)
    duplex.heard_own_words()
    assert not duplex.is_full
    observe(duplex, 3.5, TALK, QUIET, LOUD)
    assert duplex.is_full
