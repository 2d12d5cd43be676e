"""Kokoro-82M in ONNX Runtime: phoneme numbers, a style and a speed → sound.

Strategy: memory stays bounded over ever-new lengths because ONNX Runtime may not plan memory for each of them (its memory
pattern is off) and because only one text at a time is in the graph; callers keep texts short, since
what the longest one needed stays reserved: about 1.5 MB a phoneme.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from assistant.errors import ModelFileError, SynthesisError

MAX_PHONEMES = 510
_TOKEN_INPUTS = {"tokens", "input_ids"}  # two names for the same thing in the exports there are


class AcousticModel(Protocol):
    def infer(self, ids: Sequence[int], style: np.ndarray, speed: float) -> np.ndarray:
        """float32 sound, shape (n,), 24 kHz, of at most 510 phoneme numbers; style: shape (256,). From any thread.

        Raises SynthesisError.
        """


class OnnxAcousticModel:
    """Raises ModelFileError for what is no Kokoro graph. One text is spoken at a time, whoever asks."""

    def __init__(self, path: Path, threads: int = 2):
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.enable_mem_pattern = False
        # Threads that spin while they wait take the cores from the recogniser: a third more time, on a busy machine.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        self._failures = _onnx_errors()
        try:
            self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        except self._failures as error:
            raise ModelFileError(path, _first_line(error), "kokoro") from error
        self._token_input = self._check(path)
        self._lock = threading.Lock()

    def infer(self, ids: Sequence[int], style: np.ndarray, speed: float) -> np.ndarray:
        if not 0 < len(ids) <= MAX_PHONEMES:
            raise SynthesisError(f"{len(ids)} phonemes at once where Kokoro takes 1 to {MAX_PHONEMES}; split the text")
        feed = {
            self._token_input: np.array([[0, *ids, 0]], dtype=np.int64),
            "style": np.asarray(style, dtype=np.float32).reshape(1, -1),
            "speed": np.array([speed], dtype=np.float32),
        }
        try:
            with self._lock:
                audio = self._session.run(None, feed)[0]
        except self._failures as error:
            raise SynthesisError(f"Kokoro failed ({_first_line(error)}); try another text, or: assistant doctor") from error
        return np.asarray(audio, dtype=np.float32).ravel()

    def _check(self, path: Path) -> str:
        """The name of the phonemes' input, when the graph is Kokoro's and takes fractional speeds."""
        inputs = {node.name: node for node in self._session.get_inputs()}
        token_input = next(iter(_TOKEN_INPUTS & inputs.keys()), None)
        if token_input is None or inputs.keys() != {token_input, "style", "speed"}:
            raise ModelFileError(path, f"its inputs are {', '.join(inputs)}", "kokoro")
        # Some exports take whole speeds only: 1.25 would silently be 1.
        if inputs["speed"].type != "tensor(float)":
            raise ModelFileError(path, f"its speed is a {inputs['speed'].type}, not fractional", "kokoro")
        return token_input


def _onnx_errors() -> tuple[type[Exception], ...]:
    """ONNX Runtime's errors have no common class of their own."""
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    names = "Fail InvalidArgument NoSuchFile NoModel EngineError RuntimeException InvalidProtobuf NotImplemented InvalidGraph"
    return tuple(getattr(state, name) for name in names.split() if hasattr(state, name))


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0][:200]
