"""The weights of a checkpoint by one set of names, whichever names its files use: "encoder.layers.0.attention.q_proj.weight"."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from assistant.asr.wav2vec2.architecture import Architecture
from assistant.asr.wav2vec2.tensor_files import TensorFiles
from assistant.errors import CheckpointFolderError

Shapes = Iterator[tuple[str, tuple[int, ...]]]

_ANCHOR = "feature_projection.projection.weight"
_POSITIONS = "encoder.pos_conv_embed.conv"
# How the two halves of a normed weight are called by old and by new versions of torch: length and direction.
_NORMED = ((".weight_g", ".weight_v"), (".parametrizations.weight.original0", ".parametrizations.weight.original1"))


class Weights:
    """Each tensor is read from disk when it is asked for, as float32."""

    def __init__(self, folder: Path, files: tuple[Path, ...], architecture: Architecture):
        """Raises CheckpointFolderError where a tensor is missing or of another shape than config.json says."""
        self._folder = folder
        self._tensors = TensorFiles(files)
        self._prefix = next((name.removesuffix(_ANCHOR) for name in self._tensors if name.endswith(_ANCHOR)), "")
        if self._stored("lm_head.weight") not in self._tensors:
            raise CheckpointFolderError(
                folder, "it has no CTC head (lm_head)", "give a checkpoint that was fine-tuned for recognition, a …ForCTC"
            )
        for name, shape in _shapes(architecture):
            self._check(name, shape)

    def __getitem__(self, name: str) -> np.ndarray:
        """Raises CheckpointFolderError where a value is no number."""
        tensor = self._normed() if self._is_normed(name) else self._tensors[self._stored(name)]
        if not np.isfinite(tensor).all():
            raise CheckpointFolderError(self._folder, f"{name} holds values that are no numbers")
        return tensor

    def _stored(self, name: str) -> str:
        return name if name.startswith("lm_head.") else self._prefix + name

    def _is_normed(self, name: str) -> bool:
        return name == f"{_POSITIONS}.weight" and self._stored(name) not in self._tensors

    def _halves(self) -> tuple[str, str]:
        stem = self._stored(_POSITIONS)
        names = [(stem + length, stem + direction) for length, direction in _NORMED]
        return next((pair for pair in names if pair[0] in self._tensors), names[-1])

    def _normed(self) -> np.ndarray:
        length, direction = (self._tensors[name] for name in self._halves())
        return length * (direction / np.sqrt(np.square(direction, dtype=np.float64).sum(axis=(0, 1)))).astype(np.float32)

    def _check(self, name: str, shape: tuple[int, ...]) -> None:
        wanted = {self._stored(name): shape}
        if self._is_normed(name):
            wanted = dict(zip(self._halves(), ((1, 1, shape[2]), shape), strict=True))
        for stored, expected in wanted.items():
            if stored not in self._tensors:
                raise CheckpointFolderError(self._folder, f"its weights have no {stored}")
            found = self._tensors.shape(stored)
            if found != expected:
                raise CheckpointFolderError(
                    self._folder,
                    f"{stored} has the shape {found}, and config.json says {expected}",
                    "take all files from the same checkpoint",
                )


def _shapes(a: Architecture) -> Shapes:
    yield from _front_shapes(a)
    for number in range(a.n_layers):
        layer = f"encoder.layers.{number}"
        for name in ("q_proj", "k_proj", "v_proj", "out_proj"):
            yield from _pair(f"{layer}.attention.{name}", (a.hidden_size, a.hidden_size))
        for name in ("layer_norm", "final_layer_norm"):
            yield from _pair(f"{layer}.{name}", (a.hidden_size,))
        yield from _pair(f"{layer}.feed_forward.intermediate_dense", (a.inner_size, a.hidden_size))
        yield from _pair(f"{layer}.feed_forward.output_dense", (a.hidden_size, a.inner_size))
        if a.kind == "wavlm":
            yield f"{layer}.attention.gru_rel_pos_const", (1, a.n_heads, 1, 1)
            yield from _pair(f"{layer}.attention.gru_rel_pos_linear", (8, a.hidden_size // a.n_heads))
    if a.kind == "wavlm":
        yield "encoder.layers.0.attention.rel_attn_embed.weight", (a.n_buckets, a.n_heads)
    yield from _pair("lm_head", (a.n_tokens, a.hidden_size))


def _front_shapes(a: Architecture) -> Shapes:
    front = a.front
    for number, (width, kernel) in enumerate(zip(front.widths, front.kernels, strict=True)):
        layer = f"feature_extractor.conv_layers.{number}"
        yield f"{layer}.conv.weight", (width, front.widths[number - 1] if number else 1, kernel)
        if front.has_bias:
            yield f"{layer}.conv.bias", (width,)
        if number == 0 or not front.has_group_norm:
            yield from _pair(f"{layer}.layer_norm", (width,))
    if front.projection_norm:
        yield from _pair("feature_projection.layer_norm", (front.widths[-1],))
    yield from _pair("feature_projection.projection", (a.hidden_size, front.widths[-1]))
    if front.position_batch_norm:
        for name in ("weight", "bias", "running_mean", "running_var"):
            yield f"encoder.pos_conv_embed.batch_norm.{name}", (a.hidden_size,)
    yield from _pair(_POSITIONS, (a.hidden_size, a.hidden_size // front.position_groups, front.position_kernel))
    yield from _pair("encoder.layer_norm", (a.hidden_size,))


def _pair(name: str, shape: tuple[int, ...]) -> Shapes:
    yield f"{name}.weight", shape
    yield f"{name}.bias", shape[:1]
