"""Writes a recurrent CTC head as head.onnx: python -m assistant.training.gru_head HEAD.safetensors head.onnx

Strategy: the tensors are those of torch's LayerNorm (n), Conv1d (p), bidirectional GRU (r) and Linear (o). They stay float16
in the file and are widened when it is loaded. Needs the onnx and safetensors packages, not torch.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file

from assistant.asr.encoder_weights import WIDTH
from assistant.training.alphabet import CHARACTERS, N_CLASSES
from assistant.training.encoder_graph import IR_VERSION, OPSET, GraphBuilder


class _HeadBuilder(GraphBuilder):
    def weight(self, name: str, tensor: np.ndarray) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(tensor.astype(np.float16)), f"{name}.half"))
        return self.add("Cast", f"{name}.half", name=name, to=TensorProto.FLOAT)

    def gru(self, x: str, tensors: dict[str, np.ndarray], layer: int) -> str:
        """Both directions of one layer: (frames, 1, inputs) → (frames, 1, 2 * width)."""
        sides = [f"l{layer}", f"l{layer}_reverse"]
        stacked = {
            kind: np.stack([_gates(tensors[f"r.{kind}_{side}"]) for side in sides])
            for kind in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        }
        inputs = [
            self.weight(f"gru{layer}.w", stacked["weight_ih"]),
            self.weight(f"gru{layer}.r", stacked["weight_hh"]),
            self.weight(f"gru{layer}.b", np.concatenate([stacked["bias_ih"], stacked["bias_hh"]], axis=1)),
        ]
        width = stacked["weight_hh"].shape[2]
        y = self.add("GRU", x, *inputs, hidden_size=width, direction="bidirectional", linear_before_reset=1)
        # (frames, directions, 1, width)
        return self.add("Reshape", self.add("Transpose", y, perm=[0, 2, 1, 3]), self.constant(0, 0, 2 * width))


def _gates(tensor: np.ndarray) -> np.ndarray:
    """torch orders the gates reset, update, new; ONNX wants update first."""
    reset, update, new = np.split(tensor, 3)
    return np.concatenate([update, reset, new])


def build(tensors: dict[str, np.ndarray]) -> onnx.ModelProto:
    """last (1, frames, 512) → log_posteriors (1, frames, classes)."""
    b = _HeadBuilder()
    x = b.add("LayerNormalization", "last", b.weight("norm.gamma", tensors["n.weight"]), b.weight("norm.beta", tensors["n.bias"]))
    x = b.add("Transpose", x, perm=[0, 2, 1])
    x = b.add("Conv", x, b.weight("conv.weight", tensors["p.weight"]), b.weight("conv.bias", tensors["p.bias"]), pads=[1, 1])
    x = b.add("Transpose", b.add("Gelu", x), perm=[2, 0, 1])
    for layer in range(sum(name.startswith("r.weight_ih") and "reverse" not in name for name in tensors)):
        x = b.gru(x, tensors, layer)
    x = b.add("MatMul", b.add("Transpose", x, perm=[1, 0, 2]), b.weight("out.weight", tensors["o.weight"].T))
    x = b.add("Add", x, b.weight("out.bias", tensors["o.bias"]))
    b.add("LogSoftmax", x, name="log_posteriors", axis=-1)
    graph = helper.make_graph(
        b.nodes,
        "ctc_head",
        [helper.make_tensor_value_info("last", TensorProto.FLOAT, [1, "frames", WIDTH])],
        [helper.make_tensor_value_info("log_posteriors", TensorProto.FLOAT, [1, "frames", N_CLASSES])],
        initializer=b.constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="assistente")
    model.ir_version = IR_VERSION
    helper.set_model_props(model, {"characters": CHARACTERS})
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tensors", type=Path, help="a .safetensors file")
    parser.add_argument("output", type=Path)
    args = parser.parse_args()
    args.output.write_bytes(build(load_file(args.tensors)).SerializeToString(deterministic=True))


if __name__ == "__main__":
    main()
