"""One utterance for a CTC model: partial transcripts while it comes, the final one when it is over.

Strategy: a partial is made of all that was said since the last window was cut. How little of that must be heard anew is the
reader's business (see sliding). Successive partials agree on what is stable; what a finished window says goes before them. At
a pause, and for each window that is full, all of it is read once more, with all that is known of it.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from assistant.asr.protocol import SAMPLE_RATE
from assistant.asr.stability import AgreedWords
from assistant.asr.windows import WINDOW_SAMPLES, Windows, moved
from assistant.events import AudioFrame, Partial, Transcript, Word

PARTIAL_EVERY_MS = 150
# Until so much later a word that was heard freely may still turn out to be another one, of a command.
COMMAND_S = 1.5
_FIRST_PARTIAL = SAMPLE_RATE // 2


class Reader(Protocol):
    """Reads one utterance. Its sounds begin at the same moment each, until some of it is forgotten; times count from there."""

    @property
    def is_called(self) -> bool:
        """Whether there was a wake phrase in the last glimpse."""

    def glimpse(self, samples: np.ndarray, is_whole: bool = True) -> tuple[Word, ...]:
        """The words that seem to have been said so far. is_whole: these samples are all of the utterance."""

    def read(self, samples: np.ndarray, n_samples: int, is_whole: bool = True) -> Transcript:
        """The final transcript of the first `n_samples`, as far as it is known what comes after them."""

    def forget(self, n_samples: int) -> None:
        """The next sound begins `n_samples` later, where those that were read last ended."""


class CtcStream:
    """See RecognizerStream. settle_s: words younger than this are not called stable.

    n_window: so many samples are read at once; longer speech is cut, with `n_after_cut` left at least.
    """

    def __init__(
        self,
        reader: Reader,
        partial_every_ms: int = PARTIAL_EVERY_MS,
        settle_s: float = 0.0,
        n_window: int = WINDOW_SAMPLES,
        n_after_cut: int = 0,
    ):
        self._reader = reader
        self._partial_interval = partial_every_ms * SAMPLE_RATE // 1000
        self._settle_s = settle_s
        self._windows = Windows(self._read, n_window, n_after_cut, reader.forget)
        self._seen_until = 0  # the end of what the last partial was made of
        self._agreed = AgreedWords()
        self._last = Partial("")

    def accept(self, frame: AudioFrame) -> Partial | None:
        # A window that was read took its time, and is news, too: what has been said since then waits for the next frame.
        if not self._take(frame):
            end = self._windows.n_before + len(self._windows.growing)
            if end - self._seen_until < self._partial_interval or end < _FIRST_PARTIAL:
                return None
            self._seen_until = end
            self._glimpse()
        partial = Partial(self._agreed.text, len(self._agreed.stable_text), self._reader.is_called)
        if partial == self._last:
            return None
        self._last = partial
        return partial

    def finish(self, last: AudioFrame | None = None) -> Transcript:
        if last is not None:
            self._take(last)
        return self._windows.so_far()

    def hurry(self) -> None:
        pass

    def _read(self, samples: np.ndarray, is_whole: bool) -> Transcript:
        return self._reader.read(self._windows.growing, len(samples), is_whole)

    def _take(self, frame: AudioFrame) -> bool:
        """Whether windows were read. Partials go on after them."""
        n_done = self._windows.take(frame)
        if n_done:
            words = tuple(word for transcript in self._windows.done[-n_done:] for word in transcript.words)
            self._agreed.conclude(words, self._windows.n_before / SAMPLE_RATE)
        return n_done > 0

    def _glimpse(self) -> None:
        before_s = self._windows.n_before / SAMPLE_RATE
        heard = self._reader.glimpse(self._windows.growing, is_whole=not self._windows.done)
        now_s = before_s + len(self._windows.growing) / SAMPLE_RATE
        self._agreed.update(moved(heard, before_s), now_s - self._settle_s)
