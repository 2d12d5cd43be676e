"""The weights of Kokoro's quick graph, made from those of its ONNX export with numpy alone.

Strategy: the graph that travels with the program (kokoro.onnx) holds no weights. Each of its tensors says where it lies in
`kokoro.bin`, and in its description of which tensors of the export it is made, and in which of the ways below. All weights
are the export's own: they are laid otherwise, and int8 where they were uint8.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.errors import ModelFileError
from assistant.tts.acoustics.onnx_tensors import OnnxTensor, read_tensors

GRAPH = Path(__file__).with_name("kokoro.onnx")
FILE_NAME = "kokoro.bin"


def size(graph: Path = GRAPH) -> int:
    """How many bytes kokoro.bin has."""
    outer = (tensor for tensor in read_tensors(graph) if tensor.offset is not None)
    return max((tensor.offset + math.prod(tensor.shape) * tensor.dtype.itemsize for tensor in outer), default=0)


def convert(model: Path, target: Path, graph: Path = GRAPH) -> None:
    """Write `target` from the export `model`. The same bytes on every machine.

    Raises ModelFileError when `model` is not the export that the graph was made from; OSError where target cannot be written.
    """
    source = {tensor.name: tensor for tensor in read_tensors(model)}
    with target.open("wb") as file:
        for tensor in read_tensors(graph):
            if tensor.offset is not None:
                file.seek(tensor.offset)
                file.write(_made(tensor, source, model).tobytes())


def _made(tensor: OnnxTensor, source: dict[str, OnnxTensor], model: Path) -> np.ndarray:
    way, *names = tensor.description.split(" ")
    if lacking := [name for name in names if name not in source]:
        raise ModelFileError(model, f"it has no tensor {lacking[0]}", "kokoro")
    value = arranged(way, [source[name].array() for name in names])
    if value.shape != tensor.shape or value.dtype != tensor.dtype:
        raise ModelFileError(
            model, f"{names[0]} has the shape {source[names[0]].shape} and cannot become {tensor.name}", "kokoro"
        )
    return value


def arranged(way: str, tensors: Sequence[np.ndarray]) -> np.ndarray:
    """same: as it is; row: (1, n, 1) → (1, 1, n); taps: a convolution's (outputs, inputs, taps) → (taps · inputs, outputs), int8;
    phases: an upsampling convolution's (inputs, outputs, 2 · stride) → (2 · inputs, stride · outputs), first the taps of the
    row itself, then those of the row before; halves: all first halves of the last axes, then all second ones.
    """
    first = tensors[0]
    if way == "row":
        return first.reshape(1, 1, -1)
    if way == "taps":
        whole = (first ^ 0x80).view(np.int8) if first.dtype == np.uint8 else first
        return np.ascontiguousarray(whole.transpose(2, 1, 0)).reshape(-1, first.shape[0])
    if way == "phases":
        stride = first.shape[2] // 2
        halves = (first[:, :, :stride], first[:, :, stride:])
        return np.concatenate([half.transpose(0, 2, 1).reshape(first.shape[0], -1) for half in halves])
    if way == "halves":
        pairs = [np.split(tensor, 2, axis=-1) for tensor in tensors]
        return np.concatenate([pair[i] for i in (0, 1) for pair in pairs], axis=-1)
    return first
