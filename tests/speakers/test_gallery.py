"""Whose voice it is, in an open set: the right person, or nobody."""

import numpy as np
import pytest

from assistant.errors import OtherEncoderError
from assistant.speakers.gallery import Enrolled, Gallery, Scoring
from assistant.speakers.protocol import Voiceprint, unit
from tests.speakers.voices import SCORING, SIZE, heard, person


def enrolled(name, seed):
    vectors = np.array([heard(seed, take).vector for take in range(3)])
    return Enrolled(name, vectors, np.ones(3, np.float32))


FAMILY = Gallery("fake-1", [enrolled("Ana", 1), enrolled("Bia", 2), enrolled("Caio", 3)], SCORING)


@pytest.mark.parametrize(("name", "seed"), [("Ana", 1), ("Bia", 2), ("Caio", 3)])
def test_everybody_is_known_and_somebody_else_comes_second(name, seed):
    identity = FAMILY.identify(heard(seed, 77), 3.0)
    assert (identity.name, identity.nearest) == (name, name)
    assert identity.runner_up in {"Ana", "Bia", "Caio"} - {name}
    assert identity.score > 0.5 > identity.runner_up_score


@pytest.mark.parametrize("seed", range(10, 30))
def test_a_stranger_is_nobody(seed):
    identity = FAMILY.identify(heard(seed), 3.0)
    assert identity.name is None
    assert identity.nearest in {"Ana", "Bia", "Caio"}


def test_nobody_is_enrolled():
    assert Gallery("fake-1", [], SCORING).identify(heard(1), 3.0).name is None


def test_alone_there_is_no_runner_up():
    identity = Gallery("fake-1", [enrolled("Ana", 1)], SCORING).identify(heard(1, 9), 3.0)
    assert (identity.name, identity.runner_up) == ("Ana", "")


def test_a_vector_of_another_encoder_is_refused():
    with pytest.raises(OtherEncoderError, match="enrol it again"):
        FAMILY.identify(heard(1, encoder="other-2"), 3.0)


def test_short_speech_must_match_better():
    strict = Gallery("fake-1", [enrolled("Ana", 1)], Scoring(SCORING.cohort, 0.35, 20.0, short_penalty=0.1))
    scores = [strict.identify(heard(1, 9), seconds).score for seconds in (0.5, 1.0, 3.0, 6.0)]
    assert scores[0] < scores[1] < scores[2] == scores[3]


def test_a_voice_that_is_like_everybodys_says_less():
    hum = unit(np.ones(SIZE, np.float32))
    crowd = np.array([unit(v + hum) for v in SCORING.cohort])
    ana = Enrolled("Ana", unit(person(1) + hum)[None], np.ones(1, np.float32))
    among_others, among_alike = (
        Gallery("fake-1", [ana], Scoring(strangers, 0.45, 20.0)).identify(Voiceprint("fake-1", hum), 3.0)
        for strangers in (SCORING.cohort, crowd)
    )
    assert among_alike.score < among_others.score


def test_a_likeness_of_two_who_are_enrolled_makes_both_stricter():
    def twin(name, seed):
        return Enrolled(name, unit(person(1) + 0.6 * person(seed))[None], np.ones(1, np.float32))

    def score(gallery):
        return gallery.identify(heard(1, 5, spread=0.2), 3.0)

    alone, both = Gallery("fake-1", [twin("Ana", 4)], SCORING), Gallery("fake-1", [twin("Ana", 4), twin("Bia", 5)], SCORING)
    assert score(both).score < score(alone).score


def test_short_speech_is_excused_and_what_cannot_be_measured_no_further():
    scoring = Scoring(np.zeros((0, 4), np.float32), 0.43, 30.0, short_penalty=-0.1)
    assert scoring.required(3.0) == 0.43
    assert scoring.required(1.1) == pytest.approx(0.33)
    assert scoring.required(0.0) == scoring.required(0.7) == pytest.approx(0.43 - 0.1 * np.log2(3), abs=0.001)
