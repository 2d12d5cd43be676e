"""The rewriting of Kokoro's graph, on a small graph of the same patterns: what comes out must be what came out before."""

import numpy as np
import pytest

onnx = pytest.importorskip("onnx", reason="needs the training extra (onnx)")
from onnx import TensorProto, helper, numpy_helper  # noqa: E402

from assistant.training.kokoro_graph import quickened  # noqa: E402
from assistant.training.kokoro_weightless import weightless  # noqa: E402
from assistant.tts.acoustics import onnx_model, quick_weights  # noqa: E402

CHANNELS, OUTPUTS = 8, 12
IDS = (5, 3, 9, 4, 4, 7, 1, 2, 11, 6)
STYLE = np.linspace(-1, 1, 256, dtype=np.float32)


class Graph:
    """Nodes in the words of Kokoro's exports."""

    def __init__(self):
        self.nodes, self.constants = [], []
        self._random = np.random.default_rng(3)

    def add(self, op, *inputs, n=1, **attributes):
        outputs = [f"{op}_{len(self.nodes)}_{i}" for i in range(n)]
        self.nodes.append(helper.make_node(op, inputs, outputs, **attributes))
        return outputs[0] if n == 1 else outputs

    def constant(self, value):
        self.constants.append(numpy_helper.from_array(np.asarray(value), f"c{len(self.constants)}"))
        return self.constants[-1].name

    def floats(self, *shape):
        return self.constant(self._random.normal(size=shape).astype(np.float32))

    def convolution(self, x, n_inputs, n_outputs, n_taps, **options):
        quantized, scale, zero = self.add("DynamicQuantizeLinear", x, n=3)
        weight = self.constant(self._random.integers(0, 256, (n_outputs, n_inputs, n_taps)).astype(np.uint8))
        total = self.add("ConvInteger", quantized, weight, zero, self.constant(np.uint8(120)), **options)
        scales = self.add("Mul", scale, self.constant(np.float32(0.002)))
        whole = self.add("Cast", self.add("Floor", self.add("Div", self.floats(n_outputs), scales)), to=TensorProto.INT32)
        total = self.add("Add", total, self.add("Reshape", whole, self.constant(np.array([1, -1, 1]))))
        return self.add("Mul", self.add("Cast", total, to=TensorProto.FLOAT), scales)

    def norm(self, x, style, n_channels):
        """Instance norm with gain and shift of a quantised product of the style."""
        quantized, scale, zero = self.add("DynamicQuantizeLinear", style, n=3)
        weight = self.constant(self._random.integers(-128, 128, (256, 2 * n_channels)).astype(np.int8))
        zeros = self.constant(np.zeros(2 * n_channels, np.int8))
        product = self.add("Cast", self.add("MatMulInteger", quantized, weight, zero, zeros), to=TensorProto.FLOAT)
        scales = self.add("Mul", scale, self.constant(np.full(2 * n_channels, 1e-4, np.float32)))
        row = self.add("Add", self.add("Mul", product, scales), self.floats(2 * n_channels))
        column = self.add("Unsqueeze", row, self.constant(np.array([2])))
        gain, shift = self.add("Split", column, self.constant(np.array([n_channels, n_channels])), n=2, axis=1)
        time = self.constant(np.array([2]))
        centred = self.add("Sub", x, self.add("ReduceMean", x, time))
        variance = self.add("ReduceMean", self.add("Mul", centred, centred), time)
        root = self.add("Sqrt", self.add("Add", variance, self.constant(np.float32(1e-5))))
        gained = self.add("Mul", self.add("Add", gain, self.constant(np.float32(1))), self.add("Div", centred, root))
        return self.add("Add", gained, shift)

    def snake(self, x, n_channels):
        factors = self._random.uniform(0.5, 2, (1, n_channels, 1)).astype(np.float32)
        alpha, reciprocal = self.constant(factors), self.constant(1 / factors)
        square = self.add("Pow", self.add("Sin", self.add("Mul", alpha, x)), self.constant(np.float32(2)))
        return self.add("Add", x, self.add("Mul", reciprocal, square))


