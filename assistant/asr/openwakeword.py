"""openWakeWord's models as spotters of a wake word, with the small runtime that pyopen-wakeword brings."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from assistant.asr.protocol import SAMPLE_RATE
from assistant.errors import OpenWakeWordMissingError, WakeModelError

_MAGIC = slice(4, 8), b"TFL3"
_SILENCE_BEFORE = 2 * SAMPLE_RATE
"""What the model looks back on; without it the first words of an utterance would not be looked at."""


class OpenWakeWordSpotter:
    """A wake_spotter.Spotter. Streams share nothing but the file."""

    def __init__(self, model: Path):
        """model: a TFLite file. Raises OpenWakeWordMissingError, WakeModelError."""
        if find_spec("pyopen_wakeword") is None:
            raise OpenWakeWordMissingError
        try:
            with model.open("rb") as file:
                head = file.read(8)
        except OSError as error:
            raise WakeModelError(model, error.strerror or str(error)) from error
        where, magic = _MAGIC
        # The runtime would bring down the whole program.
        if head[where] != magic:
            raise WakeModelError(model, "it is another kind of file")
        self._model = model

    def start(self) -> OpenWakeWordStream:
        from pyopen_wakeword import OpenWakeWord, OpenWakeWordFeatures

        return OpenWakeWordStream(OpenWakeWordFeatures.from_builtin(), OpenWakeWord.from_model(self._model))


class OpenWakeWordStream:
    """A wake_spotter.SpotterStream; a second of sound takes some 90 ms of one core."""

    def __init__(self, features: Any, word: Any):
        self._features = features
        self._word = word
        features.new_audio_samples = _SILENCE_BEFORE  # of its own it would begin with eight seconds

    def accept(self, samples: np.ndarray) -> float:
        likely = 0.0
        # Not more at once than it has room for.
        for at in range(0, len(samples), SAMPLE_RATE):
            chunk = np.rint(np.clip(samples[at : at + SAMPLE_RATE], -1, 1) * 32767).astype(np.int16)
            for embeddings in self._features.process_streaming(chunk.tobytes()):
                likely = max([likely, *self._word.process_streaming(embeddings)])
        return float(likely)
