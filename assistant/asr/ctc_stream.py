"""One utterance for a CTC model: partial transcripts while it comes, the final one when it is over.

Strategy: a partial is made of all that was said since the last window was cut. How little of that must be heard anew is the
reader's business (see sliding). Successive partials agree on what is stable; what a finished window says goes before them. At
the end, and for each window that is full, the reader concludes: decoded with all that is known of it, once.
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
    """Reads one utterance. Its sounds begin at the same moment each, until one is concluded; times count from there."""

    def glimpse(self, samples: np.ndarray, is_whole: bool = True) -> tuple[Word, ...]:
        """The words that seem to have been said so far. is_whole: these samples are all of the utterance."""

    def conclude(self, samples: np.ndarray, n_samples: int, is_whole: bool = True) -> Transcript:
        """The final transcript of the first `n_samples`. The next sound begins with what is left of them."""


class CtcStream:
    """`accept` and `finish` as in RecognizerStream. settle_s: words younger than this are not called stable.

    n_window: so many samples are concluded at once; longer speech is cut, with `n_after_cut` left at least.
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
        self._windows = Windows(self._read, n_window, n_after_cut)
        self._seen_until = 0  # the end of what the last partial was made of
        self._agreed = AgreedWords()
        self._last = Partial("")

    def accept(self, frame: AudioFrame) -> Partial | None:
        n_done = self._windows.take(frame)
        end = self._windows.n_before + len(self._windows.growing)
        if n_done:
            # That took its time, and is news, too: what has been said since then waits for the next frame.
            self._conclude(n_done)
        elif end - self._seen_until < self._partial_interval or end < _FIRST_PARTIAL:
            return None
        else:
            self._seen_until = end
            self._glimpse()
        partial = Partial(self._agreed.text, len(self._agreed.stable_text))
        if partial == self._last:
            return None
        self._last = partial
        return partial

    def finish(self, last: AudioFrame | None = None) -> Transcript:
        return self._windows.finish(last)

    def _read(self, samples: np.ndarray, is_whole: bool) -> Transcript:
        return self._reader.conclude(self._windows.growing, len(samples), is_whole)

    def _conclude(self, n_done: int) -> None:
        """Partials go on after the windows that were just read."""
        words = tuple(word for transcript in self._windows.done[-n_done:] for word in transcript.words)
        self._agreed.conclude(words, self._windows.n_before / SAMPLE_RATE)

    def _glimpse(self) -> None:
        before_s = self._windows.n_before / SAMPLE_RATE
        heard = self._reader.glimpse(self._windows.growing, is_whole=not self._windows.done)
        now_s = before_s + len(self._windows.growing) / SAMPLE_RATE
        self._agreed.update(moved(heard, before_s), now_s - self._settle_s)
