"""What can be set about hearing: devices, voice activity, ends of turns, recognition, the wake phrase, who speaks."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from assistant.config.section import Place, Section


class AudioConfig(Section):
    input: str | None = None
    output: str | None = None
    queue_s: float = Field(5.0, gt=0.5, le=60)
    echo: Literal["cancel", "half_duplex", "none"] = "cancel"
    noise_suppression: Literal["none", "low", "moderate", "high", "very_high"] = "none"
    gain: Literal["auto", "none"] = "none"
    echo_tail_ms: int = Field(250, ge=0, le=2000)
    reopen_every_s: float = Field(1.0, gt=0.1, le=60)
    earcons: bool = True


class VadConfig(Section):
    engine: Literal["silero", "webrtc"] = "silero"
    aggressiveness: int = Field(2, ge=0, le=3)


class EndpointConfig(Section):
    start_probability: float = Field(0.5, gt=0, lt=1)
    stop_probability: float = Field(0.35, gt=0, lt=1)
    start_ms: int = Field(96, ge=32, le=1000)
    barge_in_probability: float = Field(0.6, gt=0, lt=1)
    barge_in_ms: int = Field(96, ge=32, le=1000)
    pause_ms: int = Field(160, ge=64, le=1000)
    resume_ms: int = Field(64, ge=32, le=500)
    complete_ms: int = Field(240, ge=100, le=2000)
    extendable_ms: int = Field(1400, ge=100, le=5000)
    silence_ms: int = Field(900, ge=100, le=5000)
    min_silence_ms: int = Field(480, ge=100, le=5000)
    max_silence_ms: int = Field(1400, ge=100, le=5000)
    dangling_ms: int = Field(2000, ge=100, le=5000)
    min_speech_ms: int = Field(160, ge=32, le=2000)
    max_turn_s: float = Field(20.0, ge=2, le=28)
    pre_roll_ms: int = Field(320, ge=0, le=2000)


class AsrConfig(Section):
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


def _callable(phrase: str) -> str:
    letters = "".join(re.findall(r"[^\W\d_]", phrase))
    if strange := sorted(set(re.sub(r"[\s,.!-]", "", phrase.lower())) - set(_LETTERS)):
        raise ValueError(f'"{phrase}" has {", ".join(map(repr, strange))} in it; write it in Portuguese letters, as it is said')
    if len(letters) < _MIN_LETTERS:
        raise ValueError(f'"{phrase}" is too short to be told from other words; say more, {_MIN_LETTERS} letters at least')
    return phrase


_LETTERS = "abcdefghijklmnopqrstuvwxyzáâãàéêíóôõúüç"
_MIN_LETTERS = 6
_WakePhrase = Annotated[str, Field(max_length=60), AfterValidator(_callable)]


class WakeConfig(Section):
    """When the assistant is meant, and how it is called."""

    mode: Literal["open", "wake", "muted"] = "open"
    phrases: tuple[_WakePhrase, ...] = ("assistente",)
    sensitivity: float = Field(0.6, ge=0, le=1)
    follow_up_s: float = Field(8.0, ge=0, le=120)
    engine: Literal["recogniser", "openwakeword"] = "recogniser"
    model: Place | None = None

    @model_validator(mode="after")
    def _can_be_called(self) -> WakeConfig:
        if self.engine == "openwakeword" and self.model is None:
            raise ValueError("engine openwakeword needs model, the TFLite file of a wake word")
        if self.mode == "wake" and not self.phrases:
            raise ValueError("mode wake needs phrases, what the assistant is called by")
        return self


class SpeakersConfig(Section):
    encoder: Literal["dedicated", "asr", "none"] = "dedicated"
    ends_turns: bool = True
    adapts: bool = True
