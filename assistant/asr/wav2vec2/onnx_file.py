"""Writes ONNX models with the standard library: the graph into one file, the weights, as they come, into another beside it.

Strategy: an ONNX file is protocol buffers of few kinds, each field a key and a value. Writing them takes less than a page, and
converting a checkpoint then needs nothing that running it does not. Weights lie at page borders, where ONNX Runtime can map them.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np

PAGE = 4096
IR_VERSION = 9
OPSETS = {"": 20, "com.microsoft": 1}
_TYPES = {
    np.dtype(np.float32): 1,
    np.dtype(np.uint8): 2,
    np.dtype(np.int8): 3,
    np.dtype(np.int64): 7,
    np.dtype(np.float16): 10,
}
_EXTERNAL = 1
Attribute = int | float | str | Sequence[int]


class OnnxFile:
    """Nodes and weights, one after the other. `weights_name`: how the graph calls the file of the weights."""

    def __init__(self, weights: BinaryIO, weights_name: str):
        self._weights = weights
        self._weights_name = weights_name
        self._nodes: list[bytes] = []
        self._tensors: dict[str, bytes] = {}
        self._values: dict[str, list[bytes]] = {"input": [], "output": []}

    def node(
        self, op: str, inputs: Sequence[str], outputs: Sequence[str], domain: str, attributes: Mapping[str, Attribute]
    ) -> None:
        fields = [_text(1, name) for name in inputs] + [_text(2, name) for name in outputs]
        fields += [_text(3, f"n{len(self._nodes)}"), _text(4, op)]
        fields += [_field(5, _attribute(name, value)) for name, value in attributes.items()]
        self._nodes.append(b"".join([*fields, _text(7, domain)]))

    def constant(self, name: str, value: np.ndarray) -> None:
        """A small tensor, which lies in the graph."""
        self._tensors[name] = _tensor(name, value) + _field(9, value.tobytes())

    def weight(self, name: str, value: np.ndarray) -> None:
        """A tensor that lies in the file of the weights."""
        self._weights.write(bytes(-self._weights.tell() % PAGE))
        places = {"location": self._weights_name, "offset": str(self._weights.tell()), "length": str(value.nbytes)}
        external = b"".join(_field(13, _text(1, key) + _text(2, text)) for key, text in places.items())
        self._tensors[name] = _tensor(name, value) + external + _number(14, _EXTERNAL)
        self._weights.write(np.ascontiguousarray(value).data)

    def value(self, way: str, name: str, dtype: type, shape: Sequence[int | str]) -> None:
        """way: input or output. A dimension that is a name is of any size."""
        sizes = [_number(1, size) if isinstance(size, int) else _text(2, size) for size in shape]
        tensor = _number(1, _TYPES[np.dtype(dtype)]) + _field(2, b"".join(_field(1, size) for size in sizes))
        self._values[way].append(_text(1, name) + _field(2, _field(1, tensor)))

    def has(self, tensor: str) -> bool:
        return tensor in self._tensors

    def write(self, path: Path, graph_name: str, metadata: Mapping[str, str]) -> None:
        graph = [_field(1, node) for node in self._nodes] + [_text(2, graph_name)]
        graph += [_field(5, tensor) for tensor in self._tensors.values()]
        graph += [_field(11, value) for value in self._values["input"]]
        graph += [_field(12, value) for value in self._values["output"]]
        model = [_number(1, IR_VERSION), _text(2, "assistente"), _field(7, b"".join(graph))]
        model += [_field(8, _text(1, domain) + _number(2, version)) for domain, version in OPSETS.items()]
        model += [_field(14, _text(1, key) + _text(2, text)) for key, text in metadata.items()]
        path.write_bytes(b"".join(model))


def _tensor(name: str, value: np.ndarray) -> bytes:
    return b"".join(_number(1, size) for size in value.shape) + _number(2, _TYPES[value.dtype]) + _text(8, name)


def _attribute(name: str, value: Attribute) -> bytes:
    if isinstance(value, int):
        return _text(1, name) + _number(3, value) + _number(20, 2)
    if isinstance(value, float):
        return _text(1, name) + _varint(2 << 3 | 5) + struct.pack("<f", value) + _number(20, 1)
    if isinstance(value, str):
        return _text(1, name) + _text(4, value) + _number(20, 3)
    return _text(1, name) + b"".join(_number(8, number) for number in value) + _number(20, 7)


def _varint(number: int) -> bytes:
    number &= (1 << 64) - 1  # negative numbers are written as 64 bits
    encoded = bytearray()
    while number > 0x7F:
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    encoded.append(number)
    return bytes(encoded)


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _field(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _text(field: int, text: str) -> bytes:
    return _field(field, text.encode())
