"""A turn belongs to whoever began it: a voice behind them ends it, one odd window does not, and nobody who is as loud."""

import numpy as np
import pytest

from assistant.speakers.voice_change import ChangeRules, VoiceWatch, level_db
from tests.speakers.voices import heard

RULES = ChangeRules(other=0.5)


NEAR_DB, FAR_DB = -20.0, -32.0


def watched(*seeds, rules=RULES, every=1, others_db=FAR_DB):
    """One window a seed, `hop_s` apart, the first voice near; where the voice changed."""
    watch = VoiceWatch()
    for i, seed in list(enumerate(seeds))[::every]:
        db = NEAR_DB if seed == seeds[0] else others_db
        watch = watch.with_window(i * rules.hop_s, heard(seed, i).vector, db, rules)
    return watch.changed_at


def test_one_person_may_speak_for_ever():
    assert watched(*[1] * 100) is None


def test_another_voice_ends_the_turn_where_it_began():
    assert watched(*[1] * 6, *[2] * 4) == pytest.approx(6 * RULES.hop_s + RULES.window_s / 2)


def test_whoever_is_as_loud_as_the_person_may_be_the_person_beside_a_television():
    assert watched(*[1] * 6, *[2] * 8, others_db=NEAR_DB - 5) is None


def test_windows_that_were_skipped_change_little():
    assert watched(*[1] * 6, *[2] * 6, every=2) == pytest.approx(watched(*[1] * 6, *[2] * 6), abs=RULES.hop_s)


def test_one_odd_window_is_nobody():
    assert watched(1, 1, 1, 2, 1, 1, 3, 1, 1) is None


def test_noise_which_is_like_nothing_is_nobody():
    assert watched(1, 1, 1, 1, *range(10, 20)) is None


def test_who_began_is_never_taken_away_from_themselves():
    assert watched(2, 2) is None
    assert watched(1, 2, rules=ChangeRules(other=0.5, n_first=2)) is None


def test_what_changed_stays_changed():
    watch = VoiceWatch()
    for i, seed in enumerate([1, 1, 1, 2, 2, 2, 1, 1]):
        watch = watch.with_window(i * 0.5, heard(seed, i).vector, NEAR_DB if seed == 1 else FAR_DB, RULES)
    assert watch.changed_at == pytest.approx(1.5 + 0.75)


def test_levels_are_below_full_scale():
    assert level_db(np.full(1600, 0.1, np.float32)) == pytest.approx(-20, abs=0.01)
    assert level_db(np.zeros(1600, np.float32)) == level_db(np.zeros(0, np.float32)) == -120
