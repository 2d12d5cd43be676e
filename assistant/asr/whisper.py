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
from assistant.asr.windows import WINDOW_SAMPLES, checked, joined, moved, quietest
from assistant.config import AsrConfig
from assistant.errors import RecognitionError
from assistant.events import AudioFrame, Partial, Transcript

_FIRST_PARTIAL = SAMPLE_RATE // 2
_GROWTH_PER_PARTIAL = 0.1


class WhisperRecognizer:
    """Loaded weights. Threads may share it: their decodings take turns."""

    def __init__(self, folder: Path, settings: AsrConfig):
        """Raises RecognitionError when the weights cannot be loaded."""
        self._settings = s = settings
        self._decoder = WhisperDecoder(folder, s.threads, s.beams, s.pad_to_s, s.prompt)

    def start(self) -> WhisperStream:
        return WhisperStream(self._decoder, self._settings.partial_every_ms, self._settings.min_confidence)


class WhisperStream:
    """One utterance."""

    def __init__(self, decoder: Decoder, partial_every_ms: int = 300, min_confidence: float = 0.4):
        self._decoder = decoder
        self._partial_interval = partial_every_ms * SAMPLE_RATE // 1000
        self._min_confidence = min_confidence
        self._sound = np.empty(0, np.float32)
        self._n_before = 0  # samples of the windows that are done
        self._n_seen = 0  # of the current window, when the last partial was made
        self._done: list[Transcript] = []
        self._agreement = LocalAgreement(decoder.begins_word)
        self._last = Partial("")
        self._finished = False

    def accept(self, frame: AudioFrame) -> Partial | None:
        self._take(frame)
        n_new = len(self._sound) - self._n_seen
        due = max(self._partial_interval, int(_GROWTH_PER_PARTIAL * len(self._sound)))
        if n_new < due or len(self._sound) < _FIRST_PARTIAL:
            return None
        self._n_seen = len(self._sound)
        partial = self._glimpse()
        if partial is None or partial == self._last:
            return None
        self._last = partial
        return partial

    def finish(self, last: AudioFrame | None = None) -> Transcript:
        if last is not None:
            self._take(last)
        self._finished = True
        windows = [*self._done, self._transcribe(self._sound)] if len(self._sound) or not self._done else self._done
        self._sound = np.empty(0, np.float32)
        return joined(windows)

    def _take(self, frame: AudioFrame) -> None:
        if self._finished:
            raise RecognitionError("this utterance is finished; start another one")
        self._sound = np.concatenate([self._sound, checked(frame)])
        while len(self._sound) >= WINDOW_SAMPLES:
            cut = quietest(self._sound[:WINDOW_SAMPLES])
            self._done.append(self._transcribe(self._sound[:cut]))
            self._sound = self._sound[cut:]
            self._n_before += cut
            self._n_seen = 0
            self._agreement = LocalAgreement(self._decoder.begins_word)

    def _glimpse(self) -> Partial | None:
        if refuse_sound(self._sound, SAMPLE_RATE):
            return None
        reading = self._decoder.glimpse(self._sound, self._agreement.stable)
        if refuse_reading(reading, self._min_confidence):
            return None
        self._agreement.update(reading.ids)
        before = " ".join(done.text for done in self._done if done.text)
        before = f"{before} " if before else ""
        text = before + reading.text
        # The final text of a window may contradict the partials made of it; what was called stable is not taken back.
        if not text.startswith(self._last.text[: self._last.n_stable]):
            return None
        n_stable = len((before + self._decoder.text(self._agreement.stable)).rstrip())
        return Partial(text, max(self._last.n_stable, n_stable))

    def _transcribe(self, samples: np.ndarray) -> Transcript:
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
        words = moved(reading.words, self._n_before / SAMPLE_RATE)
        return Transcript(reading.text, confidence, words, reading.alternatives, cost_ms=cost_ms)
