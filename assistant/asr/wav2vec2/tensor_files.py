"""Reads safetensors files with numpy alone, one tensor at a time, so that a checkpoint of any size costs little memory.

The layout: the length of the header (u64, little-endian), the header (JSON: name → dtype, shape, where its bytes begin and end)
and the data. Nothing in it can be executed. Values are given as float32, whatever they are stored as.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from assistant.errors import CheckpointFolderError

_TYPES = {"F64": np.dtype("<f8"), "F32": np.dtype("<f4"), "F16": np.dtype("<f2"), "BF16": np.dtype("<u2"), "I64": np.dtype("<i8")}
_MAX_HEADER = 100_000_000
_FETCH_AGAIN = "fetch the checkpoint again"


class TensorFiles(Mapping[str, np.ndarray]):
    """The tensors of one or several files by name; each is read from disk whenever it is asked for."""

    def __init__(self, paths: tuple[Path, ...]):
        """Raises CheckpointFolderError where a file is damaged, cut off or no safetensors file."""
        self._places: dict[str, tuple[Path, str, tuple[int, ...], int]] = {}
        for path in paths:
            for name, (kind, shape, offset) in _header(path).items():
                self._places[name] = (path, kind, shape, offset)

    def shape(self, name: str) -> tuple[int, ...]:
        """Raises CheckpointFolderError where its values are of a type that cannot be read."""
        path, kind, shape, _ = self._places[name]
        if kind not in _TYPES:
            raise CheckpointFolderError(path, f"{name} is stored as {kind}", "give a checkpoint with 16 or 32 bit floats")
        return shape

    def __getitem__(self, name: str) -> np.ndarray:
        path, kind, shape, offset = self._places[name]
        stored = np.fromfile(path, _TYPES[kind], math.prod(shape), offset=offset).reshape(shape)
        if kind == "BF16":  # the upper half of a float32
            return (stored.astype(np.uint32) << 16).view(np.float32)
        return stored.astype(np.float32, copy=False)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def _header(path: Path) -> dict[str, tuple[str, tuple[int, ...], int]]:
    """Name → type, shape and where its bytes begin."""
    n_bytes = path.stat().st_size
    with path.open("rb") as file:
        beginning = file.read(8)
        if beginning == b"version ":
            raise CheckpointFolderError(path, "it is a Git LFS pointer, not the weights", "type `git lfs pull` in its folder")
        length = int.from_bytes(beginning, "little")
        if len(beginning) < 8 or length > _MAX_HEADER:
            raise CheckpointFolderError(path, "it is no safetensors file", _FETCH_AGAIN)
        header = file.read(length)
    if len(header) < length:
        raise CheckpointFolderError(path, f"it is cut off at {n_bytes} bytes, within its header", _FETCH_AGAIN)
    try:
        entries = json.loads(header)
        entries.pop("__metadata__", None)
        return dict(_entry(path, name, entry, 8 + length, n_bytes) for name, entry in entries.items())
    except CheckpointFolderError:  # a ValueError, too
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise CheckpointFolderError(path, f"its header cannot be read: {error}", _FETCH_AGAIN) from error


def _entry(path: Path, name: str, entry: Mapping, start: int, n_bytes: int) -> tuple[str, tuple[str, tuple[int, ...], int]]:
    kind, shape = str(entry["dtype"]), tuple(int(size) for size in entry["shape"])
    begin, end = (int(place) for place in entry["data_offsets"])
    if start + end > n_bytes:
        raise CheckpointFolderError(path, f"it is cut off at {n_bytes} of at least {start + end} bytes", _FETCH_AGAIN)
    if kind in _TYPES and (begin < 0 or min(shape, default=1) < 0 or end - begin != math.prod(shape) * _TYPES[kind].itemsize):
        raise CheckpointFolderError(path, f"{name} has {end - begin} bytes for the shape {shape}", _FETCH_AGAIN)
    return name, (kind, shape, start + begin)
