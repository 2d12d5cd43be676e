"""Who is known by voice: the encoder that a configuration asks for, and what it is measured against."""

from __future__ import annotations

import logging
from functools import cache
from typing import TYPE_CHECKING

from assistant import models
from assistant.config import Config, is_wav2vec2
from assistant.errors import ModelError, ModelNotFoundError, SpeakerProjectionMissingError
from assistant.speakers import calibration
from assistant.speakers.known import Adaptation, KnownVoices
from assistant.store import Store

if TYPE_CHECKING:
    import numpy as np

    from assistant.asr.acoustics import AcousticModel
    from assistant.asr.wav2vec2.model import Wav2Vec2Model
    from assistant.speakers.attribution import Attribution
    from assistant.speakers.calibration import Calibration
    from assistant.speakers.protocol import SpeakerEncoder, Utterance

log = logging.getLogger(__name__)

DEDICATED = "speaker-encoder"


def build_speaker_encoder(config: Config) -> SpeakerEncoder:
    """Raises ModelNotFoundError, ModelFileError, SpeakerProjectionMissingError."""
    if config.speakers.encoder == "dedicated":
        from assistant.speakers.dedicated import DedicatedEncoder

        return DedicatedEncoder(models.find(DEDICATED))
    if is_wav2vec2(config.asr.model):
        return _pooled_of_checkpoint(config)
    from assistant.asr.embedded import TIMES
    from assistant.speakers.pooled import PooledEncoder

    @cache  # sound without a transcript is rare in a conversation
    def model() -> AcousticModel:
        from assistant.asr.acoustics import AcousticModel

        return AcousticModel(models.find("embedded-encoder"), config.asr.threads)

    def pool(samples: np.ndarray) -> np.ndarray:
        return TIMES.pooled(model().hidden_layer(samples, PooledEncoder.layer))

    return PooledEncoder(pool)


def _pooled_of_checkpoint(config: Config) -> SpeakerEncoder:
    """Of what a large recogniser's transcripts pool. Its projection is made of its own frames, and stands in its folder."""
    from assistant.models import checkpoints
    from assistant.speakers.pooled import PooledEncoder, projection_of

    folder = checkpoints.find(config.asr.model)
    if not projection_of(folder).is_file():
        raise SpeakerProjectionMissingError(folder)

    @cache  # as above
    def model() -> Wav2Vec2Model:
        from assistant.asr.wav2vec2 import checkpoint
        from assistant.asr.wav2vec2.model import Wav2Vec2Model
        from assistant.asr.wav2vec2.recognizer import load_network

        found = checkpoint.read(folder)
        return Wav2Vec2Model(found, load_network(found, config.asr))

    def pool(samples: np.ndarray) -> np.ndarray:
        from assistant.asr.wav2vec2.model import TIMES

        return TIMES.pooled(model().hidden_layer(samples, model().early_layer))

    return PooledEncoder(pool, projection_of(folder))


def _calibration_of(config: Config, encoder: SpeakerEncoder) -> Calibration:
    """Raises ModelFileError."""
    if config.speakers.encoder == "asr" and is_wav2vec2(config.asr.model):
        from assistant.models import checkpoints

        return calibration.load(encoder.id, checkpoints.find(config.asr.model))
    return calibration.load(encoder.id)


def build_known_voices(config: Config, store: Store, hears: bool = True) -> KnownVoices:
    """hears: else nobody's voice is asked for, only who is enrolled, and no weights are needed. Raises ModelNotFoundError,
    ModelFileError."""
    encoder = build_speaker_encoder(config) if hears or config.speakers.encoder != "dedicated" else _Deaf()
    figures = _calibration_of(config, encoder)
    return KnownVoices(encoder, figures.scoring, store, figures.demands, Adaptation() if config.speakers.adapts else None)


class _Deaf:
    """Stands in for the dedicated encoder where there is nothing to be heard."""

    def __init__(self) -> None:
        from assistant.speakers.dedicated import DedicatedEncoder

        self.id, self.size, self.needs_sound = DedicatedEncoder.id, DedicatedEncoder.size, DedicatedEncoder.needs_sound

    def embed(self, utterance: Utterance) -> np.ndarray:
        raise ModelNotFoundError(DEDICATED, DEDICATED)


def known_voices_if_any(config: Config, store: Store) -> KnownVoices | None:
    """For a conversation, which goes on without: None where it is not wanted, or the weights are missing."""
    if config.speakers.encoder == "none":
        return None
    try:
        return build_known_voices(config, store)
    except ModelError as error:
        log.warning("nobody is known by voice: %s", error)
        return None


def build_attribution(config: Config, n_speakers: int | None = None) -> Attribution:
    """Who says what in a recording, by name where somebody is enrolled. Raises ModelNotFoundError, ModelFileError, StoreError."""
    from assistant.app.skills import build_store
    from assistant.speakers.attribution import Attribution

    store = build_store(config)
    try:
        known = build_known_voices(config, store)
        rules = _calibration_of(config, known.encoder).diarisation
        return Attribution(known.encoder, rules, known.gallery(), n_speakers)
    finally:
        store.close()
