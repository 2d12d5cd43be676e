"""transformers' own pipeline in torch, fp32: what the large recogniser is measured against. The only module here with torch."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

RATE = 16_000
Pipeline = Callable[[np.ndarray], str]


def load(folder: Path, threads: int) -> tuple[Pipeline | None, str]:
    """What transcribes with a checkpoint, or why nothing does. Greedy, without a language model, as the pipeline's default."""
    try:
        import torch
        import transformers
    except ImportError as error:
        return None, f'{error.name} is not installed; type: pip install "assistente[training]"'
    torch.set_num_threads(threads)
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    where = str(folder)
    try:
        pipeline = transformers.pipeline(
            "automatic-speech-recognition",
            model=transformers.AutoModelForCTC.from_pretrained(where, local_files_only=True, use_safetensors=True),
            tokenizer=transformers.AutoTokenizer.from_pretrained(where, local_files_only=True),
            feature_extractor=transformers.AutoFeatureExtractor.from_pretrained(where, local_files_only=True),
            device="cpu",
            dtype=torch.float32,
        )
    except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
        return None, f"transformers does not load it ({str(error).splitlines()[0][:120]})"
    return lambda samples: pipeline({"raw": samples, "sampling_rate": RATE})["text"], ""
