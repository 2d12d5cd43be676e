"""Where sentences end, where they do not, and that nothing is lost between."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.sentences import clauses, pack, sentences, words

GOLDEN = [
    ("", []),
    ("   \n\n ", []),
    ("Bom dia", ["Bom dia"]),
    ("Bom dia. Tudo bem? Que bom!", ["Bom dia.", "Tudo bem?", "Que bom!"]),
    ("oi. tudo bem", ["oi.", "tudo bem"]),
    ("Sério?! Não acredito.", ["Sério?!", "Não acredito."]),
    # Titles and abbreviations
    ("O Dr. Silva chegou. A Sra. Ana saiu.", ["O Dr. Silva chegou.", "A Sra. Ana saiu."]),
    ("Moro na Av. Paulista, nº. 10. Venha!", ["Moro na Av. Paulista, nº. 10.", "Venha!"]),
    ("Os Profs. Lima e Sá vieram.", ["Os Profs. Lima e Sá vieram."]),
    ("Frutas, ovos etc. e leite.", ["Frutas, ovos etc. e leite."]),
    ("Frutas, ovos etc. Depois, leite.", ["Frutas, ovos etc.", "Depois, leite."]),
    ("Veja a pág. 3 e o art. 5 da lei.", ["Veja a pág. 3 e o art. 5 da lei."]),
    ("A empresa Sol Ltda. fechou.", ["A empresa Sol Ltda. fechou."]),
    ("Leva aprox. dez minutos.", ["Leva aprox. dez minutos."]),
    ("O barco foi ao mar. Depois voltou.", ["O barco foi ao mar.", "Depois voltou."]),
    # Initials and dotted names
    ("João P. Silva e J. R. Souza vieram.", ["João P. Silva e J. R. Souza vieram."]),
    ("J.R.R. Tolkien escreveu. Eu li.", ["J.R.R. Tolkien escreveu.", "Eu li."]),
    ("Tome vitamina C. Faz bem.", ["Tome vitamina C.", "Faz bem."]),
    ("A Petrobras S.A. subiu. O dólar caiu.", ["A Petrobras S.A. subiu.", "O dólar caiu."]),
    ("Foi em 44 a.C. na Itália.", ["Foi em 44 a.C. na Itália."]),
    # Numbers
    ("Custa 3.5 ou 1.234,50 reais. Caro.", ["Custa 3.5 ou 1.234,50 reais.", "Caro."]),
    ("Nasceu em 1990. Morreu em 2020.", ["Nasceu em 1990.", "Morreu em 2020."]),
    ("Acesse www.gov.br/saude agora.", ["Acesse www.gov.br/saude agora."]),
    ("1. Abra a porta. 2. Entre.", ["1. Abra a porta.", "2. Entre."]),
    # Ellipses, quotes, brackets, dashes
    ("Acho que... talvez não. Sim.", ["Acho que... talvez não.", "Sim."]),
    ("Não sei… Vamos ver.", ["Não sei…", "Vamos ver."]),
    ('"Vamos!" disse ela. E foi.', ['"Vamos!" disse ela.', "E foi."]),
    ('Ele disse: "Vamos." E foi.', ['Ele disse: "Vamos."', "E foi."]),
    ("“Quem é?” Ninguém respondeu.", ["“Quem é?”", "Ninguém respondeu."]),
    ("Chove (muito!) hoje. Sim.", ["Chove (muito!) hoje.", "Sim."]),
    ("— Vamos! — disse ele. — Já!", ["— Vamos! — disse ele.", "— Já!"]),
    # Lines
    ("Título\n\nO texto começa.", ["Título", "O texto começa."]),
    ("# Compras\n- leite\n- ovos", ["# Compras", "- leite", "- ovos"]),
    ("Uma linha que foi quebrada porque não cabia mais na\nlargura da página. Fim.",
     ["Uma linha que foi quebrada porque não cabia mais na largura da página.", "Fim."]),
    ("As armas e os barões,\nque da praia", ["As armas e os barões, que da praia"]),
    ("Leite\nOvos", ["Leite", "Ovos"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), GOLDEN, ids=[text[:30] for text, _ in GOLDEN])
def test_sentences(text, expected):
    assert list(sentences(text)) == expected


@given(st.text(alphabet="abÁ1 .,!?…\"'()—-\n#Dr", max_size=120) | st.text(max_size=60))
def test_no_letter_is_lost(text):
    def bare(s):
        return re.sub(r"\s", "", s)

    assert bare("".join(sentences(text))) == bare(text)


def test_clauses():
    assert clauses("Comprei pão, leite (desnatado) e 3,5 quilos; volto logo: espere — por favor.") == [
        "Comprei pão,", "leite", "(desnatado)", "e 3,5 quilos;", "volto logo:", "espere", "— por favor.",
    ]  # fmt: skip


def test_words_are_cut_when_they_are_none():
    assert words("um " + "a" * 130) == ["um", "a" * 60, "a" * 60, "a" * 10]


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (100, ["um dois, três quatro cinco, seis"]),
        (27, ["um dois, três quatro cinco,", "seis"]),
        (20, ["um dois,", "três quatro cinco,", "seis"]),
        (12, ["um dois,", "três quatro", "cinco, seis"]),
    ],
)
def test_a_long_sentence_breaks_at_clauses_then_at_words(limit, expected):
    assert list(pack("um dois, três quatro cinco, seis", len, limit)) == expected


@given(st.text(alphabet="ab ,;(", max_size=300), st.integers(60, 120))
def test_packed_pieces_fit_and_are_all_there(text, limit):
    pieces = list(pack(text, len, limit))
    assert all(len(piece) <= limit for piece in pieces)
    assert re.sub(r"\s", "", "".join(pieces)) == re.sub(r"\s", "", text)


def test_a_text_without_a_full_stop_takes_no_longer_than_it_must():
    text = "o dr. e etc. mas " * 20_000
    assert [s.strip() for s in sentences(text)] == [text.strip()]
    assert sum(1 for _ in pack(text, len, 200)) > 1000
