"""Reads the tensors of a PyTorch archive (.pt) with the standard library and numpy, and executes nothing of it.

Strategy: an archive is a zip of raw storages, and a pickle that says which tensor is which part of which storage. A pickle is a
program, which could run anything; here it is never run. Its instructions are listed (`pickletools` does that, and no more), and
followed on a small stack of this module's own, which knows plain values and one deed: to note a tensor. Whatever else it says is
refused.
"""

from __future__ import annotations

import math
import pickletools
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from assistant.errors import ModelFileError

_TENSOR, _DICTIONARY = "torch._utils _rebuild_tensor_v2", "collections OrderedDict"
_STORAGES = {
    "torch FloatStorage": np.dtype("<f4"),
    "torch DoubleStorage": np.dtype("<f8"),
    "torch HalfStorage": np.dtype("<f2"),
    "torch LongStorage": np.dtype("<i8"),
}
_VALUES = frozenset(("BINUNICODE", "BININT", "BININT1", "BININT2", "SHORT_BINUNICODE"))
_CONSTANTS = {"NEWFALSE": False, "NEWTRUE": True, "NONE": None}
_TUPLES = {"EMPTY_TUPLE": 0, "TUPLE1": 1, "TUPLE2": 2, "TUPLE3": 3}
_MAX_PICKLE = 10_000_000
_UNREADABLE = (zipfile.BadZipFile, OSError, EOFError, ValueError, KeyError, IndexError, TypeError, AttributeError)


@dataclass(frozen=True, slots=True)
class _Name:
    """What the pickle calls by a name; never looked up anywhere."""

    text: str


@dataclass(frozen=True, slots=True)
class _Storage:
    dtype: np.dtype
    key: str


@dataclass(frozen=True, slots=True)
class _Tensor:
    storage: _Storage
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]


class _Mark:
    pass


def read_tensors(path: Path, model: str) -> dict[str, np.ndarray]:
    """Name → tensor, as stored. model: what `path` is part of, for the error. Raises ModelFileError."""
    try:
        with zipfile.ZipFile(path) as archive:
            (program,) = [info for info in archive.infolist() if info.filename.endswith("/data.pkl")]
            if program.file_size > _MAX_PICKLE:
                raise ValueError(f"its table has {program.file_size} bytes")
            folder = program.filename.removesuffix("data.pkl")
            state = _Reading().of(archive.read(program))
            return {name: _filled(tensor, archive, folder) for name, tensor in state.items() if isinstance(tensor, _Tensor)}
    except _UNREADABLE as error:
        raise ModelFileError(path, f"it is no archive of plain tensors: {error}", model) from error


def _filled(tensor: _Tensor, archive: zipfile.ZipFile, folder: str) -> np.ndarray:
    storage = np.frombuffer(archive.read(f"{folder}data/{tensor.storage.key}"), tensor.storage.dtype)
    n = math.prod(tensor.shape)
    whole = tuple(math.prod(tensor.shape[i + 1 :]) for i in range(len(tensor.shape)))
    if tensor.strides != whole or tensor.offset < 0 or tensor.offset + n > len(storage):
        raise ValueError(f"a tensor of the shape {tensor.shape} does not lie in one piece of its storage")
    return storage[tensor.offset : tensor.offset + n].reshape(tensor.shape)


@dataclass
class _Reading:
    """The stack and the memory of one pickle."""

    _stack: list = field(default_factory=list)
    _memory: dict[int, object] = field(default_factory=dict)

    def of(self, program: bytes) -> Mapping[str, object]:
        """The dictionary that the program would make. Raises ValueError where it would make, or do, anything else."""
        steps: dict[str, Callable[[object], None]] = {
            "GLOBAL": lambda name: self._stack.append(_known(str(name))),
            "MARK": lambda _: self._stack.append(_Mark()),
            "TUPLE": lambda _: self._stack.append(tuple(self._since_mark())),
            "EMPTY_DICT": lambda _: self._stack.append({}),
            "BINPERSID": lambda _: self._stack.append(_storage(self._stack.pop())),
            "REDUCE": lambda _: self._call(),
            "SETITEMS": lambda _: self._set_items(self._since_mark()),
            "SETITEM": lambda _: self._set_items([self._stack.pop(-2), self._stack.pop()]),
            "BINPUT": self._remember,
            "LONG_BINPUT": self._remember,
            "BINGET": self._recall,
            "LONG_BINGET": self._recall,
            "PROTO": lambda _: None,
        }
        for opcode, argument, _ in pickletools.genops(program):
            if opcode.name == "STOP":
                break
            if opcode.name in _VALUES:
                self._stack.append(argument)
            elif opcode.name in _CONSTANTS:
                self._stack.append(_CONSTANTS[opcode.name])
            elif opcode.name in _TUPLES:
                n = _TUPLES[opcode.name]
                self._stack[len(self._stack) - n :] = [tuple(self._stack[len(self._stack) - n :])]
            elif opcode.name in steps:
                steps[opcode.name](argument)
            else:
                raise ValueError(f"it wants to do more than list tensors ({opcode.name})")
        (state,) = self._stack
        if not isinstance(state, dict):
            raise ValueError("it lists no tensors by name")
        return state

    def _remember(self, number: object) -> None:
        self._memory[number] = self._stack[-1]

    def _recall(self, number: object) -> None:
        self._stack.append(self._memory[number])

    def _since_mark(self) -> list:
        at = max(i for i, value in enumerate(self._stack) if isinstance(value, _Mark))
        values = self._stack[at + 1 :]
        del self._stack[at:]
        return values

    def _set_items(self, pairs: list) -> None:
        self._stack[-1].update(zip(pairs[::2], pairs[1::2], strict=True))

    def _call(self) -> None:
        arguments, what = self._stack.pop(), self._stack.pop()
        if what == _Name(_DICTIONARY) and not arguments:
            self._stack.append({})
        elif what == _Name(_TENSOR):
            storage, offset, shape, strides = arguments[:4]
            if not isinstance(storage, _Storage):
                raise ValueError("a tensor has no storage")
            self._stack.append(_Tensor(storage, offset, shape, strides))
        else:
            raise ValueError(f"it wants to call {what}")


def _known(name: str) -> _Name:
    if name not in _STORAGES and name not in (_TENSOR, _DICTIONARY):
        raise ValueError(f"it wants to call {name}")
    return _Name(name)


def _storage(description: object) -> _Storage:
    kind, name, key = description[:3]
    if kind != "storage" or not isinstance(name, _Name) or name.text not in _STORAGES or not str(key).isalnum():
        raise ValueError("a storage is none")
    return _Storage(_STORAGES[name.text], key)
