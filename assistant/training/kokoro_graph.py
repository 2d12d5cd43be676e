"""Kokoro's ONNX graph made quick on a CPU, its weights and its sound the same.

Strategy: what lies as (1, channels, time) is turned to (1, time, channels). A convolution over time is then a product of gathered
rows with a matrix, for which ONNX Runtime has kernels that are up to six times quicker than that of ConvInteger; their weights
are int8 (uint8 less 128). An instance norm needs two sums, and one multiplication with addition into which the snake that
follows puts its own factor. Tensors are turned where somebody needs them otherwise: what is not known here stays as it is.
"""

from __future__ import annotations

import numpy as np
import onnx
from onnx import helper, numpy_helper

from assistant.training import kokoro_patterns as patterns
from assistant.training.kokoro_layout import Layout
from assistant.training.kokoro_source import Source, attributes

MICROSOFT = "com.microsoft"
_POINTWISE = frozenset(
    {"Add", "Sub", "Mul", "Div", "Pow", "Sin", "Cos", "Exp", "Sqrt", "Tanh", "LeakyRelu", "Floor", "Round", "Neg"}
)


def quickened(model: onnx.ModelProto) -> onnx.ModelProto:
    """The same model, quicker where its convolutions are quantised, with the output `durations` where it can be found.

    Runs the model twice, to see its shapes.
    """
    source = Source(model)
    rewriting = _Rewriting(source)
    for node in source.nodes:
        rewriting.take(node)
    return rewriting.model()


