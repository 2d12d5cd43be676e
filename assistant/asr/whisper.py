"""The recogniser for conversation: an utterance comes in pieces, partial transcripts go out, then the final one.

Strategy: the utterance so far is decoded anew for each partial (that costs 0.1–0.2 s for 4 s of sound), no oftener than
every `partial_every_ms`, and more seldom as the utterance grows. Frames are never queued here: whoever is late brings
them merged. What outgrows a window is cut at its quietest place, so memory stays bounded and no word is lost.
"""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np

from assistant.asr.decoder import WhisperDecoder
from assistant.asr.plausibility import confidence_of, refuse_reading, refuse_sound
from assistant.asr.protocol import SAMPLE_RATE
from assistant.asr.reading import Decoder
from assistant.asr.stability import LocalAgreement
from assistant.asr.windows import Windows
from assistant.config import AsrConfig
from assistant.events import AudioFrame, Partial, Transcript

PARTIAL_EVERY_MS = 300
_FIRST_PARTIAL = SAMPLE_RATE // 2
_GROWTH_PER_PARTIAL = 0.1


class WhisperRecognizer:
    """Loaded weights. Threads may share it: their decodings take turns."""

    def __init__(self, folder: Path, settings: AsrConfig):
        """Raises RecognitionError when the weights cannot be loaded."""
        self._settings = s = settings
        self._decoder = WhisperDecoder(folder, s.threads, s.beams, s.pad_to_s, s.prompt)

    def start(self) -> WhisperStream:
        every_ms = self._settings.partial_every_ms or PARTIAL_EVERY_MS
        return WhisperStream(self._decoder, every_ms, self._settings.min_confidence)


class WhisperStream:
    """One utterance."""

    def __init__(self, decoder: Decoder, partial_every_ms: int = PARTIAL_EVERY_MS, min_confidence: float = 0.4):
        self._decoder = decoder
        self._partial_interval = partial_every_ms * SAMPLE_RATE // 1000
        self._min_confidence = min_confidence
        self._windows = Windows(self._transcribe)
        self._n_seen = 0  # of the growing window, when the last partial was made
        self._agreement = LocalAgreement(decoder.begins_word)
        self._last = Partial("")

    def accept(self, frame: AudioFrame) -> Partial | None:
        self._take(frame)
        n_samples = len(self._windows.growing)
        due = max(self._partial_interval, int(_GROWTH_PER_PARTIAL * n_samples))
        if n_samples - self._n_seen < due or n_samples < _FIRST_PARTIAL:
            return None
        self._n_seen = n_samples
        partial = self._glimpse(self._windows.growing)
        if partial is None or partial == self._last:
            return None
        self._last = partial
        return partial

    def finish(self, last: AudioFrame | None = None) -> Transcript:
        if last is not None:
            self._take(last)
        return self._windows.so_far()

    def hurry(self) -> None:
        pass

    def _take(self, frame: AudioFrame) -> None:
        if self._windows.take(frame):
            self._n_seen = 0
            self._agreement = LocalAgreement(self._decoder.begins_word)

    def _glimpse(self, samples: np.ndarray) -> Partial | None:
        if refuse_sound(samples, SAMPLE_RATE):
            return None
        reading = self._decoder.glimpse(samples, self._agreement.stable)
        if refuse_reading(reading, self._min_confidence):
            return None
        self._agreement.update(reading.ids)
        before = " ".join(done.text for done in self._windows.done if done.text)
        before = f"{before} " if before else ""
        text = before + reading.text
        # The final text of a window may contradict the partials made of it; what was called stable is not taken back.
        if not text.startswith(self._last.text[: self._last.n_stable]):
            return None
        n_stable = len((before + self._decoder.text(self._agreement.stable)).rstrip())
        return Partial(text, max(self._last.n_stable, n_stable))

    def _transcribe(self, samples: np.ndarray, _is_whole: bool = True) -> Transcript:
        started = time.perf_counter()
        refused = refuse_sound(samples, SAMPLE_RATE)
        checked_ms = 1e3 * (time.perf_counter() - started)
        if refused:
            return Transcript("", 0.0, rejected=refused, cost_ms={"check": checked_ms})
        reading = self._decoder.read(samples)
        cost_ms = {"check": checked_ms, **reading.cost_ms}
        refused = refuse_reading(reading, self._min_confidence)
        confidence = confidence_of(reading)
        if refused:
            return Transcript("", confidence, rejected=refused, cost_ms=cost_ms)
        return Transcript(reading.text, confidence, reading.words, reading.alternatives, cost_ms=cost_ms)
