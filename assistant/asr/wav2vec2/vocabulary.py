"""What the tokens of a checkpoint write: its tokens → the classes that the rest of the program knows.

Strategy: the blank and every special token (<s>, </s>, <unk>) write nothing, so their probabilities are added up in class 0;
upper case is read as lower case, and tokens that write the same character are one class.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.errors import CheckpointFolderError

_SPECIAL = re.compile(r"<.+>|\[.+\]")
_ROLES = ("pad_token", "unk_token", "bos_token", "eos_token")


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """characters: what classes 1, 2, … write, " " between words. classes: that of each token, shape (tokens,)."""

    characters: str
    classes: np.ndarray

    def fold(self, logits: np.ndarray) -> np.ndarray:
        """logits: shape (frames, tokens). Log posteriors, float32, shape (frames, 1 + len(characters))."""
        shifted = logits - logits.max(axis=-1, keepdims=True)
        log_probabilities = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
        order = np.argsort(self.classes, kind="stable")
        starts = np.searchsorted(self.classes[order], np.arange(len(self.characters) + 1))
        return np.logaddexp.reduceat(log_probabilities[:, order], starts, axis=1).astype(np.float32, copy=False)


def read_json(path: Path) -> dict:
    """Raises CheckpointFolderError when the file is missing or holds no JSON object."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CheckpointFolderError(path.parent, f"it has no {path.name}") from error
    except (OSError, ValueError, RecursionError) as error:
        raise CheckpointFolderError(path, f"it is not JSON: {error}") from error
    if not isinstance(content, dict):
        raise CheckpointFolderError(path, "it is no JSON object")
    return content


def read(folder: Path, n_tokens: int) -> Vocabulary:
    """n_tokens: what the head gives. Raises CheckpointFolderError when vocab.json does not match, or is not of characters."""
    path = folder / "vocab.json"
    tokens = read_json(path)
    settings = _optional(folder / "tokenizer_config.json") | _optional(folder / "special_tokens_map.json")
    added = _optional(folder / "added_tokens.json")
    special = set(added) | {_content(settings.get(role)) for role in _ROLES}
    tokens = _numbered(path, tokens | added, n_tokens, special)
    blank = _content(settings.get("pad_token")) or "<pad>"
    if blank not in tokens:
        raise CheckpointFolderError(path, f"it has no {blank}, which is the blank of CTC")
    delimiter = _content(settings.get("word_delimiter_token")) or "|"
    written = {token: _written(token, delimiter, special) for token in sorted(tokens, key=tokens.__getitem__)}
    pieces = [token for token, text in written.items() if len(text) > 1]
    if pieces:
        raise CheckpointFolderError(
            path, f'"{pieces[0]}" is no single character', "give a checkpoint that writes characters, not pieces of words"
        )
    characters = "".join(dict.fromkeys(text for text in written.values() if text))
    if " " not in characters:
        raise CheckpointFolderError(path, f'it has no "{delimiter}", which stands between words')
    classes = np.zeros(n_tokens, np.intp)
    for token, text in written.items():
        classes[tokens[token]] = characters.index(text) + 1 if text else 0
    return Vocabulary(characters, classes)


def _numbered(path: Path, tokens: Mapping, n_tokens: int, special: set[str]) -> dict[str, int]:
    """The tokens which the head gives. A tokenizer may have added <s> and </s> after training: the head gives neither."""
    if not all(isinstance(number, int) and number >= 0 for number in tokens.values()):
        raise CheckpointFolderError(path, "it does not give a number to each token (several languages, or another layout)")
    known = {token: number for token, number in tokens.items() if number < n_tokens or not _is_special(token, special)}
    n_known = len(set(known.values()))
    if n_known != n_tokens or max(known.values(), default=0) >= n_tokens:
        raise CheckpointFolderError(
            path, f"it has {n_known} tokens, and the head {n_tokens}", "take both files from the same checkpoint"
        )
    return known


def _is_special(token: str, special: set[str]) -> bool:
    return token in special or _SPECIAL.fullmatch(token) is not None


def _written(token: str, delimiter: str, special: set[str]) -> str:
    if token in (delimiter, " "):
        return " "
    if _is_special(token, special):
        return ""
    text = unicodedata.normalize("NFC", token)
    lower = text.lower()
    return lower if len(lower) == len(text) else text


def _optional(path: Path) -> dict:
    return read_json(path) if path.is_file() else {}


def _content(token: object) -> str:
    """A special token is written as text, or as an object that holds it."""
    content = token.get("content") if isinstance(token, dict) else token
    return content if isinstance(content, str) else ""
