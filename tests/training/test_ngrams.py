"""Which words are known, and a file of them that is the same every time it is made."""

from collections import Counter

import numpy as np
import pytest

from assistant.asr.language_model import LanguageModel
from assistant.training import ngrams
from assistant.training.vocabulary import Spelling, read_frequencies, tokens, trie, vocabulary

FREQUENCIES = {"a": 1e-2, "casa": 1e-3, "você": 9e-4, "voce": 3e-4, "paulo": 1e-4, "house": 1e-5, "vc": 1e-5}
SPELLING = Spelling(frozenset({"a", "casa", "você", "casarás"}), frozenset({"cas"}))
ENGLISH = {"house": 1e-3, "a": 2e-2, "paulo": 1e-6}


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("disse-me a verdade", ["disse", "-me", "a", "verdade"]),
        ("guarda-roupa", ["guarda", "-roupa"]),
        ("d'água", ["d'água"]),
        ("dá-se-lhe - isso", ["dá", "-se", "-lhe", "isso"]),
        ("", []),
    ],
)
def test_what_follows_a_hyphen_is_a_token(sentence, said):
    assert tokens(sentence) == said


def test_names_are_words_and_misspelled_and_english_ones_are_not():
    words = vocabulary(FREQUENCIES, SPELLING, ENGLISH, Counter(), 100)
    assert set(words) == {"a", "casa", "você", "paulo", "casarás"}
    assert next(iter(words)) == "a"


def test_texts_add_what_they_say_often():
    counts = Counter({"paulatino": 5, "raro": 1, "-se": 3, "house": 9})
    assert {"paulatino", "-se"} <= set(vocabulary(FREQUENCIES, SPELLING, ENGLISH, counts, 100))
    assert "raro" not in vocabulary(FREQUENCIES, SPELLING, ENGLISH, counts, 100)


def test_the_commonest_words_come_first_when_there_is_room_for_few():
    assert list(vocabulary(FREQUENCIES, SPELLING, ENGLISH, Counter(), 3)) == ["a", "casa", "você"]


def test_a_trie_has_every_word_once():
    built = trie(["casa", "caso", "ca", "-se", "a"])
    assert sorted(built.words) == ["-se", "a", "ca", "casa", "caso"]
    assert built.ends.sum() == 5
    assert built.n_children[0] == 2  # a, c
    assert built.n_children.sum() == len(built.letters) - 2


def test_spelling_is_read_from_word_lists_and_hunspell(tmp_path):
    (tmp_path / "brazilian").write_text("\ufeffcasa\nguarda-chuva\nPaulo\nC++\n", encoding="utf-8")
    (tmp_path / "pt_BR.dic").write_text("2\nfalar/ABC\n", encoding="utf-8")
    spelling = Spelling.read([tmp_path / "brazilian", tmp_path / "pt_BR.dic"])
    assert spelling == Spelling(frozenset({"casa", "guarda-chuva"}), frozenset({"falar", "paulo"}))


def test_a_build_is_the_same_every_time_and_predicts_what_it_read(tmp_path, monkeypatch):
    (tmp_path / "text.txt").write_text("a casa de paulo\nvocê e a casa\n" * 60, encoding="utf-8")
    (tmp_path / "words.tsv").write_text(
        "a\t0.01\ncasa\t0.001\nvocê\t0.0009\nde\t0.01\ne\t0.01\npaulo\t0.0001\n", encoding="utf-8"
    )
    (tmp_path / "list").write_text("a\nde\ne\ncasa\nvocê\n", encoding="utf-8")
    arguments = [
        str(tmp_path / "text.txt=2"),
        "--frequencies",
        str(tmp_path / "words.tsv"),
        "--dictionary",
        str(tmp_path / "list"),
    ]
    for name in ("one.npz", "two.npz"):
        assert ngrams.main([str(tmp_path / name), *arguments]) == 0
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    model = LanguageModel(tmp_path / "one.npz")
    read, unread = (ngrams.perplexity(model, [line])[0] for line in ("a casa de paulo", "paulo de casa a"))
    assert read < unread / 3
    assert ngrams.perplexity(model, ["a casa de wladimir"])[1] == 0.25


def test_frequencies_of_words_that_cannot_be_said_are_left_out(tmp_path):
    (tmp_path / "words.tsv").write_text("casa\t0.001\n3d\t0.001\n", encoding="utf-8")
    assert read_frequencies(tmp_path / "words.tsv") == {"casa": 0.001}
    assert read_frequencies(None) == {}


def test_probabilities_are_kept_to_within_a_step():
    from assistant.asr.language_model import STEP

    p = np.array([1.0, 0.5, 1e-3, 1e-8])
    assert np.abs(ngrams.quantised(np.log(p)) * -STEP - np.log(p)).max() <= STEP / 2 + 1e-9
