"""Where the large recogniser fails, the small one goes on, says so, and no sound is lost."""

import logging

import numpy as np
import pytest

from assistant import app
from assistant.app import recognizers
from assistant.asr.fallback import BROKEN_DOWN, LOADING_FAILURES, NOT_LOADED, FallbackRecognizer
from assistant.asr.windows import WINDOW_SAMPLES
from assistant.config import AsrConfig, Config
from assistant.errors import (
    CheckpointFolderError,
    DeviceMissingError,
    EngineFailedError,
    KenlmMissingError,
    ModelFileError,
    ModelNotFoundError,
    RecognitionError,
    UnknownModelError,
)
from assistant.events import AudioFrame, Partial, Transcript
from tests.asr.sounds import RATE, noise
from tests.asr.streams import assert_asking_changes_nothing
from tests.fakes import ScriptedRecognizer

NO_MEMORY = EngineFailedError("wav2vec2-pt", "there is not enough memory", "close other programs")
ACENDE = Partial("acende a luz", 6)


class Breaking:
    """Breaks down at the given piece of each utterance; `failure` as it comes."""

    def __init__(self, at_piece, failure=NO_MEMORY, partial=ACENDE):
        self.at_piece = at_piece
        self.failure = failure
        self.partial = partial

    def start(self):
        return BreakingStream(self)


class BreakingStream:
    def __init__(self, owner):
        self._owner = owner
        self._n = 0

    def accept(self, frame):
        self._n += 1
        if self._n == self._owner.at_piece:
            raise self._owner.failure
        return self._owner.partial

    def finish(self, last=None):
        raise self._owner.failure

    def hurry(self):
        pass


class Listener:
    """Says in seconds how much it heard."""

    def start(self):
        return ListenerStream()


class ListenerStream:
    def __init__(self):
        self._seconds = 0.0

    def accept(self, frame):
        self._seconds += frame.seconds
        return Partial("apaga a luz", 5)

    def finish(self, last=None):
        self._seconds += last.seconds if last else 0.0
        return Transcript(f"{self._seconds:.1f} s")

    def hurry(self):
        pass


def piece(seconds=1.0):
    return AudioFrame(noise(seconds), RATE)


def failing(error):
    def load():
        raise error

    return load


@pytest.mark.parametrize(
    "error",
    [
        ModelNotFoundError("wav2vec2-pt", "model.safetensors"),
        ModelFileError("model.onnx", "damaged", "wav2vec2-pt"),
        CheckpointFolderError("folder", "it has no vocab.json"),
        NO_MEMORY,
        MemoryError(),
        KenlmMissingError("language_model"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_does_not_load_gives_way_and_says_so_once(error, caplog):
    told = []
    with caplog.at_level(logging.ERROR):
        recognizer = FallbackRecognizer(failing(error), Listener)
    recognizer.tell(told.append)
    assert recognizer.start().finish(piece(2)).text == "2.0 s"
    assert told == [NOT_LOADED]
    assert type(error).__name__ in caplog.text
    assert isinstance(error, LOADING_FAILURES)


@pytest.mark.parametrize(
    "error",
    [
        UnknownModelError("wav2vec-pt", ["wav2vec2-pt"]),
        DeviceMissingError("cuda", "there is none", "set asr.device: cpu"),
        RecognitionError("sound at 8000 Hz"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_the_configuration_has_wrong_stays_an_error(error):
    with pytest.raises(type(error)):
        FallbackRecognizer(failing(error), Listener)


def test_without_the_small_one_either_that_is_the_error():
    with pytest.raises(ModelNotFoundError, match="embedded-encoder"):
        FallbackRecognizer(failing(NO_MEMORY), failing(ModelNotFoundError("embedded-encoder", "encoder.bin")))


@pytest.mark.parametrize("at_piece", [1, 3, 99])
@pytest.mark.parametrize("failure", [NO_MEMORY, MemoryError()], ids=["named", "MemoryError"])
def test_an_utterance_in_which_it_breaks_down_is_heard_whole_by_the_small_one(at_piece, failure):
    told = []
    recognizer = FallbackRecognizer(lambda: Breaking(at_piece, failure), Listener)
    recognizer.tell(told.append)
    stream = recognizer.start()
    for _ in range(5):
        stream.accept(piece())
    assert stream.finish(piece(0.5)).text == "5.5 s"
    assert told == [BROKEN_DOWN]
    assert recognizer.start().finish(piece()).text == "1.0 s"
    assert told == [BROKEN_DOWN]


def test_what_was_stable_is_not_taken_back_by_the_small_one():
    stream = FallbackRecognizer(lambda: Breaking(2), Listener).start()
    assert stream.accept(piece()) == Partial("acende a luz", 6)
    assert stream.accept(piece()) is None
    assert stream.accept(piece()) is None
    agreeing = FallbackRecognizer(lambda: Breaking(2, partial=Partial("apaga", 3)), Listener).start()
    assert [agreeing.accept(piece()) for _ in range(2)] == [Partial("apaga", 3), Partial("apaga a luz", 5)]


def test_of_an_endless_utterance_the_last_window_is_kept():
    stream = FallbackRecognizer(lambda: Breaking(99), Listener).start()
    for _ in range(60):
        stream.accept(piece())
    assert stream.finish().text == f"{WINDOW_SAMPLES / RATE:.1f} s"


def test_whoever_asks_in_the_middle_changes_nothing():
    assert_asking_changes_nothing(FallbackRecognizer(Listener, Listener).start, [piece()] * 4, {0, 2})


def test_asked_in_the_middle_it_breaks_down_and_the_small_one_goes_on_with_all_of_it():
    stream = FallbackRecognizer(lambda: Breaking(99), Listener).start()
    stream.accept(piece())
    assert stream.finish(piece(0.5)).text == "1.5 s"
    stream.accept(piece())
    assert stream.finish().text == "2.5 s"


def test_sound_that_is_wrong_is_not_the_large_ones_failure():
    told = []
    recognizer = FallbackRecognizer(lambda: Breaking(99), Listener)
    recognizer.tell(told.append)
    with pytest.raises(RecognitionError, match="resample"):
        recognizer.start().accept(AudioFrame(noise(1), 8000))
    assert told == []


def test_the_small_one_failing_too_is_an_error():
    stream = FallbackRecognizer(lambda: Breaking(1), lambda: ScriptedRecognizer([NO_MEMORY])).start()
    stream.accept(piece())
    with pytest.raises(EngineFailedError):
        stream.finish()


def test_an_unknown_name_is_told_before_anything_else():
    with pytest.raises(UnknownModelError, match="wav2vec2-pt"):
        app.build_recognizer(Config(asr=AsrConfig(model="wave2vec-pt")), lambda: None)


def test_a_conversation_with_a_checkpoint_that_is_missing_goes_on(monkeypatch, tmp_path):
    monkeypatch.setenv("ASSISTANT_MODELS", str(tmp_path))
    monkeypatch.setattr(recognizers, "build_embedded", lambda config, commands: Listener())
    recognizer = app.build_recognizer(Config(asr=AsrConfig(model="wav2vec2-pt")), lambda: None)
    assert recognizer.start().finish(AudioFrame(np.zeros(RATE, np.float32), RATE)).text == "1.0 s"
    with pytest.raises(ModelNotFoundError, match="wav2vec2-pt"):
        app.build_transcriber(Config(asr=AsrConfig(transcriber="wav2vec2-pt")))
