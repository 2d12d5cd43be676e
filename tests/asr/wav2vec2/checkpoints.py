"""Tiny checkpoints and sounds that every test of wav2vec2 shares."""

import importlib.util
import json
from pathlib import Path

import numpy as np

SCRIPT = Path(__file__).parents[3] / "scripts" / "make_wav2vec2.py"
VARIANTS = [(kind, norm) for kind in ("wav2vec2", "hubert", "wavlm") for norm in ("layer", "group")]


def make_wav2vec2():
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("make_wav2vec2", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def tiny(folder, kind="wav2vec2", norm="layer", **options):
    """A checkpoint of 180 kB in the hub's layout, always the same; the folder."""
    return make_wav2vec2().build(folder, kind, "tiny", norm, **options)


def lengths_of(norm):
    """Networks with group norm hear what fills up a batch; only utterances of one length may share one."""
    return (2000, 1200) if norm == "layer" else (2000, 2000)


def sounds(lengths):
    """Noise that swells, one row each, zeros after the end; zero mean and unit variance."""
    batch = np.zeros((len(lengths), max(lengths)), np.float32)
    random = np.random.default_rng(7)
    for row, length in zip(batch, lengths, strict=True):
        sound = random.standard_normal(length) * np.linspace(0.1, 2, length)
        row[:length] = (sound - sound.mean()) / sound.std()
    return batch


def set_value(folder, tensor, index, value):
    """Change one float of the weights."""
    path = folder / "model.safetensors"
    raw = bytearray(path.read_bytes())
    start = 8 + int.from_bytes(raw[:8], "little")
    begin = start + json.loads(raw[8:start])[tensor]["data_offsets"][0] + 4 * index
    raw[begin : begin + 4] = np.float32(value).tobytes()
    path.write_bytes(raw)
