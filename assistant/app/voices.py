"""The voice that a configuration asks for: who speaks, through which model, and what is kept of it."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import models, resources
from assistant.config import Config, TtsConfig
from assistant.errors import BlendError, ConfigError, ModelNotFoundError, UnknownVoiceError
from assistant.tts.acoustics import graphs
from assistant.tts.protocol import Synthesizer
from assistant.tts.voices import Voices

if TYPE_CHECKING:
    from assistant.tts.acoustics.protocol import AcousticModel
    from assistant.tts.reading.readers import Readers

log = logging.getLogger(__name__)

KOKORO = "kokoro"  # of the catalogue; what else tts.model may be is a place on this machine


def build_voices(config: Config | None = None) -> Voices:
    """Those of an export that is spoken with, that ship, that were pulled, and the blends that have a name.

    config: None is the one with all defaults. Raises ConfigError, VoiceMissingError.
    """
    tts = config.tts if config else TtsConfig()
    folders = [resources.voices_folder(), resources.weights_folder() / "kokoro-voices"]
    if tts.model != KOKORO:
        folders.insert(0, _place(tts) / "voices")
    try:
        return Voices(*folders, blends=tts.blends)
    except (BlendError, UnknownVoiceError) as error:
        raise ConfigError(f"tts.blends: {error}") from error


def build_readers(config: Config) -> Readers:
    """What makes phonemes of texts. Loads nothing yet."""
    from assistant.tts.reading.readers import Readers

    return Readers(config.tts.g2p, config.tts.pronunciations)


def build_synthesizer(config: Config, *, from_phonemes: bool = False) -> Synthesizer:
    """from_phonemes: what it is given to speak is phonemes.

    Raises ModelNotFoundError, ModelFileError, GraphMissingError, ConfigError, VoiceMissingError, VoiceFileError,
    PhonemizerError, LanguageMissingError, PronunciationsError.
    """
    from assistant.tts.kokoro import Kokoro
    from assistant.tts.reading.phoneme_reader import PhonemeReader

    tts, voices = config.tts, build_voices(config)
    languages = _spoken_languages(tts, voices)
    reader_for = (lambda language: PhonemeReader()) if from_phonemes else build_readers(config).reader_for
    for language in languages:
        reader_for(language)
    return Kokoro(_build_model(tts), voices, reader_for, tts.voice, tts.speed, tts.volume)


def _build_model(tts: TtsConfig) -> AcousticModel:
    from assistant.tts.acoustics import onnx_model
    from assistant.tts.acoustics.sound_cache import CachedModel
    from assistant.tts.acoustics.sound_store import SoundStore

    model = onnx_model.load(voice_weights(tts), tts.threads)
    if not tts.cache_mb:
        return model
    folder = tts.cache_folder or resources.cache_folder() / "sounds"
    return CachedModel(model, SoundStore(folder, tts.cache_mb * 1_000_000))


def voice_weights(tts: TtsConfig | None = None) -> Path:
    """What `onnx_model.load` takes: of the catalogue's Kokoro the quick weights where they will do, else the published ones.

    tts: None is the one with all defaults. Raises ModelNotFoundError, GraphMissingError, ConfigError.
    """
    tts = tts or TtsConfig()
    if tts.model != KOKORO:
        place = _place(tts)
        if not place.exists():
            raise ConfigError(f"tts.model: {place} does not exist; give {KOKORO}, or what `assistant export kokoro` made")
        return graphs.choose(place, tts.precision).path if place.is_dir() else place
    if tts.precision in ("auto", "int8"):
        try:
            return models.find("kokoro-quick")
        except ModelNotFoundError as error:
            log.warning("Kokoro speaks as it was published, and slower: %s", error)
    return graphs.choose(models.find(KOKORO), tts.precision).path


def _place(tts: TtsConfig) -> Path:
    return Path(tts.model).expanduser()


def _spoken_languages(tts: TtsConfig, voices: Voices) -> set[str]:
    """Those of all voices that are named, each of which can be spoken with: a skill's first answer is no time to find out."""
    named = {"tts.voice": tts.voice}
    named |= {f"tts.skill_voices.{skill}": voice for skill, voice in tts.skill_voices.items()}
    named |= {f"tts.speaker_voices.{speaker}": voice for speaker, voice in tts.speaker_voices.items()}
    for key, spec in named.items():
        try:
            voices.check(spec)
        except (BlendError, UnknownVoiceError) as error:
            raise ConfigError(f"{key}: {error}") from error
    return {voices.language(spec) for spec in named.values()}
