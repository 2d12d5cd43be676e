"""The network that is trained: a checkpoint's, or a new one by size; and the folder in the hub's layout that it is kept in."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import torch
from transformers import Wav2Vec2Config, Wav2Vec2CTCTokenizer, Wav2Vec2FeatureExtractor, Wav2Vec2ForCTC, Wav2Vec2Processor
from transformers.utils import logging as transformers_logging

from assistant.asr.wav2vec2 import checkpoint as checkpoints
from assistant.errors import CheckpointFolderError
from assistant.training.alphabet import CHARACTERS
from assistant.training.finetuning.recipe import Network

DELIMITER, BLANK, UNKNOWN = "|", "<pad>", "<unk>"
_SPECIAL = (BLANK, "<s>", "</s>", UNKNOWN, DELIMITER)
# Convolutions are narrow where there are many frames, and wide where there are few: on a processor most of the work of a small
# wav2vec2 would be its second and third convolution otherwise.
_SIZES: dict[str, dict[str, object]] = {
    "tiny": {
        "hidden_size": 96,
        "num_hidden_layers": 3,
        "num_attention_heads": 4,
        "intermediate_size": 384,
        "conv_dim": (32, 48, 64, 64, 80, 96, 96),
        "num_conv_pos_embeddings": 32,
        "num_conv_pos_embedding_groups": 8,
    },
    "small": {
        "hidden_size": 320,
        "num_hidden_layers": 8,
        "num_attention_heads": 8,
        "intermediate_size": 1280,
        "conv_dim": (64, 96, 128, 160, 192, 224, 256),
        "num_conv_pos_embeddings": 64,
        "num_conv_pos_embedding_groups": 16,
    },
    "base": {
        "hidden_size": 768,
        "num_hidden_layers": 12,
        "num_attention_heads": 12,
        "intermediate_size": 3072,
        "conv_dim": (512,) * 7,
        "num_conv_pos_embeddings": 128,
        "num_conv_pos_embedding_groups": 16,
    },
}


def characters_of(folder: Path) -> frozenset[str]:
    """What a checkpoint writes. Raises CheckpointFolderError."""
    return frozenset(checkpoints.read(folder).vocabulary.characters)


def processor_of(folder: Path) -> Wav2Vec2Processor:
    """Raises CheckpointFolderError."""
    try:
        return Wav2Vec2Processor.from_pretrained(folder, local_files_only=True)
    except (OSError, ValueError, TypeError) as error:
        raise CheckpointFolderError(folder, str(error).strip().splitlines()[0]) from error


def new_processor(folder: Path, texts: Iterable[str] | None) -> Wav2Vec2Processor:
    """Writes vocab.json into `folder`. texts: spelled as they are said; None for all letters of Portuguese."""
    letters = sorted(set(CHARACTERS) - {" "}) if texts is None else sorted({c for text in texts for c in text} - {" "})
    tokens = {token: number for number, token in enumerate((*_SPECIAL, *letters))}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.json").write_text(json.dumps(tokens, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    tokenizer = Wav2Vec2CTCTokenizer(
        folder / "vocab.json", unk_token=UNKNOWN, pad_token=BLANK, word_delimiter_token=DELIMITER, do_lower_case=False
    )
    extractor = Wav2Vec2FeatureExtractor(sampling_rate=16_000, do_normalize=True, return_attention_mask=True)
    return Wav2Vec2Processor(feature_extractor=extractor, tokenizer=tokenizer)


def load(network: Network, folder: Path | None, processor: Wav2Vec2Processor) -> Wav2Vec2ForCTC:
    """folder: the checkpoint's; None makes a new network, of random weights. Raises CheckpointFolderError."""
    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    changes = _changes(network)
    if folder is None:
        return _front_settled(Wav2Vec2ForCTC(_new_config(network, processor, changes)), network)
    checkpoint = checkpoints.read(folder)  # refuses pickles, and says what is wrong in a sentence
    if checkpoint.kind != "wav2vec2":
        raise CheckpointFolderError(folder, f"it is a {checkpoint.kind}", "give a Wav2Vec2ForCTC checkpoint to train")
    try:
        model = Wav2Vec2ForCTC.from_pretrained(folder, local_files_only=True, use_safetensors=True, **changes)
    except (OSError, ValueError, RuntimeError) as error:
        raise CheckpointFolderError(folder, str(error).strip().splitlines()[0]) from error
    return _front_settled(model.to(torch.float32), network)


def save(model: Wav2Vec2ForCTC, processor: Wav2Vec2Processor, folder: Path) -> None:
    """In the hub's layout, as safetensors."""
    model.save_pretrained(folder)
    processor.save_pretrained(folder)
    processor.feature_extractor.save_pretrained(folder)
    processor.tokenizer.save_vocabulary(str(folder))


def _front_settled(model: Wav2Vec2ForCTC, network: Network) -> Wav2Vec2ForCTC:
    if network.is_front_frozen:
        model.freeze_feature_encoder()
    return model


def _changes(network: Network) -> dict[str, object]:
    return {
        "attention_dropout": network.dropout,
        "hidden_dropout": network.dropout,
        "feat_proj_dropout": 0.0,
        "activation_dropout": network.dropout,
        "final_dropout": network.dropout,
        "layerdrop": network.layer_drop,
        "mask_time_prob": network.time_mask,
        "mask_feature_prob": network.feature_mask,
        "ctc_loss_reduction": "mean",
        "ctc_zero_infinity": True,
    }


def _new_config(network: Network, processor: Wav2Vec2Processor, changes: dict[str, object]) -> Wav2Vec2Config:
    return Wav2Vec2Config(
        **_SIZES[network.size],
        **changes,
        conv_bias=True,
        feat_extract_norm="layer",
        do_stable_layer_norm=True,
        vocab_size=len(processor.tokenizer),
        pad_token_id=processor.tokenizer.pad_token_id,
        bos_token_id=processor.tokenizer.bos_token_id,
        eos_token_id=processor.tokenizer.eos_token_id,
    )
