"""The dedicated speaker encoder: CAM++, a network that does nothing else, in one pass of ONNX Runtime."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime as ort

from assistant.errors import ModelFileError, RecognitionError, TooShortError
from assistant.speakers import camplus
from assistant.speakers.kaldi_fbank import RATE, log_mel
from assistant.speakers.protocol import MIN_SECONDS, Utterance, unit

# More says little about a voice, and takes its time. The pauses stay: without them 1.5 % of errors become 2.3 %.
_MOST_SAMPLES = 3 * RATE
# Faint sound would drown in the floor of the features.
_LOUDNESS, _FAINTEST = 0.05, 1e-5


class DedicatedEncoder:
    """Loaded weights; threads may share it."""

    id = "campplus-1"
    size = camplus.SIZE
    needs_sound = True

    def __init__(self, folder: Path, threads: int = 1):
        """folder: of speaker-encoder. Raises ModelFileError."""
        graph = folder / camplus.FILE_NAME
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.enable_mem_pattern = False  # every utterance has its own length
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = ort.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # ONNX Runtime's own errors have no common class
            raise ModelFileError(graph, str(error).strip().splitlines()[0], camplus.MODEL) from error

    def embed(self, utterance: Utterance) -> np.ndarray:
        """See SpeakerEncoder. Of long utterances the middle three seconds."""
        if utterance.seconds < MIN_SECONDS:
            raise TooShortError(utterance.seconds, MIN_SECONDS)
        start = max(0, (len(utterance.samples) - _MOST_SAMPLES) // 2)
        features = log_mel(_audible(utterance.samples[start : start + _MOST_SAMPLES]))
        features -= features.mean(axis=0)
        try:
            (vector,) = self._session.run(None, {camplus.INPUT: features[None]})
        except Exception as error:  # as above
            raise RecognitionError(f"the speaker encoder failed on {utterance.seconds:.1f} s of sound ({error})") from error
        return unit(vector[0])


def _audible(samples: np.ndarray) -> np.ndarray:
    loudness = float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))
    return samples * np.float32(_LOUDNESS / max(loudness, _FAINTEST))
