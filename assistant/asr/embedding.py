"""Frame embeddings: what a layer of an acoustic model makes of sound of any length, 50 vectors a second.

Strategy: a sound that fits into a window is heard whole; a longer one in windows that overlap, of which only the middle counts,
so that every frame has heard what lies around it. Windows begin at whole frames: the frames of all of them stand in one row, and
memory does not grow with the sound.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from assistant.asr.ctc_reader import FrameTimes
from assistant.asr.protocol import SAMPLE_RATE
from assistant.asr.windows import checked
from assistant.errors import NoSuchLayerError
from assistant.events import AudioFrame

RATE_HZ = 50
_FRAME_SAMPLES = SAMPLE_RATE // RATE_HZ
LAST = "last"


class LayeredModel(Protocol):
    """An acoustic model that shows what happens inside it."""

    @property
    def layers(self) -> Sequence[int]:
        """The numbers of the layers that can be asked for, ascending."""

    def hidden_layer(self, samples: np.ndarray, layer: int) -> np.ndarray:
        """samples: float32, 16 kHz, shape (n,) → float32, shape (frames, width). Raises RecognitionError."""


@dataclass(frozen=True, slots=True)
class WindowSizes:
    """In seconds, multiples of a frame. whole: what is heard at once. context: on both sides of what counts of a window."""

    whole_s: float = 28.0
    context_s: float = 2.0

    @property
    def whole(self) -> int:
        return round(self.whole_s * RATE_HZ) * _FRAME_SAMPLES

    @property
    def context(self) -> int:
        return round(self.context_s * RATE_HZ) * _FRAME_SAMPLES


LARGE_SIZES = WindowSizes(14.0, 2.0)
"""For a large model: its memory grows faster than its window."""


def layer_named(name: str, layers: Sequence[int], model: str) -> int:
    """The number of a layer that somebody asks for: a number, or "last". Raises NoSuchLayerError."""
    if name == LAST:
        return layers[-1]
    if not name.isascii() or not name.isdigit() or int(name) not in layers:
        raise NoSuchLayerError(name, model, layers)
    return int(name)


class LayerReader:
    """One layer of a model. times: where the model's frames lie."""

    def __init__(self, model: LayeredModel, times: FrameTimes, layer: int, sizes: WindowSizes = WindowSizes()):
        self.layer = layer
        self._model = model
        self._times = times
        self._sizes = sizes

    def frames(self, sound: Iterable[AudioFrame]) -> Iterator[np.ndarray]:
        """Of successive sound, in pieces of float32, shape (n, width); frame i of all lies i / 50 s after the first sample.

        Raises RecognitionError.
        """
        held, skip = np.empty(0, np.float32), 0  # skip: the samples of `held` that are context alone
        for frame in sound:
            held = np.concatenate([held, checked(frame)])
            while len(held) > self._sizes.whole:
                end = self._sizes.whole - self._sizes.context
                yield self._heard(held[: self._sizes.whole])[skip // _FRAME_SAMPLES : end // _FRAME_SAMPLES]
                held, skip = held[end - self._sizes.context :], self._sizes.context
        # The last window has heard its beginning already: nothing is left of it only when the sound ended there.
        if len(held) > skip:
            yield self._heard(held)[skip // _FRAME_SAMPLES :]

    def _heard(self, samples: np.ndarray) -> np.ndarray:
        return self._times.own(self._model.hidden_layer(samples, self.layer))


class Pool:
    """Mean and standard deviation over frames that come in pieces, as FrameTimes.pooled has them of frames at once."""

    def __init__(self) -> None:
        self._n = 0
        self._mean: np.ndarray | None = None
        self._spread: np.ndarray | None = None

    def add(self, frames: np.ndarray) -> None:
        """frames: shape (n, d). Source: Chan, Golub and LeVeque, "Updating Formulae and a Pairwise Algorithm", 1979."""
        if not len(frames):
            return
        mean = frames.mean(axis=0, dtype=np.float64)
        spread = np.square(frames - mean).sum(axis=0)
        if self._mean is None or self._spread is None:
            self._n, self._mean, self._spread = len(frames), mean, spread
            return
        n, apart = self._n + len(frames), mean - self._mean
        self._spread = self._spread + spread + np.square(apart) * self._n * len(frames) / n
        self._mean = self._mean + apart * len(frames) / n
        self._n = n

    @property
    def vector(self) -> np.ndarray:
        """float32, shape (2 d,). Only after a frame was added."""
        if self._mean is None or self._spread is None:
            return np.empty(0, np.float32)
        return np.concatenate([self._mean, np.sqrt(self._spread / self._n)]).astype(np.float32)
