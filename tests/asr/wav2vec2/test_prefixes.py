"""Which texts of a search can only go on alike."""

import numpy as np
import pytest

from assistant.asr.wav2vec2.hot_words import HotWords
from assistant.asr.wav2vec2.kenlm_model import KenlmModel
from assistant.asr.wav2vec2.prefixes import Prefixes
from tests.asr.posteriors import CHARACTERS
from tests.asr.wav2vec2.language_models import write

pytest.importorskip("kenlm", reason="the wav2vec2 extra is not installed")


def future(tree, text):
    at = np.array([0])
    for letter in text:
        at = tree.add(tree.grown(at, np.array([CHARACTERS.index(letter) + 1])), np.array([0]))
    return int(tree.future[at[0]])


def test_texts_go_on_alike_after_the_same_last_words(tmp_path):
    model = KenlmModel(write(tmp_path), CHARACTERS)
    tree = Prefixes(model, CHARACTERS, HotWords(["luz da casa"], CHARACTERS, 1.0))
    assert future(tree, "acende a luz ") == future(tree, "apaga a luz ")
    assert future(tree, "acende a luz d") == future(tree, "apaga a luz d")
    assert future(tree, "a casa é") != future(tree, "o caso é")
    assert future(tree, "a ca") != future(tree, "o ca")
    assert future(tree, "a luz d") != future(tree, "a luz a")
    # The model has forgotten which unknown word it was; the hot phrase has not.
    assert future(tree, "xx yy zz ") == future(tree, "yy zz xx ") != future(tree, "yy zz luz ")
