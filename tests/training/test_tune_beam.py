"""Weights of the word beam, found on posteriors made by hand."""

import numpy as np
import pytest

from assistant.asr.word_beam import BeamSettings, Decoded, WordBeam
from assistant.training import tune_beam
from assistant.training.tune_beam import Recording
from tests.asr.posteriors import CHARACTERS, of_text
from tests.asr.words import few_words


def recording(heard, said, group="people", sureness=4.0):
    return Recording(group, said, of_text(heard, sureness=sureness))


def test_error_rates_are_of_each_set():
    recordings = [recording("a casa é azul", "a casa é azul"), recording("a luz", "a sala", "blends")]
    rates = tune_beam.error_rates(recordings, WordBeam(few_words(), CHARACTERS))
    assert rates == {"people": (0.0, 0.0), "blends": (0.5, pytest.approx(4 / 6))}


def test_a_weight_that_helps_is_found():
    recordings = [
        recording("acendi a lus", "acende a luz", sureness=3.0),
        recording("a caza é azul", "a casa é azul", sureness=3.0),
    ]
    deaf = BeamSettings(language=0.0, word=0.0, foreign=0.0, foreign_letter=0.0)
    settings, error = tune_beam.tuned(recordings, few_words(), CHARACTERS, deaf)
    assert error < 0.2
    assert settings != deaf


def test_right_texts_get_more_confidence_than_invented_ones():
    right = [recording(text, text) for text in ("a casa é azul", "acende a luz da sala", "o caso é sério")]
    invented = [recording(text, "") for text in ("xq lzv wuh", "ptâ zk", "gh")]
    beam = WordBeam(few_words(), CHARACTERS)
    weights = tune_beam.confidence_weights([*right, *invented], beam)

    def evidence(heard):
        return weights @ [1.0, *tune_beam.features(beam.decode(heard.log_posteriors)[0])]

    assert min(map(evidence, right)) > max(map(evidence, (r for r in invented if beam.decode(r.log_posteriors))))
    assert np.isfinite(weights).all()


@pytest.mark.parametrize(("said", "share"), [("a casa azul", 1.0), ("a casa", 0.5), ("o caso é sério", 0.0), ("", 0.0)])
def test_the_share_of_right_words(said, share):
    assert tune_beam.share_right(said, Decoded(("a", "casa", "azul"), 0.0, 0.0, 0.0)) == share
