"""Voices carried in a file: whole, private, and refused with a reason when something is wrong with it."""

import contextlib
import json
import stat
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import VoicesFileError, VoicesOutputError
from assistant.speakers import portable
from assistant.store import Centroid, Speaker
from tests.speakers.voices import heard


def speaker(name="João", seed=1):
    voices = tuple(Centroid("fake-1", heard(seed, take).vector.tobytes(), 1.5) for take in range(2))
    return Speaker(0, name, name.lower().replace("ã", "a"), True, voices)


def test_what_was_written_is_read(tmp_path):
    people = [speaker(), speaker("Ana", 2)]
    portable.write(tmp_path / "voices.json", people)
    assert portable.read(tmp_path / "voices.json") == people
    assert stat.S_IMODE((tmp_path / "voices.json").stat().st_mode) == 0o600


def test_what_is_damaged_is_not_written_for_nothing_of_it_could_be_read(tmp_path):
    ana = speaker("Ana")
    damaged = (Centroid("fake-1", b"123"), Centroid("fake-1", b"\xff" * 128), Centroid("fake-1", ana.centroids[0].vector, 0.0))
    portable.write(tmp_path / "voices.json", [replace(ana, centroids=ana.centroids + damaged)])
    assert portable.read(tmp_path / "voices.json") == [ana]


def test_where_nothing_can_be_written_nothing_is_left(tmp_path):
    with pytest.raises(VoicesOutputError, match="choose another place"):
        portable.write(tmp_path / "missing" / "voices.json", [speaker()])
    (tmp_path / "folder").mkdir()
    with pytest.raises(VoicesOutputError):
        portable.write(tmp_path / "folder", [speaker()])
    assert [it.name for it in tmp_path.iterdir()] == ["folder"]


def tree(**changes):
    person = {"name": "Ana", "frozen": False, "voices": [{"encoder": "fake-1", "weight": 1.0, "vector": "AACAPw=="}]}
    return {"format": portable.FORMAT, "version": portable.VERSION, "people": [person], **changes}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "something else"),
        (json.dumps(tree(format="x")), "something else"),
        (json.dumps(tree(version=9)), "version 9"),
        (json.dumps(tree(people=None)), "damaged"),
        (json.dumps(tree(people=[{"name": "a/b", "frozen": False, "voices": []}])), "cannot be a name"),
        (json.dumps(tree(people=tree()["people"] * 2)), "twice"),
        (json.dumps(tree()).replace("AACAPw==", "AADAfw=="), "no numbers"),
        (json.dumps(tree()).replace("AACAPw==", "AACAP!=="), "base64"),
        (json.dumps(tree()).replace("1.0", "-1.0"), "no numbers"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_the_reason(tmp_path, content, reason):
    path = tmp_path / "voices.json"
    path.write_text(content)
    with pytest.raises(VoicesFileError, match=reason):
        portable.read(path)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(VoicesFileError, match="No such file"):
        portable.read(tmp_path / "none.json")


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3)))
def test_no_people_of_whatever_shape_break_it(tmp_path_factory, people):
    path = tmp_path_factory.mktemp("voices") / "voices.json"
    path.write_text(json.dumps(tree(people=people)))
    with contextlib.suppress(VoicesFileError):
        assert portable.read(path) == []
