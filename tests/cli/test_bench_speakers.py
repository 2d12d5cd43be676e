"""`assistant bench speakers` with an encoder that hears the pitch of a tone: rows, JSON, exit codes, and what is missing."""

import json

import numpy as np
import pytest
import soundfile

from assistant import app
from assistant.cli import main
from assistant.errors import ModelNotFoundError
from assistant.speakers import calibration
from assistant.speakers.diarisation import DiarisationRules
from assistant.speakers.enrolment import Demands
from assistant.speakers.gallery import Scoring
from assistant.speakers.protocol import unit

RATE, SIZE = 16_000, 32


class Tones:
    """Who speaks at which pitch: successive steps of 100 Hz are people."""

    id, size, needs_sound = "tones-1", SIZE, True

    def embed(self, utterance):
        spectrum = np.abs(np.fft.rfft(utterance.samples))
        hz = float(np.argmax(spectrum)) * RATE / len(utterance.samples)
        return unit(np.random.default_rng(round(hz / 100)).standard_normal(SIZE))


class Always:
    """A detector to whom everything is speech."""

    def __call__(self, frame):
        return float(np.abs(frame.samples).max() > 0.01)

    def reset(self):
        pass


@pytest.fixture
def speech(tmp_path):
    """Seven people of LibriSpeech's kind, six utterances each."""
    folder, rows = tmp_path / "speech", ["file\ttext\tspeaker\tset\tlanguage"]
    folder.mkdir()
    for who in range(7):
        for number in range(6):
            tone = 0.3 * np.sin(np.arange(int(4.5 * RATE)) * 2 * np.pi * (300 + 200 * who) / RATE)
            soundfile.write(folder / f"{who}-{number}.wav", tone, RATE)
            rows.append(f"{who}-{number}.wav\t\tlibrispeech-{who}\tlibrispeech\ten")
    (folder / "manifest.tsv").write_text("\n".join(rows), encoding="utf-8")
    return folder


@pytest.fixture
def bench(speech, tmp_path, monkeypatch):
    figures = calibration.Calibration(Scoring(np.zeros((0, SIZE), np.float32), 0.5, 20.0), Demands(0.5), DiarisationRules(0.5))
    monkeypatch.setattr(app, "build_speaker_encoder", lambda config: Tones())
    monkeypatch.setattr(app, "build_detector", lambda config: Always())
    monkeypatch.setattr(calibration, "load", lambda encoder: figures)
    places = ["--speech", str(speech), "--noise", str(tmp_path / "none"), "--unseen", str(tmp_path / "unseen")]

    def run(*more):
        return main(["bench", "speakers", "--encoder", "dedicated", *places, *more])

    return run


def rows_of(capsys):
    return {row["name"]: row for row in json.loads(capsys.readouterr().out)["rows"]}


def test_voices_that_are_far_apart_reach_every_bar(bench, capsys):
    parts = [it for part in ("errors", "household", "strangers", "diarisation") for it in ("--part", part)]
    assert bench("--quick", "--json", *parts) == 0
    rows = rows_of(capsys)
    errors = rows["dedicated, LibriSpeech: equal error rate, 3 s"]
    assert (errors["figure"], errors["verdict"], errors["n"]) == (0, "pass", 42)
    assert rows["dedicated, LibriSpeech: right of 5 enrolled, 2 s, clean"]["figure"] == 100
    assert rows["dedicated, LibriSpeech 3 s: unknown accepted, at 5 % false rejection"]["figure"] == 0
    talk = rows["dedicated, LibriSpeech: diarisation error, 1 to 4 people"]
    assert talk["figure"] < 5
    assert (talk["bar"], talk["n"]) == ("", 7)
    assert "number of people right in 7 of 7" in talk["note"]


def test_what_is_not_there_is_said_with_the_way_to_it(bench, capsys):
    assert bench("--json", "--part", "errors") == 0
    rows = rows_of(capsys)
    assert "give --speech FOLDER" in rows["dedicated, Portuguese"]["note"]
    assert "assistant bench asr" in rows["dedicated, Kokoro"]["note"]


def test_a_bar_that_is_missed_is_an_exit_code_where_that_is_asked_for(bench, monkeypatch):
    monkeypatch.setattr(Tones, "embed", lambda self, utterance: unit(np.random.default_rng(id(utterance)).standard_normal(SIZE)))
    assert bench("--quick", "--part", "errors") == 0
    assert bench("--quick", "--part", "errors", "--check") == 1


def test_an_encoder_without_weights_is_a_row(bench, monkeypatch, capsys):
    def missing(config):
        raise ModelNotFoundError("speaker-encoder", "speaker-encoder")

    monkeypatch.setattr(app, "build_speaker_encoder", missing)
    assert bench("--json") == 0
    assert "speaker-encoder" in rows_of(capsys)["dedicated"]["note"]


def test_a_part_that_is_not_there_is_refused(bench, capsys):
    assert bench("--part", "voices") == 2
    assert 'no part is called "voices"' in capsys.readouterr().err
