"""The embedded recogniser as a teacher: what it makes of every frame, for a network that hears nothing yet.

Strategy: CTC tells a new network only which letters come, in which order; for thousands of steps it answers with blanks. The
embedded recogniser tells which letter is where, at a three-hundredth of the time that the sound lasts. Distillation of frame
posteriors after Hinton, Vinyals and Dean, 2015.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from transformers import Wav2Vec2CTCTokenizer

from assistant.asr.acoustics import SECONDS_BEFORE, AcousticModel
from assistant.training.alphabet import CHARACTERS

_N_BEFORE = round(SECONDS_BEFORE * 50)  # frames of the silence that it puts before the sound


class EmbeddedTeacher:
    """See material.Teach. Loaded at its first use, in the process that uses it."""

    def __init__(self, encoder: Path):
        self._encoder = encoder
        self._model: AcousticModel | None = None

    def __call__(self, samples: np.ndarray) -> np.ndarray:
        if self._model is None:
            self._model = AcousticModel(self._encoder, threads=1)
        return self._model.hear(samples).log_posteriors[_N_BEFORE:].astype(np.float32)

    def __getstate__(self) -> dict:
        return {"_encoder": self._encoder, "_model": None}


def classes(tokenizer: Wav2Vec2CTCTokenizer) -> torch.Tensor:
    """Which token of the network each class of the teacher is: blank, then CHARACTERS."""
    space = tokenizer.word_delimiter_token
    tokens = [tokenizer.pad_token, *(space if character == " " else character for character in CHARACTERS)]
    return torch.tensor(tokenizer.convert_tokens_to_ids(tokens))
