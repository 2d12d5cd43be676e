"""Kokoro-82M in ONNX Runtime: phoneme numbers, a style and a speed → sound, and how long each phoneme lasts in it.

Strategy: the same weights can lie in two ways. `kokoro` is the export as others publish it, one ONNX file. `kokoro-quick` is
made of it on this machine (see quick_weights): weights alone, for the graph that travels with the program, which is two to
three times as quick. Any other ONNX file with Kokoro's inputs will do, too. Memory stays bounded over ever-new lengths
because ONNX Runtime may not plan memory for each of them (its memory pattern is off), because only one text at a time is in the
graph, and because what a text needed, about 1.4 MB a phoneme, is given back after it: kept, it would be 300 MB after an hour.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from assistant.errors import ModelFileError, SynthesisError
from assistant.tts.acoustics import onnx_session, quick_weights
from assistant.tts.acoustics.protocol import MAX_PHONEMES, Utterance

_TOKEN_INPUTS = {"tokens", "input_ids"}  # two names for the same thing in the exports there are
_SOUNDS = {"audio", "waveform"}
_FRAMES = {"durations", "pred_dur", "duration"}


def load(place: Path, threads: int = 2) -> OnnxAcousticModel:
    """place: an ONNX file, or the folder of kokoro-quick or of kokoro. Raises ModelFileError."""
    weights = place / quick_weights.FILE_NAME
    if weights.is_file():
        return OnnxAcousticModel(quick_weights.GRAPH, threads, weights)
    return OnnxAcousticModel(place / "model.onnx" if place.is_dir() else place, threads)


class OnnxAcousticModel:
    """Raises ModelFileError for what is no Kokoro graph. One text is spoken at a time, whoever asks.

    path: the graph. weights: of a graph that holds none.
    """

    def __init__(self, path: Path, threads: int = 2, weights: Path | None = None):
        self._files = (path,) if weights is None else (path, weights)
        self._failures = onnx_session.failures()
        blamed, name = (path, "kokoro") if weights is None else (weights, "kokoro-quick")
        if weights is not None and (lacking := quick_weights.size(path) - weights.stat().st_size):
            raise ModelFileError(weights, f"it is {abs(lacking)} bytes too {'short' if lacking > 0 else 'long'}", name)
        try:
            self._session = onnx_session.open_session(path, threads, None if weights is None else weights.parent)
        except self._failures as error:
            raise ModelFileError(blamed, _first_line(error), name) from error
        self._token_input = self._check(path)
        outputs = [output.name for output in self._session.get_outputs()]
        sound = next((output for output in outputs if output in _SOUNDS), outputs[0])
        self._outputs = [sound, *(output for output in outputs if output in _FRAMES)][:2]
        self._run_options = onnx_session.giving_memory_back()
        self._lock = threading.Lock()

    @cached_property
    def identity(self) -> str:
        return hashlib.sha256("".join(map(_fingerprint, self._files)).encode()).hexdigest()[:32]

    def infer(self, ids: Sequence[int], style: np.ndarray, speed: float) -> Utterance:
        if not 0 < len(ids) <= MAX_PHONEMES:
            raise SynthesisError(f"{len(ids)} phonemes at once where Kokoro takes 1 to {MAX_PHONEMES}; split the text")
        feed = {
            self._token_input: np.array([[0, *ids, 0]], dtype=np.int64),
            "style": np.asarray(style, dtype=np.float32).reshape(1, -1),
            "speed": np.array([speed], dtype=np.float32),
        }
        try:
            with self._lock:
                sound, *frames = self._session.run(self._outputs, feed, self._run_options)
        except self._failures as error:
            raise SynthesisError(f"Kokoro failed ({_first_line(error)}); try another text, or: assistant doctor") from error
        onnx_session.trim()
        samples = np.asarray(sound, dtype=np.float32).ravel()
        return Utterance(samples, np.asarray(frames[0], dtype=np.int64).ravel() if frames else None)

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


def _fingerprint(path: Path, n_samples: int = 64, n_bytes: int = 4096) -> str:
    """Of the size and of pieces of the file: all of it would take as long as speaking a sentence."""
    size = path.stat().st_size
    digest = hashlib.sha256(str(size).encode())
    with path.open("rb") as file:
        for i in range(n_samples):
            file.seek(max(0, size - n_bytes) * i // (n_samples - 1))
            digest.update(file.read(n_bytes))
    return digest.hexdigest()


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0][:200]
