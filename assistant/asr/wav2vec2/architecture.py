"""The shape of a wav2vec2, HuBERT or WavLM network, as config.json gives it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

KINDS = ("wav2vec2", "hubert", "wavlm")
ACTIVATIONS = ("gelu", "gelu_new", "relu", "selu")


class UnsupportedArchitectureError(ValueError):
    """Says what in a configuration cannot be used; checkpoint.read names the file and the way out."""


@dataclass(frozen=True, slots=True)
class FrontEnd:
    """The convolutions over the samples, and the one that tells the encoder the order of its frames."""

    widths: tuple[int, ...]
    kernels: tuple[int, ...]
    strides: tuple[int, ...]
    has_bias: bool
    has_group_norm: bool
    activation: str
    projection_norm: bool
    position_kernel: int
    position_groups: int
    position_batch_norm: bool

    def n_frames(self, n_samples: int) -> int:
        """Frames of so many samples; 0 when they are too few for one."""
        for kernel, stride in zip(self.kernels, self.strides, strict=True):
            n_samples = max(0, (n_samples - kernel) // stride + 1)
        return n_samples

    @property
    def min_samples(self) -> int:
        """The fewest samples that give a frame."""
        n_samples = 1
        for kernel, stride in zip(reversed(self.kernels), reversed(self.strides), strict=True):
            n_samples = (n_samples - 1) * stride + kernel
        return n_samples


@dataclass(frozen=True, slots=True)
class Architecture:
    """has_stable_norm: layers normalise what comes in, not what goes out. n_buckets, max_distance: WavLM's relative positions."""

    kind: str
    hidden_size: int
    n_layers: int
    n_heads: int
    inner_size: int
    activation: str
    norm_epsilon: float
    has_stable_norm: bool
    n_tokens: int
    front: FrontEnd
    n_buckets: int = 0
    max_distance: int = 0


def from_config(config: Mapping) -> Architecture:
    """Raises UnsupportedArchitectureError."""
    kind = config.get("model_type")
    if kind not in KINDS:
        raise UnsupportedArchitectureError(f"its model_type is {kind}, not one of {', '.join(KINDS)}")
    for option in ("add_adapter", "adapter_attn_dim", "quantization_config"):
        if config.get(option):
            raise UnsupportedArchitectureError(f"it uses {option}")
    try:
        return _architecture(config, kind)
    except (TypeError, KeyError) as error:
        raise UnsupportedArchitectureError(f"a size is missing or no number: {error}") from error


def _architecture(config: Mapping, kind: str) -> Architecture:
    architecture = Architecture(
        kind=kind,
        hidden_size=_size(config, "hidden_size", 768),
        n_layers=_size(config, "num_hidden_layers", 12),
        n_heads=_size(config, "num_attention_heads", 12),
        inner_size=_size(config, "intermediate_size", 3072),
        activation=_choice(config, "hidden_act", "gelu", ACTIVATIONS),
        norm_epsilon=float(config.get("layer_norm_eps", 1e-5)),
        has_stable_norm=bool(config.get("do_stable_layer_norm", False)),
        n_tokens=_size(config, "vocab_size", 32),
        front=_front_end(config, kind),
        n_buckets=_size(config, "num_buckets", 320) if kind == "wavlm" else 0,
        max_distance=_size(config, "max_bucket_distance", 800) if kind == "wavlm" else 0,
    )
    if architecture.hidden_size % architecture.n_heads:
        raise UnsupportedArchitectureError(f"{architecture.n_heads} heads do not divide a width of {architecture.hidden_size}")
    return architecture


def _front_end(config: Mapping, kind: str) -> FrontEnd:
    front = FrontEnd(
        widths=_sizes(config, "conv_dim", (512,) * 7),
        kernels=_sizes(config, "conv_kernel", (10, 3, 3, 3, 3, 2, 2)),
        strides=_sizes(config, "conv_stride", (5, 2, 2, 2, 2, 2, 2)),
        has_bias=bool(config.get("conv_bias", False)),
        has_group_norm=_choice(config, "feat_extract_norm", "group", ("group", "layer")) == "group",
        activation=_choice(config, "feat_extract_activation", "gelu", ACTIVATIONS),
        projection_norm=bool(config.get("feat_proj_layer_norm", True)) or kind != "hubert",
        position_kernel=_size(config, "num_conv_pos_embeddings", 128),
        position_groups=_size(config, "num_conv_pos_embedding_groups", 16),
        position_batch_norm=kind == "hubert" and bool(config.get("conv_pos_batch_norm", False)),
    )
    if not len(front.widths) == len(front.kernels) == len(front.strides):
        raise UnsupportedArchitectureError("conv_dim, conv_kernel and conv_stride are not of one length")
    if any(kernel < stride for kernel, stride in zip(front.kernels, front.strides, strict=True)):
        raise UnsupportedArchitectureError("a convolution's stride is longer than its kernel")
    return front


def _size(config: Mapping, name: str, default: int) -> int:
    value = config.get(name, default)
    if not isinstance(value, int) or value < 1:
        raise UnsupportedArchitectureError(f"its {name} is {value}")
    return value


def _sizes(config: Mapping, name: str, default: tuple[int, ...]) -> tuple[int, ...]:
    values = tuple(config.get(name, default))
    if not values or not all(isinstance(value, int) and value > 0 for value in values):
        raise UnsupportedArchitectureError(f"its {name} is {list(values)}")
    return values


def _choice(config: Mapping, name: str, default: str, choices: tuple[str, ...]) -> str:
    value = config.get(name, default)
    if value not in choices:
        raise UnsupportedArchitectureError(f"its {name} is {value}, not one of {', '.join(choices)}")
    return value
