"""When each word is heard."""

import numpy as np

from assistant.tts.acoustics.protocol import FRAME_SAMPLES
from assistant.tts.protocol import SpokenWord
from assistant.tts.timing import SOUND_AHEAD, boundaries, word_times


def test_phonemes_begin_where_their_frames_tell_but_a_little_sooner():
    frames = np.array([10, 4, 2, 6, 10])  # padding, three phonemes, padding
    expected = np.array([10, 14, 16, 22]) * FRAME_SAMPLES - SOUND_AHEAD
    assert boundaries(frames).tolist() == expected.tolist()


def test_times_are_counted_from_what_is_heard_and_lie_within():
    bounds = np.array([0, 2400, 4800, 24_000, 48_000])
    words = [("a", 0, 1), ("b", 1, 3), ("c", 3, 4)]
    assert word_times(words, bounds, 1200, 36_000) == (
        SpokenWord("a", 0.0, 0.05),
        SpokenWord("b", 0.05, 0.95),
        SpokenWord("c", 0.95, 1.45),
    )
