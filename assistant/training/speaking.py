"""Kokoro as the speaker of a training set: 16 kHz sound of a text in a blend of voices."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from assistant.audio.resampling import resample
from assistant.tts.kokoro import Kokoro, load_kokoro
from assistant.tts.protocol import SAMPLE_RATE
from assistant.tts.voices import Voices

RATE = 16_000


class KokoroSpeaker:
    def __init__(self, kokoro: Kokoro):
        self._kokoro = kokoro

    def __call__(self, text: str, voice: str, speed: float) -> np.ndarray:
        spoken = np.concatenate([segment.audio.samples for segment in self._kokoro.speak(text, voice, speed)])
        return resample(spoken, SAMPLE_RATE, RATE)


def load_speaker(model: Path, folders: tuple[Path, ...]) -> KokoroSpeaker:
    """One thread: more processes do more than more threads. Raises ModelFileError, UnknownVoiceError, PhonemizerError."""
    return KokoroSpeaker(load_kokoro(model, Voices(*folders), threads=1).unhurried())
