"""Augmented copies of a set, written down as a set of their own: to listen to, or for trainers that take only files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from assistant.audio import files
from assistant.audio.writing import Writer
from assistant.events import AudioFrame
from assistant.training import manifest
from assistant.training.augmentation import RATE, Degree, Materials, augment
from assistant.training.manifest import ManifestWriter, Utterance


def write_copies(
    source: Path,
    target: Path,
    n_copies: int,
    seed: int,
    materials: Materials,
    report: Callable[[Utterance], None] = lambda u: None,
) -> int:
    """What is missing of `n_copies` of every utterance; returns how many there are then. Goes on after an interruption.

    The text of a copy whose speech was left out is "". Raises ManifestError, AudioFileError, NoSpaceError.
    """
    target.mkdir(parents=True, exist_ok=True)
    spoken = [utterance for utterance in manifest.read(source) if utterance.seconds]
    with ManifestWriter(target) as made:
        for utterance in spoken:
            for copy in range(1, n_copies + 1):
                index = utterance.index * n_copies + copy - 1
                if index not in made.done:
                    made.add(_copy(source, target, utterance, (seed, utterance.index, copy), index, materials))
                    report(made.done[index])
        return len(made.done)


def _copy(
    source: Path, target: Path, utterance: Utterance, key: tuple[int, int, int], index: int, materials: Materials
) -> Utterance:
    samples, has_speech = augment(files.read(source / utterance.file, RATE).samples, key, Degree(), materials)
    file = f"{Path(utterance.file).with_suffix('')}-{key[2]}.flac"
    (target / file).parent.mkdir(parents=True, exist_ok=True)
    with Writer(target / file, RATE) as writer:
        writer.write(AudioFrame(samples, RATE))
    text = utterance.text if has_speech else ""
    return replace(utterance, index=index, file=file, text=text, seconds=round(len(samples) / RATE, 3))
