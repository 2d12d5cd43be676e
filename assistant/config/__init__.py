"""config.yaml as one frozen, validated tree."""

from assistant.config.house import HomeConfig, MqttConfig, MqttDeviceConfig, MusicConfig, WeatherConfig
from assistant.config.listening import AsrConfig, AudioConfig, EndpointConfig, WakeConfig
from assistant.config.reading import load
from assistant.config.tree import Config, DialogueConfig, MetricsConfig, SkillsConfig, StoreConfig, TtsConfig

__all__ = [
    "AsrConfig",
    "AudioConfig",
    "Config",
    "DialogueConfig",
    "EndpointConfig",
    "HomeConfig",
    "MetricsConfig",
    "MqttConfig",
    "MqttDeviceConfig",
    "MusicConfig",
    "SkillsConfig",
    "StoreConfig",
    "TtsConfig",
    "WakeConfig",
    "WeatherConfig",
    "is_wav2vec2",
    "load",
]


def is_wav2vec2(recognizer: str) -> bool:
    """Whether asr.model or asr.transcriber names a checkpoint: one of the catalogue, one of the hub, or a folder."""
    return recognizer not in ("embedded", "whisper-base")
