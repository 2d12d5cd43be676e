"""Made worse in many ways, and always the same way: within bounds, and a pure function of (sound, key)."""

import numpy as np
import pytest

from assistant.errors import TrainingSetError
from assistant.training import acoustics
from assistant.training.augmentation import Degree, Materials, augment, level, load_materials, speech_level

RATE = 16_000
RANDOM = np.random.default_rng(5)
SPEECH = np.concatenate([np.zeros(4000), 0.3 * np.sin(np.arange(24_000) * 0.12), np.zeros(4000)]).astype(np.float32)
MATERIALS = Materials((RANDOM.standard_normal(5000).astype(np.float32) * 0.1,), (np.array([0.1, 1.0, 0.3], np.float32),))
NOTHING = Degree(throat=0, room=0, noise=0, band=0, codec=0, silence=0, overdrive=0, gain_dbfs=(-6, -6))


@pytest.mark.parametrize("sound", [SPEECH, np.zeros(8000, np.float32), np.zeros(1, np.float32), RANDOM.standard_normal(333)])
def test_bounds(sound):
    for copy in range(40):
        augmented, _ = augment(sound, (1, 2, copy), Degree(), MATERIALS)
        assert augmented.dtype == np.float32
        assert np.isfinite(augmented).all()
        assert np.abs(augmented).max() <= 1.0
        assert 0.85 * len(sound) - 2 <= len(augmented) <= 1.16 * len(sound) + 2


def test_a_pure_function_of_sound_and_key():
    before = SPEECH.copy()
    once, again, other = (augment(SPEECH, key, Degree(), MATERIALS)[0] for key in ((1, 2, 3), (1, 2, 3), (1, 2, 4)))
    assert np.array_equal(once, again)
    assert not (len(once) == len(other) and np.array_equal(once, other))
    assert np.array_equal(SPEECH, before)


@pytest.mark.parametrize("snr_db", [0, 10, 30])
def test_noise_is_as_loud_as_asked_for(snr_db):
    degree = Degree(
        throat=0, room=0, noise=1, band=0, codec=0, silence=0, overdrive=0, snr_db=(snr_db, snr_db), gain_dbfs=(-6, -6)
    )
    for copy in range(10):
        noisy, _ = augment(SPEECH, (1, 1, copy), degree, Materials())
        heard_speech = SPEECH * (np.dot(noisy, SPEECH) / np.dot(SPEECH, SPEECH))
        measured = 20 * np.log10(speech_level(heard_speech) / level(noisy - heard_speech))
        assert measured == pytest.approx(snr_db, abs=1.0)


def test_silence_leaves_no_speech():
    sound, has_speech = augment(SPEECH, (1, 1, 1), Degree(silence=1, noise=0, codec=0, band=0), Materials())
    assert not has_speech
    assert abs(np.corrcoef(sound[: len(SPEECH)], SPEECH[: len(sound)])[0, 1]) < 0.1


def test_nothing_done_is_only_another_level():
    sound, has_speech = augment(SPEECH, (1, 1, 6), NOTHING, Materials())
    assert has_speech
    assert np.corrcoef(sound, SPEECH)[0, 1] > 0.99


def test_a_room_leaves_speech_where_it_was():
    sound = np.pad(RANDOM.standard_normal(RATE), 4000).astype(np.float32)
    for _ in range(5):
        wet = acoustics.reverberant(sound, acoustics.simulated_room(0.5, 3.0, RANDOM, RATE))
        assert len(wet) == len(sound)
        assert np.correlate(wet, sound[4000:-4000], "valid").argmax() == 4000


def test_band_limits_and_lines():
    noise = RANDOM.standard_normal(RATE).astype(np.float32)
    narrow = np.abs(np.fft.rfft(acoustics.band_limited(noise, 300, 3400, RATE)))
    assert narrow[6000:].mean() < 0.2 * narrow[1000:2000].mean() > narrow[:100].mean()
    line = acoustics.mu_law_line(SPEECH, 8000, RATE)
    assert len(line) == len(SPEECH)
    assert np.corrcoef(line, SPEECH)[0, 1] > 0.98


@pytest.mark.parametrize("exponent", [0.0, 1.0, 2.0])
def test_noise_has_its_colour(exponent):
    power = np.abs(np.fft.rfft(acoustics.coloured_noise(RATE * 4, exponent, RANDOM))) ** 2
    slope = np.log2(power[400:800].mean() / power[3200:6400].mean()) / 3
    assert slope == pytest.approx(exponent, abs=0.2)


def test_level_of_speech_leaves_pauses_out():
    assert speech_level(SPEECH) == pytest.approx(0.3 / np.sqrt(2), rel=0.02)
    assert speech_level(np.zeros(0, np.float32)) == 0.0


def test_materials_that_are_not_there_are_named(tmp_path):
    with pytest.raises(TrainingSetError, match="no audio"):
        load_materials([tmp_path])
