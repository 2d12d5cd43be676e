"""The frozen encoder, as the assistant runs it: a head learns on the very features, int8 and all, that it will be given."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime

from assistant.asr.acoustics import ENCODER_GRAPH, MAX_SECONDS, mel_features
from assistant.errors import RecipeError

RATE = 16_000


class FrozenEncoder:
    """16 kHz sound → float16 (frames, layers, 512), 50 frames a second.

    layers: outputs of the encoder's graph, "last" or "layer_4".
    """

    def __init__(self, weights: Path, layers: Sequence[str] = ("last",), threads: int = 2):
        """weights: the folder of encoder.bin. Raises RecipeError for a layer that the encoder does not give."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.enable_mem_pattern = False
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.add_session_config_entry("session.model_external_initializers_file_folder_path", str(weights))
        self._session = onnxruntime.InferenceSession(ENCODER_GRAPH.read_bytes(), options, providers=["CPUExecutionProvider"])
        self._layers = list(layers)
        offered = [output.name for output in self._session.get_outputs()]
        if unknown := set(layers) - set(offered):
            raise RecipeError("head.layers", f"the encoder gives {', '.join(offered)}, not {', '.join(sorted(unknown))}")

    def __call__(self, samples: np.ndarray) -> np.ndarray:
        mel = mel_features(samples[: int(MAX_SECONDS * RATE)])
        states = self._session.run(self._layers, {"mel": mel})
        return np.stack([state[0] for state in states], axis=1).astype(np.float16)
