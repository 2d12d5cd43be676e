"""`assistant doctor --tune`: the large recogniser where it is here and keeps its bars, else the embedded one, and why."""

import json
import re

import pytest

from assistant import cli
from assistant.bench import tuning, voice_tuning
from assistant.bench.tuning import Measured
from assistant.bench.voice_tuning import Timed, VoiceAdvice
from assistant.config import Config
from assistant.errors import ModelNotFoundError
from tests.bench.fakes import Told

OWN = Measured("embedded", "int8", 2, 0.02, 180)


def large(rtf, wait_ms):
    return Measured("wav2vec2-pt", "int8", 2, rtf, wait_ms)


@pytest.mark.parametrize(
    ("found", "model", "why"),
    [
        ((large(0.05, 350), OWN), "wav2vec2-pt", "fast enough"),
        ((large(0.05, None), OWN), "wav2vec2-pt", "fast enough"),
        ((large(0.09, 350), OWN), "embedded", r"too slow on this computer \(RTF 0\.090\)"),
        ((large(0.05, 450), OWN), "embedded", r"too slow on this computer \(a wait of 450 ms\)"),
        ((OWN,), "embedded", "the only one"),
    ],
)
def test_what_is_advised_and_why(found, model, why):
    advice = tuning._advice(found, ())
    assert advice.model == model
    assert re.search(why, advice.why)
    assert advice.settings == {"asr.model": model, "asr.threads": 2}


@pytest.fixture
def recognisers(monkeypatch, tmp_path):
    """What is built: by model and number of threads. The large one is quicker with two threads, the embedded one is not."""
    built = {
        ("wav2vec2-pt", 1): Told(work_s=0.2),
        ("wav2vec2-pt", 2): Told(work_s=0.1),
        ("embedded", 1): Told(work_s=0.02),
        ("embedded", 2): Told(work_s=0.02),
    }
    monkeypatch.setattr(tuning, "load", lambda config: built[config.asr.model, config.asr.threads])
    monkeypatch.setattr(tuning, "thread_counts", lambda: [2, 1])
    monkeypatch.setattr(tuning, "_REAL_TIME_S", 1.0)
    monkeypatch.setattr(tuning, "_ROUNDS", 2)
    monkeypatch.setattr(tuning.checkpoints, "find", lambda name: tmp_path)
    monkeypatch.setattr(tuning.os, "getloadavg", lambda: (0.5, 0.5, 0.5), raising=False)
    monkeypatch.setattr(tuning, "_precision", lambda asr: "int8")
    monkeypatch.setattr(tuning, "free_mb", lambda: 4000.0)
    return built


def test_it_is_measured_with_every_number_of_threads(recognisers):
    advice = tuning.tune(Config())
    assert [(one.model, one.threads) for one in advice.measured] == [("wav2vec2-pt", 2), ("embedded", 1)]
    assert advice.measured[0].rtf < 0.08
    assert (advice.model, advice.threads) == ("wav2vec2-pt", 2)


def test_without_weights_it_says_how_to_get_them(recognisers, monkeypatch):
    def missing(name):
        raise ModelNotFoundError(name, "config.json")

    monkeypatch.setattr(tuning.checkpoints, "find", missing)
    advice = tuning.tune(Config())
    assert advice.model == "embedded"
    assert advice.notes == (
        "wav2vec2-pt: its weights are not here; to let it be measured, type: assistant models pull wav2vec2-pt",
    )


def test_a_busy_computer_is_said_to_be_busy(recognisers, monkeypatch):
    monkeypatch.setattr(tuning.os, "getloadavg", lambda: (7.0, 0.5, 0.5), raising=False)
    assert tuning.tune(Config()).notes == ("this computer is busy (a load of 7.0 on 2 cores): measure again when it is not",)


def test_without_memory_it_is_not_even_loaded(recognisers, monkeypatch):
    monkeypatch.setattr(tuning.os, "getloadavg", lambda: (0.5, 0.5, 0.5), raising=False)
    monkeypatch.setattr(tuning, "_precision", lambda asr: "int8")
    monkeypatch.setattr(tuning, "free_mb", lambda: 512.0)
    advice = tuning.tune(Config())
    assert advice.model == "embedded"
    assert advice.notes == ("wav2vec2-pt: 512 MB of memory are free, and it needs 900",)


QUICK = Timed("kokoro-quick", "kokoro", "int8", 1, 0.2)


@pytest.fixture
def config_file(recognisers, monkeypatch, tmp_path):
    monkeypatch.setattr(voice_tuning, "tune", lambda config, tell: VoiceAdvice(QUICK, (QUICK,)))
    path = tmp_path / "config.yaml"
    path.write_text("asr:\n  model: embedded  # which one hears\n  threads: 2\ntts: {threads: 2}\n", encoding="utf-8")
    return path


def test_the_command_writes_what_is_best_into_the_config_and_keeps_its_comments(config_file, capsys):
    assert cli.main(["--config", str(config_file), "doctor", "--tune"]) == 0
    out = capsys.readouterr().out
    assert "✓ wav2vec2-pt, int8, 2 threads: RTF 0.0" in out
    assert "✓ voice, kokoro-quick, int8, 1 thread: RTF 0.200" in out
    assert "→ wav2vec2-pt, 2 threads: wav2vec2-pt hears better" in out
    assert config_file.read_text(encoding="utf-8") == (
        "asr:\n  model: wav2vec2-pt # which one hears\n  threads: 2\ntts: {precision: int8, threads: 1}\n"
    )
    assert cli.main(["--config", str(config_file), "doctor", "--tune"]) == 0
    assert "has that already" in capsys.readouterr().out


def test_a_dry_run_only_tells(config_file, capsys):
    before = config_file.read_text(encoding="utf-8")
    assert cli.main(["--config", str(config_file), "doctor", "--tune", "--dry-run", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["model"] == "wav2vec2-pt"
    assert told["settings"] == {"asr.model": "wav2vec2-pt", "tts.precision": "int8", "tts.threads": 1}
    assert not told["written"]
    assert config_file.read_text(encoding="utf-8") == before


def test_a_recogniser_that_was_not_measured_stays(config_file, capsys):
    config_file.write_text("asr: {model: whisper-base}\n", encoding="utf-8")
    assert cli.main(["--config", str(config_file), "doctor", "--tune"]) == 0
    assert "asr.model stays whisper-base" in capsys.readouterr().out
    assert "whisper-base" in config_file.read_text(encoding="utf-8")


def test_a_config_that_cannot_be_written_is_told_with_the_lines(config_file, monkeypatch, capsys):
    def refuses(self, target):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(config_file), "replace", refuses)
    assert cli.main(["--config", str(config_file), "doctor", "--tune"]) == 2
    out, err = capsys.readouterr()
    assert "    asr:\n      model: wav2vec2-pt\n    tts:\n      precision: int8\n      threads: 1\n" in out
    assert "was not changed (Permission denied)" in err
    assert [path.name for path in config_file.parent.iterdir()] == ["config.yaml"]
