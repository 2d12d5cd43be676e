"""`assistant bench asr --model`: the bars of the large recogniser, measured on recognisers whose figures are known."""

import importlib.util
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from assistant import cli, models, resources
from assistant.asr.fallback import FallbackRecognizer
from assistant.bench import large, resident, speech, transformers_pipeline, waits
from assistant.bench.large import Large
from assistant.bench.materials import Places
from assistant.config import Config
from assistant.errors import ModelNotFoundError, RecognitionError
from tests.bench.fakes import Told

ROOT = Path(__file__).parent.parent.parent
RECORDINGS = resources.recordings_folder()


@pytest.fixture
def told(monkeypatch, tmp_path):
    """The recogniser that is built, whichever is asked for; it says all that was said."""
    recognizer = Told("que horas são")
    monkeypatch.setattr(large, "load", lambda config: recognizer)
    monkeypatch.setattr(large.checkpoints, "find", lambda name: tmp_path)
    return recognizer


def rows_of(part, tmp_path, **more):
    places = Places(None, None, None, tmp_path)
    return large.measure(Large(Config(), "wav2vec2-pt", RECORDINGS, places, True, **more), [part], lambda mark: None).rows


# The wait for a partial


def speech_of(seconds):
    return np.zeros(round(16_000 * seconds), np.float32)


def test_the_wait_is_the_time_between_two_looks():
    found = waits.measure(Told(work_s=0.03), speech_of(1.6))
    assert 250 < found.typical < 400
    assert found.longest < 600
    assert 30 <= found.work < 80
    assert found.n in (4, 5)  # the last may be done when the speech is over


def test_a_stall_is_the_longest_wait_and_no_sound_is_lost():
    found = waits.measure(Told(stalls_at=2, stall_s=0.7), speech_of(2.2))
    assert found.longest > 650
    assert found.n < 7


def test_a_stall_at_the_end_counts():
    assert waits.measure(Told(stalls_at=3, stall_s=1.5), speech_of(1.6)).longest > 600


def test_one_that_never_looks_is_no_quick_one():
    with pytest.raises(RecognitionError, match="gave no partial transcript"):
        waits.measure(Told(), speech_of(0.4))


def test_what_goes_wrong_while_listening_is_not_lost():
    told = Told()
    stream_of, n_started = told.start, []

    def start():
        n_started.append(1)
        if len(n_started) == 2:  # after the warm-up
            told.error = RecognitionError("out of memory")
        return stream_of()

    told.start = start
    with pytest.raises(RecognitionError, match="out of memory"):
        waits.measure(told, speech_of(0.7))


# Speech


def test_speech_of_a_length_with_its_text():
    samples, text = speech.joined(RECORDINGS, 5)
    assert len(samples) >= 5 * 16_000
    assert text.startswith("que horas são")
    frames = speech.frames(samples)
    assert np.array_equal(np.concatenate([frame.samples for frame in frames]), samples)


def test_endless_speech_is_that_speech_again_and_again():
    frames = [frame for frame, _ in zip(speech.endless_frames(RECORDINGS), range(300), strict=False)]
    samples, _ = speech.joined(RECORDINGS, 10)
    heard = np.concatenate([frame.samples for frame in frames])
    assert np.array_equal(heard[: len(samples)], samples[: len(heard)])
    assert [frame.at for frame in frames] == [512 * i for i in range(300)]


# Memory


def test_memory_that_grows_and_memory_that_does_not():
    assert resident.Soak((500, 400, 400, 404, 396), (1,) * 5).spread_percent(15) == pytest.approx(1)
    assert resident.Soak((400, 420, 441), (1,) * 3).spread_percent(0) == pytest.approx(10.25)
    assert resident.Soak((400,) * 8, (9, 9, 1, 1, 1, 1, 2, 2)).cost_ratio == 2


@pytest.mark.skipif(not resident.is_known(), reason="this system does not tell a process's memory")
def test_the_memory_of_a_process():
    assert 10 < resident.of_process() <= resident.of_process("self", "VmHWM") < 10_000
    child = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True, check=True)
    assert resident.of_process(int(child.stdout)) is None


@pytest.mark.skipif(not resident.is_known(), reason="this system does not tell a process's memory")
def test_minutes_of_speech_in_a_process_of_their_own():
    try:
        models.find("embedded-encoder")
    except ModelNotFoundError as error:
        pytest.skip(str(error))
    found = resident.soak(Config(), RECORDINGS, 0.1, lambda: None, 2.5)
    assert len(found.mb) == len(found.cost_s) == 2
    assert all(50 < mb < 1500 for mb in found.mb)


def test_another_recogniser_than_the_one_asked_for_is_noticed(caplog):
    def failing():
        raise MemoryError

    FallbackRecognizer(failing, Told)
    assert resident.FALLEN in caplog.text


