"""Words, marks and controls of a sentence; which phonemes belong to which word; lines of phonemes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import PhonemeError
from assistant.tts.phonemes import is_heard, known, vocabulary
from assistant.tts.reading.alignment import by_word
from assistant.tts.reading.lexicon import Lexicon
from assistant.tts.reading.phoneme_reader import PhonemeReader
from assistant.tts.reading.protocol import Spoken
from assistant.tts.reading.sentence_reader import SentenceReader


class Letters:
    """Says every letter as it is written; remembers the clauses."""

    def __init__(self):
        self.clauses = []

    def pronounce(self, words):
        self.clauses.append(" ".join(words))
        return [word.lower() for word in words]


def one_line(text):
    return " ".join(text.split())


@pytest.fixture
def letters():
    return Letters()


@pytest.fixture
def read(letters):
    reader = SentenceReader(letters, one_line, Lexicon({"olho": "ˈoljʊ", "web": "wˈɛb"}))
    return lambda text: [(word.text, word.phonemes) for word in reader.read(text)]


def test_closing_marks_are_with_the_word_before_and_opening_ones_with_the_word_after(read):
    assert read('Oi (sim), "bom" dia: “mesmo”…') == [
        ("Oi", "oi"),
        ("sim", "(sim),"),
        ("bom", '"bom"'),
        ("dia", "dia:"),
        ("mesmo", "“mesmo”…"),
    ]


def test_a_dash_between_words_keeps_its_spaces_and_a_first_one_opens(read):
    assert read("oi — sim") == [("oi", "oi —"), ("sim", "sim")]
    assert read("— sim - e – bem") == [("sim", "—sim —"), ("e", "e —"), ("bem", "bem")]


def test_marks_that_kokoro_does_not_know_are_put_in_its_own_or_left_out(read):
    assert read("«oi» [sim] ¿bem? *alto* d'água 'sim'") == [
        ("oi", "“oi”"),
        ("sim", "(sim)"),
        ("bem", "bem?"),
        ("alto", "alto"),
        ("d'água", "da\u0301ɡua" if "á" in vocabulary() else known("d'água")),
        ("sim", "sim"),
    ]


def test_clauses_are_read_at_once_and_end_at_marks(read, letters):
    read("bom dia, meu (velho) amigo. tudo")
    assert letters.clauses == ["bom dia", "meu", "velho", "amigo", "tudo"]


@pytest.mark.parametrize("text", ["", "  ", "...", "😀", "— … —", "()", "[](+1)"])
def test_nothing_to_say_is_nothing(read, text):
    assert read(text) == []


def test_a_word_that_is_not_heard_leaves_its_marks(read):
    assert read("oi 漢字, tem (漢) fim") == [("oi", "oi,"), ("tem", "tem)"), ("fim", "fim")]


def test_the_lexicon_takes_the_place_of_what_was_read(read):
    assert read("Olho a Web, sim") == [("Olho", "ˈoljw"), ("a", "a"), ("Web", "wˈɛb,"), ("sim", "sim")]


def test_phonemes_in_the_text_are_said_outright_and_the_word_stays_in_its_context(read, letters):
    assert read("o [Kokoro](/kˈokoɾo/), [Rio Claro](/xˈiw klˈaɾʊ/)!") == [
        ("o", "o"),
        ("Kokoro", "kˈokoɾo,"),
        ("Rio Claro", "xˈiw klˈaɾʊ!"),
    ]
    assert letters.clauses == ["o Kokoro", "Rio Claro"]


def test_composed_letters_and_a_plain_g_are_taken_as_they_are_meant(read):
    assert read("[lago](/lˈãgʊ/)") == [("lago", "lˈa\u0303ɡʊ")]


def test_phonemes_that_kokoro_does_not_know_are_an_error(read):
    with pytest.raises(PhonemeError, match=r'no phoneme "ɮ 9".*assistant say'):
        read("[a](/ɮa9/)")


def test_stress_in_the_text_changes_every_word_of_it(read):
    assert read("[bem alto](+2) [olho](-1) [Web](-2)s") == [
        ("bem", "bˈem"),
        ("alto", "ˈalto"),
        ("olho", "ˌoljʊ"),
        ("Web", "wɛb"),
        ("s", "s"),
    ]


def test_the_text_of_a_control_is_normalised_too(letters):
    reader = SentenceReader(letters, lambda text: text.replace("2", "dois"))
    assert [word.text for word in reader.read("[2 dias](+1)!")] == ["dois", "dias"]


@given(st.text("ab çã(),.—“”\"'-[]/+015\ue000 \n"))
def test_whatever_is_written_words_are_heard_and_phonemes_known(text):
    try:
        words = SentenceReader(Letters(), one_line).read(text)
    except PhonemeError:
        return
    for word in words:
        assert set(word.phonemes) <= vocabulary().keys()
        assert is_heard(word.phonemes)
        assert word.text


# Which phonemes belong to which word.

ALONE = {"para": "pˌaɾæ", "que": "ky", "ele": "ˈely", "saiba": "sˈIbæ", "depois": "dˌepˈoɪs", "12": "dˈozy", "de": "ʤy"}


@pytest.mark.parametrize(
    ("words", "phonemes", "expected"),
    [
        ("para que ele saiba", "pˌaɾækj ˌely sˈIbæ", ["pˌaɾæ", "kj", "ˌely", "sˈIbæ"]),
        ("depois que ele", "dˌepˈoɪskj ˌely", ["dˌepˈoɪs", "kj", "ˌely"]),
        ("ele saiba", "ˌely sˈIbæ", ["ˌely", "sˈIbæ"]),
        ("12", "dˈozy ʤy", ["dˈozy ʤy"]),
        ("de 12 ele", "ʤy vˈiŋʧy dˈozy ˈely", ["ʤy", "vˈiŋʧy dˈozy", "ˈely"]),
        ("de ele", "", ["", ""]),
    ],
)
def test_phonemes_find_their_words(words, phonemes, expected):
    assert by_word(words.split(), phonemes, ALONE.__getitem__) == expected


@given(st.lists(st.sampled_from(sorted(ALONE)), min_size=1), st.text("aˈk ʤ\u0303y", max_size=40))
def test_no_phoneme_is_lost(words, phonemes):
    found = by_word(words, phonemes, ALONE.__getitem__)
    assert len(found) == len(words)
    assert "".join(found).replace(" ", "") == "".join(phonemes.split())


# Lines of phonemes.


def test_a_line_of_phonemes_is_split_into_words():
    assert PhonemeReader().read(" olˈa,  mˈũŋdʊ — sˈiŋ! ") == (
        Spoken("olˈa,", "olˈa,"),
        Spoken("mˈu\u0303ŋdʊ —", "mˈu\u0303ŋdʊ —"),
        Spoken("sˈiŋ!", "sˈiŋ!"),
    )


def test_a_line_of_unknown_phonemes_is_an_error():
    with pytest.raises(PhonemeError, match='"ɮ 1"'):
        PhonemeReader().read("olɮa 11")


@pytest.mark.parametrize("line", ["", " ", "… —", "ˈ"])
def test_a_line_of_no_phonemes_is_nothing(line):
    assert PhonemeReader().read(line) == ()
