"""Which voice activity detector tells speech from noise better: area under the ROC curve over 32 ms frames."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.audio.vad import FRAME_SAMPLES, SileroVad, VoiceActivityDetector, WebRtcVad
from assistant.bench import recordings

SNRS_DB = (20.0, 10.0, 5.0, 0.0)
SPEECH_WITHIN_DB = 30.0  # of a clean recording's loudest frame: what is fainter is counted as pause
HALF_WINDOW_FRAMES = 3  # frames this near to a change of label are not counted: nobody can say where speech begins


@dataclass(frozen=True, slots=True)
class Row:
    """auc: 1 is perfect, 0.5 is chance. us: microseconds a frame."""

    detector: str
    snr_db: float
    auc: float
    us: float


def measure(folder: Path) -> list[Row]:
    """Every recording over its noise, at every ratio, by every detector."""
    sounds = [recordings.files.read(r.path) for r in recordings.load(folder)]
    noise = recordings.noise(folder)
    makers: dict[str, Callable[[], VoiceActivityDetector]] = {"silero": SileroVad}
    makers |= {f"webrtc {a}": (lambda a=a: WebRtcVad(a)) for a in range(4)}
    return [_row(name, make(), sounds, noise, snr_db) for name, make in makers.items() for snr_db in SNRS_DB]


def _row(name: str, detector: VoiceActivityDetector, sounds: list, noise: np.ndarray, snr_db: float) -> Row:
    scores, labels, spent = [], [], 0.0
    for seed, sound in enumerate(sounds):
        noisy = recordings.with_noise(sound, noise, snr_db, seed)
        detector.reset()
        began = time.perf_counter()
        heard = np.array([detector(f) for f in recordings.frames_of(noisy, FRAME_SAMPLES)])
        spent += time.perf_counter() - began
        truth = _labels(np.pad(sound.samples, recordings.RATE))[: len(heard)]
        counted = truth >= 0
        scores.append(heard[: len(truth)][counted])
        labels.append(truth[counted])
    n_frames = sum(map(len, scores))
    return Row(name, snr_db, _auc(np.concatenate(scores), np.concatenate(labels)), 1e6 * spent / n_frames)


def _labels(clean: np.ndarray) -> np.ndarray:
    """1 for speech, 0 for pause, -1 for what is too near to a change."""
    frames = np.pad(clean, (0, -len(clean) % FRAME_SAMPLES)).reshape(-1, FRAME_SAMPLES)
    level_db = 10 * np.log10(np.mean(frames**2, axis=1) + 1e-10)
    labels = (level_db > level_db.max() - SPEECH_WITHIN_DB).astype(int)
    changes = np.flatnonzero(np.diff(labels))
    for change in changes:
        labels[max(0, change + 1 - HALF_WINDOW_FRAMES) : change + 1 + HALF_WINDOW_FRAMES] = -1
    return labels


def _auc(scores: np.ndarray, labels: np.ndarray) -> float:
    """The chance that a frame of speech scores higher than one of noise; ties count half."""
    speech, noise = scores[labels == 1], np.sort(scores[labels == 0])
    below = np.searchsorted(noise, speech, "left")
    not_above = np.searchsorted(noise, speech, "right")
    return float(np.mean((below + not_above) / 2) / len(noise))
