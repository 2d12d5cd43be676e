"""A Kokoro checkpoint as hexgrad/Kokoro-82M lays it out: config.json, the weights (.pth or .safetensors) and voices/*.pt.

Strategy: the network is that of the kokoro package; the weights are read here, since the package downloads what is missing and
takes what does not fit without a word. A .pth is opened as tensors alone: it can run no code.
"""

from __future__ import annotations

import io
import json
import pickle  # only for the error that torch raises where a file holds anything else than tensors
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from kokoro.model import KModel
from torch import nn
from torch.nn.utils import remove_weight_norm

from assistant.errors import KokoroCheckpointError
from assistant.tts.phonemes import vocabulary
from assistant.tts.voices import N_LENGTHS, STYLE_SIZE

CONFIG, OFFICIAL = "config.json", "kokoro-v1_0.pth"
_PARTS = ("bert", "bert_encoder", "predictor", "decoder", "text_encoder")
_PARALLEL = "module."  # begins the names of a model that was trained on several cards at once
_DAMAGE = (pickle.UnpicklingError, RuntimeError, OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, IndexError)
_N_NAMED = 3
_GAINS = ("weight", "bias")


@dataclass(frozen=True, slots=True, eq=False)
class Checkpoint:
    """weights: the file that they were read from. voices: their names and styles, float32, shape (510, 256)."""

    folder: Path
    weights: Path
    config: Mapping
    model: KModel
    voices: Mapping[str, np.ndarray]

    @property
    def n_parameters(self) -> int:
        return sum(parameter.numel() for parameter in self.model.parameters())


def read(folder: Path) -> Checkpoint:
    """Raises KokoroCheckpointError for whatever is no such folder, damaged, or of another architecture."""
    if not folder.is_dir():
        raise KokoroCheckpointError(folder, "there is no such folder")
    config = _config(folder / CONFIG)
    path = _weights_file(folder)
    model = _network(folder / CONFIG, config)
    _load(model, path, _tensors(path))
    return Checkpoint(folder, path, config, model.eval(), _voices(folder))


def _config(path: Path) -> dict:
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise KokoroCheckpointError(path, "it is missing") from error
    except (OSError, ValueError) as error:
        raise KokoroCheckpointError(path, f"it is no JSON: {error}") from error
    if not isinstance(config, dict) or not isinstance(config.get("vocab"), dict):
        raise KokoroCheckpointError(path, "it has no table of phonemes, vocab")
    strange = [phoneme for phoneme, number in vocabulary().items() if config["vocab"].get(phoneme) != number]
    if strange:
        named = " ".join(strange[:_N_NAMED])
        raise KokoroCheckpointError(
            path, f"it numbers {len(strange)} phonemes otherwise than Kokoro v1.0 ({named} …)", "give a checkpoint of v1.0"
        )
    return config


def _weights_file(folder: Path) -> Path:
    if (folder / OFFICIAL).is_file():
        return folder / OFFICIAL
    for kind in ("*.safetensors", "*.pth"):
        found = sorted(folder.glob(kind))
        if len(found) > 1:
            names = ", ".join(path.name for path in found)
            raise KokoroCheckpointError(folder, f"it has several weights: {names}", "leave the ones there that you mean")
        if found:
            return found[0]
    raise KokoroCheckpointError(folder, f"it has no weights, neither {OFFICIAL} nor *.safetensors")


def _network(path: Path, config: dict) -> KModel:
    """With random weights."""
    empty = io.BytesIO()
    torch.save({}, empty)
    empty.seek(0)
    try:
        with warnings.catch_warnings():  # torch's, of what the package does in an older way
            warnings.simplefilter("ignore")
            return KModel("hexgrad/Kokoro-82M", config, empty)
    except KeyError as error:
        raise KokoroCheckpointError(path, f"it does not tell {error}") from error
    except (TypeError, ValueError, RuntimeError, AttributeError, IndexError) as error:
        raise KokoroCheckpointError(path, f"no network can be made by it: {_first_line(error)}") from error


