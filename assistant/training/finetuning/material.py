"""Recordings as batches: read, augmented, normalised, padded; the same ones on every machine and after every interruption.

Strategy: the sampler gives (epoch, number), and what an example is in an epoch depends on these and the seed alone. So nothing
of the material has to be kept in a checkpoint, and processes that read ahead change nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import torch
from torch.utils.data import Dataset, Sampler
from transformers import Wav2Vec2Processor

from assistant.audio import files
from assistant.training.augmentation import Degree, Materials, augment, other_throat
from assistant.training.sets.sources import Example

RATE = 16_000
Key = tuple[int, int]
Teach = Callable[[np.ndarray], np.ndarray]
"""16 kHz sound → log posteriors of the teacher's classes, 50 frames a second, float32 (frames, classes)."""

_PER_GROUP = 50  # batches that are sorted by length together: alike enough to pad little, mixed enough to learn from
_DEGREE = Degree(throat=0.0, silence=0.0, overdrive=0.02, snr_db=(3.0, 30.0))


class Recordings(Dataset):
    """Items by (epoch, number): samples float32 (n,), labels, and the teacher's posteriors where there is one."""

    def __init__(self, examples: Sequence[Example], encode: Callable[[str], list[int]], seed: int = 0, share: float = 0.0):
        """share: how often they are augmented."""
        self._examples, self._encode = examples, encode
        self._seed, self._share = seed, share
        self.materials = Materials()
        self.teach: Teach | None = None

    def __len__(self) -> int:
        return len(self._examples)

    def __getitem__(self, key: Key | int) -> dict[str, object]:
        epoch, number = key if isinstance(key, tuple) else (0, key)
        example = self._examples[number]
        clean = files.read(example.audio, RATE).samples
        random = np.random.default_rng((self._seed, epoch, number))
        is_augmented = random.random() < self._share
        if is_augmented:
            clean = other_throat(clean, random.uniform(0.88, 1.14))
        heard = clean
        if is_augmented:
            heard, _ = augment(clean, (self._seed, epoch, number), _DEGREE, self.materials)
        item: dict[str, object] = {"samples": heard, "labels": self._encode(example.text), "name": example.where}
        if self.teach is not None:
            item["taught"] = self.teach(clean)
        return item


class ByLength(Sampler):
    """Numbers in a new order each epoch, of like length one after the other; see the module's strategy."""

    def __init__(self, seconds: Sequence[float], batch_size: int, seed: int):
        self._seconds = np.asarray(seconds)
        self._group, self._batch_size, self._seed = batch_size * _PER_GROUP, batch_size, seed
        self.epoch = 0

    def set_epoch(self, epoch: int) -> None:
        self.epoch = epoch

    def __len__(self) -> int:
        return len(self._seconds)

    def __iter__(self) -> Iterator[Key]:
        random = np.random.default_rng((self._seed, self.epoch))
        order = random.permutation(len(self._seconds))
        groups = [order[start : start + self._group] for start in range(0, len(order), self._group)]
        alike = [group[np.argsort(-self._seconds[group], kind="stable")] for group in groups]
        ordered = np.concatenate(alike) if alike else order
        batches = [ordered[start : start + self._batch_size] for start in range(0, len(ordered), self._batch_size)]
        whole, rest = [b for b in batches if len(b) == self._batch_size], [b for b in batches if len(b) < self._batch_size]
        shuffled = [whole[i] for i in random.permutation(len(whole))] + rest
        return ((self.epoch, int(number)) for batch in shuffled for number in batch)


class Collator:
    """Items → one batch, padded to its longest."""

    def __init__(self, processor: Wav2Vec2Processor):
        self._extractor = processor.feature_extractor

    def __call__(self, items: Sequence[dict]) -> dict[str, object]:
        batch = dict(self._extractor([item["samples"] for item in items], sampling_rate=RATE, padding=True, return_tensors="pt"))
        labels = [torch.tensor(item["labels"], dtype=torch.long) for item in items]
        batch["labels"] = torch.nn.utils.rnn.pad_sequence(labels, batch_first=True, padding_value=-100)
        if "taught" in items[0]:
            taught = [torch.from_numpy(item["taught"]) for item in items]
            batch["taught"] = torch.nn.utils.rnn.pad_sequence(taught, batch_first=True, padding_value=0.0)
            batch["n_taught"] = torch.tensor([len(frames) for frames in taught])
        batch["names"] = [item["name"] for item in items]
        return batch
