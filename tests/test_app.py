"""What the front door builds for a configuration."""

from dataclasses import replace

import numpy as np
import pytest

from assistant import app, models
from assistant.app import sessions, voices
from assistant.asr.second_opinion import SecondOpinionRecognizer
from assistant.config import AsrConfig, Config, SkillsConfig, StoreConfig, TtsConfig
from assistant.errors import ConfigError, GraphMissingError, ModelNotFoundError, VoiceMissingError
from assistant.events import AudioFrame, Report
from assistant.runtime.workers import InlineWorker
from assistant.store import Store
from tests.fakes import EnergyDetector, MemorySink, ScriptedRecognizer, ToneSynthesizer, VirtualTime


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
    assert app.advised(config, recognizer, lambda: skills, app.alone(store).lists) is recognizer


def test_without_whisper_the_embedded_recogniser_does_alone(skills, store, monkeypatch):
    def absent(name):
        raise ModelNotFoundError(name, "model.bin")

    monkeypatch.setattr(models, "find", absent)
    first = ScriptedRecognizer(["timer de dez minutos para lazanha"])
    advised = app.advised(Config(asr=AsrConfig(model="embedded")), first, lambda: skills, app.alone(store).lists)
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
    assert app.helpful_weights_of(config).keys() == helpful | {"kokoro-quick", "speaker-encoder"}


@pytest.mark.parametrize(
    ("tts", "complaint"),
    [
        ({"voice": "dora"}, 'tts.voice: no voice is called "dora"; the nearest are pf_dora'),
        ({"voice": "pf_dora:0.7;pm_alex:0.3"}, 'tts.voice: the blend "pf_dora:0.7;pm_alex:0.3" cannot be spoken'),
        ({"blends": {"minha": "pf_dora:x"}}, 'tts.blends: the blend "pf_dora:x" cannot be spoken'),
        ({"blends": {"pf_dora": "pm_alex"}}, "pf_dora is a voice already"),
        ({"blends": {"minha": "pf_dora,pm_alix"}}, "the nearest are pm_alex"),
        ({"skill_voices": {"horas": "pm_alix"}}, "tts.skill_voices.horas: no voice is called"),
        ({"speaker_voices": {"ana": "minhha"}, "blends": {"minha": "pf_dora"}}, "the nearest are minha"),
    ],
)
def test_a_voice_that_cannot_speak_is_found_at_the_start(tts, complaint):
    with pytest.raises(ConfigError) as caught:
        app.build_synthesizer(Config(tts=TtsConfig(**tts)))
    assert complaint in str(caught.value)


def test_a_voice_that_was_not_fetched_is_found_at_the_start(tmp_path, monkeypatch):
    monkeypatch.setenv("ASSISTANT_MODELS", str(tmp_path))
    with pytest.raises(VoiceMissingError, match="af_heart is not here"):
        app.build_synthesizer(Config(tts=TtsConfig(speaker_voices={"ana": "af_heart"})))


def test_a_saved_blend_is_listed():
    listed = app.build_voices(Config(tts=TtsConfig(blends={"minha": "pf_dora:0.7,pm_alex:0.3"}))).list()
    assert ("minha", "pt-BR") in [(v.name, v.language) for v in listed]


def test_a_skill_that_is_not_there_can_have_no_voice():
    with pytest.raises(ConfigError, match='no skill is called "temporisador"; did you mean "temporizador"'):
        app.build_skills(Config(tts=TtsConfig(skill_voices={"temporisador": "pm_alex"})))


def test_a_skill_that_does_not_load_keeps_its_voice(tmp_path):
    (tmp_path / "quebrada.py").write_text("def f(:")
    config = Config(skills=SkillsConfig(folders=(tmp_path,)), tts=TtsConfig(skill_voices={"quebrada": "pm_alex"}))
    assert len(app.build_skills(config).problems) == 1


@pytest.mark.parametrize(
    ("tts", "speaks", "is_prepared"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"cache_mb": 0}, True, False),
        ({"prepare_after_s": None}, True, False),
    ],
)
def test_replies_are_prepared_only_where_they_are_kept_and_heard(tts, speaks, is_prepared, monkeypatch, tmp_path):
    monkeypatch.setattr(sessions, "build_synthesizer", lambda config: ToneSynthesizer())
    config = Config(tts=TtsConfig(**tts), store=StoreConfig(path=tmp_path / "store.sqlite"))
    assert (app.load_models(config, listens=False, speaks=speaks).rehearsal is not None) == is_prepared


def test_an_export_speaks_with_its_own_voices_and_needs_no_other_weights(tmp_path):
    (tmp_path / "voices").mkdir()
    np.ones((510, 256), "<f4").tofile(tmp_path / "voices" / "pf_nova.bin")
    config = Config(tts=TtsConfig(model=str(tmp_path), voice="pf_nova"))
    assert {"pf_nova", "pf_dora"} <= {v.name for v in app.build_voices(config).list()}
    assert "kokoro" not in app.weights_of(config)
    with pytest.raises(GraphMissingError):
        app.build_synthesizer(config)


def test_a_voice_that_was_made_quicker_is_preferred(tmp_path, monkeypatch):
    def found(name):
        if name in here:
            return tmp_path / name
        raise ModelNotFoundError(name, "a file")

    monkeypatch.setattr(models, "find", found)
    (tmp_path / "kokoro").mkdir()
    (tmp_path / "kokoro" / "model.onnx").touch()
    here = {"kokoro", "kokoro-quick"}
    assert voices.voice_weights(TtsConfig()) == tmp_path / "kokoro-quick"
    here = {"kokoro"}
    assert voices.voice_weights(TtsConfig()) == tmp_path / "kokoro"
    with pytest.raises(GraphMissingError, match="fp32"):
        voices.voice_weights(TtsConfig(precision="fp32"))
    here = set()
    with pytest.raises(ModelNotFoundError):
        voices.voice_weights(TtsConfig())


def test_a_voice_model_that_is_nowhere_is_a_mistake_in_the_configuration(tmp_path):
    with pytest.raises(ConfigError, match=r"tts\.model: .*does not exist"):
        voices.voice_weights(TtsConfig(model=str(tmp_path / "nowhere")))


@pytest.mark.parametrize("said", ["acende a luz da sala", "apaga todas as luzes", "a porta está aberta"])
def test_without_a_house_what_is_asked_of_one_is_said_to_be_missing(tmp_path, monkeypatch, said):
    monkeypatch.setattr(sessions, "build_synthesizer", lambda config: ToneSynthesizer())
    config = Config(store=StoreConfig(path=tmp_path / "store.sqlite"))
    shared, seen = app.load_models(config, listens=False, speaks=True), []
    try:
        ends = app.Ends(app.line_source([said]), MemorySink())
        watch = (lambda item, _: seen.append(item),)
        app.build_session(
            config, replace(shared, rehearsal=None), ends, watch, VirtualTime().clock, InlineWorker, EnergyDetector()
        ).run()
    finally:
        shared.close()
    (record,) = [item.record for item in seen if isinstance(item, Report)]
    assert record.answer.startswith("Ainda não conheço a sua casa: ")
