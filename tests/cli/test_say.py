"""`assistant say` with a voice of tones: what it writes, what it refuses."""

import io
import sys

import pytest
import soundfile

from assistant import app
from assistant.cli import main
from assistant.errors import NoDeviceError
from tests.fakes import ToneSynthesizer


@pytest.fixture
def voice(monkeypatch):
    synthesizer = ToneSynthesizer()
    monkeypatch.setattr(app, "build_synthesizer", lambda config: synthesizer)
    return synthesizer


@pytest.mark.parametrize("suffix", ["wav", "flac", "ogg", "mp3"])
def test_writes_every_sentence_in_the_format_of_the_name(voice, tmp_path, suffix):
    path = tmp_path / f"fala.{suffix}"
    assert main(["say", "um dois. três", "-o", str(path)]) == 0
    samples, rate = soundfile.read(path)
    assert rate == 24_000
    assert len(samples) / rate == pytest.approx(0.3, abs=0.1)


def test_words_are_one_text(voice, tmp_path):
    main(["say", "-o", str(tmp_path / "a.wav"), "bom", "dia"])
    assert voice.spoken == ["bom dia"]


def test_reads_stdin_and_writes_wav_to_stdout(voice, monkeypatch, capfdbinary):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("olá mundo".encode())))
    assert main(["say", "-", "-o", "-"]) == 0
    sys.stdout.flush()
    wav = capfdbinary.readouterr().out
    assert voice.spoken == ["olá mundo"]
    assert wav.startswith(b"RIFF")
    assert len(wav) == 44 + 2 * 2 * 2400


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_an_empty_text_is_refused_before_anything_is_made(voice, tmp_path, capsys, text):
    assert main(["say", text, "-o", str(tmp_path / "a.wav")]) == 2
    assert "nothing in the text can be spoken" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("speed", ["0", "0.4", "2.1", "quick", "nan"])
def test_a_wrong_speed_is_a_wrong_usage(voice, capsys, speed):
    with pytest.raises(SystemExit, match="2"):
        main(["say", "oi", "--speed", speed])
    assert "0.5 to 2.0" in capsys.readouterr().err


def test_no_text_is_a_wrong_usage(voice, capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["say"])
    assert "TEXT" in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_one_sentence(voice, tmp_path, capsys):
    assert main(["say", "oi", "-o", str(tmp_path / "a.xyz")]) != 0
    assert capsys.readouterr().err.count("\n") == 1


def test_the_first_sentence_is_played_before_the_last_is_made(voice, monkeypatch):
    played = []

    class FakeSpeaker:
        def __init__(self, name):
            pass

        def open(self):
            played.append("open")

        def write(self, frame):
            played.append(len(frame.samples))

        def drain(self):
            played.append("drained")

        def close(self):
            played.append("closed")

    monkeypatch.setattr("assistant.audio.speaker.Speaker", FakeSpeaker)
    assert main(["say", "um dois. três"]) == 0
    assert played == ["open", 4800, 2400, "drained", "closed"]


def test_without_a_speaker_it_says_how_else(voice, monkeypatch, capsys):
    class NoSpeaker:
        def __init__(self, name):
            pass

        def open(self):
            raise NoDeviceError("speaker", None, [])

    monkeypatch.setattr("assistant.audio.speaker.Speaker", NoSpeaker)
    assert main(["say", "oi"]) == 4
    assert "--output" in capsys.readouterr().err


def test_voices_are_listed_with_language_and_sex(capsys):
    assert main(["say", "--list-voices"]) == 0
    assert capsys.readouterr().out.splitlines()[0].split() == ["pf_dora", "pt-BR", "female"]
