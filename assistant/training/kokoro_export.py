"""A Kokoro checkpoint as ONNX: tokens, style and speed → audio and durations, in fp32, fp16 and int8.

Strategy: torch's exporter follows the package's own code with one text, where padding and packing are nothing: what ONNX would
write in loops and sequences is replaced by what comes to the same. Half precision is a way to store the weights, since no
processor's kernels compute in it; int8 are matrix products, convolutions and LSTMs, quantised as the sound comes.
"""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from types import ModuleType
from typing import Literal

import onnx
import torch
from kokoro.model import KModel
from torch import nn
from torch.nn.utils import rnn

from assistant.training.export import quiet_root_logger, store_half
from assistant.training.kokoro_graph import quickened
from assistant.training.kokoro_stft import ConvolvedStft
from assistant.tts.acoustics import onnx_session
from assistant.tts.voices import STYLE_SIZE

Precision = Literal["fp32", "fp16", "int8"]
PRECISIONS: tuple[Precision, ...] = ("fp32", "fp16", "int8")
INPUTS, OUTPUTS = ["tokens", "style", "speed"], ["audio", "durations"]
OPSET = 17
_N_TOKENS = 24  # of the text that the exporter follows; the graph takes any number
_QUANTIZED = ("MatMul", "Conv", "LSTM")
_WHOLE = ("m_source", "noise_convs", "conv_post", "F0_proj", "N_proj")
"""Parts at the ends of the network, small and heard at once: in int8 they alone cost 3 dB of the 5.6 that all of it did."""


def graph_of(model: KModel) -> onnx.ModelProto:
    """In fp32, as torch's exporter writes it: (1, n) int64, (1, 256), (1,) → (samples,) float32, (n,) int64."""
    example = (torch.ones(1, _N_TOKENS, dtype=torch.long), torch.zeros(1, STYLE_SIZE), torch.ones(1))
    with tempfile.TemporaryDirectory(prefix="assistente-") as folder, warnings.catch_warnings(), _exportable(model):
        warnings.simplefilter("ignore")
        path = Path(folder) / "model.onnx"
        torch.onnx.export(
            _Spoken(model).eval(),
            example,
            path,
            input_names=INPUTS,
            output_names=OUTPUTS,
            dynamic_axes={"tokens": {1: "n_tokens"}, "audio": {0: "n_samples"}, "durations": {0: "n_tokens"}},
            opset_version=OPSET,
            dynamo=False,
        )
        graph = onnx.load(path)
    onnx.checker.check_model(graph)
    return graph


def in_precision(graph: onnx.ModelProto, precision: Precision, *, quick: bool = True) -> onnx.ModelProto:
    """graph: in fp32, and left as it is. quick: rewritten so that a processor is done sooner (see kokoro_graph)."""
    made = _quantized(graph) if precision == "int8" else deepcopy(graph)
    if quick:
        made = quickened(made)
    if precision == "fp16":
        store_half(made)
    return made


class _Spoken(nn.Module):
    def __init__(self, model: KModel):
        super().__init__()
        self._model = model

    def forward(self, tokens: torch.Tensor, style: torch.Tensor, speed: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        return self._model.forward_with_tokens(tokens, style, speed)


@contextmanager
def _exportable(model: KModel) -> Iterator[None]:
    """Of a batch of one, nothing is padding: packed it is as it was. Spectra are computed by what ONNX has."""
    generator = model.decoder.generator
    stft = ConvolvedStft(generator.stft.filter_length, generator.stft.hop_length)
    with (
        replaced(generator, "stft", stft),
        replaced(torch, "repeat_interleave", _repeated),
        replaced(rnn, "pack_padded_sequence", lambda x, *_, **__: x),
        replaced(rnn, "pad_packed_sequence", lambda x, *_, **__: (x, None)),
    ):
        yield


@contextmanager
def replaced(owner: ModuleType | nn.Module, name: str, other: object) -> Iterator[None]:
    own = getattr(owner, name)
    setattr(owner, name, other)
    try:
        yield
    finally:
        setattr(owner, name, own)


def _repeated(values: torch.Tensor, repeats: torch.Tensor) -> torch.Tensor:
    """Each value so many times, as torch.repeat_interleave gives them, without ONNX's loop over a list of tensors."""
    ends = torch.cumsum(repeats, dim=0)
    places = torch.arange(ends[-1])
    return values[(ends.unsqueeze(0) <= places.unsqueeze(1)).sum(dim=1)]


def _quantized(graph: onnx.ModelProto) -> onnx.ModelProto:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with tempfile.TemporaryDirectory(prefix="assistente-") as folder, quiet_root_logger():
        target = Path(folder) / "int8.onnx"
        whole = [node.name for node in graph.graph.node if any(part in node.name for part in _WHOLE)]
        quantize_dynamic(
            deepcopy(graph),
            target,
            op_types_to_quantize=list(_QUANTIZED),
            nodes_to_exclude=whole,
            weight_type=QuantType.QUInt8,
        )
        return onnx.load(target)


def graph_errors() -> tuple[type[Exception], ...]:
    """What comes of a graph that was rewritten wrongly: from the rewriting itself, and from ONNX Runtime."""
    return (KeyError, IndexError, ValueError, TypeError, AttributeError, onnx.checker.ValidationError, *onnx_session.failures())
