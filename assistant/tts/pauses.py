"""The silence around spoken segments: what the model leaves is cut, what a reader would leave is put."""

from __future__ import annotations

import numpy as np

from assistant.tts.protocol import SAMPLE_RATE

_FRAME = SAMPLE_RATE // 100
_SILENCE_DB = -42.0  # below the loudest 10 ms; a final "s" or "f" is louder
_LEAD_S, _TAIL_S, _FADE_S = 0.03, 0.08, 0.008

_AFTER = {".": 0.30, "!": 0.30, "?": 0.32, "…": 0.35, ";": 0.20, ":": 0.20, ",": 0.14}
_AFTER_UNMARKED_S = 0.06
_CLOSING = "\"'”’»)] "


def trim(samples: np.ndarray) -> np.ndarray:
    """Without the silence at both ends, but for a little, faded so that it does not click; shape (n,) float32, 24 kHz."""
    n_frames = len(samples) // _FRAME
    if n_frames == 0:
        return samples
    frames = samples[: n_frames * _FRAME].reshape(n_frames, _FRAME)
    level = np.sqrt(np.mean(frames**2, axis=1))
    loud = np.flatnonzero(level > level.max() * 10 ** (_SILENCE_DB / 20))
    if len(loud) == 0:
        return samples[:0]
    start = max(0, loud[0] * _FRAME - int(_LEAD_S * SAMPLE_RATE))
    end = min(len(samples), (loud[-1] + 1) * _FRAME + int(_TAIL_S * SAMPLE_RATE))
    trimmed = samples[start:end].copy()
    n_fade = min(int(_FADE_S * SAMPLE_RATE), len(trimmed) // 2)
    ramp = np.linspace(0.0, 1.0, n_fade, dtype=np.float32)
    trimmed[:n_fade] *= ramp
    trimmed[len(trimmed) - n_fade :] *= ramp[::-1]
    return trimmed


def pause_after(phonemes: str, speed: float) -> np.ndarray:
    """Silence before the next segment, by the mark that these phonemes end with; shorter when one speaks quicker."""
    last = phonemes.rstrip(_CLOSING)[-1:]
    return np.zeros(int(_AFTER.get(last, _AFTER_UNMARKED_S) / speed * SAMPLE_RATE), np.float32)
