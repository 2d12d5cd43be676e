"""Writes the quick graph without weights, tts/acoustics/kokoro.onnx: python -m assistant.training.kokoro_weightless MODEL.onnx

Prints what models/catalogue.yaml has to say of the weights that go with it. Needs the onnx package; running the graph does not.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
from pathlib import Path

import onnx
from onnx import numpy_helper

from assistant.training.kokoro_graph import quickened
from assistant.tts.acoustics import quick_weights

SMALL_BYTES = 256
_PAGE, _LINE = 4096, 64  # ONNX Runtime maps what begins at a page into memory instead of copying it


def weightless(model: onnx.ModelProto) -> onnx.ModelProto:
    """A quickened model with short names, and with its larger tensors in another file, each telling what it is made of."""
    shipped = onnx.ModelProto()
    shipped.CopyFrom(model)
    graph = shipped.graph
    names = _short_names(graph)
    for node in graph.node:
        node.name = node.doc_string = ""
        node.input[:], node.output[:] = [names[name] for name in node.input], [names[name] for name in node.output]
    at = 0
    for tensor in graph.initializer:
        n_bytes = numpy_helper.to_array(tensor).nbytes
        tensor.name = names[tensor.name]
        if n_bytes < SMALL_BYTES or not tensor.doc_string:
            tensor.doc_string = ""
            continue
        border = _PAGE if n_bytes >= _PAGE else _LINE
        at = -(-at // border) * border
        tensor.ClearField("raw_data")
        tensor.data_location = onnx.TensorProto.EXTERNAL
        for key, value in (("location", quick_weights.FILE_NAME), ("offset", at), ("length", n_bytes)):
            tensor.external_data.add(key=key, value=str(value))
        at += n_bytes
    domains = {node.domain for node in graph.node}
    kept = [opset for opset in shipped.opset_import if opset.domain in domains]
    del shipped.opset_import[:], shipped.metadata_props[:]
    shipped.opset_import.extend(kept)
    return shipped


def _short_names(graph: onnx.GraphProto) -> dict[str, str]:
    fixed = {value.name: value.name for value in (*graph.input, *graph.output)} | {"": ""}
    made = [name for node in graph.node for name in node.output] + [tensor.name for tensor in graph.initializer]
    return fixed | {name: f"t{i}" for i, name in enumerate(dict.fromkeys(made)) if name not in fixed}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path, help="the export of the catalogue, kokoro/model.onnx")
    parser.add_argument("--output", type=Path, default=quick_weights.GRAPH)
    args = parser.parse_args()
    shipped = weightless(quickened(onnx.load(args.model)))
    args.output.write_bytes(shipped.SerializeToString(deterministic=True))
    with tempfile.TemporaryDirectory() as folder:
        weights = Path(folder) / quick_weights.FILE_NAME
        quick_weights.convert(args.model, weights, args.output)
        content = weights.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    sys.stdout.write(f"- {{name: {quick_weights.FILE_NAME}, bytes: {len(content)}, sha256: {digest}}}\n")


if __name__ == "__main__":
    main()
