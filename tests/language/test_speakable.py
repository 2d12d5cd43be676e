"""How written Portuguese is said: a golden table, one utterance a line, and what holds for any text."""

import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.language.speakable import speakable

TABLE = Path(__file__).with_name("speakable.tsv")
# What is written, a tab, what is said; a line without a tab begins another kind.
ROWS = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if "\t" in line]
KNOWN_DEVIATIONS = {
    "a reunião é 5/8": "nothing tells a date from five eighths but the sense of the sentence",
    "2º sem. de 2024": '"sem." is short for too many words',
    "10' 30\"": "minutes, feet and quotation marks look alike",
    "no plano 2 famílias": "a plan may be numbered, but what follows is counted",
    "2 estudantes aprovadas": "only the adjective tells their gender",
    "disse que VI o filme": "a verb in capitals between small letters is a Roman six",
    "Cr$ 100": "a currency that is no more",
    "Faltam 2d 3h.": '"2d" is also a drawing in two dimensions',
    "Brasil 7x1": "without a second team, a score looks like a multiplication",
    "Boeing 737-800": "what makers call their machines is read as a range",
    "não abre aos dom. e feriados": '"dom." may end a sentence',
    "voo AD 4050": "flights are read in pairs of figures, numbers are not",
}
NASTY = (
    *(
        "1",
        ".",
        ",",
        "1.",
        "1,",
        "1/",
        "1:",
        "1-",
        "1 ",
        "111.",
        "1h",
        "1x",
        "1º",
        "1e",
        "-1 ",
        "²",
        "1.000 ",
        "12/12/",
        "5 a 5 e ",
    ),
    *("[", "[a](", "[^1]", "(", "<", "<a", "<!--", "`", "|", "| ", "#", "# ", "> ", "*", "- ", "_", "~", "\\", "&amp;", '"', "'"),
    *(
        "@",
        "a@",
        "a@a.",
        "www.",
        "https://",
        "http://a.",
        "a.",
        "a-",
        "R$",
        "R$1",
        "%",
        "%1",
        "0800 123 4567 ",
        "telefone é ",
        "CPF ",
    ),
    *("A", "A.", "A-", "A1", "I", "XX ", "V ", "século V e ", "seg ", "seg, ", "jan/", "às 1 ", "n. ", "Dr. ", "#a", "Aa"),
    *(
        " ",
        "\n",
        "\t",
        "\r",
        "\xa0",
        "1\xa0000",
        "é",
        "\u0301\u0323",
        "a\u0301",
        "😀",
        "\ue000",
        "!",
        "?!",
        "…",
        " )",
        "=",
        "+",
        "\0",
    ),
)
SYNTAX = "0123456789.,:/-hR$%ºª° xkm+()[]*_#@&|<>\"'IVXLABCe\n"


def row(written, said):
    deviation = KNOWN_DEVIATIONS.get(written)
    marks = [pytest.mark.xfail(reason=deviation, strict=True)] if deviation else []
    return pytest.param(written, said, id=written, marks=marks)


@pytest.mark.parametrize(("written", "said"), [row(*pair) for pair in ROWS])
def test_speakable(written, said):
    assert speakable(written) == said
    assert speakable(said) == said


def test_every_row_is_there_once():
    written = [one for one, _ in ROWS]
    assert len(written) == len(set(written)) >= 300
    assert set(written) >= KNOWN_DEVIATIONS.keys()


@pytest.mark.parametrize(
    "text",
    ["", " ", "!!!", "...", "😀🎉", "---", "***", ":)", "\x00\x07", "|---|---|", "```python", "[1]: https://a.com", "<3", "™ ®"],
)
def test_nothing_to_say(text):
    assert speakable(text) == ""


def test_several_lines_become_one():
    text = "# Compras\n\n| item | preço |\n|---|---|\n| pão | R$ 5 |\n\n```\n- [ ] 2 kg de café\n```\nFim[^1].\n\n[^1]: do *mês*"
    assert speakable(text) == "Compras item, preço pão, cinco reais dois quilos de café Fim. do mês"
    assert speakable("cafe\u0301 \u200bcom\xadum\ufeff") == "café comum"


def test_a_private_use_character_is_a_word():
    """Where the text says how something is pronounced, `controls` puts such a character in its place."""
    assert speakable("O \ue000 custa R$ 5, \ue001!") == "O \ue000 custa cinco reais, \ue001!"
    assert speakable("**\ue000**") == "\ue000"
    assert speakable("2 \ue000") == "dois \ue000"
    assert speakable("- \ue000 e [\ue001](a.html)") == "\ue000 e \ue001"
    assert speakable("\uf8ff") == "\uf8ff"


@given(st.text(max_size=80) | st.text(alphabet=SYNTAX, max_size=40) | st.lists(st.sampled_from(NASTY), max_size=12).map("".join))
@example("1" * 5000)
@example("9" * 20 + "º")
def test_whatever_is_written_becomes_words_without_digits(text):
    said = speakable(text)
    assert not any(c.isdigit() for c in said)
    assert "\n" not in said
    assert said == said.strip()


@pytest.mark.parametrize("written", [*(written for written, _ in ROWS), "[^1]: A nota [^1]: A nota"])
def test_what_was_made_speakable_once_stays_as_it_is(written):
    assert speakable(speakable(written)) == speakable(written)


@pytest.mark.parametrize("piece", NASTY, ids=ascii)
def test_time_is_in_proportion_to_length(piece):
    """Quadratic time would make the second text take sixteen times as long as the first one."""
    short, long = (_seconds((piece * n)[:n]) for n in (4_000, 16_000))
    assert long < 9 * short + 0.1


def _seconds(text):
    taken = []
    for _ in range(2):
        start = time.process_time()
        speakable(text)
        taken.append(time.process_time() - start)
    return min(taken)
