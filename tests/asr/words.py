"""A language model of a few words, made on the spot."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from assistant.asr.language_model import LanguageModel
from assistant.training import ngrams
from assistant.training.vocabulary import Spelling

SENTENCES = ("a casa é azul", "a casa é minha", "o caso é sério", "disse-me a verdade", "acende a luz da sala", "apaga a luz")


def arrays(sentences=SENTENCES, words=100):
    frequencies = dict.fromkeys(["a", "o", "é", "casa", "caso", "azul", "luz", "da", "sala", "verdade", "assado"], 1e-3)
    spelling = Spelling(frozenset((*frequencies, "acende", "apaga", "minha", "sério", "disse", "me")))
    return ngrams.build({"few": (1.0, sentences)}, frequencies, spelling, {}, ngrams.Recipe(words=words, min_trigram=1.0))


def write(path: Path, content=None) -> Path:
    with path.open("wb") as file:
        np.savez_compressed(file, **(content or arrays()))
    return path


@cache
def few_words() -> LanguageModel:
    with TemporaryDirectory() as folder:
        return LanguageModel(write(Path(folder) / "few.npz"))
