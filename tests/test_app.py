"""What the front door builds for a configuration."""

import numpy as np
import pytest

from assistant import app
from assistant.asr.second_opinion import SecondOpinionRecognizer
from assistant.config import AsrConfig, Config
from assistant.errors import ModelNotFoundError
from assistant.events import AudioFrame
from assistant.store import Store
from tests.fakes import ScriptedRecognizer


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store.sqlite")


@pytest.fixture(scope="module")
def skills():
    return app.build_skills(Config())


@pytest.mark.parametrize(("model", "second_opinion"), [("whisper-base", "whisper"), ("embedded", "none")])
def test_only_the_embedded_recogniser_is_advised_and_only_where_that_is_wanted(model, second_opinion, skills, store):
    recognizer = ScriptedRecognizer([])
    config = Config(asr=AsrConfig(model=model, second_opinion=second_opinion))
    assert app.advised(config, recognizer, skills, store) is recognizer


def test_without_whisper_the_embedded_recogniser_does_alone(skills, store, monkeypatch):
    def absent(name):
        raise ModelNotFoundError(name, "model.bin")

    monkeypatch.setattr(app.models, "find", absent)
    first = ScriptedRecognizer(["timer de dez minutos para lazanha"])
    advised = app.advised(Config(asr=AsrConfig(model="embedded")), first, skills, store)
    assert isinstance(advised, SecondOpinionRecognizer)
    assert not advised.wait_until_loaded()
    assert advised.start().finish(AudioFrame(np.zeros(1600, np.float32), 16_000)).text == "timer de dez minutos para lazanha"


@pytest.mark.parametrize(
    ("model", "transcriber", "second_opinion", "needed", "helpful"),
    [
        ("embedded", "whisper-base", "whisper", "embedded-encoder", {"whisper-base"}),
        ("embedded", "embedded", "none", "embedded-encoder", set()),
        ("whisper-base", "whisper-base", "whisper", "whisper-base", set()),
        ("whisper-base", "embedded", "none", "whisper-base", {"embedded-encoder"}),
        ("wav2vec2-pt", "wav2vec2-pt", "whisper", "wav2vec2-pt", {"embedded-encoder"}),
        ("embedded", "someone/checkpoint", "none", "embedded-encoder", {"someone/checkpoint"}),
    ],
)
def test_the_weights_that_a_configuration_needs_and_would_use(model, transcriber, second_opinion, needed, helpful):
    config = Config(asr=AsrConfig(model=model, transcriber=transcriber, second_opinion=second_opinion))
    assert app.weights_of(config) == (needed, "kokoro")
    assert app.helpful_weights_of(config).keys() == helpful
