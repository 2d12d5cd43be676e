"""The loudspeaker's queue: held, released, stopped, and what it says it has played."""

import threading
import time

import numpy as np
import pytest

from assistant.audio import devices, speaker
from assistant.audio.speaker import Speaker
from assistant.errors import DeviceLostError
from assistant.events import AudioFrame
from tests.audio.fakes import PulledDevice

RAMP = np.linspace(0.1, 0.5, 2400, dtype=np.float32)


@pytest.fixture
def device(monkeypatch):
    monkeypatch.setattr(speaker, "STALLED_AFTER_S", 0.2)
    monkeypatch.setattr(speaker, "POLL_S", 0.05)
    monkeypatch.setattr(speaker, "STARTS_UP_S", 0.0)
    return PulledDevice(monkeypatch, devices)


def in_thread(job):
    outcome = []

    def run():
        try:
            outcome.append(job())
        except DeviceLostError as error:
            outcome.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread, outcome


def test_held_it_plays_silence_and_released_it_goes_on_where_it_was(device):
    mouth = Speaker()
    mouth.write(AudioFrame(RAMP, 24_000))
    before = device.pull()
    mouth.hold()
    between = [device.pull() for _ in range(3)]
    mouth.release()
    after = np.concatenate([device.pull() for _ in range(4)])
    assert not np.any(between)
    assert np.allclose(np.concatenate([before, after]), RAMP, atol=1e-4)


def test_what_a_device_throws_away_while_it_starts_up_is_silence(device, monkeypatch):
    monkeypatch.setattr(speaker, "STARTS_UP_S", 10.0)
    mouth = Speaker()
    mouth.write(AudioFrame(RAMP, 24_000))
    assert not np.any([device.pull(underflowed=True) for _ in range(5)])
    time.sleep(speaker.STEADY_S * 2)
    assert np.allclose(np.concatenate([device.pull() for _ in range(5)]), RAMP, atol=1e-4)


def test_a_device_that_never_finds_its_pace_plays_all_the_same(device, monkeypatch):
    monkeypatch.setattr(speaker, "STARTS_UP_S", 0.05)
    mouth = Speaker()
    mouth.write(AudioFrame(RAMP, 24_000))
    assert not np.any(device.pull(underflowed=True))
    time.sleep(0.1)
    assert np.any(device.pull(underflowed=True))


def test_who_writes_or_drains_while_it_is_held_waits_and_the_device_is_not_lost(device):
    mouth = Speaker()
    mouth.write(AudioFrame(RAMP, 24_000))
    mouth.hold()
    draining, outcome = in_thread(mouth.drain)
    for _ in range(8):  # longer than a device may stall
        device.pull()
        draining.join(0.06)
    assert draining.is_alive()
    mouth.release()
    for _ in range(6):
        device.pull()
    draining.join(2)
    assert outcome == [None]


def test_a_device_that_blocks_is_lost_but_not_while_it_is_held(device):
    mouth = Speaker()
    mouth.write(AudioFrame(RAMP, 24_000))
    mouth.hold()
    draining, outcome = in_thread(mouth.drain)
    draining.join(0.5)
    assert draining.is_alive()
    mouth.release()
    draining.join(2)
    assert isinstance(outcome[0], DeviceLostError)


def test_stopped_while_it_is_held_the_next_answer_sounds(device):
    mouth = Speaker()
    mouth.write(AudioFrame(RAMP, 24_000))
    mouth.hold()
    mouth.stop()
    assert not device.pull().any()
    mouth.write(AudioFrame(RAMP, 24_000))
    assert np.allclose(device.pull(), RAMP[:480], atol=1e-4)


def test_a_writer_that_waits_while_it_is_held_ends_when_it_is_stopped(device):
    mouth = Speaker()
    mouth.open()
    mouth.hold()
    writing, outcome = in_thread(lambda: mouth.write(AudioFrame(np.resize(RAMP, 24_000), 24_000)))
    writing.join(0.4)
    assert writing.is_alive()
    mouth.stop()
    writing.join(2)
    assert outcome == [None]


def test_what_was_played_is_known_with_its_silences(device):
    mouth = Speaker()
    mouth.write(AudioFrame(RAMP[:480], 24_000))
    device.pull()
    mouth.hold()
    device.pull()
    mark = mouth.played.mark()
    assert (mark.opening, mark.n_samples) == (1, 960)
    assert np.allclose(mouth.played.read(0, 960), np.concatenate([RAMP[:480], np.zeros(480)]), atol=1e-4)
