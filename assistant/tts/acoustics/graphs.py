"""Which graphs of a Kokoro are in a folder, by their precision, and which of them to speak with.

Layouts that are known: an export of ours (onnx/int8/model.onnx), that of onnx-community at the hub (onnx/model_quantized.onnx),
and the catalogue's kokoro (a single model.onnx) and kokoro-quick (weights for a graph of ours), which both are int8.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import GraphMissingError
from assistant.tts.acoustics import quick_weights

PRECISIONS = ("fp32", "fp16", "int8")
AUTO = "auto"
REPORT = "onnx/report.json"
_ELSEWHERE = {"fp32": "onnx/model.onnx", "fp16": "onnx/model_fp16.onnx", "int8": "onnx/model_quantized.onnx"}
_RATHER = ("int8", "fp32", "fp16")  # where nobody measured: the smallest is quick on most processors


@dataclass(frozen=True, slots=True)
class Graph:
    """path: what `onnx_model.load` takes."""

    precision: str
    path: Path


def place(precision: str) -> str:
    """Where an export has the graph, within its folder."""
    return f"onnx/{precision}/model.onnx"


def available(folder: Path) -> list[Graph]:
    """In the order of PRECISIONS."""
    found = []
    for precision in PRECISIONS:
        names = (place(precision), _ELSEWHERE[precision])
        if path := next((folder / name for name in names if (folder / name).is_file()), None):
            found.append(Graph(precision, path))
    if not found and any((folder / name).is_file() for name in (quick_weights.FILE_NAME, "model.onnx")):
        return [Graph("int8", folder)]
    return found


def choose(folder: Path, precision: str = AUTO) -> Graph:
    """auto: the one that was quickest when they were exported, else int8. Raises GraphMissingError."""
    graphs = {graph.precision: graph for graph in available(folder)}
    if precision == AUTO and graphs:
        quickest = _quickest(folder)
        return graphs[quickest] if quickest in graphs else next(graphs[p] for p in _RATHER if p in graphs)
    if precision not in graphs:
        raise GraphMissingError(folder, precision, list(graphs))
    return graphs[precision]


def _quickest(folder: Path) -> str | None:
    try:
        trials = json.loads((folder / REPORT).read_text(encoding="utf-8"))["trials"]
        return min(trials, key=lambda trial: trial["likeness"]["rtf"])["precision"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
