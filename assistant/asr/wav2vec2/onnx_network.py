"""A converted checkpoint in ONNX Runtime, on the CPU or where a graphics card can be had."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np
import onnxruntime as ort

from assistant.asr.protocol import SAMPLE_RATE
from assistant.asr.wav2vec2 import conversion
from assistant.asr.wav2vec2.checkpoint import Checkpoint
from assistant.asr.wav2vec2.graph import LENGTHS, LOGITS, SAMPLES, hidden_state
from assistant.errors import DeviceMissingError, EngineFailedError, ModelFileError

log = logging.getLogger(__name__)

Device = Literal["cpu", "cuda", "tensorrt"]
_PROVIDERS = {
    "cpu": ("CPUExecutionProvider",),
    "cuda": ("CUDAExecutionProvider", "CPUExecutionProvider"),
    "tensorrt": ("TensorrtExecutionProvider", "CUDAExecutionProvider", "CPUExecutionProvider"),
}
# What a device is quickest with comes first.
_PREFERRED = {"cpu": ("int8", "fp32", "fp16"), "cuda": ("fp16", "fp32", "int8"), "tensorrt": ("fp16", "fp32", "int8")}
_LONGEST_SAMPLES = 28 * SAMPLE_RATE
_NO_MEMORY = ("alloc", "out of memory", "OOM")


def converted(checkpoint: Checkpoint, precision: str, device: Device) -> Path:
    """The graph of this checkpoint; made now where there is none of it. precision: "auto" is that one which is here.

    Raises CheckpointFolderError, ModelFileError, NoSpaceError.
    """
    wanted = _PREFERRED[device] if precision == "auto" else (precision,)
    for candidate in wanted:
        folder = conversion.folder_of(checkpoint, candidate)
        if conversion.is_current(checkpoint, folder, candidate):
            return folder / conversion.GRAPH
    target = conversion.folder_of(checkpoint, wanted[0])
    log.info("converting %s to %s", checkpoint.folder, wanted[0])
    try:
        return conversion.convert(checkpoint, target, wanted[0])
    except OSError as error:
        reason = f"it is not converted yet, and that cannot be written there: {error.strerror or error}"
        raise ModelFileError(target, reason, str(checkpoint.folder)) from error


class OnnxNetwork:
    """See Network in model."""

    def __init__(self, checkpoint: Checkpoint, graph: Path, device: Device = "cpu", threads: int = 2):
        """Raises DeviceMissingError, ModelFileError for a graph that is not that of this checkpoint, EngineFailedError."""
        self._name = checkpoint.folder.name
        self._session = _session(checkpoint, graph, device, threads)
        _refuse_other_model(checkpoint, graph, self._session)

    def run(self, samples: np.ndarray, outputs: Sequence[str]) -> list[np.ndarray]:
        fed = {SAMPLES: samples[None], LENGTHS: np.array([len(samples)], np.int64)}
        try:
            return [output[0] for output in self._session.run(list(outputs), fed)]
        except Exception as error:  # ONNX Runtime's own errors have no common class
            raise _failed(self._name, error) from error


def _session(checkpoint: Checkpoint, graph: Path, device: Device, threads: int) -> ort.InferenceSession:
    providers = _PROVIDERS[device]
    if providers[0] not in ort.get_available_providers():
        raise DeviceMissingError(device, f"this ONNX Runtime has no {providers[0]}", _gpu_way_out(device))
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    # Every sound has its own length; patterns kept for each would make the memory grow without end.
    options.enable_mem_pattern = False
    # Threads that spin while they wait take the second core from whoever speaks or listens meanwhile.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 4  # what goes wrong is raised
    try:
        session = ort.InferenceSession(graph, options, providers=[(name, _options(name, graph)) for name in providers])
    except Exception as error:  # as above
        if _is_memory(error):
            raise _failed(checkpoint.folder.name, error) from error
        raise ModelFileError(graph, _first_line(error), str(checkpoint.folder)) from error
    # ONNX Runtime goes on without a provider that does not start.
    if session.get_providers()[0] != providers[0]:
        raise DeviceMissingError(device, f"{providers[0]} does not start", _gpu_way_out(device))
    return session


def _options(provider: str, graph: Path) -> dict[str, str]:
    if provider == "TensorrtExecutionProvider":
        # One engine for all lengths, built once: without these a new one is built for each new length.
        shapes = {"min": 400, "opt": 5 * SAMPLE_RATE, "max": _LONGEST_SAMPLES}
        profiles = {f"trt_profile_{kind}_shapes": f"{SAMPLES}:1x{n},{LENGTHS}:1" for kind, n in shapes.items()}
        return {**profiles, "trt_engine_cache_enable": "1", "trt_engine_cache_path": str(graph.parent)}
    return {"arena_extend_strategy": "kSameAsRequested"} if provider == "CUDAExecutionProvider" else {}


def _refuse_other_model(checkpoint: Checkpoint, graph: Path, session: ort.InferenceSession) -> None:
    """Names and widths are as the checkpoint says, or it is another model's graph."""
    inputs = {value.name for value in session.get_inputs()}
    if inputs != {SAMPLES, LENGTHS}:
        raise ModelFileError(graph, f"its inputs are {', '.join(sorted(inputs))}: another model", str(checkpoint.folder))
    widths = {value.name: value.shape[-1] for value in session.get_outputs()}
    wanted = {hidden_state(number): checkpoint.hidden_size for number in range(checkpoint.n_layers + 1)}
    wanted[LOGITS] = checkpoint.architecture.n_tokens
    for name, width in wanted.items():
        if widths.get(name) != width:
            reason = f"its output {name} is {widths.get(name, 'missing')}, not {width} wide: another model"
            raise ModelFileError(graph, reason, str(checkpoint.folder))


def _failed(name: str, error: Exception) -> EngineFailedError:
    if _is_memory(error):
        return EngineFailedError(name, "there is not enough memory", "close other programs, or set asr.model: embedded")
    return EngineFailedError(name, _first_line(error), "say it again, or set asr.model: embedded")


def _is_memory(error: Exception) -> bool:
    return isinstance(error, MemoryError) or any(sign in str(error) for sign in _NO_MEMORY)


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)


def _gpu_way_out(device: Device) -> str:
    return f"install onnxruntime-gpu in place of onnxruntime, with what it needs for {device}, or set asr.device: cpu"
