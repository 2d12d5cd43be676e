"""The whole tree of config.yaml."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from assistant.config.house import HomeConfig, MusicConfig, WeatherConfig
from assistant.config.listening import AsrConfig, AudioConfig, EndpointConfig, SpeakersConfig, VadConfig, WakeConfig
from assistant.config.section import Place, Section


class TtsConfig(Section):
    voice: str = "pf_dora"
    blends: dict[str, str] = Field(default_factory=dict)
    skill_voices: dict[str, str] = Field(default_factory=dict)
    speaker_voices: dict[str, str] = Field(default_factory=dict)
    speed: float = Field(1.0, ge=0.5, le=2.0)
    volume: float = Field(1.0, ge=0, le=2.0)
    g2p: Literal["misaki", "espeak"] = "misaki"
    pronunciations: Place | None = None
    model: str = "kokoro"
    precision: Literal["auto", "fp32", "fp16", "int8"] = "auto"
    threads: int = Field(2, ge=1, le=64)
    cache_mb: int = Field(100, ge=0, le=100_000)
    cache_folder: Place | None = None
    prepare_after_s: float | None = Field(10.0, ge=1, le=86_400)


class SkillsConfig(Section):
    folders: tuple[Place, ...] = ()
    time_limit_s: float = Field(2.0, ge=0.1, le=30)
    reload_every_s: float | None = Field(2.0, ge=0.2, le=3600)
    allow: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    settings: dict[str, dict[str, Any]] = Field(default_factory=dict)


class DialogueConfig(Section):
    thinking_timeout_s: float = Field(15.0, ge=1, le=120)
    speaking_timeout_s: float = Field(120.0, ge=5, le=3600)
    topic_s: float = Field(45.0, ge=1, le=600)


class QuestionsConfig(Section):
    file: Place | None = None


class StoreConfig(Section):
    path: Place | None = None


class MetricsConfig(Section):
    turns: bool = True
    words: bool = False
    file: Place | None = None
    max_mb: float = Field(5.0, gt=0, le=1000)
    opentelemetry: bool = False


class Config(Section):
    """The whole tree; rooms are handed their section, never this."""

    audio: AudioConfig = AudioConfig()
    vad: VadConfig = VadConfig()
    endpoint: EndpointConfig = EndpointConfig()
    asr: AsrConfig = AsrConfig()
    tts: TtsConfig = TtsConfig()
    skills: SkillsConfig = SkillsConfig()
    dialogue: DialogueConfig = DialogueConfig()
    wake: WakeConfig = WakeConfig()
    speakers: SpeakersConfig = SpeakersConfig()
    store: StoreConfig = StoreConfig()
    home: HomeConfig = HomeConfig()
    music: MusicConfig = MusicConfig()
    weather: WeatherConfig = WeatherConfig()
    rates: dict[str, float] = Field(default_factory=dict)
    questions: QuestionsConfig = QuestionsConfig()
    metrics: MetricsConfig = MetricsConfig()