class _Rewriting:
    def __init__(self, source: Source):
        self._source = source
        self._layout = Layout(source)
        self._convolutions = patterns.convolutions(source)
        # Without quantised convolutions nothing is gained by turning: those of floats want the layout that there is.
        self._norms = patterns.norms(source) if self._convolutions else {}
        self._snakes = patterns.snakes(source) if self._convolutions else {}
        self._styles = patterns.styles(source, self._norms)

    def take(self, node: onnx.NodeProto) -> None:
        out = node.output[0]
        if out in self._convolutions:
            self._convolution(out, self._convolutions[out])
        elif out in self._snakes:
            self._snake(out, self._snakes[out])
        elif out in self._norms:
            self._layout.turned[out] = self._normalised(self._norms[out])
        elif node.op_type == "STFT" and self._is_plain_stft(node):
            self._stft(node)
        elif not self._convolutions or not (self._source.rank(out) == 3 and self._turned(node)):
            self._layout.keep(node)

    def _turned(self, node: onnx.NodeProto) -> bool:
        """Whether the node could be taken over as it works on turned tensors."""
        layout, op = self._layout, node.op_type
        is_ready = any(name in layout.turned for name in node.input)
        if op == "Transpose" and attributes(node)["perm"] == [0, 2, 1]:
            layout.transpose(node)
        elif is_ready and op in _POINTWISE and all(self._source.rank(name) in (0, 1, 3) for name in node.input):
            layout.pointwise(node)
        elif is_ready and op == "Concat" and attributes(node)["axis"] in (1, -2):
            layout.concat(node)
        elif is_ready and op == "Resize" and self._is_doubling(node):
            layout.double(node)
        elif is_ready and op == "Pad" and len(self._source.constants.get(node.input[1], ())) == 6:
            layout.pad(node)
        elif op == "ConvTranspose" and self._is_upsampling(node):
            self._upsampling(node)
        else:
            return False
        return True

    def _is_doubling(self, node: onnx.NodeProto) -> bool:
        options = attributes(node)
        scales = self._source.constants.get(node.input[2]) if len(node.input) > 2 else None
        is_nearest = options.get("mode") == b"nearest" and options.get("coordinate_transformation_mode") == b"asymmetric"
        return is_nearest and scales is not None and scales.tolist() == [1, 1, 2]

    def _is_upsampling(self, node: onnx.NodeProto) -> bool:
        options, weight = attributes(node), self._source.constants.get(node.input[1])
        if weight is None or weight.ndim != 3 or options.get("group", 1) != 1 or len(node.input) != 3:
            return False
        stride = options["strides"][0]
        return weight.shape[1] > 1 and weight.shape[2] == 2 * stride and list(options["pads"]) == [stride // 2] * 2

    def _convolution(self, out: str, conv: patterns.QuantizedConv) -> None:
        layout = self._layout
        quantized = layout.quantized(conv.x)
        weight = self._source.constants[conv.weight]
        n_taps = weight.shape[2]
        rows = quantized
        if n_taps > 1 or conv.stride > 1:
            rows = layout.gathered(conv.x, quantized, n_taps, conv.stride, conv.dilation, conv.pads)
        shift = 128 if weight.dtype == np.uint8 else 0
        inputs = [
            rows,
            layout.weight(f"{out}.weight", "taps", conv.weight),
            f"{quantized}.scale",
            layout.constant(f"{out}.scale", np.float32(conv.scale)),
            f"{quantized}.zero",
            layout.constant(f"{out}.zero", np.int8(conv.zero_point - shift)),
        ]
        if conv.bias is not None:
            inputs.append(conv.bias)
        layout.turned[out] = layout.add("MatMulIntegerToFloat", inputs, domain=MICROSOFT)

    def _snake(self, out: str, snake: patterns.Snake) -> None:
        layout = self._layout
        alpha, reciprocal = layout.turn(snake.alpha), layout.turn(snake.reciprocal)
        if snake.x in self._norms:
            phase = self._normalised(self._norms[snake.x], alpha)
        else:
            phase = layout.add("Mul", [layout.turn(snake.x), alpha])
        sine = layout.add("Sin", [phase])
        layout.turned[out] = layout.add("Mul", [layout.add("Add", [phase, layout.add("Mul", [sine, sine])]), reciprocal])

    def _normalised(self, norm: patterns.Norm, factor: str | None = None) -> str:
        """(1, time, channels), times the factor."""
        layout = self._layout
        centred, variance = layout.centred(norm.x)
        epsilon = layout.constant(f"epsilon_{norm.epsilon:.3g}", np.float32(norm.epsilon))
        gain, shift = layout.add("Reciprocal", [layout.add("Sqrt", [layout.add("Add", [variance, epsilon])])]), None
        if norm.affine is not None:
            gain, shift = layout.add("Mul", [gain, norm.affine[0]]), norm.affine[1]
        if norm.gain is not None and norm.shift is not None:
            self._style(norm.gain)
            more, moved = layout.turn(norm.gain), layout.turn(norm.shift)
            gain = layout.add("Mul", [gain, more])
            shift = moved if shift is None else layout.add("Add", [layout.add("Mul", [shift, more]), moved])
        if factor is not None:
            gain = layout.add("Mul", [gain, factor])
            shift = shift and layout.add("Mul", [shift, factor])
        scaled = layout.add("Mul", [centred, gain])
        return layout.add("Add", [scaled, shift]) if shift else scaled

    def _style(self, gain: str) -> None:
        """All gains and shifts that are products of the same style, in one product: there are seventy of them."""
        layout = self._layout
        x = next((style.x for style in self._styles if style.gain == gain), None)
        if x is None:
            return
        alike = [style for style in self._styles if style.x == x]
        self._styles = [style for style in self._styles if style.x != x]
        sizes = [self._source.constants[style.constants[3]].size // 2 for style in alike]
        merged = (
            layout.weight(f"{x}.{part}", "halves", *(style.constants[i] for style in alike))
            for i, part in enumerate(("weight", "scale", "zero", "bias"))
        )
        weight, scale, zero, bias = merged
        quantized = layout.quantized(x)
        inputs = [quantized, weight, f"{quantized}.scale", scale, f"{quantized}.zero", zero, bias]
        product = layout.add("MatMulIntegerToFloat", inputs, domain=MICROSOFT)
        both = layout.add("Unsqueeze", [product, layout.integers(1)])
        total = sum(sizes)
        gains = layout.add("Split", [both, layout.integers(total, total)], n_outputs=2, axis=2)
        more = layout.add("Add", [gains, layout.constant("one", np.float32(1))])
        for whole, names in ((more, [s.gain for s in alike]), (f"{gains}_1", [s.shift for s in alike])):
            first = layout.add("Split", [whole, layout.integers(*sizes)], n_outputs=len(sizes), axis=2)
            layout.turned |= {name: f"{first}_{i}" if i else first for i, name in enumerate(names)}

    def _upsampling(self, node: onnx.NodeProto) -> None:
        """Each input row and the one before it, times the taps of each phase: with two taps a phase, that is all."""
        layout, out = self._layout, node.output[0]
        n_outputs, stride = self._source.constants[node.input[1]].shape[1], attributes(node)["strides"][0]
        matrix = layout.weight(f"{out}.weight", "phases", node.input[1])
        padded = layout.add("Pad", [layout.turn(node.input[0]), layout.integers(0, 1, 0, 0, 1, 0)])
        both = [layout.cut(padded, 1, None), layout.cut(padded, 0, -1)]
        product = layout.add("MatMul", [layout.add("Concat", both, axis=2), matrix])
        rows = layout.add("Reshape", [product, layout.integers(1, -1, n_outputs)])
        cut = layout.cut(rows, stride // 2, -(stride // 2))
        layout.turned[out] = layout.add("Add", [cut, node.input[2]])

    def _is_plain_stft(self, node: onnx.NodeProto) -> bool:
        step, window = (self._source.constants.get(name) for name in node.input[1:3])
        return step is not None and window is not None and self._source.rank(node.input[0]) == 2

    def _stft(self, node: onnx.NodeProto) -> None:
        """As a convolution with the windowed cosines and sines: (1, time, frequencies, 2)."""
        layout, out = self._layout, node.output[0]
        step, window = int(self._source.constants[node.input[1]]), self._source.constants[node.input[2]].astype(np.float64)
        n_taps, n_bins = len(window), len(window) // 2 + 1
        angles = 2 * np.pi / n_taps * np.arange(n_bins)[:, None] * np.arange(n_taps)
        waves = np.concatenate([np.cos(angles), -np.sin(angles)]) * window
        waves[np.abs(waves) < 1e-9] = 0
        # The phase of what has no imaginary part hangs on rounding: ONNX Runtime's own transform leaves this sign.
        waves[n_bins] = -1e-7 * waves[0]
        signal = layout.add("Reshape", [layout.unturned(node.input[0]), layout.integers(1, 1, -1)])
        kernel = layout.constant(f"{out}.waves", waves[:, None].astype(np.float32))
        bins = layout.add("Conv", [signal, kernel], strides=[step])
        parts = layout.add("Reshape", [bins, layout.integers(1, 2, n_bins, -1)])
        layout.define(out, "Transpose", [parts], perm=[0, 3, 2, 1])

    def model(self) -> onnx.ModelProto:
        source, layout = self._source, self._layout
        outputs = [layout.unturned(output.name) for output in source.model.graph.output]
        told = patterns.durations(source)
        model = onnx.ModelProto()
        model.CopyFrom(source.model)
        graph = model.graph
        if told is not None and len(outputs) == 1:
            layout.add("Cast", [layout.unturned(told)], name="durations", to=onnx.TensorProto.INT64)
            graph.output.append(helper.make_tensor_value_info("durations", onnx.TensorProto.INT64, ["phonemes"]))
            outputs.append("durations")
        nodes = _needed(layout.nodes, outputs)
        used = {name for node in nodes for name in node.input}
        del graph.node[:], graph.initializer[:], graph.value_info[:]
        graph.node.extend(nodes)
        for name, value in layout.constants.items():
            if name in used:
                graph.initializer.append(numpy_helper.from_array(value, name))
                graph.initializer[-1].doc_string = layout.origins.get(name, f"same {name}" if name in source.constants else "")
        if all(opset.domain != MICROSOFT for opset in model.opset_import):
            model.opset_import.append(helper.make_opsetid(MICROSOFT, 1))
        return model


def _needed(nodes: list[onnx.NodeProto], outputs: list[str]) -> list[onnx.NodeProto]:
    wanted, kept = set(outputs), []
    for node in reversed(nodes):
        if wanted & set(node.output):
            kept.append(node)
            wanted.update(node.input)
    return kept[::-1]
