"""CAM++ as an ONNX graph, made of the tensors of its checkpoint with numpy alone.

Strategy: the network is that of Wang et al., "CAM++: A Fast and Efficient Network for Speaker Verification Using Context-Aware
Masking", 2023, as 3D-Speaker has it. What only scales and shifts after a convolution is folded into it. The masks of its layers
are the same for all frames of a second (its segments), so they are computed once for each segment, and not for each frame.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import numpy as np

from assistant.asr.wav2vec2.onnx_file import Attribute, OnnxFile
from assistant.errors import ModelFileError
from assistant.speakers.torch_archive import read_tensors

FILE_NAME, CHECKPOINT = "campplus.onnx", "campplus_cn_en_common.pt"
MODEL = "speaker-encoder"
SIZE, N_MELS = 192, 80
INPUT, OUTPUT = "features", "vector"
_BLOCKS = ((12, 1), (24, 2), (16, 2))  # layers, dilation
_SEGMENT = 100  # frames of 20 ms
_EPSILON = 1e-5
_INT64, _FLOAT = 7, 1


def convert(checkpoint: Path, target: Path) -> None:
    """Write the graph, with its weights in it. The same bytes on every machine.

    Raises ModelFileError when `checkpoint` is no such network; OSError where target cannot be written.
    """
    tensors = read_tensors(checkpoint, MODEL)
    with tempfile.TemporaryFile() as unused:
        file = OnnxFile(unused, "")
        try:
            _Network(file, tensors).build()
        except (KeyError, ValueError) as error:
            raise ModelFileError(checkpoint, f"it is no CAM++: {error}", MODEL) from error
        file.write(target, "campplus", {"encoder": "campplus"})


class _Network:
    """Each method gives the name of what it computes. Sound is (1, channels, frames); before the first block, a picture of it,
    (1, channels, mels, frames)."""

    def __init__(self, file: OnnxFile, tensors: Mapping[str, np.ndarray]):
        self._file = file
        self._tensors = tensors
        self._n = 0

    def build(self) -> None:
        self._file.value("input", INPUT, np.float32, (1, "frames", N_MELS))
        self._file.value("output", OUTPUT, np.float32, (1, SIZE))
        x = self._front()
        self._segments(x)
        for number, (n_layers, dilation) in enumerate(_BLOCKS, start=1):
            for layer in range(1, n_layers + 1):
                added = self._layer(x, f"xvector.block{number}.tdnnd{layer}", dilation)
                x = self._add("Concat", x, added, attributes={"axis": 1})
            x = self._normed(x, f"xvector.transit{number}.nonlinear.batchnorm")
            weight = self._tensors[f"xvector.transit{number}.linear.weight"]
            shift = None
            if number == len(_BLOCKS):
                scale, shift = self._scale("xvector.out_nonlinear.batchnorm")
                weight = weight * scale[:, None, None]
            x = self._convolution(x, weight, shift)
        self._pooled(self._add("Relu", x))

    def _front(self) -> str:
        """The picture through two-dimensional convolutions, then one over its frames, which halves them."""
        x = self._add("Unsqueeze", self._add("Transpose", INPUT, attributes={"perm": (0, 2, 1)}), self._ints(1))
        x = self._relu_picture(x, "head.conv1", "head.bn1", 1)
        for layer in ("head.layer1", "head.layer2"):
            for number, stride in ((0, 2), (1, 1)):
                name = f"{layer}.{number}"
                y = self._relu_picture(x, f"{name}.conv1", f"{name}.bn1", stride)
                y = self._picture(y, f"{name}.conv2", f"{name}.bn2", 1)
                around = self._picture(x, f"{name}.shortcut.0", f"{name}.shortcut.1", stride) if number == 0 else x
                x = self._add("Relu", self._add("Add", y, around))
        x = self._relu_picture(x, "head.conv2", "head.bn2", 2)
        n_channels = self._tensors["xvector.tdnn.linear.weight"].shape[1]
        x = self._add("Reshape", x, self._ints(1, n_channels, -1))
        scale, shift = self._scale("xvector.tdnn.nonlinear.batchnorm")
        weight = self._tensors["xvector.tdnn.linear.weight"] * scale[:, None, None]
        return self._add("Relu", self._convolution(x, weight, shift, stride=2))

    def _segments(self, x: str) -> None:
        """Which segment each frame belongs to, and a matrix that averages frames: over all of them, plus over each segment."""
        n_frames = self._add("Shape", x, attributes={"start": 2, "end": 3})
        last = self._add("Squeeze", n_frames)
        frames = self._add("Range", self._number(0), last, self._number(1))
        self._segment_of = self._add("Div", frames, self._number(_SEGMENT))
        n_segments = self._add("Div", self._add("Add", last, self._number(_SEGMENT - 1)), self._number(_SEGMENT))
        segments = self._add("Range", self._number(0), n_segments, self._number(1))
        column = self._add("Unsqueeze", self._segment_of, self._ints(1))
        belongs = self._add("Cast", self._add("Equal", column, segments), attributes={"to": _FLOAT})
        sizes = self._add("ReduceSum", belongs, self._ints(0), attributes={"keepdims": 1})
        whole = self._add("Reciprocal", self._add("Cast", n_frames, attributes={"to": _FLOAT}))
        self._averages = self._add("Add", self._add("Div", belongs, sizes), whole)

    def _layer(self, x: str, name: str, dilation: int) -> str:
        x = self._normed(x, f"{name}.nonlinear1.batchnorm")
        scale, shift = self._scale(f"{name}.nonlinear2.batchnorm")
        x = self._convolution(x, self._tensors[f"{name}.linear1.weight"] * scale[:, None, None], shift)
        x = self._add("Relu", x)
        mask = f"{name}.cam_layer"
        context = self._add("MatMul", x, self._averages)
        for part in ("linear1", "linear2"):
            context = self._convolution(context, self._tensors[f"{mask}.{part}.weight"], self._tensors[f"{mask}.{part}.bias"])
            context = self._add("Relu" if part == "linear1" else "Sigmoid", context)
        local = self._convolution(x, self._tensors[f"{mask}.linear_local.weight"], None, dilation=dilation)
        return self._add("Mul", local, self._add("Gather", context, self._segment_of, attributes={"axis": 2}))

    def _pooled(self, x: str) -> None:
        """Mean and standard deviation over the frames, a matrix, and the last norm, which nothing cuts off below zero."""
        mean = self._add("ReduceMean", x, self._ints(2), attributes={"keepdims": 1})
        apart = self._add("Sub", x, mean)
        squares = self._add("ReduceSum", self._add("Mul", apart, apart), self._ints(2), attributes={"keepdims": 1})
        n_frames = self._add("Cast", self._add("Shape", x, attributes={"start": 2, "end": 3}), attributes={"to": _FLOAT})
        n_free = self._add("Max", self._add("Sub", n_frames, self._float(1.0)), self._float(1.0))
        spread = self._add("Sqrt", self._add("Div", squares, n_free))
        both = self._add("Concat", mean, spread, attributes={"axis": 1})
        norm = "xvector.dense.nonlinear.batchnorm"
        scale = 1.0 / np.sqrt(self._tensors[f"{norm}.running_var"] + np.float32(_EPSILON))
        weight = self._tensors["xvector.dense.linear.weight"] * scale[:, None, None]
        if weight.shape[0] != SIZE:
            raise ValueError(f"its vectors have {weight.shape[0]} numbers")
        vector = self._convolution(both, weight, -self._tensors[f"{norm}.running_mean"] * scale)
        self._add("Squeeze", vector, self._ints(2), name=OUTPUT)

    def _relu_picture(self, x: str, name: str, norm: str, stride: int) -> str:
        return self._add("Relu", self._picture(x, name, norm, stride))

    def _picture(self, x: str, name: str, norm: str, stride: int) -> str:
        """A convolution over mels and frames and the norm after it. stride: over mels alone."""
        scale, shift = self._scale(norm)
        weight = self._weight(self._tensors[f"{name}.weight"] * scale[:, None, None, None])
        pad = self._tensors[f"{name}.weight"].shape[-1] // 2
        return self._add("Conv", x, weight, self._weight(shift), attributes={"strides": (stride, 1), "pads": (pad,) * 4})

    def _convolution(self, x: str, weight: np.ndarray, shift: np.ndarray | None, stride: int = 1, dilation: int = 1) -> str:
        """Over frames; as many come out as go in, or half of them."""
        pad = (weight.shape[-1] - 1) // 2 * dilation
        inputs = [x, self._weight(weight)] + ([] if shift is None else [self._weight(shift)])
        return self._add("Conv", *inputs, attributes={"strides": (stride,), "pads": (pad, pad), "dilations": (dilation,)})

    def _normed(self, x: str, name: str) -> str:
        """A norm of what several layers gave, which can be folded into none of them, and what is above zero of it."""
        scale, shift = self._scale(name)
        scaled = self._add("Mul", x, self._weight(scale[:, None]))
        return self._add("Relu", self._add("Add", scaled, self._weight(shift[:, None])))

    def _scale(self, norm: str) -> tuple[np.ndarray, np.ndarray]:
        """What a norm multiplies by, and what it adds then."""
        spread = np.sqrt(self._tensors[f"{norm}.running_var"] + np.float32(_EPSILON))
        scale = self._tensors[f"{norm}.weight"] / spread
        return scale, self._tensors[f"{norm}.bias"] - self._tensors[f"{norm}.running_mean"] * scale

    def _add(self, op: str, *inputs: str, name: str = "", attributes: Mapping[str, Attribute] = MappingProxyType({})) -> str:
        self._n += 1
        name = name or f"{op}_{self._n}"
        self._file.node(op, inputs, [name], "", attributes)
        return name

    def _weight(self, value: np.ndarray) -> str:
        self._n += 1
        self._file.constant(f"weight_{self._n}", np.ascontiguousarray(value, np.float32))
        return f"weight_{self._n}"

    def _float(self, value: float) -> str:
        return self._weight(np.array(value))

    def _ints(self, *values: int) -> str:
        return self._integers("x".join(map(str, values)), np.array(values, np.int64))

    def _number(self, value: int) -> str:
        return self._integers(f"scalar_{value}", np.array(value, np.int64))

    def _integers(self, name: str, value: np.ndarray) -> str:
        if not self._file.has(f"integers_{name}"):
            self._file.constant(f"integers_{name}", value)
        return f"integers_{name}"
