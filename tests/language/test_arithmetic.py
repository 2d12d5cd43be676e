"""Sums: heard, written down, worked out, told."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.grammar import continuations
from assistant.language.quantities import arithmetic, expressions, sums
from assistant.language.quantities.arithmetic import Problem, Result
from assistant.language.words.text import tokenize

TOLD = {
    "sete vezes oito": "Sete vezes oito são cinquenta e seis.",
    "7x8": "Sete vezes oito são cinquenta e seis.",
    "dois mais três vezes quatro": "Dois mais três vezes quatro são catorze.",
    "2*(3+4)": "O resultado é catorze.",
    "15% de 200": "Quinze por cento de duzentos são trinta.",
    "200 mais 10%": "Duzentos mais dez por cento são duzentos e vinte.",
    "10 menos 9": "Dez menos nove é um.",
    "cinco menos oito": "Cinco menos oito são menos três.",
    "dez dividido por quatro": "Dez dividido por quatro é dois vírgula cinco.",
    "dez dividido por três": "Dez dividido por três é aproximadamente três vírgula trinta e três.",
    "a raiz quadrada de 144": "A raiz quadrada de cento e quarenta e quatro é doze.",
    "raiz cúbica de 27": "A raiz cúbica de vinte e sete é três.",
    "três ao quadrado": "Três ao quadrado são nove.",
    "dois elevado a dez": "Dois elevado a dez são mil e vinte e quatro.",
    "metade de dez": "Dez dividido por dois é cinco.",
    "o dobro de 5 mais 3": "Dois vezes cinco mais três são treze.",
    "dois terços de nove": "Dois vezes nove dividido por três é seis.",
    "0,1 mais 0,2": "Zero vírgula um mais zero vírgula dois é zero vírgula três.",
    "123456789 vezes 10": "123.456.789 vezes dez são 1.234.567.890.",
    "subtrai 3 de 10": "Dez menos três são sete.",
    "dez reais menos três e cinquenta": "Dez reais menos três reais e cinquenta centavos são seis reais e cinquenta centavos.",
    "some dez reais e cinco reais": "Dez reais mais cinco reais são quinze reais.",
    "15% de 80 reais": "Quinze por cento de oitenta reais são doze reais.",
    "80 reais com dez por cento de desconto": "Oitenta reais menos dez por cento são setenta e dois reais.",
    "50 com 10% de acréscimo": "Cinquenta mais dez por cento são cinquenta e cinco.",
    "dez reais dividido por dois reais": "Dez reais dividido por dois reais é cinco.",
}

PROBLEMS = {
    "10 / 0": Problem.DIVISION_BY_ZERO,
    "dez dividido por cinco menos cinco": None,
    "0 elevado a menos um": Problem.DIVISION_BY_ZERO,
    "0 elevado a 0": Problem.UNDEFINED,
    "raiz de menos 4": Problem.NEGATIVE_ROOT,
    "dois elevado a dez elevado a dez": Problem.TOO_LARGE,
    "nove elevado a nove elevado a nove": Problem.TOO_LARGE,
    "-2 ^ 0,5": None,
    "1,0001 elevado a mil": Problem.TOO_LARGE,
    "dez reais mais dez euros": Problem.MIXED_MONEY,
    "dez reais vezes dez reais": Problem.MONEY_TIMES_MONEY,
}

CONTINUATIONS = {
    "vezes três": "… * 3",
    "menos dez por cento": "… - 10%",
    "ao quadrado": "… ^ 2",
    "mais dois reais": "… + 2 BRL",
    "a metade disso": "… / 2",
    "o dobro": "2 * …",
    "a raiz quadrada desse número": "√…",
    "dez por cento disso": "10% * …",
    "dez": None,
    "mil mais três": None,
    "vezes": None,
    "por cento de 30": None,
}

values = st.decimals(0, 9999, allow_nan=False, places=2).map(lambda d: d.normalize() + 0)
numbers_ = st.builds(sums.Number, values, st.sampled_from([None, None, None, "BRL", "USD"]))
trees = st.recursive(
    numbers_,
    lambda inner: st.one_of(
        st.builds(sums.Binary, st.sampled_from("+-*/^"), inner, inner),
        st.builds(sums.Unary, st.sampled_from("-√∛"), inner),
        st.builds(sums.Percent, inner),
    ),
    max_leaves=6,
)


@pytest.mark.parametrize(("heard", "told"), TOLD.items())
def test_sums_told(heard, told):
    tree = expressions.parse(heard)
    assert arithmetic.tell(tree, arithmetic.evaluate(tree)) == told


@pytest.mark.parametrize(("heard", "problem"), PROBLEMS.items())
def test_what_has_no_answer(heard, problem):
    assert arithmetic.evaluate(expressions.parse(heard)).problem is problem


@pytest.mark.parametrize("text", ["", "mais", "sete vezes", "(2", "2)", "vezes oito", "raiz quadrada de", "10 20", "sete oito"])
def test_what_is_no_sum(text):
    assert expressions.parse(text) is None


@pytest.mark.parametrize(("heard", "written"), CONTINUATIONS.items())
def test_what_goes_on_from_a_result(heard, written):
    tokens = tokenize(heard)
    readings = [text for end, text in continuations.spans(tokens, 0) if end == len(tokens)]
    assert readings == ([written] if written else [])


def test_going_on():
    assert continuations.on("(10 / 3)", "10% * …") == "10% * (10 / 3)"


@given(trees)
def test_the_written_form_means_the_same(tree):
    again = expressions.parse(sums.canonical(tree))
    assert again is not None
    assert arithmetic.evaluate(again) == arithmetic.evaluate(tree)


@given(trees)
def test_every_sum_has_an_answer_soon(tree):
    start = time.perf_counter()
    result = arithmetic.evaluate(tree)
    assert isinstance(result, Result)
    assert arithmetic.tell(tree, result).endswith(".")
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize("piece", ["(", "menos ", "dois elevado a ", "raiz de ", "metade de ", "some 2 e ", "2 * "])
def test_endless_sums_end(piece):
    tree = expressions.parse(piece * 3000 + "1")
    assert tree is None


@given(st.text(alphabet="0123456789+-*/^%(), √∛²³xeabcdimnorst", max_size=30))
def test_anything_may_be_asked(text):
    tree = expressions.parse(text)
    if tree is not None:
        arithmetic.tell(tree, arithmetic.evaluate(tree))
