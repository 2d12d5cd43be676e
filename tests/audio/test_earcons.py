"""The short sounds: soft, without clicks, unlike each other, and nothing that would be taken for somebody speaking."""

import numpy as np
import pytest

from assistant.audio import resampling
from assistant.audio.earcons import sound_of
from assistant.audio.vad import FRAME_SAMPLES, SileroVad
from assistant.config import EndpointConfig
from assistant.events import AudioFrame, Earcon

EARCONS = pytest.mark.parametrize("earcon", list(Earcon), ids=lambda earcon: earcon.value)


@EARCONS
def test_it_is_short_and_soft(earcon):
    sound = sound_of(earcon)
    assert sound.rate == 24_000
    assert sound.samples.dtype == np.float32
    assert 0.05 < sound.seconds <= 0.2
    rms_db = 20 * np.log10(np.sqrt(np.mean(sound.samples**2)))
    assert rms_db == pytest.approx(-18, abs=0.1)
    assert np.abs(sound.samples).max() < 0.5


@EARCONS
def test_it_begins_and_ends_in_silence(earcon):
    samples = sound_of(earcon).samples
    assert abs(samples[0]) < 1e-4
    assert abs(samples[-1]) < 1e-4
    assert np.abs(samples[:24]).max() < 0.04  # the first millisecond
    assert np.abs(samples[-24:]).max() < 0.04


def test_it_is_made_once_and_nobody_can_spoil_it():
    sound = sound_of(Earcon.ERROR)
    assert sound_of(Earcon.ERROR) is sound
    with pytest.raises(ValueError, match="read-only"):
        sound.samples[0] = 1.0


def test_they_are_told_from_each_other_by_pitch():
    def loudest_hz(samples):
        return np.fft.rfftfreq(24_000, 1 / 24_000)[np.abs(np.fft.rfft(samples, 24_000)).argmax()]

    ends = {earcon: (sound_of(earcon).samples[:1700], sound_of(earcon).samples[-2200:]) for earcon in Earcon}
    pitches = {earcon: [loudest_hz(part) for part in parts] for earcon, parts in ends.items()}
    assert pitches[Earcon.LISTENING][1] > 1.3 * pitches[Earcon.LISTENING][0]  # it rises
    assert pitches[Earcon.ERROR][1] < 0.9 * pitches[Earcon.ERROR][0]  # it falls
    assert pitches[Earcon.UNDERSTOOD][0] == pytest.approx(1318.5, abs=5)


def probabilities(sound, shift, gain, repeats):
    heard = np.tile(np.pad(resampling.resample(sound.samples, sound.rate, 16_000), (0, 8_000)), repeats) * gain
    detector = SileroVad()
    stream = np.pad(heard, (16_000 + shift, 16_000))
    starts = range(0, len(stream) - FRAME_SAMPLES + 1, FRAME_SAMPLES)
    return [detector(AudioFrame(stream[i : i + FRAME_SAMPLES], 16_000, i)) for i in starts]


@EARCONS
@pytest.mark.parametrize("gain", [1.0, 0.1], ids=["at the speaker", "across the room"])
def test_it_is_not_taken_for_speech(earcon, gain):
    for shift in (0, 100, 300):
        for repeats in (1, 3):
            assert max(probabilities(sound_of(earcon), shift, gain, repeats)) < EndpointConfig().stop_probability
