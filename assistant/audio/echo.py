"""The assistant's own voice taken out of what the microphone hears.

Strategy: WebRTC's audio processing (AEC3) finds the echo at once and whatever the loudspeaker does to it, but takes much of what
is said over it away, too. The Kalman filter (kalman.py) needs a second or two of sound, and a loudspeaker and a microphone with
one clock; then it leaves a voice as it is. Both listen; the filter is believed as long as it takes the echo away.
"""

from __future__ import annotations

import logging
from typing import Literal, Protocol

import numpy as np

from assistant.audio.duplex import Duplex
from assistant.audio.kalman import KalmanFilter
from assistant.audio.reference import BLOCK_SAMPLES, RATE, Mark, Played, Reference
from assistant.config import AudioConfig

log = logging.getLogger(__name__)

_LEVELS = {"low": 0, "moderate": 1, "high": 2, "very_high": 3}
_SILENCE_DB = -100.0
_DITHER = 1e-6  # far below what 16 bits hold. Without it digital silence decays into denormal numbers: twenty times the work


class EchoCanceller(Protocol):
    """One stream of sound."""

    def clean(self, heard: np.ndarray, played: np.ndarray) -> np.ndarray:
        """float32, a multiple of BLOCK_SAMPLES at RATE each, of the same length -> `heard` without the echo of `played`."""

    def moved(self) -> None:
        """From now on `played` is earlier or later than it was beside `heard`."""

    def reset(self) -> None:
        """Begin anew."""


class WebRtc:
    """Echo cancellation, noise suppression and gain, or some of it: 8 ms of processor time a second; sound comes out 8 ms later,
    14 ms with noise suppression."""

    def __init__(self, config: AudioConfig, cancels: bool = True):
        """cancels: or only noise suppression and gain. Raises ImportError where the package is missing."""
        from pywebrtc_audio import AudioProcessor

        self._processor = AudioProcessor(
            RATE,
            echo_cancellation=cancels and config.echo == "cancel",
            noise_suppression=config.noise_suppression != "none",
            ns_level=_LEVELS.get(config.noise_suppression, 0),
            auto_gain_control=config.gain == "auto",
        )
        self._dither = (_DITHER * np.random.default_rng(0).standard_normal((2, RATE))).astype(np.float32)

    def clean(self, heard: np.ndarray, played: np.ndarray) -> np.ndarray:
        to_heard, to_played = np.resize(self._dither, (2, len(heard))) if len(heard) > RATE else self._dither[:, : len(heard)]
        return np.clip(self._processor.process(np.clip(heard, -1.0, 1.0) + to_heard, played + to_played), -1.0, 1.0)

    def moved(self) -> None:
        pass  # it looks for the delay all the time

    def reset(self) -> None:
        self._processor.reset()


class Both:
    """WebRTC's canceller until the Kalman filter has settled; noise suppression and gain after either."""

    def __init__(self, config: AudioConfig):
        """Raises ImportError where WebRTC's package is missing."""
        self._webrtc = WebRtc(config.model_copy(update={"noise_suppression": "none", "gain": "none"}))
        self._filter = KalmanFilter()
        self._polish = WebRtc(config, cancels=False) if _polishes(config) else None
        self._was_settled = False

    def clean(self, heard: np.ndarray, played: np.ndarray) -> np.ndarray:
        robust, faithful = self._webrtc.clean(heard, played), self._filter.clean(heard, played)
        was_settled, self._was_settled = self._was_settled, self._filter.is_settled
        share = np.linspace(was_settled, self._was_settled, len(heard), dtype=np.float32)
        cleaned = share * faithful + (1 - share) * robust
        return cleaned if self._polish is None else self._polish.clean(cleaned, np.zeros_like(cleaned))

    def moved(self) -> None:
        self._filter.moved()

    def reset(self) -> None:
        self._webrtc.reset()
        self._filter.reset()
        self._was_settled = False
        if self._polish is not None:
            self._polish.reset()


class EchoRemoval:
    """What stands between a microphone and those who listen to it; used by the microphone's thread, `mark` by its callback."""

    def __init__(self, mode: Literal["cancel", "half_duplex", "none"], canceller: EchoCanceller | None, played: Played):
        self._mode = mode
        self._canceller = canceller
        self._played = played
        self._reference = Reference(played)
        self._duplex = Duplex()
        self._waiting = np.empty(0, np.float32)
        self._position = self._reference.position

    @property
    def is_full_duplex(self) -> bool:
        """Whether one can listen while the assistant speaks. Changes as it goes; asked by any thread."""
        if self._mode != "cancel":
            return self._mode == "none"
        return self._canceller is not None and self._duplex.is_full

    def heard_own_words(self) -> None:
        """The assistant recognised its own words: it does not listen while it speaks, until much of it was cancelled well."""
        self._duplex.heard_own_words()

    def mark(self) -> Mark:
        """How far playback is now: to be given with the sound that is heard now."""
        return self._played.mark()

    def clean(self, heard: np.ndarray, mark: Mark) -> np.ndarray:
        """float32 at RATE, of any length -> as much of it, without what is no whole block yet."""
        if self._canceller is None:
            return heard
        heard = np.concatenate([self._waiting, np.nan_to_num(heard, nan=0.0, posinf=0.0, neginf=0.0)])
        n_blocks = len(heard) // BLOCK_SAMPLES
        heard, self._waiting = np.split(heard, [n_blocks * BLOCK_SAMPLES])
        if not n_blocks:
            return heard
        played = self._reference.take(n_blocks, mark)
        if self._reference.position != self._position:
            self._position = self._reference.position
            self._canceller.moved()
        cleaned = self._canceller.clean(heard, played)
        if not np.isfinite(cleaned).all():
            log.warning("the echo canceller gave no usable sound; it begins anew")
            self._canceller.reset()
            cleaned = heard
        self._duplex.observe(_db(heard), _db(cleaned), _db(played), 10.0 * n_blocks)
        return cleaned

    def reopened(self) -> None:
        """The microphone was opened again: what was left over belongs to another stream."""
        self._waiting = np.empty(0, np.float32)


def build(config: AudioConfig, played: Played) -> EchoRemoval:
    return EchoRemoval(config.echo, build_canceller(config), played)


def build_canceller(config: AudioConfig) -> EchoCanceller | None:
    """None where nothing is to be done, or the package is missing, which is said in the log."""
    if config.echo != "cancel" and not _polishes(config):
        return None
    try:
        return Both(config) if config.echo == "cancel" else WebRtc(config)
    except ImportError as error:
        log.warning("no echo cancellation (%s): the assistant does not listen while it speaks; pip install pywebrtc-audio", error)
        return None


def _polishes(config: AudioConfig) -> bool:
    return config.noise_suppression != "none" or config.gain != "none"


def _db(samples: np.ndarray) -> float:
    return max(_SILENCE_DB, float(10 * np.log10(np.mean(samples * samples) + 1e-10)))
