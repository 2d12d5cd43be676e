"""config.yaml as one frozen, validated tree.

Strategy: pydantic checks the tree; an unknown or unfit key is reported with its line in the file, by walking the YAML's own
nodes, and with its valid siblings. `ASSISTANT_SECTION__KEY=value` overrides a key; the value is read as YAML.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import ConfigError

PREFIX = "ASSISTANT_"
_RESERVED = {"ASSISTANT_CACHE", "ASSISTANT_MODELS", "ASSISTANT_MODELS_MIRROR", "ASSISTANT_STATE"}  # folders: see resources.py

_Place = Annotated[Path, AfterValidator(lambda path: Path(os.path.expanduser(path)))]
"""A path that may begin with "~"; Path.expanduser would raise where nobody is at home."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AudioConfig(_Section):
    input: str | None = None
    output: str | None = None
    queue_s: float = Field(5.0, gt=0.5, le=60)
    echo_tail_ms: int = Field(250, ge=0, le=2000)
    reopen_every_s: float = Field(1.0, gt=0.1, le=60)


class VadConfig(_Section):
    engine: Literal["silero", "webrtc"] = "silero"
    aggressiveness: int = Field(2, ge=0, le=3)


class EndpointConfig(_Section):
    start_probability: float = Field(0.5, gt=0, lt=1)
    stop_probability: float = Field(0.35, gt=0, lt=1)
    start_ms: int = Field(96, ge=32, le=1000)
    silence_ms: int = Field(640, ge=100, le=5000)
    min_speech_ms: int = Field(160, ge=32, le=2000)
    max_turn_s: float = Field(20.0, ge=2, le=28)
    pre_roll_ms: int = Field(320, ge=0, le=2000)


class AsrConfig(_Section):
    """What the recognisers are made with."""

    model: str = "embedded"
    transcriber: str = "whisper-base"
    flavour: Literal["onnx", "torch"] = "onnx"
    precision: Literal["auto", "fp32", "fp16", "int8"] = "auto"
    device: Literal["cpu", "cuda", "tensorrt"] = "cpu"
    threads: int = Field(2, ge=1, le=64)
    hot_words: tuple[str, ...] = ()
    partial_every_ms: int | None = Field(None, ge=100, le=5000)
    beams: int = Field(5, ge=1, le=10)
    pad_to_s: float = Field(8.0, ge=0, le=30)
    min_confidence: float = Field(0.4, ge=0, le=1)
    second_opinion: Literal["whisper", "none"] = "whisper"
    prompt: str = (
        "Que horas são? Que dia é hoje? Timer de dez minutos. Cancela. Quanto é sete vezes oito? "
        "Quanto é cem mais vinte? Repete, por favor. Para. Ajuda. Olá, bom dia."
    )


class TtsConfig(_Section):
    voice: str = "pf_dora"
    blends: dict[str, str] = {}
    skill_voices: dict[str, str] = {}
    speaker_voices: dict[str, str] = {}
    speed: float = Field(1.0, ge=0.5, le=2.0)
    volume: float = Field(1.0, ge=0, le=2.0)
    g2p: Literal["misaki", "espeak"] = "misaki"
    pronunciations: _Place | None = None
    model: str = "kokoro"
    precision: Literal["auto", "fp32", "fp16", "int8"] = "auto"
    threads: int = Field(2, ge=1, le=64)
    cache_mb: int = Field(100, ge=0, le=100_000)
    cache_folder: _Place | None = None
    prepare_after_s: float | None = Field(10.0, ge=1, le=86_400)


class SkillsConfig(_Section):
    folders: tuple[_Place, ...] = ()
    time_limit_s: float = Field(2.0, ge=0.1, le=30)
    reload_every_s: float | None = Field(2.0, ge=0.2, le=3600)
    allow: dict[str, tuple[str, ...]] = {}
    settings: dict[str, dict[str, Any]] = {}


class DialogueConfig(_Section):
    thinking_timeout_s: float = Field(15.0, ge=1, le=120)
    speaking_timeout_s: float = Field(120.0, ge=5, le=3600)
    topic_s: float = Field(45.0, ge=1, le=600)
    wake_phrase: str | None = Field(None, min_length=2, max_length=60)
    follow_up_s: float = Field(8.0, ge=0, le=120)


class SpeakersConfig(_Section):
    encoder: Literal["dedicated", "asr", "none"] = "dedicated"
    adapts: bool = True


class HomeAssistantConfig(_Section):
    url: str | None = None
    token_variable: str = "HOME_ASSISTANT_TOKEN"  # noqa: S105 (the name of a variable, not a token)


class MqttDeviceConfig(_Section):
    """One plain MQTT device. on, off: what it is sent (a cover: opens, closes; a lock: locks, unlocks); None is the usual."""

    name: str = Field(min_length=1)
    kind: Literal[
        "light", "switch", "fan", "cover", "lock", "valve", "climate", "sensor", "binary_sensor", "scene", "button", "vacuum"
    ]
    area: str | None = None
    floor: str | None = None
    aliases: tuple[str, ...] = ()
    device_class: str | None = None
    unit: str | None = None
    command_topic: str | None = None
    state_topic: str | None = None
    value_template: str | None = None
    on: str | None = None
    off: str | None = None
    brightness_topic: str | None = None
    brightness_scale: int = Field(255, ge=1, le=65_535)
    position_topic: str | None = None
    percentage_topic: str | None = None
    temperature_topic: str | None = None
    current_temperature_topic: str | None = None


