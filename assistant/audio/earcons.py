"""Short sounds that tell what the assistant does, made by these few lines: it listens, it has understood, something went wrong.

Strategy: an interval says it. Rising asks for more, one note is a nod, falling is a regret. High notes of a soft mallet on a bar,
since two tones where a voice has its pitch are taken for one by a detector of speech; with a beginning and an end without a step,
which would be heard as a click.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from assistant.events import AudioFrame, Earcon

RATE = 24_000
LEVEL_DBFS = -18.0
"""Of each sound as a whole (RMS): beside an answer at its usual loudness it is heard, and startles nobody."""
FADE_IN_S, FADE_OUT_S = 0.006, 0.025
_PARTIALS = ((1.0, 1.0, 14.0), (2.76, 0.12, 40.0))
"""Ratio to the note, level, decay per second: a soft mallet on a bar, whose overtone is soon gone."""
_NOTES = {
    Earcon.LISTENING: ((0.0, 1318.51), (0.08, 1760.0)),  # e‴ a‴, a fourth up
    Earcon.UNDERSTOOD: ((0.0, 1318.51),),
    Earcon.ERROR: ((0.0, 1318.51), (0.09, 880.0)),  # e‴ a″, a fifth down
}
"""By sound: when each note begins, in seconds, and its pitch in Hz."""
_LENGTHS_S = {Earcon.LISTENING: 0.18, Earcon.UNDERSTOOD: 0.11, Earcon.ERROR: 0.2}


@cache
def sound_of(earcon: Earcon) -> AudioFrame:
    """At 24 kHz, at most 0.2 s long."""
    n_samples = round(_LENGTHS_S[earcon] * RATE)
    mixed = np.zeros(n_samples)
    for start_s, pitch_hz in _NOTES[earcon]:
        start = round(start_s * RATE)
        mixed[start:] += _note(pitch_hz, n_samples - start)
    mixed[-round(FADE_OUT_S * RATE) :] *= _rising(FADE_OUT_S)[::-1]
    mixed *= 10 ** (LEVEL_DBFS / 20) / np.sqrt(np.mean(mixed**2))
    samples = mixed.astype(np.float32)
    samples.flags.writeable = False  # it is one and the same for all who ask
    return AudioFrame(samples, RATE)


def _note(pitch_hz: float, n_samples: int) -> np.ndarray:
    t = np.arange(n_samples) / RATE
    sound = sum(level * np.exp(-decay * t) * np.sin(2 * np.pi * ratio * pitch_hz * t) for ratio, level, decay in _PARTIALS)
    attack = _rising(FADE_IN_S)
    sound[: len(attack)] *= attack
    return sound


def _rising(seconds: float) -> np.ndarray:
    """From 0 to 1 along half a cosine."""
    return 0.5 - 0.5 * np.cos(np.linspace(0, np.pi, round(seconds * RATE)))
