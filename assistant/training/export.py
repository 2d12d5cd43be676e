"""A trained head as ONNX: encoder layers, each (1, T, 512) → log posteriors (1, T, 42), checked against torch."""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import nn

from assistant.errors import TrainingError
from assistant.training.alphabet import CHARACTERS
from assistant.training.heads import FEATURES, Head

OUTPUT = "log_posteriors"
OPSET = 17
TOLERANCE = 2e-2
"""Of log posteriors that matter (above -10), in half precision."""


class _LayerInputs(nn.Module):
    """A head that takes each layer by its name, as the encoder's graph gives them."""

    def __init__(self, head: Head):
        super().__init__()
        self._head = head

    def forward(self, *layers: torch.Tensor) -> torch.Tensor:
        return self._head(layers[0] if len(layers) == 1 else torch.stack(layers, dim=2))


def export(head: Head, path: Path, layers: Sequence[str], facts: dict, half: bool = True) -> float:
    """Write the graph (weights in float16 where `half`, computing in float32) and return the largest difference from torch.

    layers: names of the inputs. facts: what goes into the model's metadata besides its characters. Raises TrainingError where
    the two disagree.
    """
    import onnx

    graph_of = _LayerInputs(head).eval()  # whole: the export puts back the mode that it found
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            graph_of,
            tuple(torch.zeros(1, 120, FEATURES) for _ in layers),
            partial,
            input_names=list(layers),
            output_names=[OUTPUT],
            dynamic_axes={name: {1: "frames"} for name in (*layers, OUTPUT)},
            opset_version=OPSET,
            dynamo=False,
        )
    graph = onnx.load(partial)
    if half:
        _store_half(graph)
    for key, value in {"characters": CHARACTERS, **facts}.items():
        graph.metadata_props.add(key=key, value=value if isinstance(value, str) else json.dumps(value))
    onnx.checker.check_model(graph)
    onnx.save(graph, partial)
    difference = largest_difference(graph_of, partial, layers)
    if difference > TOLERANCE:
        partial.unlink()
        raise TrainingError(f"the exported head differs from torch by {difference:.3f}; report it with the recipe")
    partial.replace(path)
    return difference


def largest_difference(head: nn.Module, path: Path, layers: Sequence[str]) -> float:
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    random = np.random.default_rng(0)
    worst = 0.0
    for n_frames in (1, 7, 120, 333):
        features = [random.standard_normal((1, n_frames, FEATURES)).astype(np.float32) for _ in layers]
        with torch.inference_mode():
            ours = head(*map(torch.from_numpy, features)).numpy()
        theirs = session.run(None, dict(zip(layers, features, strict=True)))[0]
        matters = ours > -10
        worst = max(worst, float(np.abs(ours - theirs)[matters].max()))
    return worst


def _store_half(graph) -> None:
    """Large weights as float16 with a cast before their use, which ONNX Runtime folds when it loads: half the file."""
    import onnx
    from onnx import numpy_helper

    casts = []
    for tensor in graph.graph.initializer:
        weights = numpy_helper.to_array(tensor)
        if weights.dtype != np.float32 or weights.size < 1024:
            continue
        name = tensor.name
        tensor.CopyFrom(numpy_helper.from_array(weights.astype(np.float16), f"{name}_half"))
        casts.append(onnx.helper.make_node("Cast", [f"{name}_half"], [name], to=onnx.TensorProto.FLOAT, name=f"{name}_cast"))
    for cast in reversed(casts):
        graph.graph.node.insert(0, cast)
