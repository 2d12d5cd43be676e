"""Voices without sound: a person is a direction, an utterance a vector near it, an encoder what reads it from the samples."""

import numpy as np

from assistant.errors import TooShortError
from assistant.speakers.gallery import Scoring
from assistant.speakers.protocol import Utterance, Voiceprint, unit
from assistant.speakers.samples import VoiceSample

SIZE = 32
STRANGERS = np.array([unit(v) for v in np.random.default_rng(99).standard_normal((60, SIZE))])
SCORING = Scoring(STRANGERS, threshold=0.45, slope=20.0)


def person(seed):
    return unit(np.random.default_rng(seed).standard_normal(SIZE))


def heard(seed, take=0, spread=0.5, encoder="fake-1"):
    """One utterance of a person: their likeness to another of the same is about 1 / (1 + spread²)."""
    noise = unit(np.random.default_rng(1000 * seed + take).standard_normal(SIZE))
    return Voiceprint(encoder, unit(person(seed) + spread * noise))


def sample(seed, take=0, speech_s=2.5, snr_db=25.0, clipped=0.0, **more):
    return VoiceSample(heard(seed, take, **more), speech_s, snr_db, clipped)


class FakeEncoder:
    """Reads the seed and the take from the first two samples."""

    size = SIZE
    needs_sound = True

    def __init__(self, id="fake-1"):
        self.id = id

    def embed(self, utterance: Utterance):
        if len(utterance.samples) < 8000:
            raise TooShortError(utterance.seconds, 0.5)
        seed, take = (round(float(x) * 100) for x in utterance.samples[:2])
        return heard(seed, take).vector


def sound(seed, take=0, seconds=3.0):
    samples = np.random.default_rng(take).standard_normal(int(16000 * seconds)).astype(np.float32) * 0.1
    samples[int(len(samples) * 0.8) :] *= 0.001
    samples[0], samples[1] = seed / 100, take / 100
    return samples
