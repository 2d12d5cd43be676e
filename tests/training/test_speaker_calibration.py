"""The calibration of a speaker encoder: utterances cut from recordings, scores of households, and the lines between them."""

import numpy as np
import pytest
import soundfile

from assistant.speakers import calibration
from assistant.speakers.protocol import unit
from assistant.training import speaker_calibration as calibrating

SIZE = 32
RATE = 16_000


def person(seed):
    return unit(np.random.default_rng(seed).standard_normal(SIZE))


def utterances_of(seed, spread, n=12):
    random = np.random.default_rng(100 + seed)
    return np.array([unit(person(seed) + spread * unit(random.standard_normal(SIZE))) for _ in range(n)])


STRANGERS = np.array([person(1000 + i) for i in range(60)])


def test_recordings_are_joined_and_cut_without_the_silence_around_them(tmp_path):
    tone = 0.3 * np.sin(np.arange(RATE) * 0.3)
    for i in range(3):
        soundfile.write(tmp_path / f"{i}.wav", np.concatenate([np.zeros(RATE), tone, np.zeros(RATE)]), RATE)
    (tmp_path / "notes.txt").write_text("no sound")
    pieces = list(calibrating.utterances(tmp_path, 1.4))
    assert [len(piece) for piece in pieces] == [22_400, 22_400]
    assert min(np.abs(piece).reshape(-1, 800).max(axis=1).min() for piece in pieces) > 0.1


def test_silent_recordings_give_no_utterances(tmp_path):
    soundfile.write(tmp_path / "a.wav", np.zeros(RATE), RATE)
    assert list(calibrating.utterances(tmp_path, 0.5)) == []


def test_people_score_higher_as_themselves_than_strangers_as_anybody():
    people = {str(i): utterances_of(i, 0.5) for i in range(12)}
    own, others = calibrating.asked("fake-1", people, people, STRANGERS)
    assert np.quantile(own, 0.05) > np.quantile(others, 0.95)


def test_the_threshold_refuses_few_unless_it_would_let_in_many():
    own = np.linspace(0.4, 0.8, 101)
    assert calibrating.threshold(own, np.linspace(0.0, 0.3, 101)) == pytest.approx(0.416)
    line = calibrating.threshold(own, np.linspace(0.2, 0.6, 101))
    assert line == pytest.approx(0.5, abs=0.01)
    assert np.mean(own < line) == pytest.approx(0.25, abs=0.03)


def test_a_room_sounds_the_same_to_everybody_and_each_time():
    tone = (0.3 * np.sin(np.arange(RATE) * 0.3)).astype(np.float32)
    place = calibrating.room(3)
    assert np.array_equal(place(tone, 1), calibrating.room(3)(tone, 1))
    assert not np.array_equal(place(tone, 1), tone)
    assert np.corrcoef(place(tone, 1), place(tone, 2))[0, 1] > 0.9  # only the noise differs
    assert np.abs(np.corrcoef(place(tone, 1), calibrating.room(4)(tone, 1))[0, 1]) < 0.999


class Reading:
    """Hears who speaks: the pitch of a tone is the seed of a person."""

    id, size, needs_sound = "fake-1", SIZE, True

    def embed(self, utterance):
        spectrum = np.abs(np.fft.rfft(utterance.samples[:RATE]))
        hz = int(np.argmax(spectrum) * RATE / min(RATE, len(utterance.samples)))
        random = np.random.default_rng(abs(int(1e6 * float(utterance.samples[100]))))
        return unit(person(round(hz / 100)) + 0.4 * unit(random.standard_normal(SIZE)))


def folders(place, n=8):
    for i in range(n):
        (place / f"who{i}").mkdir()
        tone = 0.3 * np.sin(np.arange(20 * RATE) * 2 * np.pi * (300 + 100 * i) / RATE)
        soundfile.write(place / f"who{i}" / "a.wav", tone, RATE)
    return sorted(place.iterdir())


def test_what_is_written_can_be_loaded(tmp_path):
    found = calibrating.lines(Reading(), folders(tmp_path), STRANGERS)
    np.savez(tmp_path / "fake-1.calibration.npz", cohort=STRANGERS.astype(np.float16), **found)
    loaded = calibration.load("fake-1", tmp_path)
    assert loaded.scoring.threshold == pytest.approx(found["threshold"])
    assert loaded.scoring.slope > 0
    assert 0 < loaded.demands.min_likeness < 1


@pytest.mark.parametrize("encoder", ["campplus-1", "whisper-base-layer1-1"])
def test_the_calibrations_that_ship_are_whole(encoder):
    found = calibration.load(encoder)
    assert found.scoring.cohort.shape[0] == 300
    assert 0.2 < found.scoring.threshold < 0.6
    assert found.scoring.required(1.0) < found.scoring.threshold
    assert 0.1 < found.demands.min_likeness < 0.5


def test_the_slope_is_that_of_the_likeliest_curve():
    random = np.random.default_rng(0)
    score = random.uniform(-1, 1, 20_000)
    is_own = random.random(20_000) < 1 / (1 + np.exp(-8 * score))
    assert calibrating._slope(score[is_own], score[~is_own]) == pytest.approx(8, rel=0.1)
