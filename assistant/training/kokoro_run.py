"""One export: the folder of a checkpoint → a folder with the graphs, the voices, a report and a card, whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np
import onnx

from assistant.errors import ExportCheckError, ExportOutputError, NoSpaceError
from assistant.training import kokoro_card, kokoro_checkpoint, kokoro_comparison, kokoro_export
from assistant.training.kokoro_checkpoint import Checkpoint
from assistant.training.kokoro_comparison import Hear, Likeness, Line
from assistant.training.kokoro_export import PRECISIONS, Precision
from assistant.tts.acoustics import graphs

KIND = "kokoro"
TOLERANCE_DB: Mapping[Precision, float] = {"fp32": 1.0, "fp16": 5.0, "int8": 6.0}
"""Two sounds of the same torch model are two or three apart, by their dice; another sentence more than fifteen."""
TOLERANCE_PERCENT = 5.0  # of characters that are heard otherwise
_N_VOICES = 2
_LIBRARIES = ("kokoro", "torch", "transformers", "onnx", "onnxruntime", "numpy")


@dataclass(frozen=True, slots=True)
class Trial:
    """quick: whether the graph was rewritten to be quicker."""

    precision: Precision
    quick: bool
    likeness: Likeness
    bytes: int

    @property
    def is_faithful(self) -> bool:
        """A distance that is no number is none."""
        heard = self.likeness.character_errors_percent or 0.0
        is_timed = self.precision != "fp32" or self.likeness.durations_percent == 100
        return self.likeness.distance_db <= TOLERANCE_DB[self.precision] and heard <= TOLERANCE_PERCENT and is_timed

    def __str__(self) -> str:
        like = self.likeness
        heard = like.character_errors_percent
        words = "" if heard is None else f"{heard:.1f} % of characters heard otherwise, "
        sound = f"spectra {like.distance_db:.2f} dB apart, {like.durations_percent:.1f} % of durations equal, {words}"
        return f"{self.precision}: {sound}RTF {like.rtf:.2f}, {self.bytes / 1e6:.0f} MB"


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written. left_out: why a precision is missing. heard: of each sentence, what the original was heard to say."""

    kind: str
    checkpoint: str
    n_parameters: int
    versions: Mapping[str, str]
    weights: Mapping[str, str]
    n_sounds: int
    seconds: float
    heard: tuple[tuple[str, str | None], ...]
    trials: tuple[Trial, ...]
    left_out: tuple[str, ...]
    voices: tuple[str, ...]
    files: Mapping[str, str]


def export(
    folder: Path,
    target: Path,
    styles: Mapping[str, np.ndarray],
    wanted: Sequence[Precision] = PRECISIONS,
    hear: Hear | None = None,
    tell: Callable[[str], None] = lambda line: None,
) -> Exported:
    """styles: the voices to compare with where the checkpoint has none. hear: what transcribes, None without.

    Raises KokoroCheckpointError, ExportOutputError, ExportCheckError, NoSpaceError.
    """
    with _whole(target) as partial:
        tell(f"reading {folder}")
        checkpoint = kokoro_checkpoint.read(folder)
        lines = _lines(checkpoint, styles, hear)
        tell("exporting to ONNX")
        graph = kokoro_export.graph_of(checkpoint.model)
        trials, left_out = [], []
        for precision in wanted:
            tell(f"making {precision} and comparing it")
            trial = _tried(graph, precision, lines, hear, partial / graphs.place(precision))
            if trial.is_faithful:
                trials.append(trial)
            else:
                (partial / graphs.place(precision)).unlink()
                left_out.append(str(trial))
        if not trials:
            raise ExportCheckError(str(folder), "; ".join(left_out))
        _write_voices(checkpoint, partial / "voices")
        exported = _facts(checkpoint, lines, tuple(trials), tuple(left_out), partial)
        (partial / graphs.REPORT).write_text(json.dumps(asdict(exported), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        (partial / "card.md").write_text(kokoro_card.write(exported), encoding="utf-8")
    return exported


def _lines(checkpoint: Checkpoint, styles: Mapping[str, np.ndarray], hear: Hear | None) -> list[Line]:
    """Brazilian voices first: the sentences are Portuguese."""
    voices = checkpoint.voices or styles
    chosen = sorted(voices, key=lambda name: (not name.startswith("p"), name))[:_N_VOICES]
    return kokoro_comparison.originals(checkpoint.model, {name: voices[name] for name in chosen}, hear)


def _tried(graph: onnx.ModelProto, precision: Precision, lines: list[Line], hear: Hear | None, path: Path) -> Trial:
    """The quick graph, if it is as like the original as it must be, else the plain one."""
    trial = None
    for quick in (True, False):
        try:
            made = kokoro_export.in_precision(graph, precision, quick=quick)
            likeness = kokoro_comparison.compare(made, lines, hear)
        except kokoro_export.graph_errors():
            if not quick:
                raise
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        onnx.save(made, path)
        trial = Trial(precision, quick, likeness, path.stat().st_size)
        if trial.is_faithful:
            break
    return trial


def _write_voices(checkpoint: Checkpoint, folder: Path) -> None:
    folder.mkdir()
    for name, style in checkpoint.voices.items():
        style.astype("<f4").tofile(folder / f"{name}.bin")


def _facts(
    checkpoint: Checkpoint, lines: Sequence[Line], trials: tuple[Trial, ...], left_out: tuple[str, ...], folder: Path
) -> Exported:
    read = (checkpoint.folder / kokoro_checkpoint.CONFIG, checkpoint.weights)
    made = sorted(path for path in folder.rglob("*") if path.is_file())
    return Exported(
        KIND,
        checkpoint.folder.resolve().name,
        checkpoint.n_parameters,
        {name: version(name) for name in _LIBRARIES},
        {path.name: _digest(path) for path in read},
        len(lines),
        round(sum(line.original.seconds for line in lines), 1),
        tuple((line.sentence.text, line.heard) for line in lines),
        trials,
        left_out,
        tuple(checkpoint.voices),
        {path.relative_to(folder).as_posix(): _digest(path) for path in made},
    )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _whole(target: Path) -> Iterator[Path]:
    """A folder beside `target` that takes its place in the end; an earlier export there is replaced, anything else is not."""
    if target.exists() and not (target.is_dir() and (not any(target.iterdir()) or (target / graphs.REPORT).is_file())):
        raise ExportOutputError(target, "something else is there")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        raise ExportOutputError(target, error.strerror or str(error)) from error
    try:
        partial.chmod(0o777 & ~_umask())  # not for its maker alone, as temporary folders are
        yield partial
        if target.exists():
            shutil.rmtree(target)
        os.replace(partial, target)
    except OSError as error:
        if isinstance(error, NoSpaceError | ExportOutputError):
            raise
        if error.errno == errno.ENOSPC:
            raise NoSpaceError(target) from error
        raise ExportOutputError(target, error.strerror or str(error)) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
