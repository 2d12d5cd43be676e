"""wav2vec2, HuBERT and WavLM checkpoints as a CtcModel: log posteriors at 50 Hz and an early layer's frames, in one pass.

Strategy: what a checkpoint wants done to its samples and what its tokens write is done here, whichever flavour of the network
computes between the two: ONNX Runtime (onnx_network) or torch (torch_network).
"""

from __future__ import annotations

import math
import time
import unicodedata
from collections.abc import Sequence
from typing import Protocol

import numpy as np

from assistant.asr.acoustics import Hearing
from assistant.asr.ctc_reader import FrameTimes
from assistant.asr.protocol import SAMPLE_RATE
from assistant.asr.wav2vec2.checkpoint import Checkpoint
from assistant.asr.wav2vec2.graph import LOGITS, hidden_state
from assistant.asr.windows import FRAME_SAMPLES
from assistant.errors import CheckpointFolderError, EngineFailedError

TIMES = FrameTimes(FRAME_SAMPLES / SAMPLE_RATE)


class Network(Protocol):
    """A flavour of the network between samples and logits. Threads may share it."""

    def run(self, samples: np.ndarray, outputs: Sequence[str]) -> list[np.ndarray]:
        """samples: float32, shape (n,), as the checkpoint wants them. outputs: LOGITS, or as `hidden_state` names them.

        Each float32, shape (frames, width). Raises EngineFailedError.
        """


class Wav2Vec2Model:
    """Threads may share it. `characters`: what classes 1, 2, … write. `layers`: of the hidden states that can be asked for;
    early_layer: the one of them that `hear` gives."""

    def __init__(self, checkpoint: Checkpoint, network: Network):
        """Raises CheckpointFolderError for a checkpoint whose frames do not come at 50 Hz."""
        front = checkpoint.architecture.front
        if math.prod(front.strides) != FRAME_SAMPLES:
            reason = f"it gives a frame every {math.prod(front.strides)} samples, not every {FRAME_SAMPLES}"
            raise CheckpointFolderError(checkpoint.folder, reason, "give another checkpoint")
        self._checkpoint = checkpoint
        self._network = network
        self.characters = checkpoint.vocabulary.characters
        self.layers = tuple(range(checkpoint.n_layers + 1))
        self._labels = {character: number for number, character in enumerate(self.characters, start=1)}
        # Voices are told apart best a sixth of the way up; higher layers know more and more of the words alone.
        self.early_layer = max(1, checkpoint.n_layers // 6)
        self._outputs = (LOGITS, hidden_state(self.early_layer))

    @property
    def n_layers(self) -> int:
        return self._checkpoint.n_layers

    def label_of(self, character: str) -> int | None:
        """The class that writes a character; of one that none writes, that of its letter without accents, or None."""
        return self._labels.get(character) or self._labels.get(unicodedata.normalize("NFD", character)[0])

    def hear(self, samples: np.ndarray) -> Hearing:
        """samples: float32, 16 kHz, shape (n,). Raises EngineFailedError."""
        started = time.perf_counter()
        logits, early = self._network.run(self._prepared(samples), self._outputs)
        if not np.isfinite(logits).all():
            reason = "its numbers are beyond its precision"
            raise EngineFailedError(self._checkpoint.folder.name, reason, "set asr.precision: fp32")
        cost_ms = {"encode": 1e3 * (time.perf_counter() - started)}
        return Hearing(self._checkpoint.vocabulary.fold(logits), early, cost_ms)

    def hidden_layer(self, samples: np.ndarray, layer: int) -> np.ndarray:
        """One of `layers`, float32, shape (frames, hidden size); samples as in `hear`. Raises EngineFailedError."""
        return self._network.run(self._prepared(samples), (hidden_state(layer),))[0]

    def _prepared(self, samples: np.ndarray) -> np.ndarray:
        if self._checkpoint.normalises and len(samples):
            samples = (samples - samples.mean(dtype=np.float64)) / np.sqrt(samples.var(dtype=np.float64) + 1e-7)
        n_missing = max(0, self._checkpoint.architecture.front.min_samples - len(samples))
        return np.pad(samples, (0, n_missing)).astype(np.float32)
