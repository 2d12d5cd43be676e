"""A folder in the hub's layout: a wav2vec2, HuBERT or WavLM network with a CTC head over characters.

config.json, preprocessor_config.json, vocab.json (tokenizer_config.json, special_tokens_map.json and added_tokens.json where
they are), model.safetensors, whole or in shards with their index, and language_model/ where there is one. Reading it looks
at the headers of the weights only. Pickled weights are never loaded: they can run whatever they like.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assistant.asr.protocol import SAMPLE_RATE
from assistant.asr.wav2vec2 import architecture as architectures
from assistant.asr.wav2vec2 import vocabulary as vocabularies
from assistant.asr.wav2vec2.architecture import Architecture, UnsupportedArchitectureError
from assistant.asr.wav2vec2.vocabulary import Vocabulary, read_json
from assistant.asr.wav2vec2.weights import Weights
from assistant.errors import CheckpointFolderError

WEIGHTS, INDEX = "model.safetensors", "model.safetensors.index.json"
LANGUAGE_MODEL = "language_model"
_GRAMS = ("*.binary", "*.bin", "*.arpa")
_PICKLES = ("pytorch_model*.bin", "*.pt", "*.pth", "*.ckpt")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """normalises: samples must have zero mean and unit variance. masks_padding: what fills up a batch is hidden from the network;
    where it is not, as in transformers, only utterances of one length may share a batch.

    weights: the safetensors files. language_model: the folder that holds one, or None.
    """

    folder: Path
    architecture: Architecture
    normalises: bool
    masks_padding: bool
    vocabulary: Vocabulary
    weights: tuple[Path, ...]
    language_model: Path | None

    @property
    def kind(self) -> str:
        """wav2vec2, hubert or wavlm."""
        return self.architecture.kind

    @property
    def hidden_size(self) -> int:
        return self.architecture.hidden_size

    @property
    def n_layers(self) -> int:
        """Hidden states are 0 (what comes into the first layer) … n_layers."""
        return self.architecture.n_layers


def read(folder: Path) -> Checkpoint:
    """Raises CheckpointFolderError for whatever is no such folder, or not a whole one."""
    if not folder.is_dir():
        raise CheckpointFolderError(folder, "there is no such folder")
    architecture = _architecture(folder)
    normalises, masks_padding = _preprocessing(folder / "preprocessor_config.json", architecture)
    files = _weight_files(folder)
    vocabulary = vocabularies.read(folder, architecture.n_tokens)
    Weights(folder, files, architecture)
    return Checkpoint(folder, architecture, normalises, masks_padding, vocabulary, files, _language_model(folder))


def _architecture(folder: Path) -> Architecture:
    path = folder / "config.json"
    try:
        return architectures.from_config(read_json(path))
    except UnsupportedArchitectureError as error:
        way_out = "give a Wav2Vec2ForCTC, HubertForCTC or WavLMForCTC checkpoint without adapters"
        raise CheckpointFolderError(path, str(error), way_out) from error


def _preprocessing(path: Path, architecture: Architecture) -> tuple[bool, bool]:
    settings = read_json(path)
    rate = settings.get("sampling_rate", SAMPLE_RATE)
    if rate != SAMPLE_RATE:
        raise CheckpointFolderError(path, f"it is for sound at {rate} Hz", f"give a checkpoint for {SAMPLE_RATE} Hz")
    if settings.get("feature_size", 1) != 1:
        raise CheckpointFolderError(path, "it does not read samples, but spectra", "give a checkpoint that reads samples")
    masks_padding = settings.get("return_attention_mask", not architecture.front.has_group_norm)
    return bool(settings.get("do_normalize", True)), bool(masks_padding)


def _weight_files(folder: Path) -> tuple[Path, ...]:
    if (folder / WEIGHTS).is_file():
        return (folder / WEIGHTS,)
    if (folder / INDEX).is_file():
        return _shards(folder)
    pickled = next((path.name for pattern in _PICKLES for path in folder.glob(pattern)), None)
    if pickled:
        raise CheckpointFolderError(
            folder,
            f"it has no {WEIGHTS}, only {pickled}, a pickle, which is never loaded: it could run any program",
            "fetch the revision that has safetensors, or convert it where you trust it: load it with transformers and "
            "call save_pretrained",
        )
    raise CheckpointFolderError(folder, f"it has no {WEIGHTS}")


def _shards(folder: Path) -> tuple[Path, ...]:
    index = read_json(folder / INDEX).get("weight_map")
    if not isinstance(index, dict) or not all(isinstance(name, str) for name in index.values()):
        raise CheckpointFolderError(folder / INDEX, "it has no weight_map")
    names = sorted(set(index.values()))
    for name in names:
        if Path(name).name != name or not name.endswith(".safetensors"):
            raise CheckpointFolderError(folder / INDEX, f'it names "{name}", which is no safetensors file of this folder')
        if not (folder / name).is_file():
            raise CheckpointFolderError(folder, f"it has no {name}")
    return tuple(folder / name for name in names)


def _language_model(folder: Path) -> Path | None:
    candidate = folder / LANGUAGE_MODEL
    return candidate if any(found for pattern in _GRAMS for found in candidate.glob(pattern)) else None
