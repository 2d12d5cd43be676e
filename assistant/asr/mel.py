"""Whisper's log-mel spectrogram, in numpy.

Strategy: a Hann window of 25 ms every 10 ms, power spectrum, 80 triangular Slaney filters, log10, the range cut to
80 dB below the loudest point, scaled to about [-1, 1]. The values equal those of Whisper's own front end (which pads
every sound to 30 s first) on the frames that are kept; here the caller says how much silence follows the sound.
Source: Radford et al., "Robust Speech Recognition via Large-Scale Weak Supervision", 2022, §2.2; the filters are
those of Slaney, "Auditory Toolbox", 1998, as librosa computes them.
"""

from __future__ import annotations

from functools import cache

import numpy as np

RATE = 16_000
N_FFT = 400
HOP = 160
N_MELS = 80
FRAMES_PER_SECOND = RATE // HOP
_FRAMES_AT_ONCE = 16

# The Slaney scale: 15 mels per 1000 Hz up to 1000 Hz, then 27 mels for each factor of 6.4.
_HZ_PER_MEL = 200.0 / 3.0
_BREAK_HZ = 1000.0
_BREAK_MEL = _BREAK_HZ / _HZ_PER_MEL
_LOG_STEP = np.log(6.4) / 27.0


def _hz_to_mel(hz: float) -> float:
    if hz < _BREAK_HZ:
        return hz / _HZ_PER_MEL
    return _BREAK_MEL + float(np.log(hz / _BREAK_HZ)) / _LOG_STEP


def _mel_to_hz(mels: np.ndarray) -> np.ndarray:
    return np.where(
        mels < _BREAK_MEL, mels * _HZ_PER_MEL, _BREAK_HZ * np.exp(_LOG_STEP * (np.maximum(mels, _BREAK_MEL) - _BREAK_MEL))
    )


@cache
def mel_filters(n_mels: int = N_MELS) -> np.ndarray:
    """Triangular filters of equal area, float32, shape (n_mels, N_FFT // 2 + 1)."""
    corners_hz = _mel_to_hz(np.linspace(_hz_to_mel(0.0), _hz_to_mel(RATE / 2), n_mels + 2))
    bins_hz = np.fft.rfftfreq(N_FFT, 1 / RATE)
    left, centre, right = corners_hz[:-2, None], corners_hz[1:-1, None], corners_hz[2:, None]
    rising = (bins_hz - left) / (centre - left)
    falling = (right - bins_hz) / (right - centre)
    triangles = np.maximum(0.0, np.minimum(rising, falling))
    filters = (triangles * 2.0 / (right - left)).astype(np.float32)
    filters.setflags(write=False)
    return filters


@cache
def _window() -> np.ndarray:
    return np.hanning(N_FFT + 1)[:-1].astype(np.float32)


def log_mel(samples: np.ndarray, silence_s: float = 0.0, n_mels: int = N_MELS) -> np.ndarray:
    """Features of 16 kHz sound followed by `silence_s` seconds of digital silence.

    samples: float32, shape (n,), n may be 0. Returns float32, shape (n_mels, n_frames), at least one frame, one every
    10 ms, C-contiguous as the engine wants it.
    """
    n_frames = max(1, -(-(len(samples) + round(silence_s * RATE)) // HOP))
    half = N_FFT // 2
    padded = np.zeros(n_frames * HOP + N_FFT, np.float32)
    padded[half : half + len(samples)] = samples
    # Whisper mirrors the beginning instead of putting zeros before it; without that the first frame differs.
    padded[:half] = padded[2 * half : half : -1]
    frames = np.lib.stride_tricks.sliding_window_view(padded, N_FFT)[: n_frames * HOP : HOP]
    spectrum = np.fft.rfft(frames * _window(), axis=1)
    power = (spectrum.real**2 + spectrum.imag**2).astype(np.float32)
    # In small pieces: a product of this size would wake the threads of BLAS, and waiting for them takes twenty times as long
    # as the work itself when another program is busy.
    pieces = [mel_filters(n_mels) @ power[i : i + _FRAMES_AT_ONCE].T for i in range(0, n_frames, _FRAMES_AT_ONCE)]
    loudness = np.log10(np.maximum(np.concatenate(pieces, axis=1), 1e-10))
    return np.ascontiguousarray((np.maximum(loudness, loudness.max() - 8.0) + 4.0) / 4.0, dtype=np.float32)
