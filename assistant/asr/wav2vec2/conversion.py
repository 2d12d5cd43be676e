"""Checkpoint → ONNX, without torch: model.onnx (the graph), model.bin (the weights, mapped) and conversion.json.

Strategy: the graph is written while the tensors are read, one after the other, so that a network of any size is converted in
little memory. The same checkpoint gives the same bytes on processors of one kind (see dot_products).
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import numpy as np

from assistant.asr.wav2vec2 import graph
from assistant.asr.wav2vec2.checkpoint import Checkpoint
from assistant.asr.wav2vec2.dot_products import int8_range
from assistant.asr.wav2vec2.graph_builder import INT8, PRECISIONS, GraphBuilder
from assistant.asr.wav2vec2.onnx_file import OnnxFile
from assistant.asr.wav2vec2.weights import Weights
from assistant.errors import NoSpaceError

GRAPH, WEIGHTS, RECORD = "model.onnx", "model.bin", "conversion.json"
VERSION = 1
"""Of the graphs that are written here: a conversion of another version is made anew."""


def folder_of(checkpoint: Checkpoint, precision: str) -> Path:
    """Where a checkpoint's conversion lies."""
    return checkpoint.folder / "onnx" / precision


def convert(checkpoint: Checkpoint, target: Path, precision: str) -> Path:
    """Write the folder `target`, whole or not at all; what is there is replaced. precision: fp32, fp16 or int8.

    Gives target / GRAPH. Raises CheckpointFolderError for damaged weights, NoSpaceError, OSError where it cannot be written.
    """
    if precision not in PRECISIONS:
        raise ValueError(f"the precision is one of {', '.join(PRECISIONS)}, not {precision}")
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        partial.chmod(target.parent.stat().st_mode & 0o777)  # not for its maker alone, as temporary folders are
        _write(checkpoint, partial, precision)
        if target.exists():
            shutil.rmtree(target)
        os.replace(partial, target)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise NoSpaceError(target) from error
        raise
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return target / GRAPH


def is_current(checkpoint: Checkpoint, target: Path, precision: str) -> bool:
    """Whether `target` holds this checkpoint's conversion, of this version and for this processor.

    Quick: sizes are compared; the weights are read only when they came after the conversion.
    """
    try:
        found = json.loads((target / RECORD).read_text(encoding="utf-8"))
        n_bytes = (target / WEIGHTS).stat().st_size
    except (OSError, ValueError):
        return False
    if not isinstance(found, dict) or not (target / GRAPH).is_file() or n_bytes != found.get("n_bytes"):
        return False
    if any(found.get(key) != value for key, value in _facts(checkpoint, precision).items()):
        return False
    converted_at = (target / RECORD).stat().st_mtime_ns
    if all(path.stat().st_mtime_ns <= converted_at for path in checkpoint.weights):
        return True
    if found.get("sha256") != _digest(checkpoint):
        return False
    with suppress(OSError):  # where nothing may be written they are read again the next time
        os.utime(target / RECORD)
    return True


def _write(checkpoint: Checkpoint, folder: Path, precision: str) -> None:
    a = checkpoint.architecture
    weights = Weights(checkpoint.folder, checkpoint.weights, a)
    with (folder / WEIGHTS).open("wb") as data:
        file = OnnxFile(data, WEIGHTS)
        file.value("input", graph.SAMPLES, np.float32, ["batch", "n"])
        file.value("input", graph.LENGTHS, np.int64, ["batch"])
        file.value("output", graph.LOGITS, np.float32, ["batch", "frames", a.n_tokens])
        for number in range(a.n_layers + 1):
            file.value("output", graph.hidden_state(number), np.float32, ["batch", "frames", a.hidden_size])
        graph.build(GraphBuilder(file, precision, int8_range()), a, weights.__getitem__, checkpoint.masks_padding)
    file.write(folder / GRAPH, f"{a.kind}_ctc", {"precision": precision})
    record = _facts(checkpoint, precision) | {"sha256": _digest(checkpoint), "n_bytes": (folder / WEIGHTS).stat().st_size}
    (folder / RECORD).write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _facts(checkpoint: Checkpoint, precision: str) -> dict:
    return {
        "version": VERSION,
        "precision": precision,
        "int8_range": int8_range() if precision == INT8 else None,
        "masks_padding": checkpoint.masks_padding,
        "config": hashlib.sha256((checkpoint.folder / "config.json").read_bytes()).hexdigest(),
        "weights": {path.name: path.stat().st_size for path in checkpoint.weights},
    }


def _digest(checkpoint: Checkpoint) -> str:
    """Of the weights that were converted."""
    digest = hashlib.sha256()
    for path in checkpoint.weights:
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()
