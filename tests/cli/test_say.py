"""`assistant say` with a voice of tones: what it writes, what it refuses."""

import io
import json
import subprocess
import sys

import numpy as np
import pytest
import soundfile

from assistant import app
from assistant.cli import main
from assistant.errors import NoDeviceError
from tests.tts.files.books import write_book
from tests.tts.voices_of_tone import ToneVoice


@pytest.fixture
def voice(monkeypatch):
    synthesizer = ToneVoice()
    monkeypatch.setattr(app, "build_synthesizer", lambda config, from_phonemes: synthesizer)
    return synthesizer


def test_the_help_loads_no_engine_and_has_an_example_of_everything():
    code = (
        "import sys; from assistant.cli import main\n"
        "try: main(['say', '--help'])\n"
        "except SystemExit: print(sorted({'numpy', 'onnxruntime', 'rich', 'soundfile'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.splitlines()[-1] == "[]"
    options, _, examples = out.partition("examples:")
    for option in (
        "--file",
        "--lines",
        "--chapters",
        "--show-phonemes",
        "--phonemes",
        "--raw",
        "--format",
        "--subtitles",
        "--voice",
    ):
        assert option in options
        assert option in examples


@pytest.mark.parametrize("suffix", ["wav", "flac", "ogg", "mp3"])
def test_writes_every_sentence_in_the_format_of_the_name(voice, tmp_path, suffix):
    path = tmp_path / f"fala.{suffix}"
    assert main(["say", "um dois. três", "-o", str(path)]) == 0
    samples, rate = soundfile.read(path)
    assert rate == 24_000
    assert len(samples) / rate == pytest.approx(0.5, abs=0.1)


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
    assert len(wav) == 44 + 2 * 3 * 2400


def test_where_a_pipe_was_waited_for_there_is_a_pause(voice, monkeypatch, capfdbinary):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    monkeypatch.setattr("assistant.cli.say_output.passages", lambda pieces: iter([["um"], ["\n"], ["dois"]]))
    assert main(["say", "-", "-o", "-", "--raw"]) == 0
    sys.stdout.flush()
    assert len(capfdbinary.readouterr().out) == 2 * (2 * 4800 + 7200)


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_an_empty_text_is_refused_before_anything_is_made(voice, tmp_path, capsys, text):
    assert main(["say", text, "-o", str(tmp_path / "a.wav")]) == 2
    assert "nothing in the text can be spoken" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_text_that_is_only_emoji_leaves_no_file(voice, tmp_path, capsys):
    assert main(["say", "😀 👍", "-o", str(tmp_path / "a.wav"), "--subtitles"]) == 2
    assert "nothing in the text can be spoken" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("speed", ["0", "0.4", "2.1", "quick", "nan"])
def test_a_wrong_speed_is_a_wrong_usage(voice, capsys, speed):
    with pytest.raises(SystemExit, match="2"):
        main(["say", "oi", "--speed", speed])
    assert "0.5 to 2.0" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("", "give a TEXT"),
        ("oi --file a.txt", "not both"),
        ("oi -i", "no TEXT"),
        ("oi --volume 2.5", "0.0 to 2.0"),
        ("oi --raw", "-o -"),
        ("oi --subtitles", "-o FILE"),
        ("oi -o - --subtitles", "-o FILE"),
        ("oi --json", "-o FILE"),
        ("oi --format mp3", "batch"),
        ("oi --anew", "batch"),
        ("oi --lines -o x", "one --file"),
        ("oi --chapters -o x", "--file"),
        ("--file a.txt b.txt", "-o FOLDER"),
        ("--file a.txt b.txt -o x.mp3", "name of a file"),
        ("--file a.txt - -o x", '"-" cannot'),
        ("--file a.txt --lines", "-o FOLDER"),
        ("oi --show-phonemes -o x.wav", "nothing is"),
        ("oi --show-phonemes --phonemes", "not allowed"),
        ("oi --subtitles --vtt -o x.wav", "not allowed"),
    ],
)
def test_wrong_usage_is_told_before_anything_is_done(voice, capsys, arguments, told):
    with pytest.raises(SystemExit, match="2"):
        main(["say", *arguments.split()])
    assert told in capsys.readouterr().err.splitlines()[-1]
    assert voice.asked == []


def test_voice_speed_and_volume_are_handed_on(voice, tmp_path):
    main(["say", "oi", "-o", str(tmp_path / "a.wav"), "--voice", "pf_dora:0.7,pm_alex:0.3", "--speed", "1,5", "--volume", "0.5"])
    main(["say", "oi", "-o", str(tmp_path / "b.wav")])
    assert voice.asked == [("pf_dora:0.7,pm_alex:0.3", 1.5, 0.5), (None, None, None)]


@pytest.mark.parametrize(
    ("spec", "told"), [("dora", "pf_dora"), ("pf_dora:x", "NAME:WEIGHT"), ("pf_dora:1,pm_alexx:2", "pm_alex")]
)
def test_a_wrong_voice_is_told_before_anything_is_loaded(voice, capsys, spec, told):
    assert main(["say", "oi", "--voice", spec]) == 2
    assert told in capsys.readouterr().err
    assert voice.asked == []


