"""Which of a voice's graphs `assistant doctor --tune` finds the quickest, with how many threads."""

import numpy as np
import pytest

from assistant.bench import voice_tuning
from assistant.config import Config, TtsConfig
from assistant.errors import ModelFileError, ModelNotFoundError, SynthesisError
from assistant.tts.acoustics import graphs, onnx_model
from assistant.tts.acoustics.protocol import Utterance


class VirtualTime:
    """In the place of the module `time`: only work takes any."""

    now = 0.0

    def perf_counter(self):
        return self.now

    monotonic = perf_counter


TIME = VirtualTime()


class Slow:
    """Speaks a tenth of a second in so many seconds."""

    identity = "slow"

    def __init__(self, work_s):
        self.work_s = work_s

    def infer(self, ids, style, speed):
        TIME.now += self.work_s
        return Utterance(np.zeros(2400, np.float32))


@pytest.fixture
def disk(tmp_path, monkeypatch):
    """An export in three precisions, and what each takes; ("fp32", 1) is quicker than that on one thread."""
    work = {("fp32", 2): 0.005, ("fp32", 1): 0.008, ("fp16", 2): 0.02, ("int8", 2): 0.015}
    for precision in graphs.PRECISIONS:
        path = tmp_path / graphs.place(precision)
        path.parent.mkdir(parents=True)
        path.write_bytes(b"0" * 1000)
    monkeypatch.setattr(onnx_model, "load", lambda place, threads: Slow(work[place.parent.name, threads]))
    monkeypatch.setattr(voice_tuning, "time", TIME)
    monkeypatch.setattr(voice_tuning, "thread_counts", lambda: [2, 1])
    monkeypatch.setattr(voice_tuning, "BUDGET_S", 0.2)
    monkeypatch.setattr(voice_tuning, "free_mb", lambda: 1000.0)
    return work


def config_of(folder):
    return Config(tts=TtsConfig(model=str(folder)))


def test_fp32_is_chosen_where_it_is_the_quickest(disk, tmp_path):
    advice = voice_tuning.tune(config_of(tmp_path))
    assert [(t.precision, t.threads) for t in advice.measured] == [("fp32", 2), ("fp16", 2), ("int8", 2), ("fp32", 1)]
    assert advice.settings == {"tts.model": str(tmp_path), "tts.precision": "fp32", "tts.threads": 2}


def test_a_thread_that_helps_little_is_left_to_others(disk, tmp_path):
    disk["fp32", 1] = 0.0052
    assert voice_tuning.tune(config_of(tmp_path)).settings["tts.threads"] == 1


def test_with_little_memory_one_is_loaded_after_the_other(disk, tmp_path, monkeypatch):
    monkeypatch.setattr(voice_tuning, "free_mb", lambda: 0.005)
    assert voice_tuning.tune(config_of(tmp_path)).settings["tts.precision"] == "fp32"


def test_a_graph_that_cannot_be_used_is_a_note(disk, tmp_path, monkeypatch):
    class Broken(Slow):
        def infer(self, ids, style, speed):
            raise SynthesisError("Kokoro failed")

    def load(place, threads):
        if place.parent.name == "fp32":
            raise ModelFileError(place, "cut off", "kokoro")
        return Broken(0) if place.parent.name == "fp16" else Slow(0.01)

    monkeypatch.setattr(onnx_model, "load", load)
    advice = voice_tuning.tune(config_of(tmp_path))
    assert advice.settings["tts.precision"] == "int8"
    assert [note.split(":")[0] for note in advice.notes] == [f"{tmp_path.name}, fp32", f"{tmp_path.name}, fp16"]


def test_of_the_catalogue_both_are_measured_and_the_published_one_is_named_by_its_file(tmp_path, monkeypatch):
    for name, file in (("kokoro-quick", "kokoro.bin"), ("kokoro", "model.onnx")):
        (tmp_path / name).mkdir()
        (tmp_path / name / file).write_bytes(b"")
    monkeypatch.setattr(voice_tuning.models, "find", lambda name: tmp_path / name)
    candidates, notes = voice_tuning._candidates(Config())
    published = str(tmp_path / "kokoro" / "model.onnx")
    assert [(c.name, c.model, c.precision) for c in candidates] == [
        ("kokoro-quick", "kokoro", "int8"),
        ("kokoro", published, "int8"),
    ]
    assert notes == []


def test_without_weights_there_is_nothing_to_set(monkeypatch):
    def missing(name):
        raise ModelNotFoundError(name, "model.onnx")

    monkeypatch.setattr(voice_tuning.models, "find", missing)
    advice = voice_tuning.tune(Config())
    assert advice.settings == {}
    assert "assistant models pull kokoro" in advice.notes[-1]
    assert str(advice) == "voice: nothing could be measured"
