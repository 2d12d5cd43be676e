"""The weights of Whisper-base's encoder as the graph `encoder.onnx` wants them, made from CTranslate2's with numpy alone.

Strategy: the graph that travels with the program holds no weights, only where each lies in `encoder.bin`. `LAYOUT` is
that agreement: the script that writes the graph and the conversion that writes the weights both follow it. Matrices are
int8 with a scale for each output; they use the range ±63 only, since without VNNI instructions the products of a full range
would overflow 16 bits, and with a scale for each output the finer steps change nothing. The rest stays float32.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.asr.ct2_weights import read_tensors
from assistant.errors import ModelFileError

WIDTH, N_LAYERS, N_HEADS, N_MELS, MAX_FRAMES = 512, 6, 8, 80, 1500
FILE_NAME = "encoder.bin"
INT8_RANGE = 63
_PAGE = 4096  # ONNX Runtime maps what begins at a page into memory instead of copying it
_FLOAT, _INT8 = np.dtype("<f4"), np.dtype("i1")

# What comes into this product holds a few values a hundred times larger than the rest, which drown in the steps of int8:
# quantised, it alone costs a point and a half of character errors.
FLOAT_MATRICES = frozenset({"3.down"})

# Our name of a matrix in a layer, CTranslate2's, and its shape (inputs, outputs).
MATRICES = {
    "qkv": ("self_attention/linear_0", (WIDTH, 3 * WIDTH)),
    "out": ("self_attention/linear_1", (WIDTH, WIDTH)),
    "up": ("ffn/linear_0", (WIDTH, 4 * WIDTH)),
    "down": ("ffn/linear_1", (4 * WIDTH, WIDTH)),
}
NORMS = {"attention_norm": "self_attention/layer_norm", "ffn_norm": "ffn/layer_norm"}


@dataclass(frozen=True, slots=True)
class Place:
    """A tensor in the file: C order, little-endian, `offset` bytes from the beginning."""

    name: str
    dtype: np.dtype
    shape: tuple[int, ...]
    offset: int

    @property
    def n_bytes(self) -> int:
        return int(np.prod(self.shape)) * self.dtype.itemsize


def _shapes() -> Iterator[tuple[str, np.dtype, tuple[int, ...]]]:
    yield "conv1.weight", _FLOAT, (WIDTH, N_MELS, 3)
    yield "conv1.bias", _FLOAT, (WIDTH,)
    yield "conv2.weight", _FLOAT, (WIDTH, WIDTH, 3)
    yield "conv2.bias", _FLOAT, (WIDTH,)
    yield "positions", _FLOAT, (MAX_FRAMES, WIDTH)
    for layer in range(N_LAYERS):
        for name in NORMS:
            yield f"{layer}.{name}.gamma", _FLOAT, (WIDTH,)
            yield f"{layer}.{name}.beta", _FLOAT, (WIDTH,)
        for name, (_, shape) in MATRICES.items():
            is_float = f"{layer}.{name}" in FLOAT_MATRICES
            yield f"{layer}.{name}.weight", _FLOAT if is_float else _INT8, shape
            if not is_float:
                yield f"{layer}.{name}.scale", _FLOAT, shape[1:]
            yield f"{layer}.{name}.bias", _FLOAT, shape[1:]
    yield "norm.gamma", _FLOAT, (WIDTH,)
    yield "norm.beta", _FLOAT, (WIDTH,)


def _layout() -> tuple[Place, ...]:
    places: list[Place] = []
    offset = 0
    for name, dtype, shape in _shapes():
        places.append(Place(name, dtype, shape, offset))
        offset = -(-(offset + places[-1].n_bytes) // _PAGE) * _PAGE
    return tuple(places)


LAYOUT = _layout()
N_BYTES = LAYOUT[-1].offset + LAYOUT[-1].n_bytes


def convert(model_bin: Path, target: Path) -> None:
    """Write `target` (N_BYTES long) from CTranslate2's Whisper-base. The same bytes on every machine.

    Raises ModelFileError when model_bin is no such model; OSError where target cannot be written.
    """
    tensors = float_tensors(model_bin)
    with target.open("wb") as file:
        for place in LAYOUT:
            file.seek(place.offset)
            file.write(_stored(place.name, tensors).astype(place.dtype, copy=False).tobytes())


def float_tensors(model_bin: Path) -> dict[str, np.ndarray]:
    """The encoder's tensors by the names of LAYOUT, float32; scales are not among them. Raises ModelFileError."""
    source = read_tensors(model_bin, "encoder/")
    wanted = {place.name: place.shape for place in LAYOUT if not place.name.endswith(".scale")}
    found = {}
    for name, shape in wanted.items():
        theirs = _their_name(name)
        if theirs not in source:
            raise ModelFileError(model_bin, f"it has no encoder/{theirs}", "whisper-base")
        tensor = source[theirs].astype(np.float32)
        tensor = tensor.T if len(shape) == 2 and name != "positions" else tensor
        if tensor.shape != shape:
            raise ModelFileError(model_bin, f"encoder/{theirs} has the shape {tensor.shape}, not {shape}", "whisper-base")
        found[name] = tensor
    for layer in range(N_LAYERS):
        # Queries are divided by the root of a head's width (8) once and for all: exact, being a power of two.
        for part in ("weight", "bias"):
            scaled = found[f"{layer}.qkv.{part}"].copy()
            scaled[..., :WIDTH] /= np.sqrt(np.float32(WIDTH // N_HEADS))
            found[f"{layer}.qkv.{part}"] = scaled
    return found


def _stored(name: str, tensors: dict[str, np.ndarray]) -> np.ndarray:
    stem, _, part = name.rpartition(".")
    if part == "scale":
        return _scale(tensors[f"{stem}.weight"])
    if part == "weight" and stem.rpartition(".")[2] in MATRICES and stem not in FLOAT_MATRICES:
        return np.rint(tensors[name] / _scale(tensors[name])).astype(np.int8)
    return tensors[name]


def _scale(matrix: np.ndarray) -> np.ndarray:
    """The step of each output, shape (outputs,)."""
    return np.maximum(np.abs(matrix).max(axis=0), np.float32(1e-8)) / np.float32(INT8_RANGE)


def _their_name(name: str) -> str:
    head, _, part = name.rpartition(".")
    if name == "positions":
        return "position_encodings/encodings"
    if head in ("conv1", "conv2"):
        return f"{head}/{part}"
    if head == "norm":
        return f"layer_norm/{part}"
    layer, _, what = head.partition(".")
    return f"layer_{layer}/{MATRICES[what][0] if what in MATRICES else NORMS[what]}/{part}"
