"""Which beginnings of words there are."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assistant.asr.wav2vec2.word_trie import NOWHERE, ROOT, WordTrie

CHARACTERS = "zab é"


def reached(trie, text):
    node = np.array([ROOT])
    for letter in text:
        node = trie.follow(node, np.array([CHARACTERS.index(letter) + 1]))
    return int(node[0])


@given(st.sets(st.text("abézx", min_size=1, max_size=6), max_size=12), st.text("abéz", max_size=7))
def test_a_beginning_is_there_when_a_word_begins_so(words, text):
    trie = WordTrie(words, CHARACTERS)
    writable = {word for word in words if "x" not in word}
    node = reached(trie, text)
    assert (node != NOWHERE) == (not text or any(word.startswith(text) for word in writable))
    assert trie.is_word(node) == (text in writable)
    assert trie.n_words == len(writable)


def test_ways_do_not_meet():
    trie = WordTrie(["aa", "ab", "ba", "éa"], CHARACTERS)
    nodes = {reached(trie, text) for text in ("", "a", "b", "é", "aa", "ab", "ba", "éa")}
    assert nodes == set(range(8))
