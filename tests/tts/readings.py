"""Stand-ins for who reads and for what sounds: letters that are phonemes, and a tone for each of them."""

import numpy as np

from assistant.language.speakable import speakable
from assistant.tts.acoustics.protocol import FRAME_SAMPLES, Utterance
from assistant.tts.phonemes import known, vocabulary
from assistant.tts.reading.protocol import Spoken
from assistant.tts.timing import SOUND_AHEAD

N_FRAMES, N_PADDING = 4, 3
"""How many frames a phoneme of `ToneModel` lasts, and the silence before and after them."""


class Letters:
    """Says every letter as it is written."""

    def __init__(self):
        self.read_texts = []

    def read(self, sentence):
        self.read_texts.append(sentence)
        spoken = ((word, known(word.lower())) for word in speakable(sentence).split())
        return tuple(Spoken(word, phonemes) for word, phonemes in spoken if any(p.isalpha() for p in phonemes))


class ToneModel:
    """A tenth of a second of tone for every letter, silence for marks and spaces; remembers what it was asked."""

    identity = "tones"

    def __init__(self, tells_durations=False):
        self.asked = []
        self._tells = tells_durations
        self._sounding = {number for phoneme, number in vocabulary().items() if phoneme.isalpha()}

    def infer(self, ids, style, speed):
        self.asked.append((list(ids), style, speed))
        n_frames = max(1, round(N_FRAMES / speed))
        frames = np.array([N_PADDING, *[n_frames] * len(ids), N_PADDING], np.int64)
        sounds = np.repeat([False, *(i in self._sounding for i in ids), False], frames * FRAME_SAMPLES)
        ahead = int(SOUND_AHEAD)
        sounds = np.concatenate([sounds[ahead:], np.zeros(ahead, bool)])
        samples = np.where(sounds, 0.5 * np.sin(np.arange(len(sounds)) * 0.1), 0.0).astype(np.float32)
        return Utterance(samples, frames if self._tells else None)

    @property
    def phonemes(self):
        """What it was asked to say."""
        letters = {number: phoneme for phoneme, number in vocabulary().items()}
        return ["".join(letters[i] for i in ids) for ids, *_ in self.asked]
