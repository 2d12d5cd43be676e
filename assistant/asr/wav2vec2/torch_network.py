"""A checkpoint as transformers itself computes it, in torch. The only module of asr with torch: the training extra has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from assistant.asr.wav2vec2.checkpoint import Checkpoint
from assistant.asr.wav2vec2.graph import LOGITS, hidden_state
from assistant.errors import CheckpointFolderError, ConfigError, DeviceMissingError, EngineFailedError, TorchMissingError

if TYPE_CHECKING:
    import torch

_WAY_OUT = "set asr.flavour: onnx"


class TorchNetwork:
    """See Network in model."""

    def __init__(self, checkpoint: Checkpoint, precision: str = "auto", device: str = "cpu", threads: int = 2):
        """Raises TorchMissingError, DeviceMissingError, CheckpointFolderError, ConfigError for int8."""
        if precision == "int8":
            raise ConfigError(f"asr.flavour torch has no int8; {_WAY_OUT}, or asr.precision: auto")
        if device == "tensorrt":
            raise DeviceMissingError(device, "torch does not use it", f"{_WAY_OUT}, or asr.device: cuda")
        try:
            import torch
            import transformers
        except ImportError as error:
            raise TorchMissingError("asr.flavour torch") from error
        if device == "cuda" and not torch.cuda.is_available():
            raise DeviceMissingError(device, "torch finds no graphics card", "install a torch for it, or set asr.device: cpu")
        torch.set_num_threads(threads)
        self._name = checkpoint.folder.name
        self._device = device
        self._type = torch.float16 if precision == "fp16" or (precision, device) == ("auto", "cuda") else torch.float32
        try:
            # A pickle could run any program: transformers is told to read none.
            model = transformers.AutoModelForCTC.from_pretrained(checkpoint.folder, local_files_only=True, use_safetensors=True)
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            raise CheckpointFolderError(checkpoint.folder, str(error).strip().splitlines()[0], _WAY_OUT) from error
        self._model = model.eval().to(device=device, dtype=self._type)

    def run(self, samples: np.ndarray, outputs: Sequence[str]) -> list[np.ndarray]:
        import torch

        try:
            with torch.inference_mode():
                fed = torch.from_numpy(samples[None]).to(device=self._device, dtype=self._type)
                made = self._model(fed, output_hidden_states=tuple(outputs) != (LOGITS,))
                found = {LOGITS: made.logits}
                found.update({hidden_state(number): state for number, state in enumerate(made.hidden_states or ())})
                return [_array(found[name]) for name in outputs]
        except (RuntimeError, MemoryError) as error:  # torch's own errors, out of memory among them, are RuntimeErrors
            reason = next(iter(str(error).strip().splitlines()), type(error).__name__)
            raise EngineFailedError(self._name, reason, "close other programs, or set asr.model: embedded") from error


def _array(tensor: torch.Tensor) -> np.ndarray:
    return tensor[0].float().cpu().numpy()
