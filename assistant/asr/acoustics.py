"""The embedded acoustic model: sound → CTC log posteriors at 50 Hz and early encoder frames, in one pass of ONNX Runtime.

Strategy: Whisper-base's encoder in int8 (its graph travels with the program, its weights come from `assistant models pull
embedded-encoder`), and on it a small head of our own, `head.onnx`. The sound is not padded to 30 s: a little silence on both
sides is enough for a CTC head. A head names as its inputs the encoder outputs that it reads ("last", "layer_4"), and carries
its characters in its metadata; class 0 is the blank.
"""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import onnxruntime as ort

from assistant.asr.encoder_weights import FILE_NAME, MAX_FRAMES, N_BYTES, WIDTH
from assistant.asr.mel import RATE, log_mel
from assistant.errors import HeadMismatchError, ModelFileError, RecognitionError

ENCODER_GRAPH = Path(__file__).with_name("encoder.onnx")
HEAD = Path(__file__).with_name("head.onnx")
EARLY_OUTPUT = "layer_1"  # what tells speakers apart best
SECONDS_BEFORE, SECONDS_AFTER = 0.1, 0.5
FRAME_S = 0.02
MAX_SECONDS = MAX_FRAMES * FRAME_S - SECONDS_BEFORE - SECONDS_AFTER

# How the second thread waits for the next of a hundred small pieces of work. Asleep, it is woken late each time: the encoder
# then takes 21 ms instead of 16. Spinning all the while, it takes the second core from whoever speaks or listens meanwhile,
# and when another program is busy there, nearly twice as long as asleep. 20 µs span most gaps: as quick as spinning on a quiet
# machine, within 2 % of sleeping on a busy one. ONNX Runtime before 1.26 cannot be told how long, and spins on and on.
_MAY_SPIN = tuple(int(part) for part in ort.__version__.split(".")[:2]) >= (1, 26)
_WAITING = {"allow_spinning": "1", "spin_duration_us": "20"} if _MAY_SPIN else {"allow_spinning": "0"}


@dataclass(frozen=True, slots=True, eq=False)
class Hearing:
    """What the model made of a sound.

    log_posteriors: natural logarithms, float32, shape (frames, classes). early: float32, shape (frames, 512). Frame i lies
    `FRAME_S * i - SECONDS_BEFORE` seconds after the first sample.
    """

    log_posteriors: np.ndarray
    early: np.ndarray
    cost_ms: Mapping[str, float] = field(default_factory=dict)


class AcousticModel:
    """Loaded weights, safe to share between threads. `characters`: what classes 1, 2, … write."""

    def __init__(self, folder: Path, threads: int = 2, head: Path = HEAD):
        """folder: holds encoder.bin. Raises ModelFileError when it or the head cannot be read, HeadMismatchError."""
        weights = folder / FILE_NAME
        if not weights.is_file() or weights.stat().st_size != N_BYTES:
            raise ModelFileError(weights, f"it does not have {N_BYTES} bytes", "embedded-encoder")
        self._encoder = _session(ENCODER_GRAPH, threads, folder)
        self._head = _session(head, threads)
        self.characters = _characters(head, self._head, [output.name for output in self._encoder.get_outputs()])
        self._labels = {character: number for number, character in enumerate(self.characters, start=1)}
        self._head_inputs = [head_input.name for head_input in self._head.get_inputs()]
        self._outputs = list(dict.fromkeys((*self._head_inputs, EARLY_OUTPUT)))

    def label_of(self, character: str) -> int | None:
        """The class that writes a character; of one that none writes, that of its letter without accents, or None."""
        return self._labels.get(character) or self._labels.get(unicodedata.normalize("NFD", character)[0])

    def hear(self, samples: np.ndarray) -> Hearing:
        """samples: float32, 16 kHz, shape (n,), n at most MAX_SECONDS · 16 000. Raises RecognitionError."""
        times = [time.perf_counter()]
        features = mel_features(samples[: int(MAX_SECONDS * RATE)])
        times.append(time.perf_counter())
        try:
            hidden = dict(zip(self._outputs, self._encoder.run(self._outputs, {"mel": features}), strict=True))
            times.append(time.perf_counter())
            log_posteriors = self._head.run(None, {name: hidden[name] for name in self._head_inputs})[0][0]
        except Exception as error:  # ONNX Runtime's own errors have no common class
            seconds = len(samples) / RATE
            raise RecognitionError(f"the recogniser failed on {seconds:.1f} s of sound ({error}); say it again") from error
        times.append(time.perf_counter())
        cost_ms = {stage: 1e3 * (times[i + 1] - times[i]) for i, stage in enumerate(("mel", "encode", "head"))}
        return Hearing(log_posteriors, hidden[EARLY_OUTPUT][0], cost_ms)

    @property
    def layers(self) -> tuple[int, ...]:
        """The encoder's layers that its graph shows; the last one's output is taken after the final norm."""
        names = (output.name for output in self._encoder.get_outputs())
        shown = sorted(int(name.removeprefix("layer_")) for name in names if name.startswith("layer_"))
        return (*shown, shown[-1] + 1)

    def hidden_layer(self, samples: np.ndarray, layer: int) -> np.ndarray:
        """The output of one of `layers`, float32, shape (frames, 512); the rest as in `hear`. Raises RecognitionError."""
        output = "last" if layer == self.layers[-1] else f"layer_{layer}"
        features = mel_features(samples[: int(MAX_SECONDS * RATE)])
        try:
            return self._encoder.run([output], {"mel": features})[0][0]
        except Exception as error:  # as above
            raise RecognitionError(f"the encoder failed on {len(samples) / RATE:.1f} s of sound ({error}); try again") from error


def mel_features(samples: np.ndarray) -> np.ndarray:
    """Whisper's features with a little silence on both sides, float32, shape (1, 80, frames), frames even."""
    led = np.concatenate([np.zeros(round(SECONDS_BEFORE * RATE), np.float32), samples])
    features = log_mel(led, SECONDS_AFTER)
    return np.ascontiguousarray(features[None, :, : features.shape[1] // 2 * 2])


def _session(graph: Path, threads: int, weights: Path | None = None) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    # Every utterance has its own length; patterns kept for each would make the memory grow without end.
    options.enable_mem_pattern = False
    for key, value in _WAITING.items():
        options.add_session_config_entry(f"session.intra_op.{key}", value)
    if weights is not None:
        options.add_session_config_entry("session.model_external_initializers_file_folder_path", str(weights))
    try:
        return ort.InferenceSession(graph.read_bytes(), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # as above
        raise ModelFileError(graph, str(error).strip().splitlines()[0], "embedded-encoder") from error


def _characters(path: Path, head: ort.InferenceSession, offered: list[str]) -> str:
    """The head's characters, once it is sure that it fits the encoder."""
    characters = head.get_modelmeta().custom_metadata_map.get("characters", "")
    for wanted in head.get_inputs():
        if wanted.name not in offered or wanted.shape[-1] != WIDTH:
            raise HeadMismatchError(path, f"the encoder has no output {wanted.name} of width {wanted.shape[-1]}")
    n_classes = head.get_outputs()[0].shape[-1]
    if n_classes != len(characters) + 1:
        raise HeadMismatchError(path, f"{n_classes} classes for {len(characters)} characters and a blank")
    return characters