def toy():
    graph = Graph()
    add = graph.add
    x = add("Transpose", add("Gather", graph.floats(178, CHANNELS), "tokens"), perm=[0, 2, 1])
    x = graph.convolution(graph.snake(graph.norm(x, "style", CHANNELS), CHANNELS), CHANNELS, OUTPUTS, 3, pads=[1, 1])
    y = graph.convolution(add("LeakyRelu", x, alpha=0.1), OUTPUTS, OUTPUTS, 3, pads=[2, 2], dilations=[2])
    x = add("Add", x, graph.snake(graph.norm(y, "style", OUTPUTS), OUTPUTS))
    x = add("ConvTranspose", x, graph.floats(OUTPUTS, 6, 8), graph.floats(6), strides=[4], pads=[2, 2])
    scales = graph.constant(np.array([1, 1, 2], np.float32))
    nearest = {"mode": "nearest", "coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"}
    x = add("Resize", add("Concat", x, x, axis=1), "", scales, **nearest)
    x = add("Pad", x, graph.constant(np.array([0, 0, 1, 0, 0, 0])), mode="reflect")
    x = graph.convolution(x, 12, 2, 5, pads=[1, 1], strides=[3])
    steps = add("Round", add("Mul", add("Cast", "tokens", to=TensorProto.FLOAT), "speed"))
    frames = add("Squeeze", add("Cast", steps, to=TensorProto.INT64), graph.constant(np.array([0])))
    total = add("CumSum", frames, graph.constant(np.int64(0)))
    late = add("Cast", add("Slice", total, *(graph.constant(np.array([i])) for i in (0, 1))), to=TensorProto.FLOAT)
    flat = add("Add", add("Reshape", x, graph.constant(np.array([-1]))), add("Mul", late, graph.constant(np.float32(0))))
    graph.nodes.append(helper.make_node("Identity", [flat], ["audio"]))
    inputs = (("tokens", TensorProto.INT64, [1, "n"]), ("style", TensorProto.FLOAT, [1, 256]), ("speed", TensorProto.FLOAT, [1]))
    values = [helper.make_tensor_value_info(*value) for value in inputs]
    audio = helper.make_tensor_value_info("audio", TensorProto.FLOAT, ["m"])
    made = helper.make_graph(graph.nodes, "toy", values, [audio], graph.constants)
    return helper.make_model(made, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)


def heard(place):
    return onnx_model.load(place, threads=1).infer(IDS, STYLE, 1.0)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("toy")
    original = toy()
    onnx.save(original, folder / "export.onnx")
    onnx.save(quickened(original), folder / "quick.onnx")
    return folder


def test_it_sounds_as_before_and_tells_the_durations(files):
    before, after = heard(files / "export.onnx"), heard(files / "quick.onnx")
    assert before.frames is None
    assert after.frames.tolist() == [0, *IDS, 0]
    assert after.samples.shape == before.samples.shape
    assert np.abs(after.samples - before.samples).max() < 0.02 * np.abs(before.samples).max()


def test_no_pattern_is_left(files):
    ops = [node.op_type for node in onnx.load(files / "quick.onnx").graph.node]
    for op in ("ConvInteger", "ReduceMean", "Pow", "ConvTranspose", "Resize", "MatMulInteger"):
        assert op not in ops
    assert ops.count("MatMulIntegerToFloat") == 3 + 1  # three convolutions, and all the styles together


def test_the_weights_can_be_made_again_from_the_export(files, tmp_path, monkeypatch):
    quick = onnx.load(files / "quick.onnx")
    (tmp_path / "graph.onnx").write_bytes(weightless(quick).SerializeToString())
    quick_weights.convert(files / "export.onnx", tmp_path / "kokoro.bin", tmp_path / "graph.onnx")
    monkeypatch.setattr(quick_weights, "GRAPH", tmp_path / "graph.onnx")
    assert np.array_equal(heard(tmp_path).samples, heard(files / "quick.onnx").samples)
