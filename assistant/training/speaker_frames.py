"""The recogniser whose early frames voices are known by, for training: the embedded encoder, or a layer of a checkpoint.

A checkpoint's files for this stand in its own folder, beside the weights that they were made of.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.asr.acoustics import EARLY_OUTPUT, AcousticModel
from assistant.speakers.pooled import projection_of

Hear = Callable[[np.ndarray], np.ndarray]
"""Samples → pooled frames."""


@dataclass(frozen=True, slots=True)
class Ears:
    """id: names model, layer and version. projection: where it is, or is to be."""

    id: str
    hear: Hear
    projection: Path


def is_checkpoint(folder: Path) -> bool:
    """Whether it is one in the hub's layout, and not the embedded encoder's."""
    return (folder / "config.json").is_file()


def ears(folder: Path, layer: int | None = None) -> Ears:
    """folder: of embedded-encoder, or a checkpoint in the hub's layout. layer: of a checkpoint; without it, the one whose frames
    its transcripts pool, which is the only one that costs nothing. Raises ModelError."""
    if not is_checkpoint(folder):
        from assistant.asr.embedded import TIMES

        small, number = AcousticModel(folder, threads=1), int(EARLY_OUTPUT.removeprefix("layer_"))
        hear = lambda samples: TIMES.pooled(small.hidden_layer(samples, number))  # noqa: E731
        return Ears(f"whisper-base-layer{number}-1", hear, projection_of())
    from assistant.asr.wav2vec2 import checkpoint
    from assistant.asr.wav2vec2.model import TIMES as LARGE_TIMES
    from assistant.asr.wav2vec2.model import Wav2Vec2Model
    from assistant.asr.wav2vec2.onnx_network import OnnxNetwork, converted

    found = checkpoint.read(folder)
    large = Wav2Vec2Model(found, OnnxNetwork(found, converted(found, "auto", "cpu"), "cpu", 1))
    chosen = large.early_layer if layer is None else layer
    return Ears(
        f"{folder.name}-layer{chosen}-1",
        lambda samples: LARGE_TIMES.pooled(large.hidden_layer(samples, chosen)),
        projection_of(folder),
    )
