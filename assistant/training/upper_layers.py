"""The upper layers of Whisper-base's encoder in torch, to be trained on with a head: they continue what the frozen ones begin."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from assistant.asr.encoder_weights import N_HEADS, N_LAYERS, WIDTH, float_tensors


class EncoderLayer(nn.Module):
    """As encoder_graph writes it: the norms come first, and queries arrive scaled."""

    def __init__(self, dropout: float):
        super().__init__()
        self.attention_norm, self.ffn_norm = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.dropout = nn.Dropout(dropout)

    def forward(self, hidden: torch.Tensor, unseen: torch.Tensor | None) -> torch.Tensor:
        """unseen: very negative where a frame is padding, (batch, 1, 1, frames)."""
        batch, frames, width = hidden.shape
        qkv = self.qkv(self.attention_norm(hidden)).view(batch, frames, 3, N_HEADS, width // N_HEADS)
        query, key, value = qkv.permute(2, 0, 3, 1, 4)
        # Written out: on a processor torch's own attention takes twice as long backwards, in bfloat16.
        likeness = query @ key.transpose(-1, -2)
        seen = (likeness if unseen is None else likeness + unseen.to(likeness.dtype)).softmax(-1) @ value
        hidden = hidden + self.dropout(self.out(seen.transpose(1, 2).reshape(batch, frames, width)))
        return hidden + self.dropout(self.down(functional.gelu(self.up(self.ffn_norm(hidden)))))


class UpperLayers(nn.Module):
    """The last `n_layers` and the norm after them: (batch, frames, 512) → the same shape."""

    def __init__(self, n_layers: int, dropout: float = 0.1):
        super().__init__()
        self.layers = nn.ModuleList(EncoderLayer(dropout) for _ in range(n_layers))
        self.norm = nn.LayerNorm(WIDTH)

    def forward(self, hidden: torch.Tensor, n_frames: torch.Tensor | None = None) -> torch.Tensor:
        """n_frames: of each example, without its padding, which nobody attends to."""
        unseen = None
        if n_frames is not None:
            unseen = -1e4 * (torch.arange(hidden.shape[1]) >= n_frames[:, None]).float()[:, None, None]
        for layer in self.layers:
            hidden = layer(hidden, unseen)
        return self.norm(hidden)

    def load_whisper(self, model_bin: Path) -> None:
        """Begin with the weights of CTranslate2's Whisper-base. Raises ModelFileError."""
        self.load_state_dict(_state(float_tensors(model_bin), len(self.layers)))


def _state(tensors: Mapping[str, np.ndarray], n_layers: int) -> dict[str, torch.Tensor]:
    """Names and shapes as torch has them: (outputs, inputs), and layers counted from the first that is trained."""
    first = N_LAYERS - n_layers
    state = {}
    for name, tensor in tensors.items():
        stem, _, part = name.rpartition(".")
        layer, _, what = stem.partition(".")
        part = {"gamma": "weight", "beta": "bias"}.get(part, part)
        if stem == "norm":
            state[f"norm.{part}"] = torch.from_numpy(tensor.copy())
        elif layer.isdigit() and int(layer) >= first:
            ours = tensor.T if tensor.ndim == 2 else tensor
            state[f"layers.{int(layer) - first}.{what}.{part}"] = torch.from_numpy(ours.copy())
    return state
