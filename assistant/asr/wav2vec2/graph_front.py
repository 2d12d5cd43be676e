"""The front end as a graph: samples → convolutions → frames at 50 Hz with their order in them."""

from __future__ import annotations

from functools import partial

import numpy as np

from assistant.asr.wav2vec2.architecture import Architecture, FrontEnd
from assistant.asr.wav2vec2.graph_builder import GraphBuilder, Tensors

_EXTRACTOR = "feature_extractor.conv_layers"
_POSITIONS = "encoder.pos_conv_embed"
_GROUP_EPSILON = 1e-5
# What a normalised channel reaches, and how far the largest may stand out: three times costs a bit and a half of eight.
_DEVIATIONS, _EVEN = 4, 3


def features(b: GraphBuilder, samples: str, front: FrontEnd, tensors: Tensors) -> str:
    """samples: (batch, n). The last convolution's output, (batch, frames, width)."""
    x = _group_normed(b, samples, front, tensors) if front.has_group_norm else b.add("Unsqueeze", samples, b.ints(2))
    for number in range(int(front.has_group_norm), len(front.widths)):
        x = _convolution(b, x, number, front, tensors)
    return x


def n_frames(b: GraphBuilder, lengths: str, front: FrontEnd) -> str:
    """How many frames lengths samples give, (batch,)."""
    for kernel, stride in zip(front.kernels, front.strides, strict=True):
        steps = b.add("Div", b.add("Sub", lengths, b.ints(kernel)), b.ints(stride))
        lengths = b.add("Max", b.add("Add", steps, b.ints(1)), b.ints(0))
    return lengths


def projection(b: GraphBuilder, x: str, a: Architecture, tensors: Tensors) -> str:
    if a.front.projection_norm:
        x = b.norm(x, "feature_projection.layer_norm", tensors, a.norm_epsilon)
    name = "feature_projection.projection"
    return b.linear(x, name, tensors(f"{name}.weight"), tensors(f"{name}.bias"))


def without_padding(b: GraphBuilder, x: str, frames: str) -> str:
    """x: (batch, frames, width), zero from each utterance's end on."""
    count = b.add("Squeeze", b.size(x, 1), b.ints(0))
    numbers = b.add("Range", b.int_(0), count, b.int_(1))
    is_sound = b.add("Less", numbers, b.add("Unsqueeze", frames, b.ints(1)))
    return b.add("Mul", x, b.add("Unsqueeze", b.floats(is_sound), b.ints(2)))


def with_positions(b: GraphBuilder, x: str, a: Architecture, tensors: Tensors) -> str:
    """x + what a wide convolution over it says of its order; (batch, frames, width)."""
    front = a.front
    parts = b.parts(x, is_even=True) if _is_projection_even(front, tensors) and not front.position_batch_norm else x
    order = _positions(b, x, front, tensors) if isinstance(parts, str) else _quick_positions(b, parts[0], a, tensors)
    return b.add("Add", x, b.activation(order, front.activation))


def _positions(b: GraphBuilder, x: str, front: FrontEnd, tensors: Tensors) -> str:
    inner = b.add("Transpose", x, attributes={"perm": [0, 2, 1]})
    if front.position_batch_norm:
        scale, shift = _batch_norm(tensors)
        inner = b.add("Mul", inner, b.vector(f"{_POSITIONS}.batch_norm.scale", scale[:, None]))
        inner = b.add("Add", inner, b.vector(f"{_POSITIONS}.batch_norm.shift", shift[:, None]))
    weight = b.matrix(f"{_POSITIONS}.conv.weight", tensors(f"{_POSITIONS}.conv.weight"))
    bias = b.vector(f"{_POSITIONS}.conv.bias", tensors(f"{_POSITIONS}.conv.bias"))
    inner = b.add("Conv", inner, weight, bias, attributes={"pads": _pads(front), "group": front.position_groups})
    return b.add("Transpose", inner, attributes={"perm": [0, 2, 1]})


def _quick_positions(b: GraphBuilder, part: tuple[str, str, str], a: Architecture, tensors: Tensors) -> str:
    """The same with bytes: a product of every frame's surroundings, three times as quick as ONNX Runtime's convolution."""
    quantized, step, zero = part
    n_groups, kernel = a.front.position_groups, a.front.position_kernel
    width = a.hidden_size // n_groups
    groups = b.add("Reshape", quantized, b.ints(0, 0, n_groups, width))
    groups = b.add("Transpose", groups, attributes={"perm": [0, 2, 1, 3]})
    before, after = _pads(a.front)
    padded = b.add("Pad", groups, b.ints(0, 0, before, 0, 0, 0, after, 0), zero)
    frames = b.add("Range", b.int_(0), b.add("Squeeze", b.size(quantized, 1), b.ints(0)), b.int_(1))
    taps = b.add("Range", b.int_(0), b.int_(kernel), b.int_(1))
    places = b.add("Add", b.add("Unsqueeze", frames, b.ints(1)), taps)
    windows = b.add("Gather", padded, places, attributes={"axis": 2})
    windows = b.add("Reshape", windows, b.ints(0, 0, -1, kernel * width))
    weight = tensors(f"{_POSITIONS}.conv.weight").reshape(n_groups, width, width, kernel)
    weight = np.ascontiguousarray(weight.transpose(0, 1, 3, 2)).reshape(n_groups, width, kernel * width)
    order = b.add("Transpose", b.grouped((windows, step, zero), f"{_POSITIONS}.conv", weight), attributes={"perm": [0, 2, 1, 3]})
    order = b.add("Reshape", order, b.ints(0, 0, a.hidden_size))
    return b.add("Add", order, b.vector(f"{_POSITIONS}.conv.bias", tensors(f"{_POSITIONS}.conv.bias")))


