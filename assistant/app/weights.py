"""Which of the catalogue's weights a configuration needs."""

from __future__ import annotations

from assistant.app.speakers import DEDICATED
from assistant.app.voices import KOKORO
from assistant.config import Config, is_wav2vec2


def weights_of(config: Config) -> tuple[str, ...]:
    """The catalogue's names of what a conversation needs."""
    return _weights(config.asr.model), *((KOKORO,) if config.tts.model == KOKORO else ())


def helpful_weights_of(config: Config) -> dict[str, str]:
    """What else this configuration would use, and what for."""
    helpful = {_weights(config.asr.transcriber): "assistant transcribe"}
    if is_wav2vec2(config.asr.model):
        helpful["embedded-encoder"] = "where asr.model fails: it"
    if config.asr.model == "embedded" and config.asr.second_opinion == "whisper":
        helpful["whisper-base"] = "asr.second_opinion"
    if config.tts.model == KOKORO:
        helpful["kokoro-quick"] = "a voice twice as quick"
    if config.speakers.encoder == "dedicated":
        helpful[DEDICATED] = "knowing people by their voices"
    elif config.speakers.encoder == "asr" and not is_wav2vec2(config.asr.model):
        helpful["embedded-encoder"] = "knowing people by their voices"
    return {name: use for name, use in helpful.items() if name not in weights_of(config)}


def _weights(recognizer: str) -> str:
    return "embedded-encoder" if recognizer == "embedded" else recognizer
