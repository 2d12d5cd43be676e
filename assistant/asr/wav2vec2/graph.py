"""The whole network as an ONNX graph: samples (batch, n) → logits (batch, frames, tokens) and the hidden states of every layer.

Strategy: what transformers' Wav2Vec2ForCTC, HubertForCTC and WavLMForCTC compute, node by node, with ONNX Runtime's own
attention. Every hidden state has a name, layer_0 … layer_N; what nobody asks for costs nothing. They are those of transformers 5:
layer_N is what the last layer leaves, before the norm that follows in networks that normalise what comes in.
"""

from __future__ import annotations

import math

import numpy as np

from assistant.asr.wav2vec2 import graph_front as front_end
from assistant.asr.wav2vec2.architecture import Architecture
from assistant.asr.wav2vec2.graph_builder import MICROSOFT, GraphBuilder, Tensors

SAMPLES, LENGTHS, LOGITS = "samples", "lengths", "logits"


def hidden_state(number: int) -> str:
    """The name of an output: as transformers counts its hidden states, 0 is what comes into the first layer."""
    return f"layer_{number}"


def build(b: GraphBuilder, a: Architecture, tensors: Tensors, masks_padding: bool) -> None:
    x = front_end.projection(b, front_end.features(b, SAMPLES, a.front, tensors), a, tensors)
    keys = ""
    if masks_padding:
        frames = front_end.n_frames(b, LENGTHS, a.front)
        keys = b.int32(frames)
        x = front_end.without_padding(b, x, frames)
    x = front_end.with_positions(b, x, a, tensors)
    bias = _position_bias(b, x, a, tensors) if a.kind == "wavlm" else ""
    x = _layers(b, x, a, tensors, Attention(b, a, tensors, keys, bias))
    name = "lm_head"
    b.linear(x, name, tensors(f"{name}.weight"), tensors(f"{name}.bias"), output=LOGITS)


def _layers(b: GraphBuilder, x: str, a: Architecture, tensors: Tensors, attention: Attention) -> str:
    if not a.has_stable_norm:
        x = b.norm(x, "encoder.layer_norm", tensors, a.norm_epsilon, hidden_state(0))
        for number in range(a.n_layers):
            name = f"encoder.layers.{number}"
            x = b.add("Add", x, attention(x, number))
            x = b.norm(x, f"{name}.layer_norm", tensors, a.norm_epsilon)
            x = b.add("Add", x, _feed_forward(b, x, f"{name}.feed_forward", a, tensors))
            x = b.norm(x, f"{name}.final_layer_norm", tensors, a.norm_epsilon, hidden_state(number + 1))
        return x
    x = b.add("Identity", x, name=hidden_state(0))
    for number in range(a.n_layers):
        name = f"encoder.layers.{number}"
        x = b.add("Add", x, attention(b.norm(x, f"{name}.layer_norm", tensors, a.norm_epsilon), number))
        normed = b.norm(x, f"{name}.final_layer_norm", tensors, a.norm_epsilon)
        x = b.add("Add", x, _feed_forward(b, normed, f"{name}.feed_forward", a, tensors), name=hidden_state(number + 1))
    return b.norm(x, "encoder.layer_norm", tensors, a.norm_epsilon)


def _feed_forward(b: GraphBuilder, x: str, name: str, a: Architecture, tensors: Tensors) -> str:
    up, down = f"{name}.intermediate_dense", f"{name}.output_dense"
    x = b.activation(b.product(x, up, tensors(f"{up}.weight"), tensors(f"{up}.bias")), a.activation)
    return b.product(x, down, tensors(f"{down}.weight"), tensors(f"{down}.bias"))


