"""What sound goes through on its way, in numpy: noise of a colour, rooms, band limits, telephone lines."""

from __future__ import annotations

import numpy as np
import soxr


def coloured_noise(n_samples: int, exponent: float, random: np.random.Generator) -> np.ndarray:
    """Noise whose power falls with frequency^exponent: 0 white, 1 pink, 2 brown; float32 (n,), of RMS 1."""
    size = max(n_samples, 2)
    spectrum = np.fft.rfft(random.standard_normal(size))
    hz = np.maximum(np.arange(len(spectrum)), size / 800)  # below 20 Hz nothing is heard, and brown noise would be little else
    noise = np.fft.irfft(spectrum / hz ** (exponent / 2), size)[:n_samples]
    return (noise / max(float(np.sqrt(np.mean(noise**2))), 1e-12)).astype(np.float32)


def simulated_room(rt60_s: float, direct_to_reverberant_db: float, random: np.random.Generator, rate: int) -> np.ndarray:
    """An impulse response: the direct sound, a few early reflections, a tail of noise that falls by 60 dB in `rt60_s`.

    Source: Polack's model, "La transmission de l'énergie sonore dans les salles", 1988.
    """
    n_samples = max(rate // 50, int(rt60_s * rate))
    tail = random.standard_normal(n_samples) * 10 ** (-3 * np.arange(n_samples) / n_samples)
    first_ms = random.uniform(2, 12)
    tail[: int(first_ms * rate / 1000)] = 0
    for _ in range(random.integers(2, 7)):
        at = random.integers(int(first_ms * rate / 1000), max(int(first_ms * rate / 1000) + 1, min(n_samples, int(0.05 * rate))))
        tail[at] += random.choice((-1, 1)) * random.uniform(1, 4)
    tail *= 10 ** (-direct_to_reverberant_db / 20) / max(float(np.sqrt(np.sum(tail**2))), 1e-12)
    tail[0] += 1.0
    return tail.astype(np.float32)


def reverberant(samples: np.ndarray, room: np.ndarray) -> np.ndarray:
    """Speech in a room, as long as it was and beginning when it did: the response's strongest sample is the direct sound."""
    direct = int(np.abs(room).argmax())
    size = 1 << (len(samples) + len(room) - 1).bit_length()
    wet = np.fft.irfft(np.fft.rfft(samples, size) * np.fft.rfft(room, size), size)
    return wet[direct : direct + len(samples)].astype(np.float32)


def band_limited(samples: np.ndarray, low_hz: float, high_hz: float, rate: int) -> np.ndarray:
    """Without what is below `low_hz` and above `high_hz`, at second-order slopes."""
    hz = np.fft.rfftfreq(len(samples), 1 / rate)
    response = 1 / np.sqrt(1 + (low_hz / np.maximum(hz, 1e-3)) ** 4) / np.sqrt(1 + (hz / high_hz) ** 8)
    return np.fft.irfft(np.fft.rfft(samples) * response, len(samples)).astype(np.float32)


def mu_law_line(samples: np.ndarray, line_rate: int, rate: int) -> np.ndarray:
    """Through ITU-T G.711's companding with 8 bits at `line_rate`, at the level that the line has for it; as long as before."""
    sent = samples if line_rate == rate else soxr.resample(samples, rate, line_rate)
    scale = max(float(np.abs(sent).max(initial=0.0)), 1e-9)
    companded = np.sign(sent) * np.log1p(255 * np.abs(sent / scale)) / np.log(256)
    coarse = np.round(companded * 127) / 127
    received = np.sign(coarse) * np.expm1(np.abs(coarse) * np.log(256)) / 255 * scale
    back = received if line_rate == rate else soxr.resample(received, line_rate, rate)
    return np.resize(np.pad(back, (0, max(0, len(samples) - len(back)))), len(samples)).astype(np.float32)
