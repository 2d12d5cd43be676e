"""What Kokoro's exports write in many nodes and is one thing: a quantised convolution, an instance norm, a snake."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import onnx

from assistant.training.kokoro_source import Source, attributes


@dataclass(frozen=True, slots=True, eq=False)
class QuantizedConv:
    """A convolution over time with dynamically quantised input. weight, bias: their names; (outputs, inputs, taps)."""

    x: str
    weight: str
    zero_point: int
    scale: float
    bias: str | None
    stride: int
    dilation: int
    pads: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Norm:
    """(x - mean) / sqrt(variance + epsilon) over time; times and plus `affine`, (channels,), then times gain plus shift,
    (1, channels, 1), where they are given by name.
    """

    x: str
    epsilon: float
    affine: tuple[str, str] | None = None
    gain: str | None = None
    shift: str | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """gain less one, and shift, are the halves of a quantised product of x. constants: weight, scale, zero point and bias."""

    gain: str
    shift: str
    x: str
    constants: tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Snake:
    """x + sin²(alpha · x) / alpha. reciprocal: one over alpha."""

    x: str
    alpha: str
    reciprocal: str


def convolutions(source: Source) -> dict[str, QuantizedConv]:
    """By the tensor that each makes."""
    found = {}
    for node in source.nodes:
        if node.op_type == "ConvInteger" and (match := _convolution(source, node)):
            found[match[0]] = match[1]
    return found


def _convolution(source: Source, node: onnx.NodeProto) -> tuple[str, QuantizedConv] | None:
    quantizer = source.maker(node.input[0], "DynamicQuantizeLinear")
    options = attributes(node)
    if quantizer is None or node.input[1] not in source.constants or options.get("group", 1) != 1:
        return None
    out, bias = node.output[0], None
    if (added := source.only_user(out, "Add")) is not None:
        bias = _bias(source, _other(added, out))
        if bias is None:
            return None
        out = added.output[0]
    cast = source.only_user(out, "Cast")
    scaled = source.only_user(cast.output[0], "Mul") if cast is not None else None
    if scaled is None:
        return None
    scale = _weight_scale(source, _other(scaled, cast.output[0]))
    zero_point = source.value(node.input[3]) if len(node.input) > 3 else 0
    if scale is None or zero_point is None:
        return None
    stride, dilation = options.get("strides", [1])[0], options.get("dilations", [1])[0]
    pads = tuple(options.get("pads", [0, 0]))
    return scaled.output[0], QuantizedConv(
        quantizer.input[0], node.input[1], int(zero_point), scale, bias, stride, dilation, pads
    )


def _bias(source: Source, name: str) -> str | None:
    """The name of the float bias that the export divides by the scale and rounds, to add it to whole numbers."""
    for op_type in ("Reshape", "Cast", "Floor", "Div"):
        node = source.maker(name, op_type)
        if node is None:
            return None
        name = node.input[0]
    return name if name in source.constants else None


def _weight_scale(source: Source, name: str) -> float | None:
    product = source.maker(name, "Mul")
    if product is None:
        return None
    return next((value for value in map(source.value, product.input) if value is not None), None)


def norms(source: Source) -> dict[str, Norm]:
    """By the tensor that each makes: with and without what follows the division."""
    found: dict[str, Norm] = {}
    for node in source.nodes:
        if node.op_type in ("Div", "InstanceNormalization") and (norm := _norm(source, node)):
            found[node.output[0]] = norm
            gained = source.only_user(node.output[0], "Mul")
            if gained is not None and (shifted := source.only_user(gained.output[0], "Add")):
                gain, shift = _other(gained, node.output[0]), _other(shifted, gained.output[0])
                if all(_is_per_channel(source, name) for name in (gain, shift)):
                    found[shifted.output[0]] = replace(norm, gain=gain, shift=shift)
    return found


def _norm(source: Source, node: onnx.NodeProto) -> Norm | None:
    if node.op_type == "InstanceNormalization":
        if source.rank(node.input[0]) != 3:
            return None
        return Norm(node.input[0], attributes(node).get("epsilon", 1e-5), _affine(source, node))
    centred, root = source.maker(node.input[0], "Sub"), source.maker(node.input[1], "Sqrt")
    if centred is None or root is None or source.rank(centred.input[0]) != 3:
        return None
    mean, stable = source.maker(centred.input[1], "ReduceMean"), source.maker(root.input[0], "Add")
    if mean is None or stable is None or mean.input[0] != centred.input[0] or not _is_over_time(source, mean):
        return None
    variance = source.maker(stable.input[0], "ReduceMean")
    square = source.maker(variance.input[0], "Mul", "Pow") if variance is not None else None
    epsilon = source.value(stable.input[1])
    if square is None or square.input[0] != centred.output[0] or epsilon is None or not _is_over_time(source, variance):
        return None
    return Norm(centred.input[0], epsilon)


def _affine(source: Source, node: onnx.NodeProto) -> tuple[str, str] | None:
    scale, bias = (source.constants.get(name) for name in node.input[1:3])
    is_plain = scale is not None and bias is not None and (scale == 1).all() and not bias.any()
    return None if is_plain else (node.input[1], node.input[2])


def snakes(source: Source) -> dict[str, Snake]:
    """By the tensor that each makes."""
    found = {}
    for node in source.nodes:
        if node.op_type == "Sin" and (match := _snake(source, node)):
            found[match[0]] = match[1]
    return found


def _snake(source: Source, node: onnx.NodeProto) -> tuple[str, Snake] | None:
    scaled, square = source.maker(node.input[0], "Mul"), source.only_user(node.output[0], "Pow")
    if scaled is None or square is None or source.value(square.input[1]) != 2:
        return None
    alpha = next((name for name in scaled.input if name in source.constants), None)
    divided = source.only_user(square.output[0], "Mul")
    if alpha is None or divided is None:
        return None
    x, reciprocal = _other(scaled, alpha), _other(divided, square.output[0])
    out = source.only_user(divided.output[0], "Add")
    if out is None or x not in out.input or reciprocal not in source.constants:
        return None
    if not np.allclose(source.constants[alpha] * source.constants[reciprocal], 1, atol=1e-5):
        return None
    return out.output[0], Snake(x, alpha, reciprocal)


def styles(source: Source, found: dict[str, Norm]) -> list[Style]:
    """Of those norms that have one, each but once."""
    matches = {}
    for norm in found.values():
        if norm.gain is not None and (match := _style(source, norm)):
            matches[match.gain] = match
    return list(matches.values())


def _style(source: Source, norm: Norm) -> Style | None:
    more = source.maker(norm.gain, "Add")
    halves = source.maker(norm.shift, "Split")
    if more is None or halves is None or source.value(more.input[1]) != 1 or [more.input[0], norm.shift] != list(halves.output):
        return None
    column = source.maker(halves.input[0], "Unsqueeze")
    added = source.maker(column.input[0], "Add") if column is not None else None
    bias = next((name for name in added.input if name in source.constants), None) if added is not None else None
    if bias is None:
        return None
    scaled = source.maker(_other(added, bias), "Mul")
    cast = next((c for name in scaled.input if (c := source.maker(name, "Cast"))), None) if scaled is not None else None
    product = source.maker(cast.input[0], "MatMulInteger") if cast is not None else None
    quantizer = source.maker(product.input[0], "DynamicQuantizeLinear") if product is not None else None
    scales = source.maker(_other(scaled, cast.output[0]), "Mul") if quantizer is not None else None
    scale = next((name for name in scales.input if name in source.constants), None) if scales is not None else None
    if scale is None or len(product.input) < 4 or not {product.input[1], product.input[3]} <= source.constants.keys():
        return None
    return Style(norm.gain, norm.shift, quantizer.input[0], (product.input[1], scale, product.input[3], bias))


def durations(source: Source) -> str | None:
    """The tensor that says how many frames each phoneme lasts: whole numbers, made by rounding, which are summed up."""
    for node in source.nodes:
        name = node.input[0] if node.op_type == "CumSum" else ""
        while (before := source.maker(name, "Cast", "Gather", "Clip", "Squeeze", "Reshape")) is not None:
            name = before.input[0]
        if source.maker(name, "Round"):
            return node.input[0]
    return None


def _other(node: onnx.NodeProto, name: str) -> str:
    return node.input[1] if node.input[0] == name else node.input[0]


def _is_over_time(source: Source, node: onnx.NodeProto) -> bool:
    axes = source.constants[node.input[1]].tolist() if len(node.input) > 1 else attributes(node).get("axes")
    return axes in ([2], [-1])


def _is_per_channel(source: Source, name: str) -> bool:
    if name in source.constants:
        return source.constants[name].shape[-1:] == (1,)
    return source.rank(name) == 3 and all(shape[2] == 1 for shape in source.sizes[name])
