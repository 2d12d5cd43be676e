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
    """One utterance's sound. A window that is full is cut and read at once; the one that still grows, when asked for.

    read: samples, shape (n,), n at most `n_window`, and whether they are the whole utterance → their transcript, times counted
    from the first of them. forget: told how many samples were cut off, once they have been read. n_after_cut: so many samples
    at least are left when a window is cut. n_before: the samples of the windows that are done. Memory does not grow but for
    the text.
    """

    def __init__(
        self,
        read: Callable[[np.ndarray, bool], Transcript],
        n_window: int = WINDOW_SAMPLES,
        n_after_cut: int = 0,
        forget: Callable[[int], None] | None = None,
    ):
        self._read = read
        self._forget = forget
        self._buffer = np.empty(n_window, np.float32)
        self._n_after_cut = n_after_cut
        self._n_held = 0
        self._so_far: Transcript | None = None  # of all that was taken
        self.n_before = 0
        self.done: list[Transcript] = []

    @property
    def growing(self) -> np.ndarray:
        """The samples of the last window; only until the next frame is taken."""
        return self._buffer[: self._n_held]

    def take(self, frame: AudioFrame) -> int:
        """How many windows were done with this. Raises RecognitionError."""
        samples, n_done = checked(frame), len(self.done)
        if len(samples):
            self._so_far = None
        while len(samples):
            if self._n_held == len(self._buffer):
                self._cut(quietest(self._buffer[: len(self._buffer) - self._n_after_cut]))
            n = min(len(samples), len(self._buffer) - self._n_held)
            self._buffer[self._n_held : self._n_held + n] = samples[:n]
            self._n_held += n
            samples = samples[n:]
        return len(self.done) - n_done

    def so_far(self) -> Transcript:
        """Of all that was taken; more may be. Raises RecognitionError."""
        if self._so_far is None:
            growing = [self._read_first(self._n_held, is_whole=not self.done)] if self._n_held or not self.done else []
            self._so_far = joined([*self.done, *growing])
        return self._so_far

    def _read_first(self, n_samples: int, is_whole: bool) -> Transcript:
        transcript = self._read(self._buffer[:n_samples], is_whole)
        if self.n_before:
            by_s, called = self.n_before / SAMPLE_RATE, transcript.called
            if called is not None:
                called = replace(called, start_s=round(called.start_s + by_s, 3), end_s=round(called.end_s + by_s, 3))
            return replace(transcript, words=moved(transcript.words, by_s), called=called)
        return transcript

    def _cut(self, cut: int) -> None:
        self.done.append(self._read_first(cut, is_whole=False))
        if self._forget is not None:
            self._forget(cut)
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


def _since_call(windows: list[Transcript]) -> list[Transcript]:
    """What was said before the assistant was called was not said to it."""
    calls = [number for number, window in enumerate(windows) if window.called]
    return windows[calls[-1] :] if calls else windows


def joined(windows: list[Transcript]) -> Transcript:
    """One transcript of successive windows; those without text count only when none has any."""
    if len(windows) == 1:
        return windows[0]
    cost_ms: dict[str, float] = {}
    for window in windows:
        for stage, ms in window.cost_ms.items():
            cost_ms[stage] = cost_ms.get(stage, 0.0) + ms
    suspicion = merged((window, 1.0) for window in windows)
    heard = _since_call([window for window in windows if window.text])
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
        called=heard[0].called,
        **suspicion,
    )
