"""Which precision of a checkpoint to keep: each is converted and heard beside the original, and the fastest whose text stays.

Strategy: recordings go through the original (transformers, where the training extra is installed; else the fp32 graph, which
the tests prove equal to it) and through each conversion. Compared are the greedy texts, by their character error rate, and the
logits. What is not kept is deleted; a small report lies beside what is.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from assistant.errors import ConversionCheckError
from assistant.models import downloads, original
from assistant.models.downloads import SILENT, Progress

if TYPE_CHECKING:
    from assistant.asr.wav2vec2.checkpoint import Checkpoint

Precision = Literal["fp32", "fp16", "int8"]
PRECISIONS: tuple[Precision, ...] = ("fp32", "fp16", "int8")
REPORT = "onnx/report.json"
TOLERANCE_PERCENT = 1.0
"""Of character errors, the conversion's text against the original's."""

_ROUNDS = 2
_SIZES = {"fp32": 1.02, "fp16": 0.52, "int8": 0.36}  # of the weights in fp32
_RATE = 16_000
_STALE_S = 3600.0


@dataclass(frozen=True, slots=True)
class Trial:
    """character_errors_percent: of its greedy texts against the original's. rtf: seconds of work a second of sound."""

    precision: Precision
    character_errors_percent: float
    max_logit_difference: float
    rtf: float
    bytes: int

    @property
    def is_faithful(self) -> bool:
        return self.character_errors_percent <= TOLERANCE_PERCENT

    def __str__(self) -> str:
        texts, logits = (
            f"{self.character_errors_percent:.2f} % of characters differ",
            f"logits by {self.max_logit_difference:.2g}",
        )
        return f"{self.precision}: {texts}, {logits}, RTF {self.rtf:.3f}, {self.bytes / 1e6:.0f} MB"


@dataclass(frozen=True, slots=True)
class Report:
    """asked: the precision that was asked for; None for the fastest faithful one. files: of what was kept, with their sha256."""

    kept: Precision
    asked: Precision | None
    original: str
    n_sounds: int
    seconds: float
    trials: tuple[Trial, ...]
    files: dict[str, str]
    tolerance_percent: float = TOLERANCE_PERCENT

    @property
    def trial(self) -> Trial:
        return next(trial for trial in self.trials if trial.precision == self.kept)


def read(folder: Path) -> Report | None:
    """None where there is none, or none that can be read: it is made anew, then."""
    try:
        tree = json.loads((folder / REPORT).read_text(encoding="utf-8"))
        return Report(trials=tuple(Trial(**trial) for trial in tree.pop("trials")), **tree)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def keep(folder: Path, asked: Precision | None = None, progress: Progress = SILENT) -> Report:
    """Convert, compare, keep one. Raises CheckpointFolderError, NoSpaceError, ConversionCheckError, EngineFailedError,
    ModelFileError, FetchError.
    """
    from assistant.asr.wav2vec2 import checkpoint as checkpoints
    from assistant.asr.wav2vec2 import conversion

    checkpoint = checkpoints.read(folder)
    report = read(folder)
    if report and report.asked == asked and conversion.is_current(checkpoint, _place(folder, report.kept), report.kept):
        return report
    _clear(folder)
    sounds = _sounds(folder)
    hear, name = original.load(checkpoint), "transformers"
    wanted = _wanted(asked, has_original=hear is not None)
    downloads.need_space(folder, _bytes_needed(checkpoint, wanted))
    for precision in wanted:
        _convert(checkpoint, precision, progress)
    if hear is None:
        hear, name = _Graph(checkpoint, "fp32").hear, "the fp32 graph"
    truths = [hear(sound) for sound in sounds]
    del hear
    trials = tuple(_tried(checkpoint, precision, sounds, truths, progress) for precision in wanted)
    kept = asked or _fastest(folder, trials)
    for precision in PRECISIONS:
        if precision != kept:
            shutil.rmtree(_place(folder, precision), ignore_errors=True)
    seconds = sum(len(sound) for sound in sounds) / _RATE
    report = Report(kept, asked, name, len(sounds), round(seconds, 1), trials, _digests(folder, kept))
    _write(report, folder)
    return report


def character_errors_percent(texts: Iterable[str], truths: Iterable[str]) -> float:
    """Of all texts together."""
    from rapidfuzz.distance import Levenshtein

    pairs = list(zip(texts, truths, strict=True))
    n_wrong = sum(Levenshtein.distance(text, truth) for text, truth in pairs)
    return 100 * n_wrong / max(1, sum(len(truth) for _, truth in pairs))


