"""Who is known by voice: the encoder that a configuration asks for, and what it is measured against."""

from __future__ import annotations

import logging
from functools import cache
from typing import TYPE_CHECKING

from assistant import models
from assistant.config import Config
from assistant.errors import ModelError
from assistant.speakers import calibration
from assistant.speakers.known import Adaptation, KnownVoices
from assistant.store import Store

if TYPE_CHECKING:
    import numpy as np

    from assistant.asr.acoustics import AcousticModel
    from assistant.speakers.attribution import Attribution
    from assistant.speakers.protocol import SpeakerEncoder

log = logging.getLogger(__name__)

DEDICATED = "speaker-encoder"


def build_speaker_encoder(config: Config) -> SpeakerEncoder:
    """Raises ModelNotFoundError, ModelFileError."""
    if config.speakers.encoder == "dedicated":
        from assistant.speakers.dedicated import DedicatedEncoder

        return DedicatedEncoder(models.find(DEDICATED))
    from assistant.asr.embedded import TIMES
    from assistant.speakers.pooled import PooledEncoder

    @cache  # sound without a transcript is rare in a conversation
    def model() -> AcousticModel:
        from assistant.asr.acoustics import AcousticModel

        return AcousticModel(models.find("embedded-encoder"), config.asr.threads)

    def pool(samples: np.ndarray) -> np.ndarray:
        return TIMES.pooled(model().hidden_layer(samples, PooledEncoder.layer))

    return PooledEncoder(pool)


def build_known_voices(config: Config, store: Store) -> KnownVoices:
    """Raises ModelNotFoundError, ModelFileError."""
    encoder = build_speaker_encoder(config)
    figures = calibration.load(encoder.id)
    return KnownVoices(encoder, figures.scoring, store, figures.demands, Adaptation() if config.speakers.adapts else None)


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
        rules = calibration.load(known.encoder.id).diarisation
        return Attribution(known.encoder, rules, known.gallery(), n_speakers)
    finally:
        store.close()