def test_loud_is_written_loud_and_never_wraps_round(voice, tmp_path):
    class Shouting(ToneVoice):
        def speak(self, text, voice=None, speed=None, volume=None):
            return super().speak(text, voice, speed, 12.0)

    app.build_synthesizer = lambda config, from_phonemes: Shouting()  # undone by the fixture
    for name in ("a.ogg", "a.mp3"):
        main(["say", "oi", "-o", str(tmp_path / name)])
        samples, _ = soundfile.read(tmp_path / name)
        assert 0.8 < np.abs(samples).max() <= 1.0  # with what packing adds
    for name in ("a.wav", "a.flac"):
        main(["say", "oi", "-o", str(tmp_path / name)])
        samples, _ = soundfile.read(tmp_path / name)
        assert samples.max() == pytest.approx(1.0, abs=0.001)
        assert np.abs(np.diff(samples[:2000])).max() < 0.13  # the steepest step of the tone itself


def test_a_file_is_read_by_its_kind(voice, tmp_path, capsys):
    (tmp_path / "a.md").write_text("---\ntitle: Não\n---\nOlá.", encoding="utf-8")
    (tmp_path / "b.txt").write_bytes("Pão.".encode("latin-1"))
    write_book(tmp_path / "c.epub", {"um": "<p>Livro.</p>"})
    for name in ("a.md", "b.txt", "c.epub"):
        assert main(["say", "--file", str(tmp_path / name), "-o", str(tmp_path / "x.wav")]) == 0
    assert voice.spoken == ["Olá.", "Pão.", "Livro."]
    assert "b.txt: not UTF-8: read as Windows-1252" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["nada.txt", "nada.epub"])
def test_a_file_that_is_not_there_is_one_sentence(voice, tmp_path, capsys, name):
    assert main(["say", "--file", str(tmp_path / name), "-o", str(tmp_path / "a.wav")]) == 2
    assert capsys.readouterr().err == f"assistant: {tmp_path / name}: no such file; check the path\n"


def test_subtitles_beside_the_file_say_when_each_word_is_heard(voice, tmp_path):
    assert main(["say", "um dois. três", "-o", str(tmp_path / "a.mp3"), "--subtitles"]) == 0
    # Two words of 0.1 s and a pause, then one: it would flash by, and is shown with them.
    assert (tmp_path / "a.srt").read_text(encoding="utf-8") == "1\n00:00:00,000 --> 00:00:01,000\num dois três\n"
    assert main(["say", "um", "-o", str(tmp_path / "a.mp3"), "--vtt"]) == 0
    assert (tmp_path / "a.vtt").read_text(encoding="utf-8").startswith("WEBVTT")


def test_a_report_as_json(voice, tmp_path, capsys):
    assert main(["say", "um dois", "-o", str(tmp_path / "a.wav"), "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["path"] == str(tmp_path / "a.wav")
    assert record["seconds"] == pytest.approx(0.3)
    assert record["rtf"] > 0


def test_phonemes_are_taken(monkeypatch, tmp_path):
    asked = []
    monkeypatch.setattr(app, "build_synthesizer", lambda config, from_phonemes: asked.append(from_phonemes) or ToneVoice())
    main(["say", "--phonemes", "ola", "-o", str(tmp_path / "a.wav")])
    main(["say", "ola", "-o", str(tmp_path / "a.wav")])
    assert asked == [True, False]


def test_without_the_cache_nothing_is_kept(monkeypatch, tmp_path):
    sizes = []
    monkeypatch.setattr(app, "build_synthesizer", lambda config, from_phonemes: sizes.append(config.tts.cache_mb) or ToneVoice())
    main(["say", "oi", "-o", str(tmp_path / "a.wav"), "--no-cache"])
    main(["say", "oi", "-o", str(tmp_path / "a.wav")])
    assert sizes[0] == 0 < sizes[1]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("a.xyz", "end its name with .wav"),
        ("nada/a.wav", "its folder does not exist"),
        ("", "a folder"),
        ("a" * 300 + ".wav", "too long"),
    ],
)
def test_a_file_that_cannot_be_written_is_one_sentence(voice, tmp_path, capsys, name, told):
    assert main(["say", "oi", "-o", str(tmp_path / name)]) != 0
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert told in error
    assert (voice.asked == []) is (told != "too long")  # but for what only the disk knows, before anything is loaded
    assert list(tmp_path.iterdir()) == []


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
    assert played == ["open", 7200, 4800, "drained", "closed"]


def test_without_a_speaker_it_says_how_else(voice, monkeypatch, capsys):
    class NoSpeaker:
        def __init__(self, name):
            pass

        def open(self):
            raise NoDeviceError("speaker", None, [])

    monkeypatch.setattr("assistant.audio.speaker.Speaker", NoSpeaker)
    assert main(["say", "oi"]) == 4
    assert "--output" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["nowhere/a.wav", "a.xyz"])
def test_a_name_that_will_not_do_is_wrong_usage(name, tmp_path, capsys):
    assert main(["say", "-o", str(tmp_path / name), "oi"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
