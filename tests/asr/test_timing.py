"""Tokens and attention in, words with times out."""

import numpy as np

from assistant.asr.timing import fit_to_sound, words_of
from assistant.events import Word
from tests.asr.sounds import RATE, noise, silence

PIECES = [" Que", " hor", "as", " são", "?", " -"]


def spell(ids):
    return "".join(PIECES[i] for i in ids).strip()


def begins_word(token):
    return PIECES[token].startswith(" ")


def test_tokens_are_grouped_into_words_with_their_punctuation():
    alignment = [(0, 10), (0, 11), (1, 20), (2, 30), (3, 40), (4, 50), (5, 55), (6, 60)]
    words = words_of(range(6), alignment, np.log([0.9, 0.8, 0.8, 0.5, 0.5, 0.5]), spell, begins_word)
    assert [(w.text, w.start, w.end) for w in words] == [("Que", 0.2, 0.4), ("horas", 0.4, 0.8), ("são? -", 0.8, 1.2)]
    assert [round(w.confidence, 2) for w in words] == [0.9, 0.8, 0.5]


def test_a_token_without_frames_takes_no_time():
    words = words_of(range(2), [(0, 5), (2, 15)], [0.0, 0.0], spell, begins_word)
    assert [(w.start, w.end) for w in words] == [(0.1, 0.3), (0.3, 0.3)]


def test_pauses_are_given_back_to_silence():
    sound = np.concatenate([silence(0.5), noise(0.5), silence(1.0)])
    (word,) = fit_to_sound((Word("palavra", 0.0, 2.0, 1.0),), sound)
    assert (word.start, word.end) == (0.5, 1.0)


def test_a_noisy_pause_is_not_part_of_the_word_after_it():
    (word,) = fit_to_sound((Word("eu", 0.0, 3.0, 1.0),), noise(3.0))
    assert word.end == 3.0
    assert word.start == 2.5


def test_no_sound_no_change():
    word = Word("eu", 0.0, 0.0, 1.0)
    assert fit_to_sound((word,), np.zeros(10 * RATE // 1000, np.float32)) == (word,)
