"""Which words of another reading stand for those of a slot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.asr.grafts import counterpart, grafted
from assistant.events import Word


def everything(word):
    return True


def spoken(text):
    """Its words, one a second."""
    return tuple(Word(word, i, i + 0.9, 0.8) for i, word in enumerate(text.split()))


@pytest.mark.parametrize(
    ("parts", "other", "run"),
    [
        (("coloca ", "ueijo minas", " na lista"), "Coloca queijo Minas na lista.", "queijo Minas"),
        (("coloca ", "goia bada casção", " na lista"), "O local goiabada cascão na lista.", "goiabada cascão"),
        (("timer de ", "ovo cosido", " de meia hora"), "Timer de ovo cozido de meia hora", "ovo cozido"),
        (("adiciona ", "ervamate", " à lista"), "Diciona erva-mate a lista", "erva-mate"),
        # By its own letters alone "para o" would be as near.
        (("timer de dez minutos para uma ", "carrão", ""), "Timer de dez minutos para o macarrão.", "macarrão"),
        # A letter too many is left outside.
        (("adiciona ", "aseite", " à lista"), "Adiciona a azeite à lista", "azeite"),
        (("adiciona ", "alface", " à lista"), "Que horas são?", None),
        (("adiciona ", "alface", " à lista"), "", None),
        (("adiciona ", "alface", " à lista"), "...", None),
    ],
)
def test_what_stands_there_in_the_other(parts, other, run):
    assert counterpart(parts, other) == run


@pytest.mark.parametrize(
    ("value", "other", "known", "text"),
    [
        ("papagaio", "Põe papagayo na lista", {"papagaio"}, "põe papagaio na lista"),  # the other's is no word
        ("papagaiu", "Põe papagaio na lista", {"papagaio"}, "põe papagaio na lista"),
        ("jurem", "Põe Jurema na lista", set(), "põe Jurema na lista"),  # neither is: the other has heard the whole sentence
    ],
)
def test_of_two_spellings_the_one_with_more_words_of_the_language(value, other, known, text):
    assert grafted(f"põe {value} na lista", (), value, other, known.__contains__)[0] == text


def test_only_the_slot_changes():
    words = spoken("põe al face à lista")
    text, timed = grafted("põe al face à lista", words, "al face", "Põe alface a lista", everything)
    assert text == "põe alface à lista"
    assert timed == (words[0], Word("alface", 1, 2.9, 0.8), *words[3:])


def test_where_words_and_text_do_not_agree_there_are_no_times():
    assert grafted("põe al face à lista", (), "al face", "alface", everything) == ("põe alface à lista", ())


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=40))
def test_no_text_is_too_strange(before, value, other):
    said = f"{before} {value}"
    text, timed = grafted(said, spoken(said), value, other, everything)
    assert not timed or [word.text for word in timed] == text.split()


@given(st.lists(st.sampled_from(("põe", "al", "face", "na", "queijo", "minas")), min_size=1), st.integers(0, 7), st.text())
def test_text_and_words_stay_the_same_length(said, at, other):
    text, timed = grafted(" ".join(said), spoken(" ".join(said)), said[at % len(said)], f"{other} queijo", everything)
    assert not timed or [word.text for word in timed] == text.split()
