"""Writes assistant/asr/encoder.onnx, Whisper-base's encoder without its weights: python -m assistant.training.encoder_graph

Strategy: mel (1, 80, frames) → hidden states at 50 Hz, for any number of frames up to 30 s, not padded. Matrix products are
what onnxruntime's dynamic quantisation writes (DynamicQuantizeLinear, MatMulInteger, Cast, Mul), which it fuses into one
kernel. Attention is onnxruntime's own operator: queries, keys and values need not be copied into one matrix a head, which with
the softmax took a third of the attention's time. Every layer's output has a name; what nobody asks for costs nothing. Needs the
onnx package; running it does not.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper

from assistant.asr import encoder_weights as weights
from assistant.asr.encoder_weights import LAYOUT, N_HEADS, N_LAYERS, N_MELS, WIDTH

OPSET, IR_VERSION = 20, 9
MICROSOFT = "com.microsoft"
_TYPES = {np.dtype("<f4"): TensorProto.FLOAT, np.dtype("i1"): TensorProto.INT8}


class GraphBuilder:
    """Nodes, one after the other; each method gives the name of what it computes. is_quantized: int8 products, or float."""

    def __init__(self, is_quantized: bool = True):
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self._is_quantized = is_quantized

    def add(self, op: str, *inputs: str, n_outputs: int = 1, name: str = "", domain: str = "", **attributes) -> str:
        name = name or f"{op}_{len(self.nodes)}"
        outputs = [name] + [f"{name}_{i}" for i in range(1, n_outputs)]
        self.nodes.append(helper.make_node(op, list(inputs), outputs, name=f"n{len(self.nodes)}", domain=domain, **attributes))
        return name

    def constant(self, *values: int) -> str:
        name = "int_" + "_".join(str(v).replace("-", "m") for v in values)
        if all(c.name != name for c in self.constants):
            self.constants.append(helper.make_tensor(name, TensorProto.INT64, [len(values)], values))
        return name

    def linear(self, x: str, stem: str) -> str:
        if not self._is_quantized or stem in weights.FLOAT_MATRICES:
            return self.add("Add", self.add("MatMul", x, f"{stem}.weight"), f"{stem}.bias")
        quantized = self.add("DynamicQuantizeLinear", x, n_outputs=3)
        product = self.add("MatMulInteger", quantized, f"{stem}.weight", f"{quantized}_2")
        scale = self.add("Mul", f"{quantized}_1", f"{stem}.scale")
        return self.add("Add", self.add("Mul", self.add("Cast", product, to=TensorProto.FLOAT), scale), f"{stem}.bias")

    def norm(self, x: str, stem: str, name: str = "") -> str:
        return self.add("LayerNormalization", x, f"{stem}.gamma", f"{stem}.beta", name=name, axis=-1, epsilon=1e-5)

    def attention(self, x: str, layer: int) -> str:
        qkv = self.add("Split", self.linear(x, f"{layer}.qkv"), n_outputs=3, axis=-1, num_outputs=3)
        # Queries arrive scaled (see encoder_weights).
        parts = (qkv, f"{qkv}_1", f"{qkv}_2")
        joined = self.add("MultiHeadAttention", *parts, domain=MICROSOFT, num_heads=N_HEADS, scale=1.0)
        return self.linear(joined, f"{layer}.out")

    def layer(self, x: str, layer: int, name: str) -> str:
        x = self.add("Add", x, self.attention(self.norm(x, f"{layer}.attention_norm"), layer))
        inner = self.add("Gelu", self.linear(self.norm(x, f"{layer}.ffn_norm"), f"{layer}.up"))
        # Not Add: with the norm after the last layer, onnxruntime would put it into one kernel that takes four times as long.
        return self.add("Sum", x, self.linear(inner, f"{layer}.down"), name=name)


def build(is_quantized: bool = True) -> onnx.ModelProto:
    """Outputs: layer_1 … layer_5 (as each layer leaves them), last (after the final norm); each (1, frames / 2, 512)."""
    b = GraphBuilder(is_quantized)
    x = b.add("Gelu", b.add("Conv", "mel", "conv1.weight", "conv1.bias", pads=[1, 1]))
    x = b.add("Gelu", b.add("Conv", x, "conv2.weight", "conv2.bias", pads=[1, 1], strides=[2]))
    x = b.add("Transpose", x, perm=[0, 2, 1])
    n_frames = b.add("Shape", x, start=1, end=2)
    x = b.add("Add", x, b.add("Slice", "positions", b.constant(0), n_frames, b.constant(0)))
    for layer in range(N_LAYERS):
        x = b.layer(x, layer, f"layer_{layer + 1}")
    b.norm(x, "norm", name="last")
    outputs = [f"layer_{i}" for i in range(1, N_LAYERS)] + ["last"]
    graph = helper.make_graph(
        b.nodes,
        "whisper_base_encoder",
        [helper.make_tensor_value_info("mel", TensorProto.FLOAT, [1, N_MELS, "frames"])],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, "half", WIDTH]) for name in outputs],
        initializer=[*b.constants, *(_external(p) for p in LAYOUT)],
    )
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
    model = helper.make_model(graph, opset_imports=opsets, producer_name="assistente")
    model.ir_version = IR_VERSION
    return model


def _external(place: weights.Place) -> onnx.TensorProto:
    tensor = TensorProto(name=place.name, dims=place.shape, data_type=_TYPES[place.dtype])
    tensor.data_location = TensorProto.EXTERNAL
    for key, value in (("location", weights.FILE_NAME), ("offset", place.offset), ("length", place.n_bytes)):
        tensor.external_data.add(key=key, value=str(value))
    return tensor


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=Path(weights.__file__).with_name("encoder.onnx"))
    args = parser.parse_args()
    args.output.write_bytes(build().SerializeToString(deterministic=True))


if __name__ == "__main__":
    main()
