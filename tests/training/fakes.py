"""A speaker without weights, and a tiny training set."""

import os
import time
from pathlib import Path

import numpy as np

from assistant.training import synthesis
from assistant.training.alphabet import encode
from assistant.training.blends import Casting
from assistant.training.texts import Mixture, Weighted

VOICES = ("pf_dora", "pm_alex", "pm_santa", "af_bella", "af_nova", "jm_kumo")
RATE = 16_000


def tone_speaker():
    """Says every character as 60 ms of a tone of its own, at the speed asked for; the voice sets the loudness."""

    def speak(text, voice, speed):
        seconds = np.arange(int(0.06 * RATE / speed)) / RATE
        loudness = 0.2 + (len(voice) % 5) / 10
        tones = [np.sin(2 * np.pi * (200 + 60 * number) * seconds) for number in encode(text.rstrip(".?!,"))]
        return (loudness * np.concatenate(tones)).astype(np.float32)

    return speak


def slow_speaker():
    """Leaves its process's number where the test looks for it."""
    Path(os.environ["FAKE_SPEAKER_PID"]).write_text(str(os.getpid()))
    speak = tone_speaker()

    def speak_slowly(text, voice, speed):
        time.sleep(0.1)
        return speak(text, voice, speed)

    return speak_slowly


def words_mixture():
    words = "sim não ligar abrir três"
    return Mixture([Weighted("words", 1, lambda random: random.choice(words.split()))])


def scripts(seed=1, held_out=False):
    mixture, casting = words_mixture(), Casting(VOICES, held_out)
    return lambda index: synthesis.write_script(index, seed, mixture, casting)


def fake_encoder(samples):
    """Loudness in 512 bands, 50 frames a second: enough to tell tones apart. float16 (frames, 1, 512)."""
    n_frames = max(1, len(samples) // 320)
    frames = np.resize(samples, n_frames * 320).reshape(n_frames, 320)
    spectrum = np.abs(np.fft.rfft(frames, 1022, axis=1))
    return np.log1p(spectrum)[:, None].astype(np.float16)
