"""A trained head as ONNX: encoder layers, each (1, T, 512) → log posteriors (1, T, 42), checked against torch.

Strategy: products are stored in int8, as the encoder's are: dynamic quantisation, a scale for each output, ±63 so that nothing
overflows where there is no VNNI. What cannot be (a gru) keeps its weights in half precision and computes in single.
"""

from __future__ import annotations

import json
import logging
import os
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import numpy as np
import torch
from torch import nn

from assistant.errors import TrainingError
from assistant.training.alphabet import CHARACTERS
from assistant.training.heads import FEATURES, Head

Storage = Literal["float16", "int8"]
OUTPUT = "log_posteriors"
OPSET = 17
TOLERANCE: dict[Storage, float] = {"float16": 2e-2, "int8": 2.0}
"""Of log posteriors that matter (above -10). What int8 costs is told by error rates; this catches a broken graph."""


class _LayerInputs(nn.Module):
    """A head that takes each layer by its name, as the encoder's graph gives them."""

    def __init__(self, head: Head):
        super().__init__()
        self._head = head

    def forward(self, *layers: torch.Tensor) -> torch.Tensor:
        return self._head(layers[0] if len(layers) == 1 else torch.stack(layers, dim=2))


def export(head: Head, path: Path, layers: Sequence[str], facts: dict, storage: Storage = "float16") -> float:
    """Write the graph and return the largest difference from torch.

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
    if storage == "int8":
        _store_int8(partial)
    graph = onnx.load(partial)
    if storage == "float16":
        store_half(graph)
    for key, value in {"characters": CHARACTERS, **facts}.items():
        graph.metadata_props.add(key=key, value=value if isinstance(value, str) else json.dumps(value))
    onnx.checker.check_model(graph)
    onnx.save(graph, partial)
    difference = largest_difference(graph_of, partial, layers)
    if difference > TOLERANCE[storage]:
        partial.unlink()
        raise TrainingError(f"the exported head differs from torch by {difference:.3f}; report it with the recipe")
    partial.replace(path)
    return difference


def posteriors(path: Path) -> Callable[[np.ndarray], torch.Tensor]:
    """(frames, layers, 512) → log posteriors (frames, classes), as the exported graph gives them."""
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    names = [graph_input.name for graph_input in session.get_inputs()]

    def posteriors_of(frames: np.ndarray) -> torch.Tensor:
        inputs = {name: frames[None, :, layer].astype(np.float32) for layer, name in enumerate(names)}
        return torch.from_numpy(session.run(None, inputs)[0][0])

    return posteriors_of


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


def _store_int8(path: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with quiet_root_logger():
        quantize_dynamic(
            path, path, op_types_to_quantize=["MatMul"], per_channel=True, reduce_range=True, weight_type=QuantType.QInt8
        )


@contextmanager
def quiet_root_logger() -> Iterator[None]:
    """The quantiser advises, on the root logger, to do what the exporter has done already."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(before)


def store_half(graph) -> None:
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
