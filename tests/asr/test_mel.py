"""The front end is Whisper's own, to the fourth decimal."""

import cmath
import math

import numpy as np
import pytest

from assistant.asr.mel import N_FFT, N_MELS, log_mel, mel_filters
from tests.asr.sounds import RATE, babble, silence


def slow_log_mel(samples: np.ndarray, n_frames: int) -> np.ndarray:
    """Word by word from the paper and the Auditory Toolbox: one discrete Fourier sum after another."""

    def hz(mel: float) -> float:
        return mel * 200 / 3 if mel < 15 else 1000 * 6.4 ** ((mel - 15) / 27)

    top = 15 + 27 * math.log(8) / math.log(6.4)
    corners = [hz(top * i / (N_MELS + 1)) for i in range(N_MELS + 2)]
    sound = [float(samples[abs(i)]) if abs(i) < len(samples) else 0.0 for i in range(-200, n_frames * 160 + 400)]
    window = [0.5 - 0.5 * math.cos(2 * math.pi * i / N_FFT) for i in range(N_FFT)]
    columns = []
    for frame in range(n_frames):
        part = np.array([sound[frame * 160 + i] * window[i] for i in range(N_FFT)])
        turns = np.array([cmath.exp(-2j * math.pi * i / N_FFT) for i in range(N_FFT)])
        power = [abs(np.dot(part, turns[(k * np.arange(N_FFT)) % N_FFT])) ** 2 for k in range(N_FFT // 2 + 1)]
        column = []
        for low, mid, high in zip(corners, corners[1:], corners[2:], strict=False):
            shape = [max(0.0, min((f - low) / (mid - low), (high - f) / (high - mid))) for f in (k * 40.0 for k in range(201))]
            column.append(math.log10(max(1e-10, sum(w * p for w, p in zip(shape, power, strict=True)) * 2 / (high - low))))
        columns.append(column)
    values = np.array(columns).T
    return (np.maximum(values, values.max() - 8) + 4) / 4


def test_it_equals_the_slow_formula():
    sound = babble(0.21)
    assert np.abs(log_mel(sound, silence_s=0.04) - slow_log_mel(sound, 25)).max() < 1e-4


def test_known_values():
    # Computed by the feature extractor of faster-whisper 1.2.1 from the same sound, padded to 30 s.
    ramp = (np.sin(np.cumsum(np.linspace(0, 1.2, 8000))) * 0.5).astype(np.float32)
    features = log_mel(ramp)
    expected = [
        [0.53797, -0.54917, -0.57621, -0.08759],
        [-0.28197, 0.35132, -0.57621, -0.08377],
        [-0.57621, -0.57621, 0.44424, 0.00015],
        [-0.57621, -0.57621, -0.57621, 0.06796],
        [-0.57621, -0.57621, -0.57621, -0.45402],
    ]
    assert features[[0, 10, 40, 60, 79]][:, [0, 10, 25, 49]] == pytest.approx(np.array(expected), abs=1e-4)


def test_filters_have_equal_area():
    # Of the narrow ones the bins catch only a part.
    areas = mel_filters().sum(axis=1) * RATE / N_FFT
    assert areas[40:] == pytest.approx(np.ones(40), abs=0.08)


@pytest.mark.parametrize(
    ("n_samples", "silence_s", "n_frames"), [(0, 0, 1), (1, 0, 1), (160, 0, 1), (161, 0, 2), (16000, 1, 200)]
)
def test_a_frame_every_ten_milliseconds(n_samples, silence_s, n_frames):
    assert log_mel(np.ones(n_samples, np.float32), silence_s).shape == (N_MELS, n_frames)


def test_silence_is_finite():
    assert np.isfinite(log_mel(silence(1))).all()
