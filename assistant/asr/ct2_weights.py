"""Reads the tensors of a CTranslate2 model file (model.bin, binary version 6), with numpy alone.

The layout, little-endian: version (u32), name of the specification (text), its revision (u32), number of tensors (u32); for
each a name (text), rank (u8), shape (u32 each), type (u8), size in bytes (u32) and its data. A text is its length (u16, the
closing zero included) and its bytes. What follows the tensors (aliases) is not needed.
"""

from __future__ import annotations

import math
import struct
from pathlib import Path

import numpy as np

from assistant.errors import ModelFileError

VERSION = 6
_TYPES = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}
_MAX_TENSORS = 10_000
_MAX_RANK = 8


def read_tensors(path: Path, prefix: str = "") -> dict[str, np.ndarray]:
    """The tensors whose names begin with `prefix`, without it; read-only views of the mapped file.

    Raises ModelFileError for whatever is not such a file, or is cut off.
    """
    try:
        data = np.memmap(path, np.uint8, "r")
    except (OSError, ValueError) as error:  # ValueError: an empty file
        raise ModelFileError(path, str(error), "a CTranslate2 model") from error
    return _Reader(path, data).tensors(prefix)


class _Reader:
    """A place in the file; every step is checked against its end."""

    def __init__(self, path: Path, data: np.ndarray):
        self._path = path
        self._data = data
        self._at = 0

    def tensors(self, prefix: str) -> dict[str, np.ndarray]:
        (version,) = self._numbers("I")
        if version != VERSION:
            raise self._fail(f"it begins with {version}, not with version {VERSION}")
        self._text()
        _, n_tensors = self._numbers("II")
        if n_tensors > _MAX_TENSORS:
            raise self._fail(f"{n_tensors} tensors")
        found = {}
        for _ in range(n_tensors):
            name, tensor = self._tensor()
            if name.startswith(prefix):
                found[name.removeprefix(prefix)] = tensor
        return found

    def _tensor(self) -> tuple[str, np.ndarray]:
        name = self._text()
        (rank,) = self._numbers("B")
        if rank > _MAX_RANK:
            raise self._fail(f"{name} has {rank} dimensions")
        shape = self._numbers("I" * rank)
        kind, n_bytes = self._numbers("BI")
        if kind not in _TYPES:
            raise self._fail(f"{name} is of the unknown type {kind}")
        dtype = np.dtype(_TYPES[kind])
        if math.prod(shape) * dtype.itemsize != n_bytes:
            raise self._fail(f"{name} has {n_bytes} bytes for the shape {shape}")
        return name, self._take(n_bytes).view(dtype).reshape(shape)

    def _text(self) -> str:
        (length,) = self._numbers("H")
        try:
            return self._take(length).tobytes().rstrip(b"\0").decode()
        except UnicodeDecodeError as error:
            raise self._fail("a name is not text") from error

    def _numbers(self, kinds: str) -> tuple[int, ...]:
        return struct.unpack(f"<{kinds}", self._take(struct.calcsize(f"<{kinds}")).tobytes())

    def _take(self, n_bytes: int) -> np.ndarray:
        if self._at + n_bytes > len(self._data):
            raise self._fail(f"it ends within a tensor, after {len(self._data)} bytes")
        self._at += n_bytes
        return self._data[self._at - n_bytes : self._at]

    def _fail(self, reason: str) -> ModelFileError:
        return ModelFileError(self._path, reason, "a CTranslate2 model")
