"""What was played, laid beside what was heard: two devices that are counted, and never the time."""

import numpy as np
import pytest

from assistant.audio.reference import RATE, Played, Reference
from tests.audio.fakes import speech_like


class Devices:
    """A loudspeaker and a microphone that call in chunks of 20 ms; both count only what they were given."""

    def __init__(self, sound, rate=RATE):
        self.rate = rate
        self.sound = (np.clip(sound, -1, 1) * 32767).astype("<i2")
        self.played = Played()
        self.played.begin(rate)
        self.reference = Reference(self.played)
        self.at = 0

    def play(self, n_chunks=1):
        n = self.rate // 50
        for _ in range(n_chunks):
            piece = self.sound[self.at : self.at + n]
            self.played.write(np.pad(piece, (0, n - len(piece))).tobytes())
            self.at += n

    def hear(self, n_blocks=2):
        return self.reference.take(n_blocks, self.played.mark())


def lag_of(found, sound):
    """By how many samples `found` is later than `sound`; both float32."""
    n = 1 << int(np.ceil(np.log2(len(found) + len(sound))))
    likeness = np.fft.irfft(np.fft.rfft(found, n) * np.fft.rfft(sound, n).conj(), n)
    lag = int(np.argmax(likeness))
    return lag if lag < n // 2 else lag - n


@pytest.mark.parametrize("rate", [16_000, 24_000, 44_100, 48_000])
def test_it_is_what_was_played_at_sixteen_kilohertz_a_constant_time_later(rate):
    seconds = np.arange(rate * 2) / rate
    devices = Devices(0.4 * np.sin(2 * np.pi * (300 + 200 * seconds) * seconds), rate)
    heard = []
    for _ in range(100):
        devices.play()
        heard.append(devices.hear())
    found = np.concatenate(heard)
    seconds = np.arange(RATE * 2) / RATE
    sound = 0.4 * np.sin(2 * np.pi * (300 + 200 * seconds) * seconds)
    lag = lag_of(found, sound)
    assert 0 <= lag <= 0.07 * RATE
    assert np.allclose(found[lag + 640 :], sound[640 : len(sound) - lag], atol=0.02)


def test_devices_that_call_in_bursts_do_not_disturb_it():
    sound = np.concatenate([np.zeros(12 * RATE, np.float32), speech_like(8)])
    devices = Devices(sound)
    found = []
    for number in range(1000):
        if number % 4 == 3:
            devices.play(4)
        found.append(devices.hear())
    assert devices.reference.n_moves == 1  # in the silence before, when it learned how the bursts come
    last = np.concatenate(found)[13 * RATE :]
    assert 0 <= lag_of(last, sound[13 * RATE :]) <= 0.15 * RATE


@pytest.mark.parametrize("ppm", [200, -200])
def test_clocks_that_drift_apart_are_followed(ppm):
    sound = speech_like(300, rate=2_000).repeat(8)
    devices = Devices(sound)
    owed, worst = 0.0, 0
    for number in range(300 * 50):
        owed += 1 + ppm * 1e-6
        devices.play(int(owed))
        owed -= int(owed)
        devices.hear()
        if number > 100:
            unread = devices.played.mark().n_samples - devices.reference._next * 160
            worst = max(worst, abs(unread))
    assert worst <= 0.1 * RATE
    assert 1 <= devices.reference.n_moves <= 6


def test_a_single_burst_leaves_a_hole_and_moves_nothing():
    sound = speech_like(6)
    devices, found = Devices(sound), []
    for number in range(300):
        if not 150 <= number < 155:
            devices.play(6 if number == 155 else 1)
        found.append(devices.hear())
    assert devices.reference.n_moves == 0
    assert 0 <= lag_of(np.concatenate(found)[4 * RATE :], sound[4 * RATE :]) <= 0.07 * RATE


def test_lost_sound_of_the_microphone_is_made_up_for_within_two_seconds():
    sound = speech_like(10)
    devices = Devices(sound)
    found = []
    for number in range(500):
        devices.play()
        if not 100 <= number < 120:  # 0.4 s that the microphone's thread never got
            found.append(devices.hear())
    last = np.concatenate(found)[-4 * RATE :]
    assert 0 <= lag_of(last, sound[-4 * RATE :]) <= 0.07 * RATE


def test_a_microphone_thread_that_is_late_gets_what_belongs_to_its_sound():
    sound = speech_like(4)
    devices, waiting = Devices(sound), []
    for _ in range(200):
        devices.play()
        waiting.append(devices.played.mark())
    found = np.concatenate([devices.reference.take(2, mark) for mark in waiting])
    assert 0 <= lag_of(found, sound) <= 0.07 * RATE


def test_a_loudspeaker_that_is_opened_again_begins_anew():
    sound = speech_like(6)
    devices = Devices(sound)
    for _ in range(100):
        devices.play()
        devices.hear()
    stale = devices.played.mark()
    devices.played.begin(RATE)
    assert not devices.reference.take(2, stale).any()
    assert not devices.hear().any()
    found = []
    for _ in range(100):
        devices.play()
        found.append(devices.hear())
    assert 0 <= lag_of(np.concatenate(found), sound[2 * RATE : 4 * RATE]) <= 0.07 * RATE


def test_before_any_loudspeaker_was_opened_there_is_silence():
    played = Played()
    assert not Reference(played).take(3, played.mark()).any()


def test_what_is_kept_is_bounded():
    played = Played(keeps_s=1.0)
    played.begin(RATE)
    for _ in range(500):
        played.write(b"\1\1" * 320)
    assert sum(map(len, played._pieces)) <= 2 * (RATE + 320)
    assert not played.read(0, 100).any()
    assert played.read(9 * RATE + 400, 10 * RATE).all()
