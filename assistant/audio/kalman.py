"""The assistant's own voice taken out by a linear filter that knows how sure it is: what somebody says over it is left as it is.

Strategy: a partitioned-block frequency-domain Kalman filter (G. Enzner, P. Vary 2006; F. Kuech, E. Mabande, G. Enzner 2014). Of
each coefficient of the room's response it keeps how wrong that may be. By this it adapts fast at first and not while somebody
speaks over the answer, and knows how much echo is probably left, which a Wiener gain then takes away. Nothing else is suppressed.
"""

from __future__ import annotations

from collections import deque

import numpy as np

from assistant.audio.reference import BLOCK_SAMPLES

N_PARTS = 64  # blocks of the room's response: 250 ms of delay, and 390 of reverberation
_STAYS = 0.9995  # of a coefficient, from one block to the next: rooms change when people walk
_FIRST_DOUBT, _LEAST_DOUBT = 0.1, 1e-8  # the variance of a coefficient
_SMOOTH = 0.8  # of what is heard besides the echo: it is followed within 50 ms
_OVER, _LEAST_GAIN = 2.0, 0.05  # so many times what is probably left is taken away, and never more than 26 dB
_TINY = 1e-6  # that nothing is divided by nothing
_SILENCE = 1e-8  # the mean power of what makes no echo
_WINDOW = np.sqrt(np.hanning(2 * BLOCK_SAMPLES + 1)[:-1])
_CONSTRAINED = 16  # parts whose response is cut to its block each time, in turns: a quarter of the work


class KalmanFilter:
    """One stream of sound. Sound comes out a block later."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        shape = (N_PARTS, BLOCK_SAMPLES + 1)
        self._spectra, self._response = np.zeros(shape, complex), np.zeros(shape, complex)  # of what was played, the newest first
        self._doubt = np.full(shape, _FIRST_DOUBT)
        self._besides = np.full(shape[1], 1e-4)  # the power of what is heard and no echo
        self._played, self._heard, self._left, self._tail = np.zeros((4, BLOCK_SAMPLES))
        self._n_silent = N_PARTS
        self._turn = 0
        self._trust = Trust()

    def moved(self) -> None:
        """See EchoCanceller: what was learned was the response of another delay."""
        self.reset()

    @property
    def is_settled(self) -> bool:
        """Whether it takes the echo away, as far as there was any lately."""
        return self._trust.is_earned

    def clean(self, heard: np.ndarray, played: np.ndarray) -> np.ndarray:
        """See EchoCanceller."""
        blocks = zip(_blocks(heard), _blocks(played), strict=True)
        return np.concatenate([self._clean(*block) for block in blocks]).astype(np.float32)

    def _clean(self, heard: np.ndarray, played: np.ndarray) -> np.ndarray:
        self._n_silent = 0 if _power(played) > _SILENCE else self._n_silent + 1
        if self._n_silent > N_PARTS:
            self._played, self._heard = played, heard
            return self._smoothed(heard, None)
        self._spectra[1:] = self._spectra[:-1].copy()
        self._spectra[0] = np.fft.rfft(np.concatenate([self._played, played]))
        self._played = played
        left = heard - np.fft.irfft(np.einsum("pf,pf->f", self._spectra, self._response))[BLOCK_SAMPLES:]
        remains = self._adapt(np.fft.rfft(np.concatenate([np.zeros(BLOCK_SAMPLES), left])))
        cleaned = self._smoothed(left, remains)
        self._trust.observe(self._heard, cleaned, played)
        self._heard = heard
        return cleaned

    def _adapt(self, left: np.ndarray) -> np.ndarray:
        """left: the spectrum of what is left → the power of the echo that is probably in it."""
        power = self._spectra.real**2 + self._spectra.imag**2
        remains = 0.5 * np.einsum("pf,pf->f", power, self._doubt)
        self._besides = _SMOOTH * self._besides + (1 - _SMOOTH) * (left.real**2 + left.imag**2)
        gain = self._doubt / (remains + self._besides + _TINY)
        self._response += gain * self._spectra.conj() * left
        self._constrain()
        self._doubt *= _STAYS**2 * (1 - 0.5 * gain * power)
        self._doubt += (1 - _STAYS**2) * (self._response.real**2 + self._response.imag**2)
        np.maximum(self._doubt, _LEAST_DOUBT, out=self._doubt)
        return remains

    def _constrain(self) -> None:
        """A part's response is no longer than a block; else what is filtered with it would wrap around."""
        parts = slice(self._turn, self._turn + _CONSTRAINED)
        self._turn = parts.stop % N_PARTS
        response = np.fft.irfft(self._response[parts], axis=1)
        response[:, BLOCK_SAMPLES:] = 0
        self._response[parts] = np.fft.rfft(response, axis=1)

    def _smoothed(self, left: np.ndarray, remains: np.ndarray | None) -> np.ndarray:
        spectrum = np.fft.rfft(np.concatenate([self._left, left]) * _WINDOW)
        self._left = left
        if remains is not None:
            power = spectrum.real**2 + spectrum.imag**2
            spectrum *= np.maximum(1 - _OVER * remains / (power + 1e-9), _LEAST_GAIN)
        sound = np.fft.irfft(spectrum) * _WINDOW
        done, self._tail = sound[:BLOCK_SAMPLES] + self._tail, sound[BLOCK_SAMPLES:]
        return done


class Trust:
    """Whether a filter takes the echo away: most of the time that something sounds; who speaks over that takes a small part."""

    ENOUGH = 100.0  # times fainter, 20 dB
    FAINT = 1e-6  # the mean power of what no detector takes for speech
    N_JUDGED, N_FIRST = 200, 30  # blocks: 2 s of playing, and 0.3 s at the least
    EARNED, LOST = 0.75, 0.3  # shares of them
    SMOOTH = 0.9  # 100 ms

    def __init__(self) -> None:
        self._blocks: deque[bool] = deque(maxlen=self.N_JUDGED)
        self._before = self._after = 0.0  # power
        self.is_earned = False

    def observe(self, heard: np.ndarray, cleaned: np.ndarray, played: np.ndarray) -> None:
        """A block of sound before and after, and of what is played."""
        self._before = self.SMOOTH * self._before + (1 - self.SMOOTH) * _power(heard)
        self._after = self.SMOOTH * self._after + (1 - self.SMOOTH) * _power(cleaned)
        if _power(played) <= _SILENCE:
            return
        self._blocks.append(self._after * self.ENOUGH < self._before or self._after < self.FAINT)
        if len(self._blocks) >= self.N_FIRST:
            share = sum(self._blocks) / len(self._blocks)
            self.is_earned = share >= (self.LOST if self.is_earned else self.EARNED)


def _power(block: np.ndarray) -> float:
    return float(np.dot(block, block)) / len(block)


def _blocks(samples: np.ndarray) -> np.ndarray:
    return samples.astype(np.float64).reshape(-1, BLOCK_SAMPLES)
