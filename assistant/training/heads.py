"""Three kinds of CTC head over the encoder's frames: features in, log posteriors out.

Strategy: a head may begin with the encoder's own upper layers, which are then trained with it; what it reads is then what the
layer below them gives.
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from assistant.training.alphabet import N_CLASSES
from assistant.training.recipe import HeadShape
from assistant.training.upper_layers import UpperLayers

FEATURES = 512


class Head(nn.Module):
    """What all have in common: the learned sum of layers, or the encoder's upper layers, before; the classes after."""

    def __init__(self, body: nn.Module, body_width: int, shape: HeadShape):
        super().__init__()
        self.layer_weights = nn.Parameter(torch.zeros(len(shape.layers)), requires_grad=len(shape.layers) > 1)
        self.upper = UpperLayers(shape.unfrozen, shape.upper_dropout) if shape.unfrozen else None
        self.norm = nn.LayerNorm(FEATURES)
        self.project = nn.Conv1d(FEATURES, shape.width, 3, padding=1)
        self.body = body
        self.output = nn.Linear(body_width, N_CLASSES)
        self.dropout = nn.Dropout(shape.dropout)

    def forward(self, features: torch.Tensor, n_frames: torch.Tensor | None = None) -> torch.Tensor:
        """(batch, frames, layers, 512), or without the layers where there is one → log posteriors (batch, frames, 42).

        n_frames: of each example without its padding, which a single one does not have.
        """
        if features.dim() == 4:
            features = torch.einsum("btlf,l->btf", features, self.layer_weights.softmax(0))
        if self.upper is not None:
            features = self.upper(features, n_frames)
        hidden = functional.gelu(self.project(self.norm(features).transpose(1, 2)).transpose(1, 2))
        return self.output(self.dropout(self.body(self.dropout(hidden)))).float().log_softmax(-1)


class Recurrent(nn.Module):
    def __init__(self, width: int, layers: int, dropout: float):
        super().__init__()
        self.gru = nn.GRU(width, width, layers, bidirectional=True, batch_first=True, dropout=dropout if layers > 1 else 0.0)

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        return self.gru(hidden)[0]


class SeparableBlock(nn.Module):
    """A depthwise convolution over time, a pointwise one over channels, and a way around them."""

    def __init__(self, width: int, kernel: int, dropout: float):
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.time = nn.Conv1d(width, width, kernel, padding=kernel // 2, groups=width)
        self.widen = nn.Linear(width, 2 * width)
        self.narrow = nn.Linear(2 * width, width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        inner = self.time(self.norm(hidden).transpose(1, 2)).transpose(1, 2)
        return hidden + self.dropout(self.narrow(functional.gelu(self.widen(inner))))


class AttentionBlock(nn.Module):
    """A transformer's layer. It needs no positions: the encoder's frames carry them."""

    def __init__(self, width: int, heads: int, dropout: float):
        super().__init__()
        self.heads = heads
        self.norm, self.norm_2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        batch, frames, width = hidden.shape
        qkv = self.qkv(self.norm(hidden)).view(batch, frames, 3, self.heads, width // self.heads)
        query, key, value = qkv.permute(2, 0, 3, 1, 4)
        attended = functional.scaled_dot_product_attention(query, key, value).transpose(1, 2).reshape(batch, frames, width)
        hidden = hidden + self.dropout(self.out(attended))
        return hidden + self.dropout(self.down(functional.gelu(self.up(self.norm_2(hidden)))))


def build(shape: HeadShape) -> Head:
    """Of random weights."""
    width, depth, dropout = shape.width, shape.depth, shape.dropout
    if shape.kind == "gru":
        return Head(Recurrent(width, depth, dropout), 2 * width, shape)
    if shape.kind == "conv":
        return Head(nn.Sequential(*(SeparableBlock(width, 11, dropout) for _ in range(depth))), width, shape)
    return Head(nn.Sequential(*(AttentionBlock(width, 4, dropout) for _ in range(depth))), width, shape)


def n_parameters(head: nn.Module) -> int:
    return sum(parameter.numel() for parameter in head.parameters())
