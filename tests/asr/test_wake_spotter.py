"""A wake word that another engine hears: what comes after it is an utterance of its own."""

import sys
from pathlib import Path

import numpy as np
import pytest

from assistant.asr.openwakeword import OpenWakeWordSpotter
from assistant.asr.wake_spotter import LATE_S, SpottingRecognizer
from assistant.errors import OpenWakeWordMissingError, WakeModelError
from assistant.events import AudioFrame, Partial, Transcript, Word

RATE = 16_000
WORD, REST = 0.9, 0.5  # the levels of sound that is the word, and that is not


class Levels:
    """A spotter: sure where the sound is as loud as the word."""

    def start(self):
        return self

    def accept(self, samples):
        return 0.97 if np.any(samples >= WORD) else 0.1


class Counting:
    """A recogniser that hears how many seconds it was given."""

    def start(self):
        return CountingStream()


class CountingStream:
    def __init__(self):
        self.samples = []

    def accept(self, frame):
        self.samples.append(frame.samples)
        return Partial(self.text())

    def finish(self, last=None):
        if last is not None:
            self.samples.append(last.samples)
        text = self.text()
        return Transcript(text, 0.8, (Word(text, 0.1, 0.2, 0.8),), rejected=None if text else "silence")

    def hurry(self):
        pass

    def text(self):
        seconds = sum(map(len, self.samples)) / RATE
        return f"{seconds:.2f}" if seconds > LATE_S else ""


def frame(level, seconds):
    return AudioFrame(np.full(round(seconds * RATE), level, np.float32), RATE)


def stream(**options):
    return SpottingRecognizer(Counting(), Levels(), "ei casa", **options).start()


def test_before_the_word_it_is_the_recogniser_alone():
    speaking = stream()
    assert speaking.accept(frame(REST, 1.0)) == Partial("1.00")
    assert speaking.finish().called is None


def test_after_it_only_what_follows_is_recognised():
    speaking = stream()
    speaking.accept(frame(REST, 1.0))
    assert speaking.accept(frame(WORD, 0.5)) == Partial("ei casa", called=True)
    assert speaking.accept(frame(REST, 0.5)) == Partial("ei casa 0.66", called=True)
    final = speaking.finish(frame(REST, 1.0))
    assert final.text == "ei casa 1.66"
    assert (final.called.score, final.called.end_s) == (0.97, 1.34)
    assert [(word.text, word.start) for word in final.words] == [("ei casa", 0.54), ("1.66", 1.44)]


def test_the_word_alone_is_a_call_and_may_come_last():
    final = stream().finish(frame(WORD, 0.1))
    assert (final.text, final.rejected, final.confidence) == ("ei casa", None, 0.97)


def test_a_less_sensitive_ear_does_not_hear_it():
    assert stream(sensitivity=0.02).finish(frame(WORD, 0.5)).called is None


def test_what_is_no_model_is_refused_before_it_could_bring_down_the_program(tmp_path):
    pytest.importorskip("pyopen_wakeword", reason="the wake extra is not installed")
    other = tmp_path / "word.onnx"
    other.write_bytes(b"\x08\x07\x12\x07pytorch")
    with pytest.raises(WakeModelError, match="another kind of file"):
        OpenWakeWordSpotter(other)
    with pytest.raises(WakeModelError, match="No such file"):
        OpenWakeWordSpotter(tmp_path / "none")


def test_without_the_package_it_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "pyopen_wakeword", None)
    monkeypatch.setattr("assistant.asr.openwakeword.find_spec", lambda name: None)
    with pytest.raises(OpenWakeWordMissingError, match=r"assistente\[wake\]"):
        OpenWakeWordSpotter(tmp_path)


def test_silence_and_noise_are_no_word_to_a_real_model():
    package = pytest.importorskip("pyopen_wakeword", reason="the wake extra is not installed")
    spotter = OpenWakeWordSpotter(Path(package.__file__).parent / "models" / "hey_jarvis.tflite")
    noise = np.random.default_rng(0).uniform(-0.1, 0.1, 3 * RATE).astype(np.float32)
    likely = [spotter.start().accept(samples) for samples in (np.zeros(RATE, np.float32), noise)]
    assert max(likely) < 0.5
