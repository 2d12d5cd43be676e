"""The encoder's features of a training set, computed once and kept on disk: with a frozen encoder nothing else is needed.

Strategy: a shard holds one block of utterances in one copy (0: as it was spoken, 1 …: augmented), as float16 frames one after the
other and an index beside them. Shards appear whole or not at all, so that an interruption costs one shard, and a set that
is still growing gets new ones when it is looked at again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.audio import files
from assistant.training.alphabet import encode
from assistant.training.augmentation import Degree, Materials, augment
from assistant.training.manifest import Utterance

PER_SHARD = 200
RATE = 16_000
FRAMES_PER_SECOND = 50
WIDTH = 512

Encode = Callable[[np.ndarray], np.ndarray]
"""16 kHz sound → float16 (frames, layers, 512)."""


@dataclass(frozen=True, slots=True)
class Example:
    """One utterance in one copy, its frames in `shard`.

    target: classes, empty where nobody speaks, None where nobody knows what is said. taught: a teacher's posteriors for the
    shard's frames.
    """

    shard: Path
    first: int
    n_frames: int
    target: tuple[int, ...] | None
    seconds: float
    taught: Path | None = None

    def load(self) -> np.ndarray:
        """float16, shape (n_frames, layers, 512)."""
        return np.load(self.shard, mmap_mode="r")[self.first : self.first + self.n_frames]

    def load_taught(self) -> np.ndarray:
        """The teacher's log posteriors, float16, shape (n_frames, classes)."""
        return np.load(self.taught, mmap_mode="r")[self.first : self.first + self.n_frames]


@dataclass(frozen=True, slots=True)
class Making:
    """How a set's features are made. `seed` decides every augmentation; `threads`: how many shards at a time."""

    encode: Encode
    seed: int
    degree: Degree
    materials: Materials
    threads: int = 1


def whole_blocks(utterances: Sequence[Utterance]) -> list[Sequence[Utterance]]:
    """What was spoken, in blocks; an incomplete last one is left out (but for the only one), so that a
    growing set keeps its shards."""
    spoken = [u for u in utterances if u.seconds]
    blocks = [spoken[at : at + PER_SHARD] for at in range(0, len(spoken), PER_SHARD)]
    return blocks[:-1] if len(blocks) > 1 and len(blocks[-1]) < PER_SHARD else blocks


def prepare(
    folder: Path, audio: Path, utterances: Sequence[Utterance], copies: Sequence[int], making: Making,
    report: Callable[[str], None] = lambda line: None,
) -> list[Example]:  # fmt: skip
    """Every example of the set, made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    blocks = whole_blocks(utterances)

    def shard_of(number: int, copy: int) -> Path:
        shard = folder / f"{number:05d}-{copy}.npy"
        if not _is_made(shard, len(blocks[number])):
            _make_shard(shard, audio, blocks[number], copy, making)
            report(f"features of block {number + 1} of {len(blocks)}, copy {copy}")
        return shard

    places = [(number, copy) for number in range(len(blocks)) for copy in copies]
    with ThreadPoolExecutor(making.threads) as pool:  # the encoder leaves Python's lock alone
        shards = list(pool.map(lambda place: shard_of(*place), places))
    return [example for shard in shards for example in _examples(shard)]


def _is_made(shard: Path, n_utterances: int) -> bool:
    """A set that had less than a block when it was last looked at has an incomplete one."""
    index = shard.with_suffix(".json")
    return index.is_file() and len(json.loads(index.read_bytes())) == n_utterances


def _make_shard(shard: Path, audio: Path, block: Sequence[Utterance], copy: int, making: Making) -> None:
    parts, index, first = [], [], 0
    for utterance in block:
        samples, has_speech = files.read(audio / utterance.file, RATE).samples, True
        if copy:
            samples, has_speech = augment(samples, (making.seed, utterance.index, copy), making.degree, making.materials)
        part = making.encode(samples)
        target = (encode(utterance.text) if utterance.text else None) if has_speech else []
        index.append({"first": first, "frames": len(part), "target": target, "seconds": len(samples) / RATE})
        parts.append(part)
        first += len(part)
    # The index comes last: where it is, the frames are whole.
    _write(shard, lambda file: np.save(file, np.concatenate(parts)))
    _write(shard.with_suffix(".json"), lambda file: file.write(json.dumps(index).encode()))


def _write(path: Path, save: Callable) -> None:
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    with partial.open("wb") as file:
        save(file)
    partial.replace(path)


def _examples(shard: Path) -> list[Example]:
    index = json.loads(shard.with_suffix(".json").read_bytes())
    known = [None if i["target"] is None else tuple(i["target"]) for i in index]
    return [Example(shard, i["first"], i["frames"], target, i["seconds"]) for i, target in zip(index, known, strict=True)]
