"""A file of sentences: what a line means, and what cannot be a list of sentences."""

import time

import pytest

from assistant.asr.sentence_list import MAX_LINES, SentenceList, read_lines
from assistant.errors import GrammarFileError
from tests.asr.fakes import SpellingModel
from tests.asr.posteriors import of_text as say

LINES = """\
# what the house understands
Boa noite!

Acende a luz às 15h30    # half past three
São R$ 5, por favor.
(liga|desliga) [a] televisão
despertador às 7h [em ponto]
timer de {duration:tempo}
ÁGUA
A maçã
Vá à feira de segunda-feira
50% de desconto; só hoje
""".splitlines()


@pytest.fixture(scope="module")
def house():
    return SentenceList(LINES, SpellingModel(), "casa.txt")


@pytest.mark.parametrize(
    ("said", "number", "text"),
    [
        ("boa noite", 2, "Boa noite!"),
        ("acende a luz às quinze horas e trinta", 4, "Acende a luz às 15h30"),
        ("são cinco reais por favor", 5, "São R$ 5, por favor."),
        ("desliga a televisão", 6, "(liga|desliga) [a] televisão"),
        ("liga televisão", 6, "(liga|desliga) [a] televisão"),
        ("despertador às sete horas", 7, "despertador às 7h [em ponto]"),
        ("despertador às sete horas em ponto", 7, "despertador às 7h [em ponto]"),
        ("timer de vinte minutos", 8, "timer de {duration:tempo}"),
        ("água", 9, "ÁGUA"),
        ("a maçã", 10, "A maçã"),
        ("vá à feira de segunda feira", 11, "Vá à feira de segunda-feira"),
        ("cinquenta por cento de desconto só hoje", 12, "50% de desconto; só hoje"),
    ],
)
def test_what_is_said_is_found_and_its_line_known(house, said, number, text):
    best = house.candidates(say(said))[0]
    assert best.text == said
    line = house.line_of(best.intents)
    assert (line.number, line.text) == (number, text)


def test_lines_that_sound_the_same_are_answered_with_the_first():
    twice = SentenceList(["Liga!", "bom dia", "liga"], SpellingModel())
    assert twice.line_of(twice.candidates(say("liga"))[0].intents).number == 1


def test_a_sentence_that_begins_like_a_template_or_like_another_sentence():
    mixed = SentenceList(["liga (a luz|o som)", "liga", "liga a luz do quarto", "liga a luz"], SpellingModel())
    for said, number in (("liga", 2), ("liga o som", 1), ("liga a luz", 1), ("liga a luz do quarto", 3)):
        best = mixed.candidates(say(said))[0]
        assert (best.text, mixed.line_of(best.intents).number) == (said, number)


def complaint(lines):
    with pytest.raises(GrammarFileError) as caught:
        SentenceList(lines, SpellingModel(), "casa.txt")
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("acende (a luz", r'casa.txt:7: the template "acende (a luz" does not parse (a ")" is missing); mend that line'),
        ("fecha a porta]", "closes nothing"),
        ("timer de {durasao:tempo}", 'no kind of slot is called "durasao"'),
        ("<saudacao> mundo", "there is no rule <saudacao>"),
        ("[talvez]", "it has no words"),
        ("!!!", '"!!!" has no words'),
        ("abre o 窓", 'casa.txt:7: the recogniser cannot write "窓"'),
        ("(abre|открой) a porta", 'cannot write "о"'),
        ("a " * 100, "100 words are more than anybody says in one go; at most 80 a line"),
        ("(" * 50 + "a" + ")" * 50, "more than 20 brackets inside each other"),
    ],
)
def test_a_line_that_cannot_be_heard_is_named(line, reason):
    assert reason in complaint(["bom dia"] * 6 + [line])


def test_a_list_without_a_sentence_is_refused():
    assert complaint(["", "# nothing", "   "]) == "casa.txt: no sentence in it; write one a line"


def test_too_long_a_list_is_refused_at_once():
    started = time.monotonic()
    assert "50000 sentences, and at most 5000" in complaint([f"palavra {i}" for i in range(50_000)])
    assert "1001 templates, and at most 1000" in complaint(["(a|b) c"] * 1001)
    assert "more than 20000 words" in complaint(["um dois três quatro cinco seis"] * 4000)
    assert time.monotonic() - started < 20


def test_the_longest_list_that_is_taken_is_made_in_seconds():
    def word(i):
        return "".join("bcdfglmnrt"[int(digit)] + "aeiouaeiou"[int(digit)] for digit in f"{i:04}")

    started = time.process_time()
    full = SentenceList([word(i) for i in range(MAX_LINES)], SpellingModel())
    assert time.process_time() - started < 15
    for number in (0, 77, 4999):
        assert full.line_of(full.candidates(say(word(number)))[0].intents).number == number + 1


def write(folder, data):
    path = folder / "casa.txt"
    path.write_bytes(data)
    return path


def test_lines_are_read_whatever_ends_them(tmp_path):
    assert read_lines(write(tmp_path, "\ufeffum\r\ndois\rtrês\nquatro".encode())) == ["um", "dois", "três", "quatro"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("três".encode("latin-1"), "not UTF-8 text; give a text file, saved as UTF-8"),
        (b"RIFF\x00\x00\x00\x00WAVE", "no text, but binary data"),
        (bytes(range(256)), "not UTF-8 text"),
        (b"a\n" * 3_000_000, "larger than 4 MB; split the file up"),
    ],
    ids=["latin-1", "binary", "all bytes", "6 MB"],
)
def test_a_file_that_is_no_text_is_refused(tmp_path, data, reason):
    with pytest.raises(GrammarFileError, match=reason) as caught:
        read_lines(write(tmp_path, data))
    assert caught.value.exit_code == 2


def test_a_file_that_is_missing_or_a_folder_is_named(tmp_path):
    with pytest.raises(GrammarFileError, match=r"nada\.txt: cannot be read \(no such file or directory\); give a text file"):
        read_lines(tmp_path / "nada.txt")
    with pytest.raises(GrammarFileError, match=r"cannot be read \(a folder\)"):
        read_lines(tmp_path)
