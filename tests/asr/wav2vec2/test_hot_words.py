"""What names and phrases earn, letter by letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.asr.wav2vec2.hot_words import HotWords
from tests.asr.posteriors import CHARACTERS


def way(hot, text):
    """(earned for good, for now) after each letter."""
    state, settled = 0, 0.0
    for letter in text:
        label = CHARACTERS.index(letter) + 1
        settled += hot.gain[state, label]
        state = hot.follow[state, label]
        yield settled, settled + hot.ahead[state], settled + hot.ending[state]


def earned(phrases, text, weight=10.0):
    return [*way(HotWords(phrases, CHARACTERS, weight), text)][-1][2]


@pytest.mark.parametrize(
    ("phrases", "text", "gain"),
    [
        (["ana"], "ana", 10),
        (["ana"], "a ana e a ana", 20),
        (["ana"], "anas", 0),
        (["ana"], "banana", 0),
        (["ana"], "an", 0),
        (["sala", "salada"], "sala", 10),
        (["sala", "salada"], "salada", 10),
        (["sala", "salada"], "salad", 0),
        (["sala de jantar"], "sala de jantar", 30),
        (["sala de jantar"], "na sala de jantar", 30),
        (["sala de jantar"], "sala de", 0),
        (["sala de jantar"], "de jantar", 0),
        (["sala", "sala de jantar"], "sala", 10),
        (["sala", "sala de jantar"], "sala de estar", 10),
        (["sala", "sala de jantar"], "sala de jantar", 30),
        (["sala de jantar", "sala de sala", "sala"], "sala de sala", 30),
        (["sala de jantar", "de ana"], "sala de ana", 20),
        (["sala de jantar", "ana"], "sala ana", 10),
        (["sala de jantar"], "sala sala de jantar", 30),
        ({"ana": 3.0, "bia lua": 2.0}, "bia lua ana", 7),
        (["  São   João! "], "são joão", 20),
        (["Zoë"], "zoe", 10),
        (["", " ", "日本"], "ana", 0),
        ([], "ana", 0),
    ],
)
def test_what_a_text_earns(phrases, text, gain):
    assert earned(phrases, text) == pytest.approx(gain)


def test_each_letter_earns_its_share_and_leaving_takes_it_back():
    hot = HotWords(["jurema"], CHARACTERS, 6.0)
    assert [now for _, now, _ in way(hot, "jurema")] == pytest.approx([1, 2, 3, 4, 5, 6])
    assert [now for _, now, _ in way(hot, "jurou")] == pytest.approx([1, 2, 3, 0, 0])
    assert [now for _, now, _ in way(hot, "jurema é")] == pytest.approx([1, 2, 3, 4, 5, 6, 6, 6])


@given(st.lists(st.text("ab ", max_size=8), max_size=5), st.text("ab ", max_size=20))
def test_single_words_earn_as_often_as_they_are_said(phrases, text):
    words = {word for phrase in phrases for word in phrase.split()}
    if text:
        assert earned(sorted(words), text, 1.0) == pytest.approx(sum(word in words for word in text.split()))
