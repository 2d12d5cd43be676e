"""Sample rates and channels: everything becomes float32 mono at the rate that is asked for (by soxr)."""

from __future__ import annotations

import numpy as np
import soxr


def mono(samples: np.ndarray) -> np.ndarray:
    """(n,) or (n, channels) of any float type -> float32 (n,); channels are averaged, NaN and infinities become 0."""
    if samples.ndim == 2:
        samples = samples[:, 0] if samples.shape[1] == 1 else samples.mean(axis=1)
    samples = np.ascontiguousarray(samples, dtype=np.float32)
    if not np.isfinite(samples).all():
        samples = np.nan_to_num(samples, nan=0.0, posinf=0.0, neginf=0.0)
    return samples


class Resampler:
    """A stream of mono blocks from one rate to another; chunking does not change the result."""

    def __init__(self, source_rate: int, target_rate: int):
        same = source_rate == target_rate
        self._stream = None if same else soxr.ResampleStream(source_rate, target_rate, 1, dtype="float32")

    def feed(self, samples: np.ndarray, last: bool = False) -> np.ndarray:
        """float32 (n,) -> float32 (m,); `last` flushes what the filter still holds."""
        if self._stream is None:
            return samples
        return self._stream.resample_chunk(samples, last=last)


def resample(samples: np.ndarray, source_rate: int, target_rate: int) -> np.ndarray:
    """A whole mono signal at once."""
    return samples if source_rate == target_rate else soxr.resample(samples, source_rate, target_rate)
