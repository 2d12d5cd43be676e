"""A checkpoint as transformers itself hears with it: what a conversion is compared with. The only module of models with torch."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from assistant.asr.wav2vec2.checkpoint import Checkpoint

Hear = Callable[[np.ndarray], np.ndarray]
"""Samples, float32, 16 kHz, shape (n,) → logits, float32, shape (frames, tokens)."""


def load(checkpoint: Checkpoint) -> Hear | None:
    """None where the training extra is not installed. Safetensors only: transformers is told to read no pickle."""
    try:
        import torch
        import transformers
    except ImportError:
        return None
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    folder = str(checkpoint.folder)
    extractor = transformers.AutoFeatureExtractor.from_pretrained(folder, local_files_only=True)
    model = transformers.AutoModelForCTC.from_pretrained(folder, local_files_only=True, use_safetensors=True).eval()

    def hear(samples: np.ndarray) -> np.ndarray:
        features = extractor(samples, sampling_rate=extractor.sampling_rate, return_tensors="pt")
        with torch.inference_mode():
            return model(**features).logits[0].numpy()

    return hear
