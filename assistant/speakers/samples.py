"""A voice as it was heard in one utterance: its vector, and how much and how clean speech that was made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assistant.asr.protocol import SAMPLE_RATE
from assistant.speakers.protocol import SpeakerEncoder, Utterance, Voiceprint, voiceprint

_FRAME = SAMPLE_RATE // 50
_QUIETEST_DB = -75.0  # what a sound file calls silence is no microphone's
_ABOVE_DB = 9.0  # from so far above the background on, a frame is speech


@dataclass(frozen=True, slots=True, eq=False)
class VoiceSample:
    """speech_s: without silence. snr_db: of the speech over the background between the words."""

    voice: Voiceprint
    speech_s: float
    snr_db: float


@dataclass(frozen=True, slots=True)
class Loudness:
    """As VoiceSample has it."""

    speech_s: float
    snr_db: float


def sample_of(encoder: SpeakerEncoder, utterance: Utterance) -> VoiceSample:
    """Raises TooShortError, RecognitionError."""
    loudness = loudness_of(utterance.samples)
    return VoiceSample(voiceprint(encoder, utterance), loudness.speech_s, loudness.snr_db)


def loudness_of(samples: np.ndarray) -> Loudness:
    """Of an utterance that somebody is known to have spoken: noise alone, if it changes, looks like speech. samples: 16 kHz,
    float32, shape (n,)."""
    frames = samples[: len(samples) // _FRAME * _FRAME].reshape(-1, _FRAME)
    if not len(frames):
        return Loudness(0.0, 0.0)
    level_db = np.maximum(10 * np.log10(np.square(frames).mean(axis=1) + 1e-12), _QUIETEST_DB)
    background_db = float(np.percentile(level_db, 10))
    is_speech = level_db > background_db + _ABOVE_DB
    if not is_speech.any():
        return Loudness(0.0, 0.0)
    speech_db = 10 * np.log10(np.mean(10 ** (level_db[is_speech] / 10)))
    return Loudness(float(is_speech.sum()) * _FRAME / SAMPLE_RATE, float(speech_db - background_db))
