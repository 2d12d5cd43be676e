"""Devices without a sound card: a loudspeaker that is pulled by hand, and the path from it to a microphone."""

from __future__ import annotations

import numpy as np

RATE = 16_000
DEVICES_MS = 40.0  # chunks of 20 ms: what is handed over sounds in the next, and is heard at the end of that one


class PulledDevice:
    """An output device that takes sound only when a test pulls. Stands in for `devices.open_stream` and `close_stream`."""

    def __init__(self, monkeypatch, module, rate=24_000):
        self.rate = rate
        self.latency = 0.0
        self.closed = True
        monkeypatch.setattr(module, "open_stream", self.open_stream)
        monkeypatch.setattr(module, "close_stream", self.close_stream)

    def open_stream(self, kind, name, rate, callback, blocksize_s=0.02):
        self._callback = callback
        self.closed = False
        return self, self.rate, "pulled"

    def close_stream(self, stream, play_out=False):
        self.closed = True

    def pull(self, n_samples=480, underflowed=False):
        """float32 (n_samples,): what the device plays next."""
        buffer = bytearray(2 * n_samples)
        self._callback(buffer, underflowed)
        return np.frombuffer(bytes(buffer), "<i2").astype(np.float32) / 32768


def speech_like(seconds, seed=0, rate=RATE):
    """Noise that comes and goes as syllables do, float32 in [-1, 1]."""
    rng = np.random.default_rng(seed)
    n = int(seconds * rate)
    smooth = np.convolve(rng.standard_normal(n), np.hanning(8), "same")
    syllables = np.maximum(0, np.sin(2 * np.pi * 3.1 * np.arange(n) / rate + seed)) ** 2
    return (0.1 * smooth * syllables).astype(np.float32)


def echo_of(played, delay_ms=60.0, db=-6.0, seed=3):
    """The sound of a loudspeaker as a microphone in a small room hears it: late by the devices and by `delay_ms`, with noise."""
    rng = np.random.default_rng(seed)
    tail = rng.standard_normal(1600) * np.exp(-np.arange(1600) / 300)
    tail[0] = 3.0
    late = np.pad(np.convolve(played, tail), (int((DEVICES_MS + delay_ms) * RATE / 1000), 0))[: len(played)]
    late *= 10 ** (db / 20) * np.sqrt(np.mean(played**2) / np.mean(late**2))
    return (late + 2e-4 * rng.standard_normal(len(late))).astype(np.float32)


def level_db(samples):
    return 10 * np.log10(np.mean(np.square(samples)) + 1e-10)
