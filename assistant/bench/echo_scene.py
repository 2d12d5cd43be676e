"""A simulated room with a loudspeaker that talks, a person who talks over it, and one microphone.

Strategy: impulse responses by the image source method (Allen & Berkley, 1979; pyroomacoustics). The loudspeaker's sound is late
by a device's delay, and its device's clock runs fast against the microphone's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import soxr

RATE = 16_000
ALONE_S = 6.0
"""So long the loudspeaker talks before anybody else does."""
PAUSE_S = 1.2
NOISE_DB = -65.0
_ROOM_M = (4.5, 3.6, 2.7)
_MICROPHONE_M = (2.0, 1.5, 0.9)
_LOUDSPEAKER_M = (2.35, 1.6, 0.9)
_PERSON_M = (3.4, 2.9, 1.5)


@dataclass(frozen=True, slots=True)
class Condition:
    """echo_db: the echo's level at the microphone against the person's voice. reverberation_s: in which sound dies by 60 dB.

    overdrive: how far the loudspeaker is driven into distortion; 0 is not at all. held_after_ms: so long into an utterance the
    loudspeaker is held, as it is by the dialogue, until half a second after it; None: it talks on.
    """

    delay_ms: float
    drift_ppm: float = 0.0
    echo_db: float = -6.0
    reverberation_s: float = 0.3
    overdrive: float = 0.0
    held_after_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """All at RATE and of one length: played by the loudspeaker; heard by the microphone; of that, the person's part, clean.

    spans: from, to of each utterance of the person, in samples.
    """

    played: np.ndarray
    heard: np.ndarray
    person: np.ndarray
    spans: tuple[tuple[int, int], ...]

    @property
    def echo_alone(self) -> np.ndarray:
        """bool (n,): the loudspeaker talks, and nobody else; the first second, in which a canceller learns, left out."""
        alone = np.ones(len(self.heard), bool)
        alone[:RATE] = False
        for start, end in self.spans:
            alone[max(0, start - RATE // 10) : end + RATE // 2] = False
        return alone


def stage(condition: Condition, assistant: Sequence[np.ndarray], person: Sequence[np.ndarray], seed: int = 0) -> Scene:
    """The person says each of `person` once while the loudspeaker goes through `assistant` again and again."""
    to_loudspeaker, to_person = _responses(condition.reverberation_s)
    said, spans = _laid_out(person)
    said = np.convolve(said, to_person)[: len(said)]
    gap = np.zeros(RATE // 5, np.float32)
    played = np.resize(np.concatenate([part for sound in assistant for part in (sound, gap)]), len(said))
    played *= 0.1 / _rms(played)
    if condition.held_after_ms is not None:
        for start, end in spans:
            played[start + int(condition.held_after_ms * RATE / 1000) : end + RATE // 2] = 0
    sounding = np.tanh(played * condition.overdrive) / condition.overdrive if condition.overdrive else played
    if condition.drift_ppm:
        sounding = soxr.resample(sounding, 1e6, 1e6 + condition.drift_ppm)
    echo = np.convolve(np.pad(sounding, (int(condition.delay_ms * RATE / 1000), 0)), to_loudspeaker)
    echo = np.pad(echo, (0, max(0, len(said) - len(echo))))[: len(said)]
    voices = np.concatenate([said[start:end] for start, end in spans])
    said *= 0.1 / _rms(voices)
    echo *= 0.1 * 10 ** (condition.echo_db / 20) / _rms(echo)
    noise = 10 ** (NOISE_DB / 20) * np.random.default_rng(seed).standard_normal(len(said))
    heard, said, played = (sound.astype(np.float32) for sound in (said + echo + noise, said, played))
    return Scene(played, np.clip(heard, -1, 1), said, tuple(spans))


def _laid_out(person: Sequence[np.ndarray]) -> tuple[np.ndarray, list[tuple[int, int]]]:
    parts, spans, at = [np.zeros(int(ALONE_S * RATE))], [], int(ALONE_S * RATE)
    for sound in person:
        spans.append((at, at + len(sound)))
        parts += [sound, np.zeros(int(PAUSE_S * RATE))]
        at += len(sound) + int(PAUSE_S * RATE)
    said = np.concatenate(parts)
    return said[: len(said) // 160 * 160], spans


def _responses(reverberation_s: float) -> tuple[np.ndarray, np.ndarray]:
    """From the loudspeaker and from the person to the microphone, without the time that sound takes to the first of them."""
    import pyroomacoustics

    absorption, max_order = pyroomacoustics.inverse_sabine(reverberation_s, _ROOM_M)
    room = pyroomacoustics.ShoeBox(_ROOM_M, fs=RATE, materials=pyroomacoustics.Material(absorption), max_order=min(max_order, 12))
    room.add_source(_LOUDSPEAKER_M)
    room.add_source(_PERSON_M)
    room.add_microphone(_MICROPHONE_M)
    room.compute_rir()
    echo, person = (np.asarray(response) for response in room.rir[0])
    return echo, person[int(np.argmax(np.abs(person))) :]


def _rms(samples: np.ndarray) -> float:
    return float(np.sqrt(np.mean(samples**2)) + 1e-9)
