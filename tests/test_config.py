"""config.yaml: what ships is valid and complete, and mistakes are named with their line."""

from pathlib import Path

import pytest
import yaml

from assistant import config, resources
from assistant.errors import ConfigError


def load(tmp_path, text, environ=None):
    path = tmp_path / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return config.load(path, environ or {})


def complaint(tmp_path, text, environ=None):
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text, environ)
    return str(caught.value)


def test_the_file_that_ships_shows_every_setting_with_its_default():
    shipped = yaml.safe_load(resources.default_config().read_text(encoding="utf-8"))
    defaults = config.Config().model_dump(mode="json")
    assert shipped == defaults


def test_a_file_may_hold_only_what_differs(tmp_path):
    loaded = load(tmp_path, "tts: {speed: 1.2}")
    assert loaded.tts.speed == 1.2
    assert loaded.asr == config.Config().asr


def test_an_empty_file_is_all_defaults(tmp_path):
    assert load(tmp_path, "") == config.Config()


def test_the_environment_overrides(tmp_path):
    environ = {"ASSISTANT_TTS__SPEED": "0.9", "ASSISTANT_AUDIO__INPUT": "USB", "ASSISTANT_STATE": "elsewhere", "PATH": "x"}
    loaded = load(tmp_path, "tts: {speed: 1.2}", environ)
    assert (loaded.tts.speed, loaded.audio.input) == (0.9, "USB")


def test_an_unknown_key_is_named_with_its_line_and_its_siblings(tmp_path):
    message = complaint(tmp_path, "asr:\n  model: whisper-base\ntts:\n  # a comment\n  sped: 1.2\n")
    assert "config.yaml:5" in message
    assert '"tts.sped"' in message
    assert 'did you mean "speed"' in message
    assert "skill_voices, speaker_voices, speed, threads, voice, volume" in message


def test_an_unknown_section_is_named(tmp_path):
    message = complaint(tmp_path, "audio: {}\nspeech:\n  x: 1\n")
    assert "config.yaml:2" in message
    assert "endpoint" in message


def test_a_value_out_of_range_is_named_with_its_line(tmp_path):
    message = complaint(tmp_path, "tts:\n  speed: 9\n")
    assert "config.yaml:2: tts.speed = 9" in message


def test_a_mistake_in_the_environment_names_the_variable(tmp_path):
    message = complaint(tmp_path, "", {"ASSISTANT_TTS__SPED": "1"})
    assert message.startswith("ASSISTANT_TTS__SPED: unknown key")


@pytest.mark.parametrize(
    ("text", "line", "named"),
    [
        ("tts:\n  volume: 2.1\n", 2, "tts.volume = 2.1"),
        ("tts:\n  volume: -0.1\n", 2, "tts.volume = -0.1"),
        ("tts:\n  speed: 0\n", 2, "tts.speed = 0"),
        ("tts:\n  cache_mb: -1\n", 2, "tts.cache_mb = -1"),
        ("tts:\n  g2p: espanhol\n", 2, "tts.g2p = 'espanhol'"),
        ("tts:\n  precision: int4\n", 2, "tts.precision = 'int4'"),
        ("tts:\n  blends:\n    a: pf_dora,pm_alex\n    b: [pf_dora]\n", 4, "tts.blends.b"),
        ("tts:\n  skill_voices: pm_alex\n", 2, "tts.skill_voices = 'pm_alex'"),
    ],
)
def test_what_the_voice_cannot_be_is_named_with_its_line(tmp_path, text, line, named):
    assert f"config.yaml:{line}: {named}" in complaint(tmp_path, text)


def test_voices_may_be_given_by_the_environment(tmp_path):
    environ = {
        "ASSISTANT_TTS__BLENDS__MINHA": "pf_dora,pm_alex",
        "ASSISTANT_TTS__PREPARE_AFTER_S": "null",
        "ASSISTANT_CACHE": "/x",
    }
    loaded = load(tmp_path, "tts: {blends: {outra: pm_alex}}", environ)
    assert loaded.tts.blends == {"outra": "pm_alex", "minha": "pf_dora,pm_alex"}
    assert loaded.tts.prepare_after_s is None


@pytest.mark.parametrize("text", ["a: [1", "- a list", "just words", "\x00"])
def test_what_is_no_table_is_said_in_one_line(tmp_path, text):
    assert "\n" not in complaint(tmp_path, text)


def test_a_place_may_be_at_home(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    text = "tts: {pronunciations: ~/a.yaml, cache_folder: ~/b}\nskills: {folders: [~/c, ~nobody-is-called-so/d]}"
    loaded = load(tmp_path, text, {"ASSISTANT_STORE__PATH": "~/e"})
    assert (loaded.tts.pronunciations, loaded.tts.cache_folder) == (tmp_path / "a.yaml", tmp_path / "b")
    assert loaded.skills.folders == (tmp_path / "c", Path("~nobody-is-called-so/d"))
    assert loaded.store.path == tmp_path / "e"


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ConfigError, match=r"nowhere\.yaml"):
        config.load(tmp_path / "nowhere.yaml", {})


def test_the_assistant_may_have_several_names(tmp_path):
    loaded = load(tmp_path, 'wake: {mode: wake, phrases: [assistente, "Ei, casa!", guarda-roupa]}')
    assert loaded.wake.phrases == ("assistente", "Ei, casa!", "guarda-roupa")


@pytest.mark.parametrize(
    ("wake", "complaint_about"),
    [
        ("{phrases: [ei]}", '"ei" is too short to be told from other words'),
        ("{phrases: ['ei, ó']}", "6 letters at least"),
        ("{phrases: ['casa 2000']}", "'0', '2' in it; write it in Portuguese letters"),
        ("{phrases: ['приветик']}", "write it in Portuguese letters"),
        ("{mode: wake, phrases: []}", "mode wake needs phrases"),
        ("{mode: wake, engine: openwakeword}", "needs model, the TFLite file"),
        ("{mode: asleep}", "open"),
        ("{sensitivity: 1.5}", "sensitivity"),
    ],
)
def test_a_name_that_cannot_be_called_is_refused(tmp_path, wake, complaint_about):
    assert complaint_about in complaint(tmp_path, f"wake: {wake}")