def test_a_process_that_dies_says_why(tmp_path):
    with pytest.raises(RecognitionError, match=r"did not last .*commands\.tsv"):
        resident.soak(Config(), tmp_path, 1, lambda: None)


# The table


def test_speed_beside_transformers(told, tmp_path, monkeypatch):
    monkeypatch.setattr(large, "_greedy", lambda folder, asr: lambda sound: time.sleep(0.01))
    monkeypatch.setattr(transformers_pipeline, "load", lambda folder, threads: (lambda sound: time.sleep(0.08), ""))
    told.work_s = 0.02
    own, ratio, whole = rows_of("speed", tmp_path)
    assert (own.unit, own.verdict) == ("RTF", "pass")
    assert (own.figure, ratio.figure, whole.figure) == pytest.approx((0.02 / 3, 8, 4), rel=0.5)
    assert (ratio.verdict, whole.verdict) == ("pass", "")


def test_without_transformers_the_ratio_is_absent_and_says_why(told, tmp_path, monkeypatch):
    monkeypatch.setattr(large, "_greedy", lambda folder, asr: lambda sound: "")
    monkeypatch.setitem(sys.modules, "transformers", None)
    monkeypatch.setitem(sys.modules, "torch", None)
    ratio = rows_of("speed", tmp_path)[1]
    assert ratio.verdict == "absent"
    assert 'pip install "assistente[training]"' in ratio.note


def test_both_recognisers_are_waited_for(told, tmp_path, monkeypatch):
    monkeypatch.setattr(speech, "joined", lambda folder, seconds, first=0: (speech_of(1.6), "olá"))
    rows = rows_of("partials", tmp_path)
    assert [row.name.split(":")[0] for row in rows] == ["wav2vec2-pt", "embedded"]
    assert all(row.figure > 200 for row in rows)


def test_streamed_and_offline_text_are_compared(told, tmp_path):
    told.work_s = 0.0
    (row,) = rows_of("streamed", tmp_path)
    assert (row.figure, row.verdict) == (0, "pass")
    assert "one against the other 0.0 %" in row.note


def test_a_soak_that_fails_is_a_row_not_an_end(tmp_path, monkeypatch):
    def failing(*_):
        raise RecognitionError("the recogniser did not last (killed); try it on a shorter file")

    monkeypatch.setattr(large.checkpoints, "find", lambda name: tmp_path)
    monkeypatch.setattr(resident, "soak", failing)
    rows = rows_of("soak", tmp_path)
    assert {row.verdict for row in rows} == {"absent"}
    assert len(rows) == 2


def test_suspicion_is_of_both_recognisers(told, tmp_path):
    told.work_s = 0.0
    rows = rows_of("suspicion", tmp_path)
    assert {row.name.split(": ")[0] for row in rows} == {"wav2vec2-pt", "embedded"}


# The command


def test_weights_that_are_not_here_say_how_to_get_them(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("ASSISTANT_MODELS", str(tmp_path))
    assert cli.main(["bench", "asr", "--model", "wav2vec2-pt"]) == 3
    assert "assistant models pull wav2vec2-pt" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--part", "soak"], 'without --model no part is called "soak"'),
        (["--model", "embedded", "--part", "people"], 'with --model no part is called "people"; there are speed, partials'),
        (["--model", "embedded", "--minutes", "0"], "--minutes 0 will not do"),
    ],
)
def test_options_that_do_not_fit(options, said, capsys):
    assert cli.main(["bench", "asr", *options]) == 2
    assert said in capsys.readouterr().err


def test_the_table_and_the_file(told, tmp_path, capsys):
    told.work_s = 0.0
    found = tmp_path / "found.json"
    assert cli.main(["bench", "asr", "--model", "x/y", "--part", "streamed", "--quick", "--check", "--json", str(found)]) == 0
    assert json.loads(found.read_text(encoding="utf-8"))["rows"][0]["verdict"] == "pass"
    assert "x/y: streamed against offline, WER apart" in capsys.readouterr().out


@pytest.mark.skipif(not importlib.util.find_spec("transformers"), reason="the training extra is not installed")
def test_the_pipeline_reads_a_checkpoint(tmp_path):
    subprocess.run([sys.executable, ROOT / "scripts" / "make_wav2vec2.py", tmp_path / "tiny"], check=True, env=os.environ)
    pipeline, why_not = transformers_pipeline.load(tmp_path / "tiny", 1)
    assert why_not == ""
    assert isinstance(pipeline(np.random.default_rng(0).standard_normal(16_000).astype(np.float32)), str)
    assert transformers_pipeline.load(tmp_path, 1)[0] is None