def _clear(folder: Path) -> None:
    """Of conversions that were killed."""
    for path in folder.glob("onnx/.*-*"):
        if time.time() - path.stat().st_mtime > _STALE_S:
            shutil.rmtree(path, ignore_errors=True)


def _wanted(asked: Precision | None, *, has_original: bool) -> tuple[Precision, ...]:
    if asked is None:
        return PRECISIONS
    return (asked,) if has_original or asked == "fp32" else ("fp32", asked)


def _convert(checkpoint: Checkpoint, precision: Precision, progress: Progress) -> None:
    from assistant.asr.wav2vec2 import conversion

    target = _place(checkpoint.folder, precision)
    if conversion.is_current(checkpoint, target, precision):
        return
    progress.say(f"converting to {precision}")
    with downloads.disk_errors(target):
        conversion.convert(checkpoint, target, precision)


def _tried(
    checkpoint: Checkpoint, precision: Precision, sounds: Sequence[np.ndarray], truths: Sequence[np.ndarray], progress: Progress
) -> Trial:
    progress.say(f"listening with {precision}")
    model = _Graph(checkpoint, precision)
    took_s = np.full((_ROUNDS, len(sounds)), np.inf)
    heard: list[np.ndarray] = []
    for number in range(_ROUNDS):
        heard.clear()
        for i, sound in enumerate(sounds):
            began = time.perf_counter()
            heard.append(model.hear(sound))
            took_s[number, i] = time.perf_counter() - began
    difference = max(float(np.abs(ours - truth).max()) for ours, truth in zip(heard, truths, strict=True))
    errors = character_errors_percent((_text(checkpoint, x) for x in heard), (_text(checkpoint, x) for x in truths))
    rtf = took_s.min(axis=0).sum() * _RATE / sum(len(sound) for sound in sounds)
    n_bytes = sum(path.stat().st_size for path in _place(checkpoint.folder, precision).iterdir())
    return Trial(precision, round(errors, 3), round(difference, 6), round(float(rtf), 4), n_bytes)


def _fastest(folder: Path, trials: Sequence[Trial]) -> Precision:
    faithful = [trial for trial in trials if trial.is_faithful]
    if not faithful:
        best = min(trials, key=lambda trial: trial.character_errors_percent)
        raise ConversionCheckError(folder, f"{best}; at most {TOLERANCE_PERCENT:g} % may")
    return min(faithful, key=lambda trial: trial.rtf).precision


class _Graph:
    """A conversion as it is heard with here: whole utterances, one at a time."""

    def __init__(self, checkpoint: Checkpoint, precision: Precision):
        from assistant.asr.wav2vec2.onnx_network import OnnxNetwork

        graph = _place(checkpoint.folder, precision) / "model.onnx"
        self._network = OnnxNetwork(checkpoint, graph, threads=min(2, os.cpu_count() or 1))
        self._normalises = checkpoint.normalises

    def hear(self, samples: np.ndarray) -> np.ndarray:
        """samples: float32, 16 kHz, shape (n,). Logits, float32, shape (frames, tokens)."""
        if self._normalises:
            samples = (samples - samples.mean()) / np.sqrt(samples.var() + 1e-7)
        return self._network.run(samples.astype(np.float32), ("logits",))[0]


def _text(checkpoint: Checkpoint, logits: np.ndarray) -> str:
    from assistant.asr import ctc

    return ctc.greedy_text(checkpoint.vocabulary.fold(logits), checkpoint.vocabulary.characters)


def _sounds(folder: Path) -> list[np.ndarray]:
    from assistant.models import sounds

    return sounds.to_compare_with(folder)


def _place(folder: Path, precision: str) -> Path:
    return folder / "onnx" / precision


def _bytes_needed(checkpoint: Checkpoint, wanted: Iterable[Precision]) -> int:
    n_bytes = sum(path.stat().st_size for path in checkpoint.weights)
    return round(sum(_SIZES[p] * n_bytes for p in wanted if not (_place(checkpoint.folder, p) / "model.bin").is_file()))


def _digests(folder: Path, precision: Precision) -> dict[str, str]:
    held = sorted(path for path in _place(folder, precision).iterdir() if path.is_file())
    return {path.relative_to(folder).as_posix(): downloads.sha256_of(path) for path in held}


def _write(report: Report, folder: Path) -> None:
    path = folder / REPORT
    partial = path.with_name(f"report.json.{os.getpid()}.part")
    with downloads.disk_errors(partial):
        partial.write_text(json.dumps(asdict(report), indent=1) + "\n", encoding="utf-8")
    downloads.place(partial, path)
