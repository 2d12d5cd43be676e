"""Cuts an endless stream of sound into pieces that a recogniser can take, at silences, keeping true times.

Strategy: a piece begins a little before speech and ends a little after it, when a pause is long enough; pauses shorter than that
stay inside, for context. A piece that grows too long is cut in its longest pause or, where there is none, at its least
speech-like place. What lies between the pieces is not recognised: nobody speaks there, and decoders invent.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from assistant.events import AudioFrame

Detector = Callable[[AudioFrame], float]


@dataclass(frozen=True, slots=True)
class CuttingRules:
    """Probabilities in [0, 1]; the rest in seconds. earliest_cut_s: no forced cut before this."""

    speech_probability: float = 0.3
    pause_s: float = 0.8
    margin_s: float = 0.4
    longest_s: float = 28.0
    earliest_cut_s: float = 12.0


def pieces(frames: Iterable[AudioFrame], detector: Detector, rules: CuttingRules | None = None) -> Iterator[AudioFrame]:
    """Stretches with speech, each at most `longest_s`; `at` counts from the beginning of the stream.

    frames: of the size that `detector` wants, successive, all at one rate. Memory is bounded by the longest piece.
    """
    cutter = None
    for frame in frames:
        cutter = cutter or _Cutter(rules or CuttingRules(), frame.seconds)
        yield from cutter.feed(frame, detector(frame))
    if cutter:
        yield from cutter.flush()


class _Cutter:
    """`_held`: frames of the piece that grows, with their probabilities; before speech, the margin alone."""

    def __init__(self, rules: CuttingRules, frame_s: float):
        self._threshold = rules.speech_probability
        self._n_pause, self._n_margin, self._n_longest, self._n_earliest = (
            max(1, round(seconds / frame_s)) for seconds in (rules.pause_s, rules.margin_s, rules.longest_s, rules.earliest_cut_s)
        )
        self._held: deque[tuple[AudioFrame, float]] = deque()
        self._speaking = False
        self._n_quiet = 0

    def feed(self, frame: AudioFrame, probability: float) -> Iterator[AudioFrame]:
        self._held.append((frame, probability))
        if probability >= self._threshold:
            self._speaking = True
            self._n_quiet = 0
        else:
            self._n_quiet += 1
        if not self._speaking:
            while len(self._held) > self._n_margin:
                self._held.popleft()
        elif self._n_quiet >= self._n_pause:
            yield self._close()
        elif len(self._held) >= self._n_longest:
            yield self._take(self._best_cut())

    def flush(self) -> Iterator[AudioFrame]:
        if self._speaking:
            yield self._close()

    def _close(self) -> AudioFrame:
        """The piece up to a margin after its speech; the quiet that is left may be the margin of the next one."""
        piece = self._take(len(self._held) - max(0, self._n_quiet - self._n_margin))
        self._speaking = False
        return piece

    def _take(self, n_frames: int) -> AudioFrame:
        taken = [self._held.popleft()[0] for _ in range(n_frames)]
        self._n_quiet = min(self._n_quiet, len(self._held))
        return AudioFrame(np.concatenate([frame.samples for frame in taken]), taken[0].rate, taken[0].at)

    def _best_cut(self) -> int:
        """The middle of the longest pause after the earliest cut, or the frame there that is least like speech."""
        probabilities = [probability for _, probability in self._held]
        best_length, best = 0, None
        length = 0
        for i in range(self._n_earliest, len(probabilities)):
            length = length + 1 if probabilities[i] < self._threshold else 0
            if length > best_length:
                best_length, best = length, i + 1 - length // 2
        if best is not None:
            return best
        return self._n_earliest + int(np.argmin(probabilities[self._n_earliest :])) + 1
