"""Free text: words that there are, out of letters that are nearly right."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.asr.language_model import LanguageModel
from assistant.asr.word_beam import BeamSettings, WordBeam
from tests.asr.posteriors import CHARACTERS, of_path, of_text
from tests.asr.words import arrays, few_words, write


def read(log_posteriors, characters=CHARACTERS, **weights):
    found = WordBeam(few_words(), characters, BeamSettings(**weights)).decode(log_posteriors)
    return found[0].text if found else ""


@pytest.mark.parametrize("sentence", ["a casa é azul", "o caso é sério", "acende a luz da sala", "luz"])
def test_what_is_said_clearly_is_written(sentence):
    assert read(of_text(sentence)) == sentence


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        ("a caza é azul", "a casa é azul"),
        ("acendi a lus da sala", "acende a luz da sala"),
        ("acasa é azul", "a casa é azul"),
        ("apaga lus", "apaga luz"),
    ],
)
def test_what_is_nearly_right_becomes_words(heard, said):
    assert read(of_text(heard, sureness=3.0)) == said


def test_the_words_before_decide_what_the_sound_leaves_open():
    def either(first, second):
        return np.logaddexp(of_text(first), of_text(second)) - np.log(2)

    assert read(either("a casa", "a caso")) == "a casa"
    assert read(either("o casa", "o caso")) == "o caso"


@pytest.mark.parametrize("path", ["", "_", "____________", "    ", "__ __ _"])
def test_nothing_is_written_where_nothing_is_said(path):
    assert read(of_path(path)) == ""


def test_a_name_that_no_list_has_is_spelled_as_it_is_heard():
    assert read(of_text("acende a luz da jurema")) == "acende a luz da jurema"
    assert read(of_text("jurema é jurema")) == "jurema é jurema"


def test_a_name_has_its_price():
    heard = of_text("a casu é azul", sureness=4.0)
    assert read(heard) == "a casa é azul"
    assert read(heard, foreign=10.0) == "a casu é azul"


def test_what_follows_a_hyphen_is_joined(tmp_path):
    model = LanguageModel(write(tmp_path / "w.npz", arrays(["disse-me a verdade"] * 3)))
    beam = WordBeam(model, CHARACTERS)
    assert beam.decode(of_text("disse-me a verdade"))[0].words == ("disse-me", "a", "verdade")
    assert beam.decode(of_text("disse me a verdade"))[0].text in {"disse-me a verdade", "disse me a verdade"}


def test_a_head_without_accents_reads_accented_words():
    characters = "abcdefghijklmnopqrstuvwxyz "
    assert read(of_text("o caso e serio", characters), characters) == "o caso é sério"


def test_candidates_come_best_first_and_each_once():
    found = WordBeam(few_words(), CHARACTERS).decode(of_text("a caza é azul", sureness=3.0), n_best=5)
    assert len({candidate.text for candidate in found}) == len(found) > 1
    assert [candidate.score for candidate in found] == sorted((candidate.score for candidate in found), reverse=True)
    assert all(candidate.score == candidate.acoustic + candidate.language for candidate in found)


def test_clear_words_are_surer_than_what_only_resembles_some():
    beam = WordBeam(few_words(), CHARACTERS)
    clear, alike = (beam.decode(of_text(heard, sureness=4.0))[0] for heard in ("acende a luz da sala", "xqende o wuz tâ zvla"))
    assert clear.confidence > 0.7 > 0.5 > alike.confidence


def test_sure_blanks_between_the_letters_change_nothing():
    slow = "____".join("_".join(word) for word in ("a", " ", "c", "a", "s", "a"))
    assert read(of_path(slow)) == "a casa"


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 60), st.integers(0, 2**32 - 1), st.floats(0.0, 12.0))
def test_any_posteriors_are_read_without_harm(n_frames, seed, sureness):
    logits = np.random.default_rng(seed).normal(size=(n_frames, len(CHARACTERS) + 1)) * sureness
    log_posteriors = (logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)).astype(np.float32)
    for candidate in WordBeam(few_words(), CHARACTERS).decode(log_posteriors, 3):
        assert candidate.words
        assert all(candidate.words)
        assert np.isfinite(candidate.score)
        assert 0.0 <= candidate.confidence <= 1.0


def test_a_minute_of_gibberish_takes_bounded_time():
    beam = WordBeam(LanguageModel(), CHARACTERS)
    logits = np.random.default_rng(1).normal(size=(3000, len(CHARACTERS) + 1)) * 3
    log_posteriors = (logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)).astype(np.float32)
    started = time.process_time()
    beam.decode(log_posteriors)
    assert time.process_time() - started < 20
