"""Kokoro as the speaker of a training set: 16 kHz sound of a text in a blend of voices."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from assistant.audio.resampling import resample
from assistant.tts.acoustics import onnx_model
from assistant.tts.kokoro import Kokoro
from assistant.tts.protocol import SAMPLE_RATE
from assistant.tts.reading.readers import Readers
from assistant.tts.voices import Voices

RATE = 16_000


class KokoroSpeaker:
    """A synthesis.Speaker."""

    def __init__(self, kokoro: Kokoro):
        self._kokoro = kokoro

    def __call__(self, text: str, voice: str, speed: float) -> np.ndarray:
        spoken = np.concatenate([segment.audio.samples for segment in self._kokoro.speak(text, voice, speed)])
        return resample(spoken, SAMPLE_RATE, RATE)


def load_speaker(weights: Path, folders: tuple[Path, ...]) -> KokoroSpeaker:
    """weights: as `onnx_model.load` takes them; folders: of voices. Raises ModelFileError, UnknownVoiceError, PhonemizerError."""
    model = onnx_model.load(weights, threads=1)  # more processes do more than more threads
    return KokoroSpeaker(Kokoro(model, Voices(*folders), Readers().reader_for).unhurried())
