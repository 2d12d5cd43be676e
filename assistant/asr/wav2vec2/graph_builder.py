"""The operations that the networks are made of, in one of three precisions, written into an OnnxFile.

Strategy: sound is kept as (batch, frames, width) throughout. int8: matrices have a scale for each output, and what comes in is
quantised as it comes. fp16: matrices are stored as such, and computed in float32.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from assistant.asr.wav2vec2.dot_products import HALF_RANGE
from assistant.asr.wav2vec2.onnx_file import Attribute, OnnxFile

MICROSOFT = "com.microsoft"
FLOAT, HALF, INT8 = "fp32", "fp16", "int8"
PRECISIONS = (FLOAT, HALF, INT8)
_CAST_TO_FLOAT, _CAST_TO_INT32 = 1, 6
_ACTIVATIONS = {"relu": ("Relu", {}), "selu": ("Selu", {}), "gelu": ("Gelu", {}), "gelu_new": ("Gelu", {"approximate": "tanh"})}

Parts = tuple[tuple[str, str, str], ...]
"""The bytes of each part, its step and its zero."""
Tensors = Callable[[str], np.ndarray]


class GraphBuilder:
    """Each method gives the name of what it computes."""

    def __init__(self, file: OnnxFile, precision: str, int8_range: int = HALF_RANGE):
        self._file = file
        self._precision = precision
        self._int8_range = int8_range
        self._n_nodes = 0

    def add(
        self,
        op: str,
        *inputs: str,
        n_outputs: int = 1,
        name: str = "",
        domain: str = "",
        attributes: Mapping[str, Attribute] = MappingProxyType({}),
    ) -> str:
        """The name of the first output; the others are name_1, name_2, …"""
        name = name or f"{op}_{self._n_nodes}"
        self._n_nodes += 1
        self._file.node(op, inputs, [name, *(f"{name}_{i}" for i in range(1, n_outputs))], domain, attributes)
        return name

    def ints(self, *values: int) -> str:
        """A constant vector."""
        return self._constant(values, np.array(values, np.int64))

    def int_(self, value: int) -> str:
        """A constant without dimensions."""
        return self._constant(("scalar", value), np.array(value, np.int64))

    def _constant(self, key: tuple, value: np.ndarray) -> str:
        name = "constant_" + "_".join(str(part).replace("-", "m") for part in key)
        if not self._file.has(name):
            self._file.constant(name, value)
        return name

    def vector(self, name: str, value: np.ndarray) -> str:
        """A weight that stays float32."""
        self._file.weight(name, np.ascontiguousarray(value, np.float32))
        return name

    def matrix(self, name: str, value: np.ndarray) -> str:
        """A large weight, float32 where it is used."""
        if self._precision != HALF:
            return self.vector(name, value)
        self._file.weight(name, np.ascontiguousarray(value, np.float16))
        return self.add("Cast", name, attributes={"to": _CAST_TO_FLOAT})

    def linear(self, x: str, name: str, weight: np.ndarray, bias: np.ndarray | None, output: str = "") -> str:
        """Always in float32. weight: shape (outputs, inputs), as torch has it."""
        product = self.add("MatMul", x, self.matrix(f"{name}.weight", weight.T))
        return product if bias is None else self.add("Add", product, self.vector(f"{name}.bias", bias), name=output)

    def product(self, x: str | Parts, name: str, weight: np.ndarray, bias: np.ndarray | None) -> str:
        """As `linear`, in the precision of the graph. x: what `parts` gave, or what is rounded to eight bits here."""
        if isinstance(x, str) and self._precision != INT8:
            return self.linear(x, name, weight, bias)
        stored, scale = self._bytes(name, weight)
        scales, shift = self.vector(f"{name}.scale", scale[0]), "" if bias is None else self.vector(f"{name}.bias", bias)
        if isinstance(x, str):
            return self.add("DynamicQuantizeMatMul", *_filled(x, stored, scales, "", shift), domain=MICROSOFT)
        terms = [
            self.add("MatMulIntegerToFloat", *_filled(part, stored, step, scales, zero, "", "" if i else shift), domain=MICROSOFT)
            for i, (part, step, zero) in enumerate(x)
        ]
        return terms[0] if len(terms) == 1 else self.add("Add", *terms)

    def grouped(self, part: tuple[str, str, str], name: str, weight: np.ndarray) -> str:
        """A product of bytes for each group. part: of what `parts` gave, (batch, groups, rows, inputs).

        weight: (groups, outputs, inputs).
        """
        quantized, step, zero = part
        stored, scale = self._bytes(name, weight)
        product = self.floats(self.add("MatMulInteger", quantized, stored, zero))
        return self.add("Mul", product, self.add("Mul", step, self.vector(f"{name}.scale", scale)))

    def _bytes(self, name: str, weight: np.ndarray) -> tuple[str, np.ndarray]:
        """Stores (…, outputs, inputs) as (…, inputs, outputs); its name, and the scale of each output, (…, 1, outputs)."""
        scale = np.maximum(np.abs(weight).max(axis=-1, keepdims=True), np.float32(1e-8)) / np.float32(self._int8_range)
        self._file.weight(f"{name}.weight", np.ascontiguousarray(np.rint(weight / scale).astype(np.int8).swapaxes(-1, -2)))
        return f"{name}.weight", np.ascontiguousarray(scale.swapaxes(-1, -2))

    def parts(self, x: str, is_even: bool) -> str | Parts:
        """x as it is where the precision is not int8; there, its value in eight bits, and in eight more what that left.

        is_even: no channel is much larger than the others, so that eight bits are enough.
        """
        if self._precision != INT8:
            return x
        coarse = self.add("DynamicQuantizeLinear", x, n_outputs=3)
        step, zero = f"{coarse}_1", f"{coarse}_2"
        if is_even:
            return ((coarse, step, zero),)
        rest = self.add("Sub", x, self.add("DequantizeLinear", coarse, step, zero))
        fine_step = self.add("Mul", step, self._constant(("finer",), np.array(1 / 254, np.float32)))
        middle = self._constant(("middle",), np.array(128, np.uint8))
        return (coarse, step, zero), (self.add("QuantizeLinear", rest, fine_step, middle), fine_step, middle)

    def norm(self, x: str, name: str, tensors: Tensors, epsilon: float = 1e-5, output: str = "") -> str:
        scale = self.vector(f"{name}.weight", tensors(f"{name}.weight"))
        shift = self.vector(f"{name}.bias", tensors(f"{name}.bias"))
        return self.add("LayerNormalization", x, scale, shift, name=output, attributes={"axis": -1, "epsilon": epsilon})

    def activation(self, x: str, kind: str) -> str:
        op, attributes = _ACTIVATIONS[kind]
        return self.add(op, x, attributes=attributes)

    def size(self, x: str, axis: int) -> str:
        """The size of a dimension, a vector of one."""
        return self.add("Shape", x, attributes={"start": axis, "end": axis + 1})

    def int32(self, x: str) -> str:
        return self.add("Cast", x, attributes={"to": _CAST_TO_INT32})

    def floats(self, x: str) -> str:
        return self.add("Cast", x, attributes={"to": _CAST_TO_FLOAT})


def _filled(*inputs: str) -> list[str]:
    """Inputs without those that are left out at the end."""
    while inputs and not inputs[-1]:
        inputs = inputs[:-1]
    return list(inputs)
