#!/usr/bin/env python3
"""Builds a checkpoint in the hub's layout with random weights: tiny ones to test with, or one of the full size to measure with.

    python scripts/make_wav2vec2.py tiny                  # wav2vec2 as XLSR-53 has it, 180 kB
    python scripts/make_wav2vec2.py tiny --kind hubert --norm group
    python scripts/make_wav2vec2.py large --size large    # the shape of wav2vec2-large-xlsr-53-portuguese, 1.26 GB

The same seed gives the same bytes. It hears nothing: its text is noise, its speed and memory are those of the real one.
Needs numpy alone.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

SPECIAL = ("<pad>", "<s>", "</s>", "<unk>", "|")
LETTERS = "'-abcdefghijklmnopqrstuvwxyzàáâãçéêíóôõú"
SIZES = {
    "tiny": {
        "hidden_size": 32,
        "num_hidden_layers": 3,
        "num_attention_heads": 4,
        "intermediate_size": 64,
        "conv_dim": [24] * 7,
        "num_conv_pos_embeddings": 16,
        "num_conv_pos_embedding_groups": 4,
    },
    "large": {
        "hidden_size": 1024,
        "num_hidden_layers": 24,
        "num_attention_heads": 16,
        "intermediate_size": 4096,
        "conv_dim": [512] * 7,
        "num_conv_pos_embeddings": 128,
        "num_conv_pos_embedding_groups": 16,
    },
}
CLASSES = {"wav2vec2": "Wav2Vec2ForCTC", "hubert": "HubertForCTC", "wavlm": "WavLMForCTC"}
N_BUCKETS, MAX_DISTANCE = 32, 80
_DTYPES = {"F32": np.float32, "F16": np.float16}

Tensor = tuple[str, tuple[int, ...], float, float]
"""Name, shape, mean and standard deviation of its values."""


def config_of(kind: str, size: str, norm: str) -> dict:
    """norm: layer (as XLSR-53: every convolution, and layers that normalise what comes in) or group (as the base models)."""
    is_layer = norm == "layer"
    config = {
        "model_type": kind,
        "architectures": [CLASSES[kind]],
        **SIZES[size],
        "conv_kernel": [10, 3, 3, 3, 3, 2, 2],
        "conv_stride": [5, 2, 2, 2, 2, 2, 2],
        "conv_bias": is_layer,
        "feat_extract_norm": norm,
        "do_stable_layer_norm": is_layer,
        "feat_extract_activation": "gelu",
        "hidden_act": "gelu",
        "layer_norm_eps": 1e-5,
        "vocab_size": len(SPECIAL) + len(LETTERS),
        "pad_token_id": 0,
        "bos_token_id": 1,
        "eos_token_id": 2,
        "mask_time_prob": 0.05,
    }
    return config | ({"num_buckets": N_BUCKETS, "max_bucket_distance": MAX_DISTANCE} if kind == "wavlm" else {})


def tensors_of(config: dict, old_names: bool) -> Iterator[Tensor]:
    """In the order of the file. old_names: of the normed weight, as versions of torch before 2 wrote it."""
    kind, width, inner = config["model_type"], config["hidden_size"], config["intermediate_size"]
    yield from _front(config, f"{kind}.")
    encoder = f"{kind}.encoder"
    groups, kernel = config["num_conv_pos_embedding_groups"], config["num_conv_pos_embeddings"]
    pair = ("weight_g", "weight_v") if old_names else ("parametrizations.weight.original0", "parametrizations.weight.original1")
    yield f"{encoder}.pos_conv_embed.conv.bias", (width,), 0, 0.02
    # The length over a place of the kernel is the root of what a sum of that many squares should be.
    yield f"{encoder}.pos_conv_embed.conv.{pair[0]}", (1, 1, kernel), 0.5 * math.sqrt(width / kernel), 0.02
    yield f"{encoder}.pos_conv_embed.conv.{pair[1]}", (width, width // groups, kernel), 0, 1
    yield from _norm(f"{encoder}.layer_norm", width)
    for number in range(config["num_hidden_layers"]):
        layer = f"{encoder}.layers.{number}"
        for name in ("k_proj", "v_proj", "q_proj", "out_proj"):
            yield from _linear(f"{layer}.attention.{name}", width, width)
        if kind == "wavlm":
            yield from _relative(f"{layer}.attention", config, is_first=number == 0)
        yield from _norm(f"{layer}.layer_norm", width)
        yield from _linear(f"{layer}.feed_forward.intermediate_dense", inner, width)
        yield from _linear(f"{layer}.feed_forward.output_dense", width, inner)
        yield from _norm(f"{layer}.final_layer_norm", width)
    yield from _linear("lm_head", config["vocab_size"], width, gain=4)


def _front(config: dict, prefix: str) -> Iterator[Tensor]:
    widths = config["conv_dim"]
    yield f"{prefix}masked_spec_embed", (config["hidden_size"],), 0.5, 0.3
    for number, (width, kernel) in enumerate(zip(widths, config["conv_kernel"], strict=True)):
        layer, inputs = f"{prefix}feature_extractor.conv_layers.{number}", widths[number - 1] if number else 1
        yield f"{layer}.conv.weight", (width, inputs, kernel), 0, math.sqrt(2 / (inputs * kernel))
        if config["conv_bias"]:
            yield f"{layer}.conv.bias", (width,), 0, 0.1
        if number == 0 or config["feat_extract_norm"] == "layer":
            yield from _norm(f"{layer}.layer_norm", width)
    yield from _norm(f"{prefix}feature_projection.layer_norm", widths[-1])
    yield from _linear(f"{prefix}feature_projection.projection", config["hidden_size"], widths[-1])


def _relative(name: str, config: dict, is_first: bool) -> Iterator[Tensor]:
    heads = config["num_attention_heads"]
    yield f"{name}.gru_rel_pos_const", (1, heads, 1, 1), 1, 0.2
    yield from _linear(f"{name}.gru_rel_pos_linear", 8, config["hidden_size"] // heads)
    if is_first:
        yield f"{name}.rel_attn_embed.weight", (N_BUCKETS, heads), 0, 0.5


def _linear(name: str, outputs: int, inputs: int, gain: float = 1.0) -> Iterator[Tensor]:
    yield f"{name}.weight", (outputs, inputs), 0, gain / math.sqrt(inputs)
    yield f"{name}.bias", (outputs,), 0, 0.05


def _norm(name: str, width: int) -> Iterator[Tensor]:
    yield f"{name}.weight", (width,), 1, 0.1
    yield f"{name}.bias", (width,), 0, 0.1


def write_weights(path: Path, tensors: list[Tensor], seed: int, dtype: str = "F32") -> None:
    """A safetensors file, written tensor by tensor."""
    header, offset = {"__metadata__": {"format": "pt"}}, 0
    for name, shape, _, _ in tensors:
        end = offset + math.prod(shape) * np.dtype(_DTYPES[dtype]).itemsize
        header[name] = {"dtype": dtype, "shape": list(shape), "data_offsets": [offset, end]}
        offset = end
    encoded = json.dumps(header, separators=(",", ":")).encode()
    encoded += b" " * (-len(encoded) % 8)
    random = np.random.default_rng(seed)
    with path.open("wb") as file:
        file.write(len(encoded).to_bytes(8, "little") + encoded)
        for _, shape, mean, deviation in tensors:
            values = random.standard_normal(shape, np.float32) * np.float32(deviation) + np.float32(mean)
            file.write(values.astype(_DTYPES[dtype]).data)


def build(folder: Path, kind: str = "wav2vec2", size: str = "tiny", norm: str = "layer", **options) -> Path:
    """options: seed, old_names, dtype (F32 or F16), language_model (a KenLM file, with unigrams.txt beside it)."""
    folder.mkdir(parents=True, exist_ok=True)
    config = config_of(kind, size, norm)
    tokens = {token: number for number, token in enumerate((*SPECIAL, *LETTERS))}
    special = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}
    preprocessor = {
        "feature_extractor_type": "Wav2Vec2FeatureExtractor",
        "do_normalize": True,
        "feature_size": 1,
        "padding_side": "right",
        "padding_value": 0.0,
        "return_attention_mask": norm == "layer",
        "sampling_rate": 16000,
    }
    files = {
        "config.json": config,
        "preprocessor_config.json": preprocessor,
        "vocab.json": tokens,
        "special_tokens_map.json": special,
        "tokenizer_config.json": special
        | {"word_delimiter_token": "|", "do_lower_case": False, "tokenizer_class": "Wav2Vec2CTCTokenizer"},
    }
    for name, content in files.items():
        (folder / name).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    tensors = list(tensors_of(config, options.get("old_names", False)))
    write_weights(folder / "model.safetensors", tensors, options.get("seed", 0), options.get("dtype", "F32"))
    if options.get("language_model"):
        place_language_model(folder, options["language_model"], list(tokens))
    return folder


def place_language_model(folder: Path, source: Path, tokens: list[str]) -> None:
    """As pyctcdecode lays it out; unigrams.txt comes from beside the source, where there is one."""
    target = folder / "language_model"
    target.mkdir(exist_ok=True)
    shutil.copyfile(source, target / ("lm.arpa" if source.suffix == ".arpa" else "lm.binary"))
    if (source.parent / "unigrams.txt").is_file():
        shutil.copyfile(source.parent / "unigrams.txt", target / "unigrams.txt")
    renamed = {"<pad>": "", "|": " ", "<unk>": "⁇"}
    labels = [renamed.get(token, token) for token in tokens]
    attributes = {"alpha": 0.5, "beta": 1.5, "unk_score_offset": -10.0, "score_boundary": True}
    (target / "attrs.json").write_text(json.dumps(attributes), encoding="utf-8")
    (target / "alphabet.json").write_text(json.dumps({"labels": labels, "is_bpe": False}, ensure_ascii=False), encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kind", choices=sorted(CLASSES), default="wav2vec2")
    parser.add_argument("--size", choices=sorted(SIZES), default="tiny")
    parser.add_argument("--norm", choices=("layer", "group"), default="layer")
    parser.add_argument("--dtype", choices=sorted(_DTYPES), default="F32")
    parser.add_argument("--old-names", action="store_true", help="the normed weight as torch before 2.0 named it")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--language-model", type=Path, help="a KenLM file; unigrams.txt is taken from beside it")
    args = vars(parser.parse_args())
    folder = build(args.pop("folder"), **args)
    print(f"{folder}: {sum(path.stat().st_size for path in folder.rglob('*') if path.is_file()):,} bytes")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
