"""The spectra within Kokoro's generator as convolutions, which every ONNX runtime knows: what torch.stft and torch.istft give.

Strategy: one convolution is real and imaginary part at once. The kokoro package has one of its own for exports, which leaves out
the division by the windows' overlap and takes the ends of the spectrum twice: a quarter less loud, and another timbre.
"""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import nn
from torch.nn import functional


class ConvolvedStft(nn.Module):
    """Hann windows of n_fft samples every `hop`, centred, as the generator of KModel calls it. n_fft is even."""

    def __init__(self, n_fft: int, hop: int):
        super().__init__()
        self.n_bins, self.hop, self.n_edge = n_fft // 2 + 1, hop, n_fft // 2
        window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n_fft) / n_fft)
        angles = 2 * np.pi * np.outer(np.arange(self.n_bins), np.arange(n_fft)) / n_fft
        real, imaginary = np.cos(angles), -np.sin(angles)
        imaginary[[0, -1]] = 0.0  # as they are but for rounding, which would toss between the phases pi and -pi
        weight = np.full((self.n_bins, 1), 2.0)
        weight[[0, -1]] = 1.0  # every other bin stands for its mirror image, too
        into = np.concatenate([real, imaginary]) * window
        back = np.concatenate([real * weight, imaginary * weight]) * window / n_fft
        self.register_buffer("into", torch.from_numpy(into[:, None]).float())
        self.register_buffer("back", torch.from_numpy(back[:, None]).float())
        begin, middle, end = _overlap(window, hop)
        self.register_buffer("begin", torch.from_numpy(1 / begin).float())
        self.register_buffer("end", torch.from_numpy(1 / end).float())
        self.register_buffer("middle", torch.tensor(1 / middle).float())

    def transform(self, samples: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """(batch, n) → magnitude and phase, each (batch, bins, frames)."""
        padded = functional.pad(samples.unsqueeze(1), (self.n_edge, self.n_edge), mode="reflect")
        spectrum = functional.conv1d(padded, self.into, stride=self.hop)
        real, imaginary = spectrum[:, : self.n_bins], spectrum[:, self.n_bins :]
        return torch.sqrt(real * real + imaginary * imaginary), _phase(real, imaginary)

    def inverse(self, magnitude: torch.Tensor, phase: torch.Tensor) -> torch.Tensor:
        """Each (batch, bins, frames) → (batch, 1, n)."""
        spectrum = torch.cat([magnitude * torch.cos(phase), magnitude * torch.sin(phase)], dim=1)
        samples = functional.conv_transpose1d(spectrum, self.back, stride=self.hop)
        n = self.n_edge
        inner = samples[..., 2 * n : -2 * n] * self.middle
        return torch.cat([samples[..., n : 2 * n] * self.begin, inner, samples[..., -2 * n : -n] * self.end], dim=-1)


def _phase(real: torch.Tensor, imaginary: torch.Tensor) -> torch.Tensor:
    """atan2, which ONNX has not: its exporter's gives no number at 0, 0 and -pi where torch gives pi."""
    angle = torch.atan(imaginary / torch.where(real == 0, torch.full_like(real, 1e-30), real))
    turned = torch.where(imaginary >= 0, angle + math.pi, angle - math.pi)
    return torch.where(real < 0, turned, angle)


def _overlap(window: np.ndarray, hop: int) -> tuple[np.ndarray, float, np.ndarray]:
    """What the squared windows add up to: over the first n_fft / 2 samples that are kept, anywhere inside, over the last."""
    n_fft = len(window)
    n_frames = 4 * n_fft // hop
    total = np.zeros(n_fft + hop * (n_frames - 1))
    for frame in range(n_frames):
        total[frame * hop : frame * hop + n_fft] += window**2
    kept = total[n_fft // 2 : len(total) - n_fft // 2]
    return kept[: n_fft // 2], float(kept[len(kept) // 2]), kept[-(n_fft // 2) :]
