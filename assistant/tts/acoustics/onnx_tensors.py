"""Reads the tensors of an ONNX file without the onnx package: what each is called, and where its bytes lie.

Strategy: an ONNX file is protocol buffers; of their fields only those on the way to the graph's tensors are entered, the rest
is skipped. The file is mapped, so that what is not asked for is not read.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.errors import ModelFileError

_TYPES = {1: "<f4", 2: "u1", 3: "i1", 6: "<i4", 7: "<i8", 10: "<f2"}
_GRAPH, _TENSOR = 7, 5  # in a model, in a graph
_VARINT, _EIGHT, _BYTES, _FOUR = 0, 1, 2, 5


@dataclass(frozen=True, slots=True, eq=False)
class OnnxTensor:
    """offset: where it lies in a file of its own, None when it is in the graph."""

    name: str
    dtype: np.dtype
    shape: tuple[int, ...]
    description: str
    offset: int | None
    content: memoryview

    def array(self) -> np.ndarray:
        return np.frombuffer(self.content, self.dtype).reshape(self.shape)


def read_tensors(path: Path) -> list[OnnxTensor]:
    """Their kinds those of _TYPES, their bytes here or in another file. Raises ModelFileError."""
    try:
        with path.open("rb") as file:
            view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        graphs = [content for field, content in _fields(view) if field == _GRAPH]
        return [t for graph in graphs for field, content in _fields(graph) if field == _TENSOR if (t := _tensor(content))]
    except (OSError, ValueError, IndexError, TypeError, OverflowError) as error:
        raise ModelFileError(path, f"it is no ONNX file ({error})", "kokoro") from error


def _tensor(view: memoryview) -> OnnxTensor | None:
    shape, places = [], {}
    kind, name, description, content, numbers = 0, "", "", memoryview(b""), []
    for field, value in _fields(view):
        if field == 1:
            shape += [value] if isinstance(value, int) else list(_varints(value))
        elif field == 2:
            kind = value
        elif field in (4, 9):
            content = value
        elif field == 5:
            numbers += [value] if isinstance(value, int) else list(_varints(value))
        elif field == 8:
            name = _text(value)
        elif field == 12:
            description = _text(value)
        elif field == 13:
            entry = {key: _text(text) for key, text in _fields(value)}
            places[entry.get(1)] = entry.get(2)
    if kind not in _TYPES:
        return None
    offset = int(places["offset"]) if "offset" in places else None
    if numbers:  # small whole numbers may be written one by one, negative ones with 64 bits
        content = memoryview(np.array(numbers, np.uint64).astype(_TYPES[kind]).tobytes())
    return OnnxTensor(name, np.dtype(_TYPES[kind]), tuple(shape), description, offset, content)


def _text(value: int | memoryview) -> str:
    if isinstance(value, int):
        raise ValueError("a number stands where there should be a text")
    return bytes(value).decode()


def _fields(view: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    at = 0
    while at < len(view):
        key, at = _varint(view, at)
        field, kind = key >> 3, key & 7
        if kind == _VARINT:
            value, at = _varint(view, at)
            yield field, value
            continue
        length = {_EIGHT: 8, _FOUR: 4}.get(kind)
        if kind == _BYTES:
            length, at = _varint(view, at)
        if length is None or at + length > len(view):
            raise ValueError(f"a field of kind {kind} at byte {at} goes beyond its end")
        yield field, view[at : at + length]
        at += length


def _varints(view: memoryview) -> Iterator[int]:
    at = 0
    while at < len(view):
        value, at = _varint(view, at)
        yield value


def _varint(view: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = view[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at
        if shift > 63:
            raise ValueError(f"a number at byte {at} has no end")
