"""`assistant speakers` with the real encoder and a synthetic pair of voices: what is refused, and that nothing is lost."""

import json
import sqlite3

import numpy as np
import pytest
import soundfile
import soxr

from assistant import models, resources
from assistant.cli import main
from assistant.errors import ModelNotFoundError

RATE = 16_000


@pytest.fixture(autouse=True)
def store(tmp_path, monkeypatch):
    path = tmp_path / "store.sqlite"
    monkeypatch.setenv("ASSISTANT_STORE__PATH", str(path))
    monkeypatch.setenv("ASSISTANT_STATE", str(tmp_path / "state"))
    return path


@pytest.fixture
def encoder():
    try:
        return models.find("speaker-encoder")
    except ModelNotFoundError as error:
        pytest.skip(str(error))


@pytest.fixture
def people(encoder):
    """Two readers of the project's test speech, four recordings each."""
    folder = resources.human_speech()
    if folder is None:
        pytest.skip("there are no recordings of people: the folder shared/speech is absent")
    return [sorted((folder / "librispeech").glob(f"{reader}-*"))[:4] for reader in ("1688", "1998")]


def speakers(*arguments):
    return main(["speakers", *map(str, arguments)])


def test_enrolled_known_renamed_and_forgotten(people, capsys, tmp_path):
    ana, bia = people
    assert speakers("enroll", "ana", *ana[:3]) == 0
    assert speakers("enroll", "Bia", *bia[:3]) == 0
    capsys.readouterr()
    assert speakers("test", ana[3], bia[3], "--json") == 0
    heard = [json.loads(line)["speaker"] for line in capsys.readouterr().out.splitlines()]
    assert {*heard} <= {"Ana", "Bia", None}
    assert (heard[0], heard[-1]) == ("Ana", "Bia")
    assert speakers("enroll", "ANÁ", *ana) == 2
    assert "enrolled already" in capsys.readouterr().err
    assert speakers("export", tmp_path / "v.json", "Bia") == 0
    assert speakers("rename", "ana", "João D'Ávila") == speakers("remove", "bia") == speakers("import", tmp_path / "v.json") == 0
    capsys.readouterr()
    speakers("list")
    assert capsys.readouterr().out.split("\n") == ["João D'Ávila", "Bia", ""]


def test_two_people_are_refused_with_the_file_and_the_second(people, capsys):
    (ana, bia) = people
    assert speakers("enroll", "Ana", *ana[:2], bia[1]) == 2
    refused = capsys.readouterr().err
    assert f"in {bia[1]} from 0" in refused
    assert "--anyway" in refused
    speakers("list", "--json")
    assert capsys.readouterr().out == ""


SECONDS = np.arange(8 * RATE) / RATE
SOUNDS = {
    "silence": np.zeros(8 * RATE),
    "noise": 0.1 * np.random.default_rng(0).standard_normal(8 * RATE),
    "music": sum(0.1 * np.sin(2 * np.pi * hz * SECONDS) * (1 + np.sin(4 * np.pi * SECONDS + hz)) for hz in (220, 277, 330)),
    "empty": np.zeros(0),
}


@pytest.mark.parametrize("kind", SOUNDS)
def test_what_is_no_voice_is_refused(encoder, tmp_path, capsys, kind):
    soundfile.write(tmp_path / "x.wav", SOUNDS[kind], RATE)
    assert speakers("enroll", "Ana", tmp_path / "x.wav") in (1, 2)
    assert "; " in capsys.readouterr().err
    speakers("list", "--json")
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("made", "rate", "told"),
    [
        (lambda sound: np.clip(sound * 20, -1, 1), RATE, "recorded too loud"),
        (lambda sound: soxr.resample(sound, RATE, 8000), 8000, "nothing above 4 kHz, as from a telephone"),
        (lambda sound: sound, RATE, ""),
    ],
)
def test_a_poor_recording_is_taken_and_told(people, tmp_path, capsys, made, rate, told):
    for path in people[0][:3]:
        soundfile.write(tmp_path / f"{path.stem}.wav", made(soundfile.read(path)[0]), rate)
    assert speakers("enroll", "Ana", *sorted(tmp_path.glob("*.wav"))) == 0
    out, err = capsys.readouterr()
    assert out.startswith("Ana is enrolled, from ")
    assert told in err
    assert err.count("\n") == bool(told)


@pytest.mark.parametrize("name", ["a/b", "x" * 300, "../etc", "known", ""])
def test_what_cannot_be_a_name_is_told_before_anything_is_heard(encoder, capsys, name):
    assert speakers("enroll", name, "missing.wav") == 2
    assert "cannot be a name" in capsys.readouterr().err


def test_without_weights_people_are_still_listed_and_forgotten(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ASSISTANT_MODELS", str(tmp_path / "none"))
    assert speakers("test", "x.wav") == 3
    assert capsys.readouterr().err.strip().endswith("assistant models pull speaker-encoder")
    voices = {"format": "assistente voices", "version": 1}
    person = {"name": "Ana", "frozen": False, "voices": [{"encoder": "other-1", "weight": 1.0, "vector": "AACAPw=="}]}
    (tmp_path / "v.json").write_text(json.dumps({**voices, "people": [person]}))
    assert speakers("import", tmp_path / "v.json") == 0
    assert "another encoder" in capsys.readouterr().err
    assert speakers("list") == 0
    assert "enrol again" in capsys.readouterr().out
    assert speakers("remove", "ana") == 0


def test_a_damaged_store_is_kept_aside_and_told_once(store, capsys):
    store.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    assert speakers("list") == 0
    told = capsys.readouterr().err
    assert "was damaged: it is kept as store.sqlite.damaged-1" in told
    assert "enrol again, or import what was exported" in told
    assert store.with_name("store.sqlite.damaged-1").stat().st_size == 5016
    assert speakers("list") == 0
    assert "damaged" not in capsys.readouterr().err


def test_a_damaged_voice_is_told_and_may_be_enrolled_again(people, store, capsys):
    assert speakers("enroll", "Ana", *people[0][:3]) == 0
    with sqlite3.connect(store) as db:
        db.execute("UPDATE centroids SET vector = x'0011'")
    db.close()
    capsys.readouterr()
    speakers("list")
    assert capsys.readouterr().out == "Ana  (has a damaged voice: enrol again)\n"
    assert speakers("test", people[0][3]) == 0
    assert "Ana has a damaged voice, and is not known until enrolled again" in capsys.readouterr().err
    assert speakers("enroll", "Ana", *people[0][:3]) == 0
    assert speakers("test", people[0][3], "--json") == 0
    assert '"speaker": "Ana"' in capsys.readouterr().out


def test_voices_go_to_standard_output_and_never_replace_a_device(tmp_path, capsys):
    assert speakers("export", "-") == 0
    assert json.loads(capsys.readouterr().out)["people"] == []
    assert speakers("export", "/dev/null") == 0
    assert speakers("export", tmp_path / "none" / "v.json") == 7