class Attention:
    """One layer's after the other. keys: how many frames of each utterance are sound, or "". bias: WavLM's, or ""."""

    def __init__(self, b: GraphBuilder, a: Architecture, tensors: Tensors, keys: str, bias: str):
        self._b = b
        self._a = a
        self._tensors = tensors
        self._keys = keys
        self._bias = bias

    def __call__(self, x: str, number: int) -> str:
        b, name = self._b, f"encoder.layers.{number}.attention"
        parts = [f"{name}.{part}_proj" for part in "qkv"]
        weight = np.concatenate([self._tensors(f"{part}.weight") for part in parts])
        bias = np.concatenate([self._tensors(f"{part}.bias") for part in parts])
        qkv = b.product(x, f"{name}.qkv", weight, bias)
        qkv = b.add("Split", qkv, n_outputs=3, attributes={"axis": -1, "num_outputs": 3})
        gated = self._gated_bias(x, number) if self._bias else ""
        inputs = [qkv, f"{qkv}_1", f"{qkv}_2", "", self._keys, gated]
        while not inputs[-1]:
            inputs.pop()
        x = b.add("MultiHeadAttention", *inputs, domain=MICROSOFT, attributes={"num_heads": self._a.n_heads})
        out = f"{name}.out_proj"
        return b.product(x, out, self._tensors(f"{out}.weight"), self._tensors(f"{out}.bias"))

    def _gated_bias(self, x: str, number: int) -> str:
        """WavLM: how much the distance of two frames counts depends on the frame that asks. (batch, heads, frames, frames)"""
        b, a, name = self._b, self._a, f"encoder.layers.{number}.attention"
        heads = b.add("Reshape", x, b.ints(0, 0, a.n_heads, a.hidden_size // a.n_heads))
        heads = b.add("Transpose", heads, attributes={"perm": [0, 2, 1, 3]})
        weight, bias = (self._tensors(f"{name}.gru_rel_pos_linear.{part}") for part in ("weight", "bias"))
        # Eight outputs are added up by fours: that is done to the weights, once.
        summed = b.linear(heads, f"{name}.gate", weight.reshape(2, 4, -1).sum(1), bias.reshape(2, 4).sum(1))
        gates = b.add("Split", b.add("Sigmoid", summed), n_outputs=2, attributes={"axis": -1, "num_outputs": 2})
        constant = b.vector(f"{name}.gate.constant", self._tensors(f"{name}.gru_rel_pos_const"))
        scaled = b.add("Mul", f"{gates}_1", constant)
        one, two = b.vector(f"{name}.gate.one", np.float32([1])), b.vector(f"{name}.gate.two", np.float32([2]))
        gate = b.add("Add", b.add("Mul", gates, b.add("Sub", scaled, one)), two)
        return b.add("Mul", gate, self._bias)


def _position_bias(b: GraphBuilder, x: str, a: Architecture, tensors: Tensors) -> str:
    """WavLM: what every head adds for the distance of two frames, (1, heads, frames, frames)."""
    table = tensors("encoder.layers.0.attention.rel_attn_embed.weight")[_buckets(a.n_buckets, a.max_distance)]
    stored = b.vector("position_bias", np.ascontiguousarray(table.T))
    count = b.add("Squeeze", b.size(x, 1), b.ints(0))
    numbers = b.add("Range", b.int_(0), count, b.int_(1))
    distances = b.add("Sub", b.add("Unsqueeze", numbers, b.ints(0)), b.add("Unsqueeze", numbers, b.ints(1)))
    limit = a.max_distance
    places = b.add("Add", b.add("Clip", distances, b.int_(-limit), b.int_(limit)), b.int_(limit))
    return b.add("Unsqueeze", b.add("Gather", stored, places, attributes={"axis": 1}), b.ints(0))


def _buckets(n_buckets: int, max_distance: int) -> np.ndarray:
    """The bucket of every distance from -max_distance to max_distance: exact when near, logarithmic when far."""
    distances = np.arange(-max_distance, max_distance + 1)
    half = n_buckets // 2
    exact = half // 2
    near = np.abs(distances)
    with np.errstate(divide="ignore"):
        far = np.log(near.astype(np.float32) / np.float32(exact)) / np.float32(math.log(max_distance / exact))
    far = np.minimum(exact + np.maximum(far, 0) * np.float32(half - exact), half - 1).astype(np.int64)
    return (distances > 0) * half + np.where(near < exact, near, far)
