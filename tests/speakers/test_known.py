"""The people who are known, live: enrolled, found again, renamed, followed, forgotten."""

import pytest

from assistant.errors import SpeakerExistsError, SpeakerNameError, UnknownSpeakerError
from assistant.events import Transcript
from assistant.speakers.enrolment import Demands
from assistant.speakers.known import MAX_CENTROIDS, Adaptation, KnownVoices
from assistant.store import Centroid, Store
from tests.speakers.voices import SCORING, FakeEncoder, heard, sound


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "store.sqlite")
    yield store
    store.close()


def known_in(store, **more):
    return KnownVoices(FakeEncoder(**more), SCORING, store, Demands(0.5), Adaptation(score=0.6))


@pytest.fixture
def known(store):
    known = known_in(store)
    known.enroll("ana", [heard(1, take) for take in range(3)])
    known.enroll("bia", [heard(2, take) for take in range(3)])
    return known


def said_by(known, seed, take=50, seconds=3.0):
    return known.recognised(Transcript("que horas são"), known.sample(sound(seed, take, seconds)))


def test_who_is_enrolled_is_found_in_what_they_say(known):
    assert said_by(known, 1).speaker == "Ana"
    assert said_by(known, 2).speaker == "Bia"
    assert said_by(known, 9).speaker is None
    assert said_by(known, 9).identity.nearest in {"Ana", "Bia"}


def test_what_is_too_short_says_nothing(known):
    transcript = said_by(known, 1, seconds=0.3)
    assert (transcript.speaker, transcript.identity, transcript.text) == (None, None, "que horas são")


def test_another_program_enrols_somebody_and_this_one_knows(known, tmp_path):
    other = Store(tmp_path / "store.sqlite")
    known_in(other).enroll("Caio", [heard(3)])
    other.close()
    assert said_by(known, 3).speaker == "Caio"


def test_a_name_is_enrolled_once_unless_anew(known):
    with pytest.raises(SpeakerExistsError, match="'Ana' is enrolled already"):
        known.enroll("ANA", [heard(7)])
    assert known.enroll("ANA", [heard(7, take) for take in range(3)], again=True) == "Ana"
    assert (said_by(known, 7).speaker, said_by(known, 1).speaker) == ("Ana", None)
    with pytest.raises(SpeakerNameError):
        known.enroll("a/b", [heard(7)])


def test_renamed_and_removed(known):
    assert known.rename("bia", "beatriz") == "Beatriz"
    assert said_by(known, 2).speaker == "Beatriz"
    with pytest.raises(SpeakerExistsError):
        known.rename("ana", "Beatriz")
    assert known.rename("ana", "ÂNA") == "ÂNA"
    known.remove("ana")
    assert known.names() == ("Beatriz",)
    assert said_by(known, 1).speaker is None
    with pytest.raises(UnknownSpeakerError, match="enrolled: Beatriz"):
        known.remove("ana")


def test_who_was_enrolled_with_another_encoder_is_asked_to_enrol_again(known, store):
    newer = known_in(store, id="fake-2")
    assert newer.outdated() == ("Ana", "Bia")
    assert said_by_other(newer) is None
    newer.enroll("ana", [heard(1, encoder="fake-2")])
    assert newer.outdated() == ("Bia",)
    assert {it.encoder for it in newer.person("Ana").centroids} == {"fake-1", "fake-2"}


def said_by_other(known):
    return known.recognised(Transcript(""), known.sample(sound(1))).speaker


def test_a_voice_that_changes_is_followed_and_a_frozen_one_is_not(known):
    before = known.person("Ana").centroids
    assert known.follow(said_by(known, 1))
    after = known.person("Ana").centroids
    assert after != before
    assert sum(it.weight for it in after) == 4
    known.freeze("Ana")
    assert not known.follow(said_by(known, 1))
    assert known.person("Ana").centroids == after


def test_strangers_and_short_words_teach_nothing(known):
    assert not known.follow(said_by(known, 9))
    assert not known.follow(said_by(known, 1, seconds=1.0))


def test_however_long_it_is_followed_a_person_has_few_vectors(known):
    for take in range(200, 260):
        known.follow(said_by(known, 1, take))
    assert len(known.person("Ana").centroids) <= MAX_CENTROIDS
    assert said_by(known, 1).speaker == "Ana"
    assert said_by(known, 9).speaker is None


def test_damaged_vectors_are_left_out(known, store):
    good = known.person("Ana").centroids[0]
    good_voice = heard(1)
    damaged = [Centroid("fake-1", b"123", 1.0), Centroid("fake-1", b"\xff" * len(good.vector), 1.0)]
    store.enroll_speaker("Ana", "ana", [good, *damaged])
    assert said_by(known, 1).speaker == "Ana"
    assert known.follow(said_by(known, 1))
    assert known.damaged() == ()
    store.enroll_speaker("Ana", "ana", damaged)
    assert said_by(known, 1).speaker is None
    assert known.outdated() == known.damaged() == ("Ana",)
    assert not known.has_voice_of("Ana")
    known.enroll("Ana", [good_voice])
    assert known.damaged() == ()


@pytest.mark.parametrize("column", ["vector = 'words'", "weight = 'words'", "vector = x''", "encoder = 7", "weight = -1"])
def test_what_no_program_of_ours_wrote_is_nobodys_voice(known, store, column):
    with store._transaction() as db:
        db.execute(f"UPDATE centroids SET {column}")
    assert said_by(known, 1).speaker is None
    assert known.outdated() == ("Ana", "Bia")


def test_people_from_elsewhere_are_taken_all_or_none(known, store):
    people = list(known.people())
    known.remove("bia")
    with pytest.raises(SpeakerExistsError):
        known.take(people)
    assert known.names() == ("Ana",)
    assert known.take(people, replaces=True) == ["Ana", "Bia"]
    assert said_by(known, 2).speaker == "Bia"
