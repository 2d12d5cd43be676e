"""Who spoke when: turns out of windows, with names where somebody is enrolled."""

import numpy as np
import pytest

from assistant.speakers.diarisation import DiarisationRules, SpeakerTurn, Window, diarise, named
from assistant.speakers.gallery import Enrolled, Gallery
from tests.speakers.voices import SCORING, heard

RULES = DiarisationRules(min_likeness=0.4, min_speaker_s=2.0)


def recording(*turns, spread=0.6, piece_of_its_own=True):
    """turns: (seed of who speaks, seconds); windows every 0.75 s."""
    windows, at = [], 0.0
    for number, (seed, seconds) in enumerate(turns):
        for take in range(round(seconds / 0.75)):
            vector = heard(seed, 100 * number + take, spread).vector
            windows.append(Window(at, at + 0.75, vector, number if piece_of_its_own else 0))
            at += 0.75
    return windows


def spoken(turns):
    return [(round(it.start, 2), round(it.end, 2), it.label) for it in turns]


def test_two_people_take_turns():
    turns = diarise(recording((1, 6), (2, 4.5), (1, 3)), RULES)
    assert spoken(turns) == [(0, 6, 0), (6, 10.5, 1), (10.5, 13.5, 0)]


def test_without_a_pause_the_change_is_found_all_the_same():
    turns = diarise(recording((1, 6), (2, 6), piece_of_its_own=False), RULES)
    assert spoken(turns) == [(0, 6, 0), (6, 12, 1)]


def test_one_person_is_one_person():
    assert {it.label for it in diarise(recording((1, 30)), RULES)} == {0}


@pytest.mark.parametrize("n", [2, 3, 4, 5])
def test_as_many_are_found_as_there_are(n):
    turns = diarise(recording(*[(seed, 6) for seed in range(1, n + 1)] * 2), RULES)
    assert [it.label for it in turns] == [*range(n), *range(n)]


def test_one_odd_window_makes_no_turn():
    windows = recording((1, 6), (2, 0.75), (1, 6), piece_of_its_own=False)
    assert {it.label for it in diarise(windows, RULES)} == {0}


def test_how_many_there_are_can_be_said():
    windows = recording((1, 6), (2, 6), (3, 6))
    assert len({it.label for it in diarise(windows, RULES, n_speakers=2)}) == 2


def test_nothing_was_said():
    assert diarise([], RULES) == []


def test_who_speaks_alone_and_briefly_is_somebody():
    assert spoken(diarise(recording((1, 0.75)), RULES)) == [(0, 0.75, 0)]


def test_hours_are_bounded():
    windows = recording(*[(1, 600), (2, 600)] * 2)
    turns = diarise(windows, RULES)
    assert {it.label for it in turns} == {0, 1}
    assert sum(it.end - it.start for it in turns) == pytest.approx(2400)


def test_who_is_enrolled_gets_their_name_once():
    def enrolled(name, seed):
        return Enrolled(name, np.array([heard(seed, take).vector for take in range(3)]), np.ones(3, np.float32))

    gallery = Gallery("fake-1", [enrolled("Ana", 1), enrolled("Bia", 2)], SCORING)
    windows = recording((1, 6), (9, 6), (2, 6))
    turns = diarise(windows, RULES)
    assert {label: it.name for label, it in named(windows, turns, gallery, "fake-1").items()} == {0: "Ana", 1: None, 2: "Bia"}
    twice = [SpeakerTurn(it.start, it.end, label) for label, it in enumerate(diarise(recording((1, 6), (1, 3)), RULES))]
    names = [it.name for it in named(recording((1, 6), (1, 3)), twice, gallery, "fake-1").values()]
    assert sorted(names, key=str) == ["Ana", None]


def test_a_noise_is_none_of_the_people_who_are_said_to_be_there():
    windows = recording((1, 6), (9, 0.75), (2, 6))
    labels = [it.label for it in diarise(windows, RULES, n_speakers=2)]
    assert len({*labels}) == 2
    assert labels[0] != labels[-1]


def test_more_people_than_windows_are_as_many_as_there_are_windows():
    assert len({it.label for it in diarise(recording((1, 1.5)), RULES, n_speakers=9)}) <= 2
