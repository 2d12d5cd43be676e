"""One utterance for a CTC model: partial transcripts while it comes, the final one when it is over.

Strategy: for each partial the end of the utterance is heard anew, which is cheap: at most TAIL_S of it, so that a second of
sound costs the same after half an hour as at the beginning. What lies before that is settled, as it was shown. For the final
transcript each window is read once, whole.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from assistant.asr.protocol import SAMPLE_RATE
from assistant.asr.stability import AgreedWords
from assistant.asr.windows import Windows, moved, softest_moment
from assistant.events import AudioFrame, Partial, Transcript, Word

PARTIAL_EVERY_MS = 150
TAIL_S = 5.0
# A tail that is full is cut between these, at the softest moment; a little of what is settled is heard once more, as context.
_EARLIEST_CUT_S, _LATEST_CUT_S = 2.2, 3.6
_CONTEXT_S = 0.8
# Until so much later a word that was heard freely may still turn out to be another one, of a command.
COMMAND_S = 1.5
_FIRST_PARTIAL = SAMPLE_RATE // 2


class Reader(Protocol):
    """See CtcReader."""

    def glimpse(self, samples: np.ndarray, is_whole: bool = True) -> tuple[Word, ...]: ...

    def read(self, samples: np.ndarray, is_whole: bool = True) -> Transcript: ...


class CtcStream:
    """`accept` and `finish` as in RecognizerStream. settle_s: words younger than this are not called stable."""

    def __init__(self, reader: Reader, partial_every_ms: int = PARTIAL_EVERY_MS, settle_s: float = 0.0):
        self._reader = reader
        self._partial_interval = partial_every_ms * SAMPLE_RATE // 1000
        self._settle_s = settle_s
        self._windows = Windows(reader.read)
        self._tail_at = 0  # the sample of the utterance where the tail begins
        self._seen_until = 0  # the end of what the last partial was made of
        self._agreed = AgreedWords()
        self._last = Partial("")

    def accept(self, frame: AudioFrame) -> Partial | None:
        n_done = self._windows.take(frame)
        if n_done:
            self._conclude(n_done)
        end = self._windows.n_before + len(self._windows.growing)
        if end - self._seen_until < self._partial_interval or end < _FIRST_PARTIAL:
            return None
        self._seen_until = end
        self._glimpse(end)
        partial = Partial(self._agreed.text, len(self._agreed.stable_text))
        if partial == self._last:
            return None
        self._last = partial
        return partial

    def finish(self, last: AudioFrame | None = None) -> Transcript:
        return self._windows.finish(last)

    def _conclude(self, n_done: int) -> None:
        """Partials go on after the windows that were just read."""
        until = self._windows.n_before
        words = tuple(word for transcript in self._windows.done[-n_done:] for word in transcript.words)
        self._agreed.conclude(words, until / SAMPLE_RATE)
        self._tail_at = max(self._tail_at, until)

    def _glimpse(self, end: int) -> None:
        # Whoever was late brings more than a tail at once: it is heard piece by piece, so that no word is left out.
        while end - self._tail_at > TAIL_S * SAMPLE_RATE:
            tail = self._tail()[: round(TAIL_S * SAMPLE_RATE)]
            self._hear(tail)
            earliest, latest = round(_EARLIEST_CUT_S * SAMPLE_RATE), round(_LATEST_CUT_S * SAMPLE_RATE)
            cut = earliest + softest_moment(tail[earliest:latest])
            self._agreed.settle((self._tail_at + cut) / SAMPLE_RATE)
            self._tail_at += cut - round(_CONTEXT_S * SAMPLE_RATE)
        self._hear(self._tail())

    def _tail(self) -> np.ndarray:
        return self._windows.growing[self._tail_at - self._windows.n_before :]

    def _hear(self, samples: np.ndarray) -> None:
        words = moved(self._reader.glimpse(samples, is_whole=self._tail_at == 0), self._tail_at / SAMPLE_RATE)
        now = (self._tail_at + len(samples)) / SAMPLE_RATE
        self._agreed.update(words, now - self._settle_s)
