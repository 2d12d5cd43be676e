"""How well a head hears people: greedy error rates on sentences, and single words among all the words of their set."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from assistant.audio import files
from assistant.errors import ManifestError
from assistant.training.alphabet import encode, greedy, normalise
from assistant.training.error_rates import error_rates
from assistant.training.features import Encode


@dataclass(frozen=True, slots=True)
class Heard:
    """A recording: its features (frames, layers, 512) and the normalised text."""

    features: np.ndarray
    text: str
    set: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Error rates are of greedy decoding, without a dictionary; `words_right`: the share found by CTC cost among their set."""

    sentence_wer: float
    sentence_cer: float
    word_cer: float
    words_right: float

    @property
    def score(self) -> float:
        """What early stopping watches, smaller is better: characters wrong in sentences, and words not found."""
        return float(np.nanmean([self.sentence_cer, 1.0 - self.words_right]))


def load(manifest: Path, sets: Sequence[str], encode_sound: Encode) -> list[Heard]:
    """Of a TSV with file, text and set. Raises ManifestError."""
    try:
        with manifest.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        chosen = [(row["file"], normalise(row["text"]), row["set"]) for row in rows if row["set"] in sets]
    except (OSError, KeyError) as error:
        raise ManifestError(manifest, None, f"no table with file, text and set ({error})", "check the recipe's dev") from error
    return [
        Heard(encode_sound(files.read(manifest.parent / name, 16_000).samples), text, group)
        for name, text, group in chosen
        if text
    ]


Posteriors = Callable[[np.ndarray], torch.Tensor]
"""(frames, layers, 512) → log posteriors (frames, classes)."""


def measure(posteriors: Posteriors, sentences: Sequence[Heard], words: Sequence[Heard]) -> Figures:
    wer, cer = error_rates([(heard.text, _greedy(posteriors, heard)) for heard in sentences])
    word_posteriors = [posteriors(heard.features) for heard in words]
    _, word_cer = error_rates(
        [(heard.text, greedy(lp.argmax(-1).tolist())) for heard, lp in zip(words, word_posteriors, strict=True)]
    )
    vocabulary = sorted({heard.text for heard in words})
    right = [cheapest(lp, vocabulary) == heard.text for heard, lp in zip(words, word_posteriors, strict=True)]
    return Figures(wer, cer, word_cer, float(np.mean(right)) if right else float("nan"))


def cheapest(log_posteriors: torch.Tensor, sentences: Sequence[str]) -> str:
    """The sentence with the smallest CTC cost."""
    targets = [torch.tensor(encode(sentence)) for sentence in sentences]
    costs = functional.ctc_loss(
        log_posteriors[:, None].expand(-1, len(targets), -1),
        torch.cat(targets),
        torch.full((len(targets),), len(log_posteriors)),
        torch.tensor([len(target) for target in targets]),
        reduction="none",
    )
    return sentences[int(costs.argmin())]


def _greedy(posteriors: Posteriors, heard: Heard) -> str:
    return greedy(posteriors(heard.features).argmax(-1).tolist())
