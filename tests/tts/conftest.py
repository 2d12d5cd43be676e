"""A Kokoro that speaks in tones."""

import pytest

from assistant import resources
from assistant.tts.kokoro import Kokoro
from assistant.tts.voices import Voices
from tests.tts.readings import Letters, ToneModel


@pytest.fixture
def model():
    return ToneModel()


@pytest.fixture
def voices():
    return Voices(resources.voices_folder())


@pytest.fixture
def kokoro(model, voices):
    return Kokoro(model, voices, lambda language: Letters())