def _tensors(path: Path) -> dict[str, torch.Tensor]:
    """By their whole name: part.name."""
    if path.suffix == ".safetensors":
        from safetensors import SafetensorError
        from safetensors.torch import load_file

        try:
            return dict(_named(load_file(path)))
        except (SafetensorError, OSError, ValueError) as error:
            raise KokoroCheckpointError(path, f"it is damaged: {_first_line(error)}") from error
    parts = _unpickled(path)
    if not isinstance(parts, dict) or not all(isinstance(tensors, dict) for tensors in parts.values()):
        raise KokoroCheckpointError(path, f"it has no tables of tensors {', '.join(_PARTS)}")
    return dict(_named({f"{part}.{name}": tensor for part, tensors in parts.items() for name, tensor in tensors.items()}))


def _named(tensors: Mapping[str, torch.Tensor]) -> Iterator[tuple[str, torch.Tensor]]:
    for name, tensor in tensors.items():
        part, _, rest = name.partition(".")
        yield f"{part}.{rest.removeprefix(_PARALLEL)}", tensor


def _unpickled(path: Path) -> object:
    try:
        return torch.load(path, map_location="cpu", weights_only=True)
    except _DAMAGE as error:
        if "eights only" in str(error) or "weights_only" in str(error):
            reason = "it holds more than tensors, and might run code"
        else:
            reason = f"it is damaged: {_first_line(error)}"
        raise KokoroCheckpointError(path, reason) from error


def _load(model: KModel, path: Path, tensors: Mapping[str, torch.Tensor]) -> None:
    state = model.state_dict()
    wanted = {name for name in state if name not in _spare(model)}
    if missing := sorted(wanted - tensors.keys()):
        raise KokoroCheckpointError(path, f"it lacks {len(missing)} of {len(wanted)} tensors: {_some(missing)}")
    fitting = {name: tensor for name, tensor in tensors.items() if name in state}
    if unfit := [name for name, tensor in fitting.items() if _shape(tensor) != tuple(state[name].shape)]:
        where = f"{_some(unfit)}; {unfit[0]} is {_shape(fitting[unfit[0]])} instead of {tuple(state[unfit[0]].shape)}"
        raise KokoroCheckpointError(path, f"{len(unfit)} of its tensors are not as {CONFIG} says: {where}")
    model.load_state_dict(fitting, strict=False)
    for module in model.modules():
        # What is used, instead of its direction and its length: computed once, and as plain in a graph.
        if any(type(hook).__name__ == "WeightNorm" for hook in module._forward_pre_hooks.values()):
            remove_weight_norm(module)
    if mad := [name for name, parameter in model.named_parameters() if not torch.isfinite(parameter).all()]:
        raise KokoroCheckpointError(path, f"it holds what is no number: {_some(mad)}")


def _spare(model: KModel) -> set[str]:
    """What a checkpoint may leave out: tables that torch computes, and gains of norms that never were trained."""
    norms = {
        f"{name}.{kind}" for name, module in model.named_modules() if isinstance(module, nn.InstanceNorm1d) for kind in _GAINS
    }
    return norms | {name for name, _ in model.named_buffers()} | {n for n in model.state_dict() if ".pooler." in n}


def _voices(folder: Path) -> dict[str, np.ndarray]:
    voices = {}
    for path in sorted((folder / "voices").glob("*.pt")):
        style = _unpickled(path)
        if not isinstance(style, torch.Tensor) or style.numel() != N_LENGTHS * STYLE_SIZE or not torch.isfinite(style).all():
            raise KokoroCheckpointError(path, "it is no voice of 510 times 256 numbers", "fetch it again, or take it out")
        voices[path.stem] = style.float().numpy().reshape(N_LENGTHS, STYLE_SIZE)
    return voices


def _shape(tensor: object) -> tuple[int, ...]:
    return tuple(tensor.shape) if isinstance(tensor, torch.Tensor) else ()


def _some(names: list[str]) -> str:
    return ", ".join(names[:_N_NAMED]) + (" …" if len(names) > _N_NAMED else "")


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:160]
