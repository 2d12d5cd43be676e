"""Sound as a recogniser takes it in: checked samples, and long speech cut into windows at its quietest places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from assistant.asr.protocol import SAMPLE_RATE
from assistant.errors import RecognitionError
from assistant.events import AudioFrame, Transcript, Word

WINDOW_SAMPLES = 28 * SAMPLE_RATE
_EARLIEST_CUT = 14 * SAMPLE_RATE
_PAUSE_SAMPLES, _MOMENT_SAMPLES = 300 * SAMPLE_RATE // 1000, 60 * SAMPLE_RATE // 1000


def checked(frame: AudioFrame) -> np.ndarray:
    """Its samples, finite and within [-1, 1]. Raises RecognitionError for another rate or kind of samples."""
    if frame.rate != SAMPLE_RATE:
        raise RecognitionError(f"sound at {frame.rate} Hz came to the recogniser; resample it to {SAMPLE_RATE} Hz")
    samples = np.asarray(frame.samples)
    if samples.ndim != 1 or not np.issubdtype(samples.dtype, np.floating):
        raise RecognitionError(
            f"sound of shape {samples.shape}, {samples.dtype} came to the recogniser; give it mono float samples"
        )
    # A driver that hands out NaN once would otherwise poison the whole utterance.
    return np.clip(np.nan_to_num(samples, nan=0.0, posinf=1.0, neginf=-1.0), -1.0, 1.0).astype(np.float32)


def quietest(samples: np.ndarray) -> int:
    """Where to cut: the softest moment of the softest 0.3 s of the second half. Depends on these samples alone."""
    power = np.square(samples[_EARLIEST_CUT:], dtype=np.float64)
    pause = _softest(power, _PAUSE_SAMPLES)
    moment = pause + _softest(power[pause : pause + _PAUSE_SAMPLES], _MOMENT_SAMPLES)
    return _EARLIEST_CUT + moment + _MOMENT_SAMPLES // 2


def _softest(power: np.ndarray, n: int) -> int:
    """The beginning of the `n` samples with the least energy."""
    energy = np.concatenate([[0.0], np.cumsum(power)])
    return int(np.argmin(energy[n:] - energy[:-n]))


def moved(words: Iterable[Word], by_s: float) -> tuple[Word, ...]:
    return tuple(replace(w, start=round(w.start + by_s, 3), end=round(w.end + by_s, 3)) for w in words)


def joined(windows: list[Transcript]) -> Transcript:
    """One transcript of successive windows; those without text count only when none has any."""
    if len(windows) == 1:
        return windows[0]
    cost_ms: dict[str, float] = {}
    for window in windows:
        for stage, ms in window.cost_ms.items():
            cost_ms[stage] = cost_ms.get(stage, 0.0) + ms
    heard = [window for window in windows if window.text]
    if not heard:
        return replace(windows[-1], cost_ms=cost_ms)
    lengths = [len(window.text) for window in heard]
    embeddings = [window.embedding for window in heard if window.embedding is not None]
    return Transcript(
        " ".join(window.text for window in heard),
        float(np.average([window.confidence for window in heard], weights=lengths)),
        tuple(word for window in heard for word in window.words),
        embedding=np.mean(embeddings, axis=0) if embeddings else None,
        cost_ms=cost_ms,
    )
