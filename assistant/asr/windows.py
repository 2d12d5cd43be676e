"""Sound as a recogniser takes it in: checked samples, and long speech cut into windows at its quietest places."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np

from assistant.asr.protocol import SAMPLE_RATE
from assistant.asr.suspicion import merged
from assistant.errors import RecognitionError
from assistant.events import AudioFrame, Transcript, Word

WINDOW_SAMPLES = 28 * SAMPLE_RATE
FRAME_SAMPLES = SAMPLE_RATE // 50
_PAUSE_SAMPLES, _MOMENT_SAMPLES = 300 * SAMPLE_RATE // 1000, 60 * SAMPLE_RATE // 1000


class Windows:
    """One utterance's sound. A window that is full is cut and read at once; the one that still grows is read at the end.

    read: samples, shape (n,), n at most `n_window`, and whether they are the whole utterance → their transcript, times counted
    from the first of them. n_after_cut: so many samples at least are left when a window is cut. n_before: the samples of the
    windows that are done. Memory does not grow but for the text.
    """

    def __init__(self, read: Callable[[np.ndarray, bool], Transcript], n_window: int = WINDOW_SAMPLES, n_after_cut: int = 0):
        self._read = read
        self._buffer = np.empty(n_window, np.float32)
        self._n_after_cut = n_after_cut
        self._n_held = 0
        self._finished = False
        self.n_before = 0
        self.done: list[Transcript] = []

    @property
    def growing(self) -> np.ndarray:
        """The samples of the last window; only until the next frame is taken."""
        return self._buffer[: self._n_held]

    def take(self, frame: AudioFrame) -> int:
        """How many windows were done with this. Raises RecognitionError."""
        if self._finished:
            raise RecognitionError("this utterance is finished; start another one")
        samples, n_done = checked(frame), len(self.done)
        while len(samples):
            if self._n_held == len(self._buffer):
                self._close(quietest(self._buffer[: len(self._buffer) - self._n_after_cut]), is_whole=False)
            n = min(len(samples), len(self._buffer) - self._n_held)
            self._buffer[self._n_held : self._n_held + n] = samples[:n]
            self._n_held += n
            samples = samples[n:]
        return len(self.done) - n_done

    def finish(self, last: AudioFrame | None) -> Transcript:
        """Of all that was taken, and of `last`. Raises RecognitionError."""
        if last is not None:
            self.take(last)
        self._finished = True
        if self._n_held or not self.done:
            self._close(self._n_held, is_whole=not self.done)
        self._buffer = np.empty(0, np.float32)
        return joined(self.done)

    def _close(self, cut: int, is_whole: bool) -> None:
        transcript = self._read(self._buffer[:cut], is_whole)
        if self.n_before:
            transcript = replace(transcript, words=moved(transcript.words, self.n_before / SAMPLE_RATE))
        self.done.append(transcript)
        n_left = self._n_held - cut
        self._buffer[:n_left] = self._buffer[cut : self._n_held].copy()
        self._n_held = n_left
        self.n_before += cut


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
    """Where to cut a window: at the softest moment of its second half, between two frames. Depends on these samples alone."""
    half = len(samples) // 2
    return (half + softest_moment(samples[half:])) // FRAME_SAMPLES * FRAME_SAMPLES


def softest_moment(samples: np.ndarray) -> int:
    """The middle of the softest 60 ms within the softest 0.3 s of at least as many samples."""
    power = np.square(samples, dtype=np.float64)
    pause = _softest(power, _PAUSE_SAMPLES)
    moment = pause + _softest(power[pause : pause + _PAUSE_SAMPLES], _MOMENT_SAMPLES)
    return moment + _MOMENT_SAMPLES // 2


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
    suspicion = merged((window, 1.0) for window in windows)
    heard = [window for window in windows if window.text]
    if not heard:
        return replace(windows[-1], cost_ms=cost_ms, **suspicion)
    lengths = [len(window.text) for window in heard]
    embeddings = [window.embedding for window in heard if window.embedding is not None]
    return Transcript(
        " ".join(window.text for window in heard),
        float(np.average([window.confidence for window in heard], weights=lengths)),
        tuple(word for window in heard for word in window.words),
        embedding=np.mean(embeddings, axis=0) if embeddings else None,
        cost_ms=cost_ms,
        **suspicion,
    )
