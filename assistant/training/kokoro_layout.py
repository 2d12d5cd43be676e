"""Writes an ONNX graph where tensors over time lie as (1, time, channels), turned back where they must be (1, channels, time)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnx
from onnx import helper

from assistant.training.kokoro_source import Source, attributes
from assistant.tts.acoustics.quick_weights import arranged


class Layout:
    """turned: the source's tensors (1, channels, time) that there are as (1, time, channels), and their names as such."""

    def __init__(self, source: Source):
        self._source = source
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, np.ndarray] = dict(source.constants)
        self.origins: dict[str, str] = {}
        self.turned: dict[str, str] = {}
        self._there = {value.name for value in source.model.graph.input} | set(source.constants)
        self._shared: dict[tuple, str] = {}

    def add(self, op: str, inputs: Sequence[str], name: str = "", n_outputs: int = 1, **options) -> str:
        name = name or f"q{len(self.nodes)}"
        outputs = [name] + [f"{name}_{i}" for i in range(1, n_outputs)]
        self.nodes.append(helper.make_node(op, list(inputs), outputs, name=f"n{len(self.nodes)}_{op}", **options))
        return name

    def define(self, name: str, op: str, inputs: Sequence[str], **options) -> None:
        """A tensor of the source, as it is there."""
        self.add(op, inputs, name=name, **options)
        self._there.add(name)

    def constant(self, name: str, value: np.ndarray) -> str:
        self.constants.setdefault(name, np.asarray(value))
        return name

    def weight(self, name: str, way: str, *sources: str) -> str:
        """A constant made of the source's, in one of the ways of quick_weights."""
        self.origins[name] = " ".join([way, *sources])
        return self.constant(name, arranged(way, [self._source.constants[s] for s in sources]))

    def integers(self, *values: int) -> str:
        return self.constant("int_" + "_".join(map(str, values)), np.array(values, np.int64))

    def keep(self, node: onnx.NodeProto) -> None:
        """As it is."""
        for name in node.input:
            self.unturned(name)
        self.nodes.append(node)
        self._there.update(node.output)

    def unturned(self, name: str) -> str:
        if name in self.turned and name not in self._there:
            self.define(name, "Transpose", [self.turned[name]], perm=[0, 2, 1])
        return name

    def turn(self, name: str) -> str:
        """(1, time, channels); what has fewer axes stays."""
        if self._source.rank(name) < 3:
            return name
        if name not in self.turned:
            if name in self._source.constants:
                self.turned[name] = self._turned_constant(name)
            else:
                self.turned[name] = self.add("Transpose", [self.unturned(name)], perm=[0, 2, 1])
        return self.turned[name]

    def _turned_constant(self, name: str) -> str:
        value = self._source.constants[name]
        if value.shape[0] == value.shape[2] == 1:
            return self.weight(f"{name}.turned", "row", name)
        return self.constant(f"{name}.turned", value.transpose(0, 2, 1))

    def transpose(self, node: onnx.NodeProto) -> None:
        """What is turned is turned back: two names of one tensor."""
        x, out = node.input[0], node.output[0]
        if x in self.turned:
            # Known as (1, time, channels), so the source's transposition of it is that very tensor.
            self.define(out, "Identity", [self.turned[x]])
        else:
            self.turned[out] = self.unturned(x)

    def pointwise(self, node: onnx.NodeProto) -> None:
        self.turned[node.output[0]] = self.add(node.op_type, [self.turn(name) for name in node.input], **attributes(node))

    def concat(self, node: onnx.NodeProto) -> None:
        self.turned[node.output[0]] = self.add("Concat", [self.turn(name) for name in node.input], axis=2)

    def double(self, node: onnx.NodeProto) -> None:
        """Each row twice."""
        x = self.turn(node.input[0])
        n_channels = self._source.sizes[node.input[0]][0][1]
        twice = self.add("Concat", [x, x], axis=2)
        self.turned[node.output[0]] = self.add("Reshape", [twice, self.integers(1, -1, n_channels)])

    def pad(self, node: onnx.NodeProto) -> None:
        a, b, c, d, e, f = self._source.constants[node.input[1]].tolist()
        inputs = [self.turn(node.input[0]), self.integers(a, c, b, d, f, e), *node.input[2:]]
        self.turned[node.output[0]] = self.add("Pad", inputs, **attributes(node))

    def cut(self, x: str, start: int, end: int | None) -> str:
        """Rows start … end."""
        end = 2**62 if end is None else end
        return self.add("Slice", [x, self.integers(start), self.integers(end), self.integers(1)])

    def quantized(self, name: str) -> str:
        """(1, time, channels) uint8; NAME.scale and NAME.zero say how."""
        key = ("quantized", name)
        if key not in self._shared:
            x, q = self.turn(name), f"{name}.quantized"
            self.nodes.append(helper.make_node("DynamicQuantizeLinear", [x], [q, f"{q}.scale", f"{q}.zero"], name=q))
            self._shared[key] = q
        return self._shared[key]

    def gathered(self, source: str, x: str, n_taps: int, stride: int, dilation: int, pads: tuple[int, int]) -> str:
        """What the taps of a convolution see, row by row: (1, rows, n_taps · channels)."""
        key = ("gathered", x, n_taps, stride, dilation, pads)
        if key not in self._shared:
            n_channels = self._source.sizes[source][0][1]
            length = self._source.length(source)
            padded = self.add("Pad", [x, self.integers(0, pads[0], 0, 0, pads[1], 0), f"{x}.zero"]) if any(pads) else x
            rows = self.add("Squeeze", [padded, self.integers(0)])
            places = self._places(rows, length, n_taps, stride, dilation, sum(pads))
            taps = self.add("Gather", [rows, places], axis=0)
            self._shared[key] = self.add("Reshape", [taps, self.integers(1, -1, n_taps * n_channels)])
        return self._shared[key]

    def _places(self, rows: str, length: tuple[int, ...], n_taps: int, stride: int, dilation: int, n_pads: int) -> str:
        """Which rows the taps see at each step: (steps, n_taps)."""
        key = ("places", length, n_taps, stride, dilation, n_pads)
        if key not in self._shared:
            n_rows = self.add("Shape", [rows], start=0, end=1)
            n_rows = self.add("Squeeze", [self.add("Cast", [n_rows], to=onnx.TensorProto.INT32)])
            reach = self.constant(f"reach_{dilation * (n_taps - 1)}", np.int32(dilation * (n_taps - 1)))
            limit = self.add("Sub", [n_rows, reach])
            start, step = self.constant("int32_0", np.int32(0)), self.constant(f"int32_{stride}", np.int32(stride))
            firsts = self.add("Unsqueeze", [self.add("Range", [start, limit, step]), self.integers(1)])
            offsets = self.constant(f"offsets_{n_taps}_{dilation}", (np.arange(n_taps) * dilation).astype(np.int32)[None])
            self._shared[key] = self.add("Add", [firsts, offsets])
        return self._shared[key]

    def centred(self, source: str) -> tuple[str, str]:
        """Less its mean over time, (1, time, channels), and its variance, (1, 1, channels).

        The means are taken as products, since ONNX Runtime's own sums over rows are slow; that of the squares is taken after the
        subtraction, since some channels' means are seventy times what they vary by.
        """
        key = ("centred", source)
        if key not in self._shared:
            x = self.turn(source)
            weights = self._weights(self._source.length(source), x)
            centred = self.add("Sub", [x, self.add("MatMul", [weights, x])])
            self._shared[key] = centred
            self._shared["variance", source] = self.add("MatMul", [weights, self.add("Mul", [centred, centred])])
        return self._shared[key], self._shared["variance", source]

    def _weights(self, length: tuple[int, ...], x: str) -> str:
        """One over the length, as often: (1, 1, time)."""
        key = ("weights", length)
        if key not in self._shared:
            n = self.add("Shape", [x], start=1, end=2)
            part = self.add("Reciprocal", [self.add("Cast", [n], to=onnx.TensorProto.FLOAT)])
            shape = self.add("Concat", [self.integers(1, 1), n], axis=0)
            self._shared[key] = self.add("Expand", [part, shape])
        return self._shared[key]