class MqttConfig(_Section):
    host: str | None = None
    port: int = Field(1883, ge=1, le=65_535)
    user: str | None = None
    password_variable: str = "MQTT_PASSWORD"  # noqa: S105
    tls: bool = False
    discovery: str | None = "homeassistant"
    devices: tuple[MqttDeviceConfig, ...] = ()


class HomeConfig(_Section):
    home_assistant: HomeAssistantConfig = HomeAssistantConfig()
    mqtt: MqttConfig = MqttConfig()


class MusicConfig(_Section):
    host: str | None = None
    port: int = Field(6600, ge=1, le=65_535)
    password_variable: str = "MPD_PASSWORD"  # noqa: S105


class WeatherConfig(_Section):
    place: str | None = None
    latitude: float | None = Field(None, ge=-90, le=90)
    longitude: float | None = Field(None, ge=-180, le=180)
    url: str = "https://api.open-meteo.com/v1/forecast"
    geocoding: str | None = None


class QuestionsConfig(_Section):
    file: _Place | None = None


class StoreConfig(_Section):
    path: _Place | None = None


class Config(_Section):
    """The whole tree; rooms are handed their section, never this."""

    audio: AudioConfig = AudioConfig()
    vad: VadConfig = VadConfig()
    endpoint: EndpointConfig = EndpointConfig()
    asr: AsrConfig = AsrConfig()
    tts: TtsConfig = TtsConfig()
    skills: SkillsConfig = SkillsConfig()
    dialogue: DialogueConfig = DialogueConfig()
    speakers: SpeakersConfig = SpeakersConfig()
    store: StoreConfig = StoreConfig()
    home: HomeConfig = HomeConfig()
    music: MusicConfig = MusicConfig()
    weather: WeatherConfig = WeatherConfig()
    rates: dict[str, float] = {}
    questions: QuestionsConfig = QuestionsConfig()


def is_wav2vec2(recognizer: str) -> bool:
    """Whether asr.model or asr.transcriber names a checkpoint: one of the catalogue, one of the hub, or a folder."""
    return recognizer not in ("embedded", "whisper-base")


def load(path: Path, environ: Mapping[str, str]) -> Config:
    """Read `path`, apply the overrides in `environ`. Raises ConfigError."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8 text"
        raise ConfigError(f"{path}: {reason}; give --config a readable file") from error
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        tree = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else f"{path}"
        reason = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise ConfigError(f"{where}: not YAML ({reason}); mend that line") from error
    if not isinstance(tree, dict):
        raise ConfigError(f"{path}: not a table of sections; begin from the config.yaml of this project")
    for name, value in environ.items():
        if name.startswith(PREFIX) and name not in _RESERVED:
            _override(tree, name, value)
    try:
        return Config.model_validate(tree)
    except ValidationError as error:
        raise _explain(error, path, root, environ) from error


def _override(tree: dict[str, Any], name: str, value: str) -> None:
    keys = name.removeprefix(PREFIX).lower().split("__")
    try:
        parsed = yaml.safe_load(value)
    except yaml.YAMLError as error:
        raise ConfigError(f"{name}: the value is not YAML; put quotes around it") from error
    section = tree
    for key in keys[:-1]:
        if not isinstance(section.get(key), dict):
            section[key] = {}
        section = section[key]
    section[keys[-1]] = parsed


def _explain(error: ValidationError, path: Path, root: yaml.Node | None, environ: Mapping[str, str]) -> ConfigError:
    """One sentence for the first mistake: where, what, and what would do."""
    mistake = error.errors()[0]
    keys = [str(key) for key in mistake["loc"]]
    dotted = ".".join(keys)
    variable = PREFIX + "__".join(keys).upper()
    where = variable if variable in environ else f"{path}:{_line(root, keys)}"
    if mistake["type"] == "extra_forbidden":
        siblings = sorted(_fields(keys[:-1]))
        near = difflib.get_close_matches(keys[-1], siblings, n=1)
        hint = f'did you mean "{near[0]}"? ' if near else ""
        return ConfigError(f'{where}: unknown key "{dotted}"; {hint}valid keys here: {", ".join(siblings)}')
    reason = mistake["msg"][:1].lower() + mistake["msg"][1:]
    return ConfigError(f"{where}: {dotted} = {mistake['input']!r} will not do ({reason}); see the comments in config.yaml")


def _fields(keys: list[str]) -> list[str]:
    model: type[BaseModel] = Config
    for key in keys:
        model = model.model_fields[key].annotation
    return list(model.model_fields)


def _line(node: yaml.Node | None, keys: list[str]) -> int:
    """The line (from 1) of the deepest key of `keys` that the file really has."""
    line = node.start_mark.line if node else 0
    for key in keys:
        if not isinstance(node, yaml.MappingNode):
            break
        for key_node, value_node in node.value:
            if key_node.value == key:
                line, node = key_node.start_mark.line, value_node
                break
        else:
            break
    return line + 1
