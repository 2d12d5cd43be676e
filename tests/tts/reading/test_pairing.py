"""Words as written beside words as said."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.tts.reading.pairing import pairs
from assistant.tts.reading.protocol import Spoken


def said(text):
    return tuple(Spoken(word, word) for word in text.split())


def beside(written, spoken):
    return [(pair.word, " ".join(s.text for s in pair.spoken)) for pair in pairs(written, said(spoken))]


TABLE = [
    ("bom dia", "bom dia", [("bom", "bom"), ("dia", "dia")]),
    ("São 15h30, tia.", "são quinze horas e trinta tia",
     [("São", "são"), ("15h30,", "quinze horas e trinta"), ("tia.", "tia")]),
    ("O Dr. Silva chegou.", "o doutor silva chegou",
     [("O", "o"), ("Dr.", "doutor"), ("Silva", "silva"), ("chegou.", "chegou")]),
    ("Custa R$ 3,50 hoje", "custa três reais e cinquenta centavos hoje",
     [("Custa", "custa"), ("R$ 3,50", "três reais e cinquenta centavos"), ("hoje", "hoje")]),
    ("2 e 3", "dois e três", [("2", "dois"), ("e", "e"), ("3", "três")]),
    # What is not said belongs to the word before it, or to the first that is said
    ("Oi 😀 tia", "oi tia", [("Oi 😀", "oi"), ("tia", "tia")]),
    ("- leite — e *pão*", "leite e pão", [("- leite —", "leite"), ("e", "e"), ("*pão*", "pão")]),
    # What is not written belongs to the word before it
    ("sala 5", "sala número cinco", [("sala", "sala"), ("5", "número cinco")]),
    ("bom dia", "bom muito dia", [("bom", "bom muito"), ("dia", "dia")]),
    # A link or a control is the words in it
    ("leia [um dois](/a b/) já", "leia um dois já", [("leia", "leia"), ("um dois", "um dois"), ("já", "já")]),
    ("日本語", "日 本語", [("日", "日"), ("本語", "本語")]),
]  # fmt: skip


@pytest.mark.parametrize(("written", "spoken", "expected"), TABLE, ids=[row[0] for row in TABLE])
def test_written_words_beside_said_ones(written, spoken, expected):
    assert beside(written, spoken) == expected


def test_nothing_said_has_no_words():
    assert pairs("😀", ()) == []


@given(st.text(alphabet="ab1 ,.-", max_size=40), st.lists(st.sampled_from(["a", "b", "ab", "um"]), min_size=1, max_size=8))
def test_nothing_is_lost_and_nothing_comes_twice(written, words):
    spoken = said(" ".join(words))
    found = pairs(written, spoken)
    assert "".join(pair.written for pair in found) == written
    assert tuple(s for pair in found for s in pair.spoken) == spoken
    assert all(pair.spoken for pair in found)
    assert len([pair for pair in found if not pair.written.strip()]) <= (not re.search(r"\S", written))