def _pads(front: FrontEnd) -> list[int]:
    """Zeros before and after. An even kernel would give one frame too many: the last is left out."""
    half = front.position_kernel // 2
    return [half, front.position_kernel - 1 - half]


def _group_normed(b: GraphBuilder, samples: str, front: FrontEnd, tensors: Tensors) -> str:
    """The first convolution where each of its channels is normalised over the whole sound."""
    name = f"{_EXTRACTOR}.0"
    inputs = [b.add("Unsqueeze", samples, b.ints(1)), b.vector(f"{name}.conv.weight", tensors(f"{name}.conv.weight"))]
    if front.has_bias:
        inputs.append(b.vector(f"{name}.conv.bias", tensors(f"{name}.conv.bias")))
    x = b.add("Conv", *inputs, attributes={"strides": [front.strides[0]]})
    pair = [b.vector(f"{name}.layer_norm.{part}", tensors(f"{name}.layer_norm.{part}")) for part in ("weight", "bias")]
    x = b.add("InstanceNormalization", x, *pair, attributes={"epsilon": _GROUP_EPSILON})
    return b.activation(b.add("Transpose", x, attributes={"perm": [0, 2, 1]}), front.activation)


def _convolution(b: GraphBuilder, x: str, number: int, front: FrontEnd, tensors: Tensors) -> str:
    """A convolution is a product with the frames that lie under its kernel, side by side: quicker than ONNX Runtime's own."""
    name = f"{_EXTRACTOR}.{number}"
    weight = tensors(f"{name}.conv.weight")
    flat = np.ascontiguousarray(weight.transpose(0, 2, 1)).reshape(len(weight), -1)
    bias = tensors(f"{name}.conv.bias") if front.has_bias else None
    window = partial(_windows, b, b.size(x, 1), front.kernels[number], front.strides[number])
    if number == 0:
        x = b.linear(window(x), f"{name}.conv", flat, bias)
    else:
        parts = b.parts(x, _is_convolution_even(number - 1, front, tensors))
        framed = window(parts) if isinstance(parts, str) else tuple((window(part), *steps) for part, *steps in parts)
        x = b.product(framed, f"{name}.conv", flat, bias)
    if not front.has_group_norm:
        x = b.norm(x, f"{name}.layer_norm", tensors)
    return b.activation(x, front.activation)


def _is_convolution_even(number: int, front: FrontEnd, tensors: Tensors) -> bool:
    """Whether a convolution's channels come out about equally large, as its norm multiplies them and adds to them."""
    name = f"{_EXTRACTOR}.{number}.layer_norm"
    return not front.has_group_norm and _is_even(tensors(f"{name}.bias"), tensors(f"{name}.weight"))


def _is_projection_even(front: FrontEnd, tensors: Tensors) -> bool:
    """The same of the frames that come into the encoder."""
    if not front.projection_norm:
        return False
    norm, name = "feature_projection.layer_norm", "feature_projection.projection"
    weight = tensors(f"{name}.weight")
    means = weight @ tensors(f"{norm}.bias") + tensors(f"{name}.bias")
    return _is_even(means, np.sqrt(np.square(weight * tensors(f"{norm}.weight")).sum(axis=1)))


def _is_even(means: np.ndarray, deviations: np.ndarray) -> bool:
    """Whether no channel is much larger than the others: those would have no steps of int8 left."""
    sizes = np.abs(means) + _DEVIATIONS * np.abs(deviations)
    return bool(sizes.max() <= _EVEN * np.sqrt(np.square(sizes).mean()))


def _windows(b: GraphBuilder, n_frames: str, kernel: int, stride: int, x: str) -> str:
    """x: (batch, n_frames, width) → (batch, windows, kernel · width)."""
    steps = b.add("Mul", b.add("Div", b.add("Sub", n_frames, b.ints(kernel)), b.ints(stride)), b.ints(stride))
    spans = [
        b.add("Slice", x, b.ints(offset), b.add("Add", steps, b.ints(offset + 1)), b.ints(1), b.ints(stride))
        for offset in range(kernel)
    ]
    return b.add("Concat", *spans, attributes={"axis": -1})


def _batch_norm(tensors: Tensors) -> tuple[np.ndarray, np.ndarray]:
    """What a trained batch normalisation multiplies by and adds, each (width,)."""
    parts = ("weight", "bias", "running_mean", "running_var")
    weight, bias, mean, variance = (tensors(f"{_POSITIONS}.batch_norm.{part}") for part in parts)
    scale = weight / np.sqrt(variance + 1e-5)
    return scale, bias - mean * scale
