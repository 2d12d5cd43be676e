"""A voice as it was heard in one utterance: its vector, and how much and how clean speech that was made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assistant.asr.protocol import SAMPLE_RATE
from assistant.speakers.protocol import SpeakerEncoder, Utterance, Voiceprint, voiceprint

_FRAME = SAMPLE_RATE // 50
_QUIETEST_DB = -75.0  # what a sound file calls silence is no microphone's
_ABOVE_DB = 9.0  # from so far above the background on, a frame is speech
_AT_THE_TOP = 0.98  # of the loudest sample: resampling rounds what was cut off
_FAINT = 0.01  # below it nothing was too loud
_WINDOW = 512
_NARROW_DB = -55.0  # what is above 4 kHz, beside what is below: whole recordings have -50 at least, those of 8 kHz -90 at most


@dataclass(frozen=True, slots=True, eq=False)
class VoiceSample:
    """speech_s: without silence. snr_db: of the speech over the background between the words. clipped: the share of the speech
    that is at its loudest: much, where it was recorded too loud and the peaks are cut off."""

    voice: Voiceprint
    speech_s: float
    snr_db: float
    clipped: float = 0.0


@dataclass(frozen=True, slots=True)
class Loudness:
    """As VoiceSample has it."""

    speech_s: float
    snr_db: float
    clipped: float = 0.0


def sample_of(encoder: SpeakerEncoder, utterance: Utterance) -> VoiceSample:
    """Raises TooShortError, RecognitionError."""
    loudness = loudness_of(utterance.samples)
    return VoiceSample(voiceprint(encoder, utterance), loudness.speech_s, loudness.snr_db, loudness.clipped)


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
        return Loudness(0.0, 0.0, _at_the_top(frames))
    speech_db = 10 * np.log10(np.mean(10 ** (level_db[is_speech] / 10)))
    speech_s = float(is_speech.sum()) * _FRAME / SAMPLE_RATE
    return Loudness(speech_s, float(speech_db - background_db), _at_the_top(frames[is_speech]))


def is_narrow(samples: np.ndarray) -> bool:
    """Whether there is nothing above 4 kHz, as on a telephone. samples: as above."""
    frames = samples[: len(samples) // _WINDOW * _WINDOW].reshape(-1, _WINDOW)
    energy = np.square(frames).mean(axis=1)
    if not energy.any():
        return False
    loud = frames[energy >= np.median(energy)]
    power = np.square(np.abs(np.fft.rfft(loud * np.hanning(_WINDOW), axis=1))).mean(axis=0)
    hz = np.fft.rfftfreq(_WINDOW, 1 / SAMPLE_RATE)
    low, high = (power[(hz >= first) & (hz < last)].mean() for first, last in ((300, 3400), (4300, 7000)))
    return bool(high < low * 10 ** (_NARROW_DB / 10))


def _at_the_top(frames: np.ndarray) -> float:
    size = np.abs(frames)
    peak = size.max()
    return float(np.mean(size >= _AT_THE_TOP * peak)) if peak > _FAINT else 0.0
