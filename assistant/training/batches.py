"""Examples of like length put together, padded and masked: what one training step sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from assistant.training.features import FRAMES_PER_SECOND, Example
from assistant.training.recipe import Optimisation


@dataclass(frozen=True, slots=True)
class Batch:
    """features: float32 (batch, frames, layers, 512), padded with zeros. targets: all classes, one after the other.

    has_text: for each example whether it is known what is said. taught: the teacher's log posteriors, float32 (batch, frames,
    classes), padded with zeros; None where there is no teacher.
    """

    features: torch.Tensor
    n_frames: torch.Tensor
    targets: torch.Tensor
    n_targets: torch.Tensor
    has_text: torch.Tensor
    taught: torch.Tensor | None = None


def grouped(examples: Sequence[Example], batch_seconds: float, random: np.random.Generator) -> list[list[Example]]:
    """Groups of at most `batch_seconds` with their padding, of nearly one length each, in random order."""
    lengths = np.array([example.n_frames for example in examples]) * random.uniform(0.9, 1.1, len(examples))
    groups: list[list[Example]] = []
    longest = 0
    for place in np.argsort(lengths, kind="stable"):
        example = examples[place]
        longest = max(longest, example.n_frames)
        if not groups or longest * (len(groups[-1]) + 1) > batch_seconds * FRAMES_PER_SECOND:
            groups.append([])
            longest = example.n_frames
        groups[-1].append(example)
    return [groups[place] for place in random.permutation(len(groups))]


def collate(examples: Sequence[Example]) -> Batch:
    targets = [example.target or () for example in examples]
    return Batch(
        _padded([example.load() for example in examples]),
        torch.tensor([example.n_frames for example in examples]),
        torch.tensor([number for target in targets for number in target], dtype=torch.long),
        torch.tensor([len(target) for target in targets]),
        torch.tensor([example.target is not None for example in examples]),
        _padded([example.load_taught() for example in examples]) if examples[0].taught else None,
    )


def _padded(arrays: Sequence[np.ndarray]) -> torch.Tensor:
    return torch.nn.utils.rnn.pad_sequence([torch.from_numpy(np.array(a)) for a in arrays], batch_first=True).float()


def mask(features: torch.Tensor, settings: Optimisation, random: np.random.Generator) -> torch.Tensor:
    """SpecAugment on the encoder's features: some frames and some dimensions set to 0, other ones in each example.

    Source: Park et al., 2019. Masks are short, since a whole word must not vanish.
    """
    n_frames, width = features.shape[1], features.shape[-1]
    keep = torch.ones(features.shape[0], n_frames, 1, width)
    for row in keep:
        for _ in range(settings.time_masks):
            length = random.integers(settings.time_mask_frames + 1)
            start = random.integers(max(1, n_frames - length))
            row[start : start + length] = 0
        for _ in range(settings.feature_masks):
            length = random.integers(settings.feature_mask_width + 1)
            start = random.integers(max(1, width - length))
            row[..., start : start + length] = 0
    return features * keep
