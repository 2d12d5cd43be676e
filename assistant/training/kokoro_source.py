"""An ONNX graph to be read: who makes a tensor, who uses it, which are constant, and how large each is for two texts."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import onnx
from onnx import helper, numpy_helper

_TEXTS = ((50, 157, 43, 135, 16, 54, 44, 156, 57, 4), (50, 83, 54, 156, 31, 16, 65, 156, 86, 46, 16, 81, 47, 102, 62, 54, 4))


_FOLDED_BYTES = 1 << 20  # what is made of constants and larger, such as weights that are quantised, is made at each run
_CHANCE = ("RandomNormal", "RandomUniform", "RandomNormalLike", "RandomUniformLike", "Multinomial", "Bernoulli")


class Source:
    """constants: what hangs on no input. sizes: the shape of every tensor for each of two texts. The graph must run."""

    def __init__(self, model: onnx.ModelProto):
        self.model = model
        self.constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
        results = _run(model)
        self.sizes = {name: tuple(map(np.shape, pair)) for name, pair in results.items()}
        self.nodes = []
        for node in model.graph.node:
            if self._is_foldable(node, results):
                self.constants |= {name: results[name][0] for name in node.output if name}
            else:
                self.nodes.append(node)
        self.made = {name: node for node in self.nodes for name in node.output if name}
        self.users: dict[str, list[onnx.NodeProto]] = defaultdict(list)
        for node in self.nodes:
            for name in node.input:
                self.users[name].append(node)

    def maker(self, name: str, *op_types: str) -> onnx.NodeProto | None:
        """The node that makes a tensor, when it is one of these kinds."""
        node = self.made.get(name)
        return node if node is not None and node.op_type in op_types else None

    def only_user(self, name: str, op_type: str) -> onnx.NodeProto | None:
        users = self.users[name]
        return users[0] if len(users) == 1 and users[0].op_type == op_type else None

    def value(self, name: str) -> float | None:
        """Of a constant of one element."""
        constant = self.constants.get(name)
        return None if constant is None or constant.size != 1 else float(constant.reshape(-1)[0])

    def rank(self, name: str) -> int:
        if name in self.constants:
            return self.constants[name].ndim
        return len(self.sizes[name][0]) if name in self.sizes else -1

    def length(self, name: str) -> tuple[int, ...]:
        """What the lengths of two tensors (1, channels, length) have in common when they are always the same."""
        return tuple(shape[2] for shape in self.sizes[name])

    def _is_foldable(self, node: onnx.NodeProto, results: dict[str, list[np.ndarray]]) -> bool:
        if node.op_type in _CHANCE or not all(name in self.constants for name in node.input if name):
            return False
        return node.op_type == "Constant" or all(results[name][0].nbytes < _FOLDED_BYTES for name in node.output if name)


def _run(model: onnx.ModelProto) -> dict[str, list[np.ndarray]]:
    """Every tensor, for each of two texts."""
    import onnxruntime

    shown = onnx.ModelProto()
    shown.CopyFrom(model)
    known = {output.name for output in shown.graph.output}
    made = (name for node in model.graph.node for name in node.output if name)
    shown.graph.output.extend(helper.make_empty_tensor_value_info(name) for name in made if name not in known)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(shown.SerializeToString(), options, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    runs = [session.run(None, _feed(session, text)) for text in _TEXTS]
    return {name: list(pair) for name, *pair in zip(names, *runs, strict=True)}


def attributes(node: onnx.NodeProto) -> dict:
    return {attribute.name: helper.get_attribute_value(attribute) for attribute in node.attribute}


def _feed(session, text: tuple[int, ...]) -> dict[str, np.ndarray]:
    feed = {"style": np.full((1, 256), 0.05, np.float32), "speed": np.ones(1, np.float32)}
    token_input = next(node.name for node in session.get_inputs() if node.name not in feed)
    return feed | {token_input: np.array([[0, *text, 0]], np.int64)}
