#!/usr/bin/env python3
"""Builds a Kokoro checkpoint in the official layout with random weights: a small one to test with, or one of the full size.

    python scripts/make_kokoro.py tiny                    # as small as the architecture lets it be: 190 MB
    python scripts/make_kokoro.py full --size full        # the shape of hexgrad/Kokoro-82M, 330 MB
    python scripts/make_kokoro.py tiny --format safetensors

The same seed gives the same weights. It says nothing, but takes two or three frames over each phoneme, hums at 150 Hz and is
about as loud as speech; its speed and memory are those of the real one. Needs the training extra.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from pathlib import Path

import torch
from kokoro.model import KModel

VOCABULARY = Path(__file__).resolve().parents[1] / "assistant" / "tts" / "kokoro_vocab.json"
VOICES = ("pf_teste", "pm_teste")
FRAMES_A_PHONEME, PITCH_HZ, LOUDNESS = 1.0, 150.0, -1.5  # LOUDNESS: logarithm of a spectrum's mean magnitude
N_BINS = 11  # of the generator's spectra
UNTRAINED = (".norm.weight", ".norm.bias")
"""Of the instance norms: the package has them for the sake of exports, the checkpoint has not."""

_FULL = {
    "dim_in": 64,
    "dropout": 0.2,
    "hidden_dim": 512,
    "max_conv_dim": 512,
    "max_dur": 50,
    "multispeaker": True,
    "n_layer": 3,
    "n_mels": 80,
    "n_token": 178,
    "style_dim": 128,
    "text_encoder_kernel_size": 5,
    "istftnet": {
        "upsample_kernel_sizes": [20, 12],
        "upsample_rates": [10, 6],
        "gen_istft_hop_size": 5,
        "gen_istft_n_fft": 20,
        "resblock_dilation_sizes": [[1, 3, 5]] * 3,
        "resblock_kernel_sizes": [3, 7, 11],
        "upsample_initial_channel": 512,
    },
    "plbert": {
        "hidden_size": 768,
        "num_attention_heads": 12,
        "intermediate_size": 2048,
        "max_position_embeddings": 512,
        "num_hidden_layers": 12,
        "dropout": 0.1,
    },
}
# Most widths are numbers in the package's code; what the configuration does decide is small here.
_SMALL = {"hidden_size": 48, "num_attention_heads": 4, "intermediate_size": 64, "num_hidden_layers": 2}
SIZES = {
    "full": _FULL,
    "tiny": _FULL
    | {
        "n_layer": 1,
        "istftnet": _FULL["istftnet"] | {"resblock_dilation_sizes": [[1, 3, 5]], "resblock_kernel_sizes": [3]},
        "plbert": _FULL["plbert"] | _SMALL,
    },
}


def build(folder: Path, size: str = "tiny", seed: int = 0, form: str = "pth") -> Path:
    """form: pth (as the official one is) or safetensors."""
    folder.mkdir(parents=True, exist_ok=True)
    config = SIZES[size] | {"vocab": json.loads(VOCABULARY.read_text(encoding="utf-8"))}
    (folder / "config.json").write_text(json.dumps(config, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    torch.manual_seed(seed)
    model = random_model(config)
    # Of a model that was trained on several cards at once, as the official one was: each name begins with "module.".
    weights = {
        part: {f"module.{name}": t for name, t in getattr(model, part).state_dict().items() if not name.endswith(UNTRAINED)}
        for part in ("bert", "bert_encoder", "predictor", "decoder", "text_encoder")
    }
    write(weights, folder, form)
    (folder / "voices").mkdir(exist_ok=True)
    for name in VOICES:
        # A voice is much the same for every length of text.
        style = torch.randn(1, 1, 256) * 0.2 + torch.randn(510, 1, 256) * 0.02
        torch.save(style, folder / "voices" / f"{name}.pt")
    return folder


def write(weights: dict[str, dict[str, torch.Tensor]], folder: Path, form: str = "pth") -> None:
    if form == "pth":
        torch.save(weights, folder / "kokoro-v1_0.pth")
        return
    from safetensors.torch import save_file

    flat = {f"{part}.{name}": t.contiguous() for part, tensors in weights.items() for name, t in tensors.items()}
    save_file(flat, folder / "model.safetensors")


@torch.no_grad()
def random_model(config: dict) -> KModel:
    empty = io.BytesIO()
    torch.save({}, empty)
    empty.seek(0)
    model = KModel("hexgrad/Kokoro-82M", config, empty)
    projection = model.predictor.duration_proj.linear_layer
    share = FRAMES_A_PHONEME / config["max_dur"]
    projection.bias.fill_(torch.logit(torch.tensor(share)).item())
    projection.weight.mul_(4)
    model.predictor.F0_proj.bias.fill_(PITCH_HZ)
    model.predictor.F0_proj.weight.mul_(20)
    for convolution in model.decoder.generator.noise_convs:
        # The last bit tosses the phases of bands where nothing sounds: trained weights hardly listen, random ones do.
        convolution.weight[:, N_BINS:] *= 1e-3
    model.decoder.generator.conv_post.bias[:N_BINS] = LOUDNESS
    return model


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", choices=sorted(SIZES), default="tiny")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--format", dest="form", choices=("pth", "safetensors"), default="pth")
    args = vars(parser.parse_args())
    folder = build(args.pop("folder"), **args)
    print(f"{folder}: {sum(path.stat().st_size for path in folder.rglob('*') if path.is_file()):,} bytes")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
