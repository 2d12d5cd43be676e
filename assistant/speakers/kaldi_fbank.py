"""Kaldi's log mel energies, in numpy: what speaker networks are trained on.

Strategy: 25 ms every 10 ms, whole frames only; each without its mean, with the high tones raised, under Povey's window, padded
to 512 samples; power spectrum, 80 triangles on the mel scale from 20 Hz to 8 kHz, natural logarithm. No dither. The values equal
those of Kaldi's compute-fbank-feats, of which kaldi-native-fbank and torchaudio are copies.
"""

from __future__ import annotations

from functools import cache

import numpy as np

RATE = 16_000
N_MELS = 80
FRAME, HOP, N_FFT = 400, 160, 512
_LOWEST_HZ, _HIGHEST_HZ = 20.0, RATE / 2
_PREEMPHASIS = np.float32(0.97)
_FLOOR = np.finfo(np.float32).eps
_FRAMES_AT_ONCE = 16


def log_mel(samples: np.ndarray) -> np.ndarray:
    """samples: 16 kHz, in [-1, 1], float32, shape (n,). Returns float32, shape (frames, 80); no frames below 25 ms."""
    if len(samples) < FRAME:
        return np.empty((0, N_MELS), np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(samples.astype(np.float32, copy=False), FRAME)[::HOP]
    frames = frames - frames.mean(axis=1, keepdims=True)
    # The sample before the first one is taken to be the first.
    raised = frames - _PREEMPHASIS * np.concatenate([frames[:, :1], frames[:, :-1]], axis=1)
    spectrum = np.fft.rfft(raised * _window(), N_FFT, axis=1)
    power = (spectrum.real**2 + spectrum.imag**2).astype(np.float32)[:, : N_FFT // 2]
    # In small pieces, which do not wake the threads of BLAS: see assistant.asr.mel.
    pieces = [power[i : i + _FRAMES_AT_ONCE] @ _filters() for i in range(0, len(power), _FRAMES_AT_ONCE)]
    return np.log(np.maximum(np.concatenate(pieces), _FLOOR))


def _mel(hz: np.ndarray | float) -> np.ndarray:
    return 1127.0 * np.log1p(np.asarray(hz) / 700.0)


@cache
def _window() -> np.ndarray:
    """Povey's: like Hann's, and not quite zero so soon."""
    return (np.hanning(FRAME) ** 0.85).astype(np.float32)


@cache
def _filters() -> np.ndarray:
    """Shape (256, 80). Triangles in mel, not in Hz; the highest frequency itself has no part in them."""
    corners = np.linspace(_mel(_LOWEST_HZ), _mel(_HIGHEST_HZ), N_MELS + 2)
    points = _mel(np.arange(N_FFT // 2) * RATE / N_FFT)[:, None]
    left, centre, right = corners[:-2], corners[1:-1], corners[2:]
    triangles = np.minimum((points - left) / (centre - left), (right - points) / (right - centre))
    return np.maximum(0.0, triangles).astype(np.float32)
