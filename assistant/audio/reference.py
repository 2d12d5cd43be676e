"""What the loudspeaker really played, silences included, laid beside what the microphone heard at the same time.

Strategy: no clock is asked. The speaker's callback counts the samples that it hands to its device; the microphone's callback
notes that count with each chunk it gets. The two counts run at the same pace but for the drift of the two devices' clocks and for
bursts of calls, so the reference is read on from where it was. After a move a canceller has to learn the delay anew, and leaks
for seconds: so a short burst only leaves a hole, what lasts is moved in silence, and in sound only what would not do at all. The
constant rest of the delay is for the canceller to find.
"""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass

import numpy as np
import soxr

RATE = 16_000
BLOCK_SAMPLES = 160
"""10 ms at RATE: what WebRTC's audio processing works in, and the step in which the reference is moved."""

_BLOCKS_PER_S = RATE // BLOCK_SAMPLES
_SPARE_BLOCKS = 2  # lie unread when all is well: bursts use them up. With chunks of 20 ms no echo comes sooner than 40 ms later
_LOST_S, _LOST_BLOCKS = 1.0, 5  # so much more unread, and an echo could come before its reference
_OFTEN = 0.2  # devices whose calls come in bursts leave that many holes and more; a machine that was busy for a moment, fewer
_DRIFTED_S = 10.0  # 200 ppm are 2 ms in this time; on a busy machine a burst may come every few seconds
_CONTEXT_S = 0.0025  # sound on both sides of a piece that is resampled: without it the edges are 50 dB worse


@dataclass(frozen=True, slots=True)
class Mark:
    """How far playback was. opening: counts the openings of the device; n_samples: since it was opened, at its own rate."""

    opening: int = 0
    n_samples: int = 0


class Played:
    """The last seconds of a loudspeaker. Its callback writes, the microphone's callback marks, the microphone's thread reads."""

    def __init__(self, keeps_s: float = 8.0):
        self._keeps_s = keeps_s
        self._lock = threading.Lock()
        self._pieces: deque[bytes] = deque()
        self._first = 0
        self._mark = Mark()
        self._rate = RATE

    def begin(self, rate: int) -> None:
        """A device was opened; `rate` in Hz."""
        with self._lock:
            self._pieces.clear()
            self._first = 0
            self._rate = rate
            self._mark = Mark(self._mark.opening + 1)

    def write(self, pcm: bytes) -> None:
        """16-bit mono samples that go to the device now."""
        with self._lock:
            self._pieces.append(pcm)
            self._mark = Mark(self._mark.opening, self._mark.n_samples + len(pcm) // 2)
            while self._mark.n_samples - self._first > self._keeps_s * self._rate:
                self._first += len(self._pieces.popleft()) // 2

    def mark(self) -> Mark:
        return self._mark

    @property
    def rate(self) -> int:
        return self._rate

    def read(self, start: int, end: int) -> np.ndarray:
        """float32 (end - start,) of the present opening; 0 where nothing was played (yet, or any more)."""
        found = np.zeros(end - start, np.float32)
        with self._lock:
            first, pieces = self._first, list(self._pieces)
        for piece in pieces:
            last = first + len(piece) // 2
            if first < end and last > start:
                samples = np.frombuffer(piece, "<i2")[max(0, start - first) : end - first]
                at = max(0, first - start)
                found[at : at + len(samples)] = samples / np.float32(32768)
            first = last
        return found


class Reference:
    """The sound of `played` for each piece of the microphone's, in order."""

    def __init__(self, played: Played):
        self._played = played
        self._opening = 0
        self._next = 0  # the block that is read next
        self._soon, self._late = _Span(_LOST_S), _Span(_DRIFTED_S)
        self.n_moves = 0

    @property
    def position(self) -> tuple[int, int]:
        """Another one for each time that it was laid beside the microphone's sound anew."""
        return self._opening, self.n_moves

    def take(self, n_blocks: int, mark: Mark) -> np.ndarray:
        """float32 (n_blocks * BLOCK_SAMPLES,) at RATE for the microphone's sound that ended when `mark` was made."""
        if mark.opening == 0 or mark.opening != self._played.mark().opening:
            return np.zeros(n_blocks * BLOCK_SAMPLES, np.float32)
        rate = self._played.rate
        there = int((mark.n_samples / rate - _CONTEXT_S) * _BLOCKS_PER_S)
        if mark.opening != self._opening:
            self._opening = mark.opening
            self._next = there - n_blocks - _SPARE_BLOCKS
            self._soon.begin()
            self._late.begin()
        sound = self._read(n_blocks, rate)
        self._next += n_blocks
        self._catch_up(there - self._next - _SPARE_BLOCKS, n_blocks, is_silent=not sound.any())
        return sound

    def _read(self, n_blocks: int, rate: int) -> np.ndarray:
        start, end = (block * rate // _BLOCKS_PER_S for block in (self._next, self._next + n_blocks))
        context = int(_CONTEXT_S * rate)
        n_samples = n_blocks * BLOCK_SAMPLES
        piece = self._played.read(start - context, end + context)
        if not piece.any():
            return np.zeros(n_samples, np.float32)
        if rate != RATE:
            piece = soxr.resample(piece, rate, RATE, quality="MQ")
            context = round(context * RATE / rate)
        return np.resize(piece[context : context + n_samples], n_samples)

    def _catch_up(self, too_many: int, n_blocks: int, is_silent: bool) -> None:
        """too_many: blocks that lie unread beyond those that should; negative when there are too few."""
        soon, late = self._soon, self._late
        soon.see(too_many, n_blocks)
        late.see(too_many, n_blocks)
        if soon.is_over:
            if soon.least >= _LOST_BLOCKS or soon.most < -_SPARE_BLOCKS:
                self._move(soon.least)
            soon.begin()
        if late.is_over and is_silent:
            if late.least > 0 or late.short_share > _OFTEN:
                self._move(late.least)
            late.begin()

    def _move(self, n_blocks: int) -> None:
        self._next += n_blocks
        self.n_moves += 1
        self._soon.begin()
        self._late.begin()


class _Span:
    """For a time: the least and the most of a number of blocks."""

    def __init__(self, seconds: float):
        self._n_blocks = int(seconds * _BLOCKS_PER_S)
        self.begin()

    def begin(self) -> None:
        self.least, self.most = 1 << 30, -(1 << 30)
        self._seen = self._short = 0

    @property
    def is_over(self) -> bool:
        return self._seen >= self._n_blocks

    @property
    def short_share(self) -> float:
        """Of the time: in which there was less than nothing to spare."""
        return self._short / max(1, self._seen)

    def see(self, number: int, n_blocks: int) -> None:
        self.least = min(self.least, number)
        self.most = max(self.most, number)
        self._seen += n_blocks
        self._short += n_blocks if number < -_SPARE_BLOCKS else 0
