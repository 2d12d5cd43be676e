"""A graph with Kokoro's inputs and outputs that says nothing: each phoneme number is the number of its frames of silence."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.asr.wav2vec2.onnx_file import OnnxFile

FRAME = 600


def write(path: Path, outputs: Sequence[str] = ("audio", "durations"), tokens: str = "tokens", speed: type = np.float32) -> Path:
    with path.with_suffix(".bin").open("wb") as weights:
        graph = OnnxFile(weights, f"{path.stem}.bin")
        graph.constant("frame", np.array([FRAME], np.int64))
        graph.constant("one", np.array([1], np.int64))
        for name, dtype, shape in ((tokens, np.int64, [1, "n"]), ("style", np.float32, [1, 256]), ("speed", speed, [1])):
            graph.value("input", name, dtype, shape)
        graph.node("Squeeze", [tokens], ["durations"], "", {})
        graph.node("ReduceSum", ["durations"], ["total"], "", {"keepdims": 1})
        graph.node("Mul", ["total", "frame"], ["n_samples"], "", {})
        graph.node("ConstantOfShape", ["n_samples"], ["audio"], "", {})
        for name in outputs:
            graph.value("output", name, np.float32 if name == "audio" else np.int64, ["m"])
        graph.write(path, "toy", {})
    return path
