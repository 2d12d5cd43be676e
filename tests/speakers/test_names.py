"""Names that people can be enrolled under, and which are the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import SpeakerNameError
from assistant.speakers.names import MAX_LETTERS, checked, key_of


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("ana", "Ana"),
        ("  maria   da silva ", "Maria da Silva"),
        ("Zé", "Zé"),
        ("McDonald", "McDonald"),
        ("ana-lúcia d'ávila", "Ana-lúcia D'ávila"),
        ("João P.", "João P."),
        ("vovó 2", "Vovó 2"),
        ("a", "A"),
        ("Ana\nBia", "Ana Bia"),
        ("José\t D’Ávila", "José D’Ávila"),
        ("李雷", "李雷"),
    ],
)
def test_a_name_is_kept_as_it_is_written(said, kept):
    assert checked(said) == kept


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "   ",
        "../etc",
        "ana/bia",
        "a" * 300,
        "ana\nbia!",
        "known",
        "Anyone",
        "Ninguém",
        "🙂",
        "-",
        "a;b",
        "Ana 🙂",
        "Rui\x1b[31m",
        "Rui\0",
        "..",
    ],
)
def test_what_cannot_be_a_name_is_refused_with_the_way_out(bad):
    with pytest.raises(SpeakerNameError, match="for example Ana") as refused:
        checked(bad)
    assert len(str(refused.value)) < 150


def test_the_same_name_in_other_letters_is_the_same():
    assert key_of("João") == key_of("JOAO") == key_of("joão")
    assert key_of("Ana") != key_of("Anna")


@given(st.text(max_size=60))
def test_a_name_that_was_accepted_is_accepted_again_and_stays(text):
    try:
        name = checked(text)
    except SpeakerNameError:
        return
    assert checked(name) == name
    assert 1 <= len(name) <= MAX_LETTERS
