"""Which recordings are learned from and which are kept to measure with: by speaker, and the same on every machine.

Strategy: speakers stand in the order of a digest of seed and name, and go to test, then dev, until each has its share of the
recordings; the rest is learned from. So nobody is heard in two of them, and a set that grows by new speakers moves few.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.errors import NoSpaceError, TrainingSetError
from assistant.training.sets.sources import Example

TRAIN, DEV, TEST = "train", "dev", "test"


@dataclass(frozen=True, slots=True)
class Shares:
    """Of the recordings, 0 … 1."""

    dev: float = 0.1
    test: float = 0.1


def split(examples: Sequence[Example], shares: Shares, seed: int) -> dict[str, list[Example]]:
    """train, dev and test, each in the order given. Recordings of nobody known are each somebody of their own.

    Raises TrainingSetError where there are too few speakers.
    """
    by_speaker: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        by_speaker[example.speaker or f"file {example.audio.name}"].append(example)
    wanted = {TEST: shares.test * len(examples), DEV: shares.dev * len(examples)}
    n_wanted = 1 + sum(amount > 0 for amount in wanted.values())
    if len(by_speaker) < n_wanted:
        raise TrainingSetError(
            "the set", f"{len(by_speaker)} speaker(s), for {n_wanted} splits", "add speakers, or ask for fewer: --test 0"
        )
    made: dict[str, list[Example]] = {TRAIN: [], DEV: [], TEST: []}
    left = sorted(by_speaker, key=lambda speaker: hashlib.sha256(f"{seed}/{speaker}".encode()).digest())
    for name, amount in wanted.items():
        # The last speakers are for learning, even where one alone is more than a share.
        while len(made[name]) < amount and len(left) > n_wanted - 1 - list(wanted).index(name):
            made[name].extend(by_speaker[left.pop(0)])
    made[TRAIN] = [example for speaker in left for example in by_speaker[speaker]]
    place = {id(example): number for number, example in enumerate(examples)}
    return {
        name: [replace(example, split=name) for example in sorted(found, key=lambda example: place[id(example)])]
        for name, found in made.items()
    }


def write(splits: Mapping[str, Sequence[Example]], folder: Path) -> list[Path]:
    """train.jsonl, dev.jsonl, test.jsonl: each whole or not at all. Files are named from the folder. Raises NoSpaceError."""
    folder.mkdir(parents=True, exist_ok=True)
    return [write_manifest(found, folder / f"{name}.jsonl") for name, found in splits.items() if found]


def write_manifest(examples: Sequence[Example], path: Path) -> Path:
    """A table that `sources.read` reads. Raises NoSpaceError, OSError."""
    partial = path.with_name(f".{path.name}.part")
    try:
        with partial.open("w", encoding="utf-8") as file:
            for example in examples:
                file.write(json.dumps(_row(example, path.parent), ensure_ascii=False) + "\n")
        partial.replace(path)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise NoSpaceError(path) from error
        raise
    finally:
        partial.unlink(missing_ok=True)
    return path


def _row(example: Example, folder: Path) -> dict[str, object]:
    file = os.path.relpath(example.audio, folder)
    row = {"file": file, "text": example.text, "speaker": example.speaker, "split": example.split, "seconds": example.seconds}
    return {name: value for name, value in row.items() if value not in ("", 0.0)} | {"text": example.text}
