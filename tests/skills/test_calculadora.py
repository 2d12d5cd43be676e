"""Sums, as conversations that go on from a result."""

import pytest

from tests.skills.serviced import Talk


@pytest.fixture
def talk(tmp_path):
    return Talk(tmp_path)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("quanto é sete vezes oito", "Sete vezes oito são cinquenta e seis."),
        ("quanto é 3,5 mais 1,5", "Três vírgula cinco mais um vírgula cinco são cinco."),
        ("quanto dá 15% de 200", "Quinze por cento de duzentos são trinta."),
        ("duzentos mais quinze por cento", "Duzentos mais quinze por cento são duzentos e trinta."),
        ("meia dúzia mais três", "Seis mais três são nove."),
        ("a metade de trinta e cinco", "Trinta e cinco dividido por dois é dezessete vírgula cinco."),
        ("quanto é dez dividido por três", "Dez dividido por três é aproximadamente três vírgula trinta e três."),
        (
            "dez reais menos três e cinquenta",
            "Dez reais menos três reais e cinquenta centavos são seis reais e cinquenta centavos.",
        ),
        ("cinquenta centavos vezes três", "Cinquenta centavos vezes três é um real e cinquenta centavos."),
        ("oitenta reais com dez por cento de desconto", "Oitenta reais menos dez por cento são setenta e dois reais."),
        ("trinta reais dividido por quatro pessoas", "Trinta reais dividido por quatro são sete reais e cinquenta centavos."),
        ("dez reais dividido por três", "Dez reais dividido por três são aproximadamente três reais e trinta e três centavos."),
        ("três reais menos dez reais", "Três reais menos dez reais são menos sete reais."),
        ("quanto é dez dividido por zero", "Não dá para dividir por zero."),
        ("a raiz quadrada de menos nove", "Não existe raiz quadrada de número negativo."),
        ("quanto é nove elevado a nove elevado a nove", "Esse número é grande demais para mim."),
        ("dez reais vezes dois reais", "Não dá para multiplicar dinheiro por dinheiro."),
        ("dez reais mais cinco dólares", "Não dá para misturar moedas diferentes numa conta."),
    ],
)
def test_one_sum(talk, question, answer):
    assert talk.say(question) == answer


def test_going_on_from_the_result(talk):
    talk.say("quanto é sete vezes oito")
    assert talk.say("e vezes três?") == "Cinquenta e seis vezes três são cento e sessenta e oito."
    assert talk.say("mais dez") == "Cento e sessenta e oito mais dez são cento e setenta e oito."
    assert talk.say("e a metade disso") == "Cento e setenta e oito dividido por dois é oitenta e nove."
    assert talk.say("dez por cento disso") == "Dez por cento de oitenta e nove é oito vírgula nove."


def test_going_on_by_a_pronoun(talk):
    talk.say("quanto é dez vezes três")
    assert talk.say("divide isso por quatro") == "Trinta dividido por quatro é sete vírgula cinco."
    assert talk.say("multiplica isso por dois") == "Sete vírgula cinco vezes dois são quinze."
    assert talk.say("mais um") == "Quinze mais um são dezesseis."


def test_nothing_is_lost_on_the_way(talk):
    talk.say("quanto é dez dividido por três")
    assert talk.say("vezes três") == "Dez dividido por três vezes três são dez."
    assert talk.say("dividido por zero") == "Não dá para dividir por zero."
    assert talk.say("menos doze") == "Dez menos doze são menos dois."
    assert talk.say("ao quadrado") == "O resultado é quatro."


def test_going_on_with_money(talk):
    talk.say("dez reais menos três e cinquenta")
    assert talk.say("e vezes dois?") == "Seis reais e cinquenta centavos vezes dois são treze reais."
    assert talk.say("menos três reais") == "Treze reais menos três reais são dez reais."


def test_a_sum_without_an_end(talk):
    talk.say("quanto é um dividido por três")
    for _ in range(100):
        answer = talk.say("ao quadrado")
    assert answer in {"Esse número é grande demais para mim.", "Essa conta ficou comprida demais para mim."}


def test_nothing_to_go_on_from(talk):
    assert "ntendi" in talk.say("vezes três")
