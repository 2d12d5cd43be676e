"""Posteriors of somebody who speaks clearly, for tests without weights."""

from __future__ import annotations

import numpy as np

CHARACTERS = "abcdefghijklmnopqrstuvwxyzáâãàéêíóôõúç '-"


def of_path(path: str, characters: str = CHARACTERS, sureness: float = 8.0) -> np.ndarray:
    """Log posteriors of a path: a character a frame, "_" for the blank. Shape (frames, classes)."""
    classes = [0 if c == "_" else characters.index(c) + 1 for c in path]
    logits = np.zeros((len(classes), len(characters) + 1))
    logits[np.arange(len(classes)), classes] = sureness
    return logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))


def of_text(text: str, characters: str = CHARACTERS, sureness: float = 8.0) -> np.ndarray:
    return of_path("_" + "_".join(text) + "_", characters, sureness)
