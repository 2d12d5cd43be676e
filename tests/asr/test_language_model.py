"""Words, their letters, and how likely each is after the words before it."""

import numpy as np
import pytest

from assistant.asr.language_model import N_SPECIAL, STEP, SUFFIX_ROOT, UNKNOWN, WORD_ROOT, LanguageModel
from assistant.errors import LanguageModelError
from tests.asr.words import arrays, few_words, write


def log_p(model, *words):
    """Of the last of the words after the others."""
    state = model.begin
    for word in words:
        scores, states = model.follow(np.array([state]), np.array([model.number_of(word)]))
        state = int(states[0])
    return float(scores[0])


def test_a_word_is_spelled_as_it_is_found():
    model = few_words()
    for number in range(N_SPECIAL, model.n_words):
        assert model.number_of(model.spelling(number)) == number


@pytest.mark.parametrize("word", ["", "cas", "casas", "xícara", "-", "-casa", "me-"])
def test_what_is_not_in_the_vocabulary_is_unknown(word):
    assert few_words().number_of(word) == UNKNOWN
    assert few_words().spelling(UNKNOWN) == ""


def test_what_follows_a_hyphen_is_a_word_of_its_own(tmp_path):
    content = arrays(sentences=["disse-me a verdade", "disse-me a verdade", "acende a luz"])
    model = LanguageModel(write(tmp_path / "words.npz", content))
    assert model.spelling(model.number_of("-me")) == "-me"
    assert model.number_of("-me") != model.number_of("me")
    assert log_p(model, "disse", "-me") > log_p(model, "casa", "-me")


@pytest.mark.parametrize("before", [(), ("a",), ("a", "casa"), ("luz", "luz"), ("casa", "é")])
def test_after_every_history_the_words_share_one_probability(before):
    model = few_words()
    state = model.begin
    for word in before:
        state = int(model.follow(np.array([state]), np.array([model.number_of(word)]))[1][0])
    words = np.arange(UNKNOWN, model.n_words)
    scores, _ = model.follow(np.full(len(words), state), words)
    assert np.exp(scores.astype(float)).sum() == pytest.approx(1.0, abs=2 * STEP)


def test_what_was_read_is_likelier_than_what_was_not():
    model = few_words()
    assert log_p(model, "a", "casa", "é") > log_p(model, "a", "casa", "luz") + 1
    assert log_p(model, "acende", "a", "luz") > log_p(model, "casa", "a", "luz")


def test_half_a_word_counts_as_the_likeliest_that_it_may_become():
    model = few_words()
    for number in range(N_SPECIAL, model.n_words):
        node = model.node_of_word[number]
        while node > SUFFIX_ROOT:
            assert model.best_below[node] >= model.unigram[number]
            node = model.parent[node]
    assert model.best_below[WORD_ROOT] == model.unigram[UNKNOWN + 1 :].max()


def test_many_questions_at_once_are_answered_like_one_by_one():
    model = few_words()
    pairs = [(state, word) for state in range(model.n_words) for word in range(UNKNOWN, model.n_words)]
    states, words = (np.array(column) for column in zip(*pairs, strict=True))
    together = model.follow(states, words)
    for i in range(0, len(pairs), 17):
        alone = model.follow(states[i : i + 1], words[i : i + 1])
        assert (alone[0][0], alone[1][0]) == (together[0][i], together[1][i])


@pytest.mark.parametrize("damage", ["missing", "empty", "text", "cut", "without a table"])
def test_a_file_that_is_none_is_refused_by_name(tmp_path, damage):
    path = tmp_path / "words.npz"
    if damage == "without a table":
        write(path, {name: values for name, values in arrays().items() if name != "bigram"})
    elif damage == "cut":
        path.write_bytes(write(tmp_path / "whole.npz").read_bytes()[:-200])
    elif damage != "missing":
        path.write_bytes(b"" if damage == "empty" else b"no model")
    with pytest.raises(LanguageModelError, match=r"words\.npz.*install"):
        LanguageModel(path)


@pytest.fixture(scope="module")
def portuguese():
    return LanguageModel()


@pytest.mark.parametrize(
    "word", ["a", "é", "às", "coxinha", "metamorfose", "espanhóis", "-se", "-lo", "d'água", "paulo", "gandhi", "whatsapp"]
)
def test_the_model_that_travels_along_knows(portuguese, word):
    assert portuguese.number_of(word) != UNKNOWN


@pytest.mark.parametrize("word", ["minimo", "and", "the", "rcusos", "almentou", "nao", "você-"])
def test_the_model_that_travels_along_does_not_take_for_words(portuguese, word):
    assert portuguese.number_of(word) == UNKNOWN


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("eu quero uma casa", "eu quero um casa"),
        ("sessenta e seis", "sessenta é seis"),
        ("a duração", "à duração"),
        ("foi publicado em roma", "foi publicado em romã"),
    ],
)
def test_the_model_that_travels_along_prefers(portuguese, better, worse):
    def whole(sentence):
        words = sentence.split()
        return sum(log_p(portuguese, *words[: i + 1]) for i in range(len(words)))

    assert whole(better) > whole(worse)
