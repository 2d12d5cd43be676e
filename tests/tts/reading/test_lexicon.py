"""Words whose pronunciation is written down, and what is wrong with a file of them."""

import pytest

from assistant.errors import PronunciationsError
from assistant.tts.reading import lexicon
from assistant.tts.reading.lexicon import Lexicon, load


@pytest.fixture
def file(tmp_path):
    def write(content):
        path = tmp_path / "palavras.yaml"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def test_a_word_is_found_whatever_its_case(file):
    words = load(file("# minhas\nZézinho: zɛzˈiɲʊ\n"))
    assert words.find("zézinho") == words.find("ZÉZINHO") == "zɛzˈiɲʊ"
    assert words.find("zezinho") is None


def test_an_entry_holds_for_its_plural_but_only_after_a_vowel():
    words = Lexicon({"site": "sˈIʧy", "bar": "bˈar", "as": "ˈas"})
    assert words.find("sites") == "sˈIʧys"
    assert words.find("bars") is None
    assert words.find("ass") is None


@pytest.mark.parametrize(
    ("following", "expected"),
    [("", "sˈIʧys"), ("dˈely", "sˈIʧyz"), ("ˈɔtʊ", "sˈIʧyz"), ("pˈoŋ", "sˈIʧys"), ("ˌamˈor", "sˈIʧyz")],
)
def test_a_final_s_leans_on_the_next_word(following, expected):
    assert Lexicon({"sites": "sˈIʧys"}).find("sites", following) == expected


def test_a_final_vowel_glides_before_a_vowel():
    words = Lexicon({"olho": "ˈoljʊ", "fecha": "fˈeʃæ", "site": "sˈIʧy"})
    assert (words.find("olho", "aˈi"), words.find("site", "ˌe")) == ("ˈoljw", "sˈIʧj")
    assert words.find("fecha", "a") == "fˈeʃæ"


def test_the_word_before_may_tell_how_a_word_is_read(file):
    words = load(file("gosto: ɡˈostʊ\neu|não gosto: ɡˈɔstʊ\n"))
    assert words.find("Gosto", before="EU") == words.find("gosto", before="não") == "ɡˈɔstʊ"
    assert words.find("gosto", before="meu") == words.find("gosto") == "ɡˈostʊ"


def test_a_second_file_counts_more_than_the_first(file, tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text("olho: ˈɔljʊ", encoding="utf-8")
    words = load(file("olho: ˈoljʊ\npizza: pˈiʦæ\n"), own)
    assert (words.find("olho"), words.find("pizza")) == ("ˈɔljʊ", "pˈiʦæ")


def test_phonemes_may_be_written_between_slashes_and_in_composed_letters(file):
    words = load(file("lã: /lã/\ngato: gˈatʊ\n"))
    assert (words.find("lã"), words.find("gato")) == ("la\u0303", "ɡˈatʊ")


def test_words_that_yaml_would_take_for_something_else_are_words(file):
    words = load(file("no: nʊ\nnull: nˈulʊ\non: ˈoŋ\n"))
    assert (words.find("no"), words.find("null"), words.find("on")) == ("nʊ", "nˈulʊ", "ˈoŋ")


def test_an_empty_file_has_no_words(file):
    assert load(file("# nada\n")).find("nada") is None


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("olá: olˈa\ncasa: kˈɮazæ\n", r":2: \"ɮ\" in \"kˈɮazæ\" is no phoneme"),
        ("olá: olˈa\n\ncasa: [a, b]\n", ":3: this is no word"),
        ("- olá\n", ":1: this is no word"),
        ("olá\n", ":1: this is no word"),
        ("olá: olˈa\nbom dia já: bˈoŋ\n", ':2: "bom dia já" is not one word'),
        ("eu gosto: ɡˈɔstʊ\neu|não gosto: ɡˈɔstʊ\n", ':2: "eu gosto" is there twice'),
        ("olá: olˈa\nOlá: ˈola\n", ':2: "olá" is there twice'),
        ("olá: ''\n", ":1: there are no phonemes"),
        ("olá: 'ˈ'\n", ":1: there are no phonemes"),
        ("olá: 'x\n", ": this is not YAML"),
        ("olá: x: y\n", ":1: this is not YAML"),
        (b"ol\xe1: x\n", ": it is not UTF-8"),
        ("ol\x00: x\n", ": this is not YAML"),
    ],
)
def test_a_bad_entry_names_its_file_and_line(file, content, where):
    with pytest.raises(PronunciationsError, match=rf"palavras\.yaml.*{where}") as raised:
        load(file(content))
    assert "\n" not in str(raised.value)


def test_a_missing_file_is_an_error_with_a_way_out(tmp_path):
    with pytest.raises(PronunciationsError, match=r"nada\.yaml: .*tts\.pronunciations"):
        load(tmp_path / "nada.yaml")


def test_the_words_that_ship_are_whole():
    words = load(lexicon.PORTUGUESE)
    assert words.find("WhatsApp") == "wˌatsˈapy"
