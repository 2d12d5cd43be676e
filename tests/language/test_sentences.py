"""Where sentences end, where they do not, and that nothing is lost between."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.sentences import Break, Passages, sentences

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
    ("O Des. Moro e o Brig. Lima vieram.", ["O Des. Moro e o Brig. Lima vieram."]),
    ("Faz. Depois eu vejo. Vou ver. Espere.", ["Faz.", "Depois eu vejo.", "Vou ver.", "Espere."]),
    ("O Hosp. São Luiz fica no Jd. Leonor.", ["O Hosp. São Luiz fica no Jd. Leonor."]),
    ("Veja as fls. 12 a 15 e a qd. 3.", ["Veja as fls. 12 a 15 e a qd. 3."]),
    ("É do séc. XIX. Leia o cap. X, no vol. II.", ["É do séc. XIX.", "Leia o cap. X, no vol. II."]),
    ("Da R. Augusta à R. das Flores, em S. Paulo.", ["Da R. Augusta à R. das Flores, em S. Paulo."]),
    ("O gov. Silva e a Cia. Paulista. Fim.", ["O gov. Silva e a Cia. Paulista.", "Fim."]),
    ("Fecha sáb. e dom. o dia todo. Sim.", ["Fecha sáb. e dom. o dia todo.", "Sim."]),
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


PASSAGES = [
    # (text, least, passages): up to the first clause that is long enough
    ("Olá, tudo bem? Sim.", 1, ["Olá,", "tudo bem?", "Sim."]),
    ("Olá, tudo bem? Sim.", 6, ["Olá, tudo bem?", "Sim."]),
    ("Comprei pão, leite e 3,5 quilos; volto logo: espere — por favor.", 1,
     ["Comprei pão,", "leite e 3,5 quilos;", "volto logo:", "espere", "— por favor."]),
    ("Não sei… talvez, quem sabe.", 1, ["Não sei…", "talvez,", "quem sabe."]),
    # What is normalised as one is not parted
    ("Os dias 1, 2 e 3, ou depois.", 1, ["Os dias 1, 2 e 3,", "ou depois."]),
    ("Das 8 — 12 horas, ou não.", 1, ["Das 8 — 12 horas,", "ou não."]),
    ("Veja [isto, e mais](http://a.b), por favor.", 1, ["Veja [isto, e mais](http://a.b),", "por favor."]),
    ("Use `a, b`, e não (c, d), certo.", 1, ["Use `a, b`,", "e não (c, d),", "certo."]),
    ("O Dr. Silva, que chegou: sim.", 1, ["O Dr. Silva,", "que chegou:", "sim."]),
    # Other scripts
    ("こんにちは。元気ですか？はい、元気です。", 1, ["こんにちは。", "元気ですか？", "はい、", "元気です。"]),
    ("नमस्ते। आप कैसे हैं?", 1, ["नमस्ते।", "आप कैसे हैं?"]),
]  # fmt: skip


def passages(text, least=1, longest=1000):
    source = Passages(text)
    return list(iter(lambda: source.take(least, longest), None))


@pytest.mark.parametrize(("text", "least", "expected"), PASSAGES, ids=[text[:30] for text, *_ in PASSAGES])
def test_passages(text, least, expected):
    assert [p.text for p in passages(text, least)] == expected


def test_passages_tell_what_they_end_with():
    ended = [(p.text, p.ends.name) for p in passages("# Título\nUma frase, longa. Outra\n\nFim desta " + "palavra " * 3, 1, 16)]
    assert ended == [
        ("# Título", "PARAGRAPH"), ("Uma frase,", "CLAUSE"), ("longa.", "SENTENCE"), ("Outra", "PARAGRAPH"),
        ("Fim desta", "WORD"), ("palavra palavra", "WORD"), ("palavra", "PARAGRAPH"),
    ]  # fmt: skip


TEXT = st.text(alphabet="abÁ1 .,!?…\"'()—-\n\rDrC;:", max_size=120) | st.text(max_size=60)


@given(TEXT, st.sampled_from([1, 2, 3, 5, 7]), st.integers(1, 40))
def test_pieces_give_the_same_passages_as_the_whole(text, n, least):
    pieces = [text[i : i + n] for i in range(0, len(text), n)]
    assert passages(pieces, least, 60) == passages(text, least, 60)


@given(TEXT, st.integers(1, 40))
def test_passages_are_short_enough_and_all_there(text, least):
    found = [p.text for p in passages(text, least, 60)]
    assert all(0 < len(p) <= 60 for p in found)
    assert re.sub(r"\s", "", "".join(found)) == re.sub(r"\s", "", text)


@given(TEXT)
def test_sentences_end_where_passages_do(text):
    parted = "".join(p.text + ("\n" if p.ends >= Break.SENTENCE else " ") for p in passages(text, 1, 10**6))
    assert [re.sub(r"\s", "", s) for s in parted.splitlines()] == [re.sub(r"\s", "", s) for s in sentences(text)]


def test_no_more_is_pulled_than_a_passage_needs():
    pulled = []

    def pieces():
        for piece in ["Bom dia, me", "u nome é Do", "ra. Como v", "ai?"]:
            pulled.append(piece)
            yield piece

    source = Passages(pieces())
    assert source.take(5).text == "Bom dia,"
    assert len(pulled) == 1
    assert source.take(5).text == "meu nome é Dora."
    assert len(pulled) == 3
    assert source.goes_on()
    assert source.take(5).text == "Como vai?"
    assert not source.goes_on()
    assert source.take(5) is None


def test_a_text_without_a_full_stop_takes_no_longer_than_it_must():
    text = "o dr. e etc. mas " * 20_000
    assert [s.strip() for s in sentences(text)] == [text.strip()]
    assert len(passages(text)) > 300
    assert len(passages("a" * 1_000_000)) == 1000
    assert len(passages("." * 1_000_000)) == 1000
