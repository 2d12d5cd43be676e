"""Conversions, as conversations."""

from decimal import Decimal

import pytest

from assistant.services.protocol import Services
from tests.skills.serviced import Talk

RATES = {"USD": Decimal("5.40"), "EUR": Decimal("6.20"), "BTC": Decimal(500_000)}


@pytest.fixture
def talk(tmp_path):
    return Talk(tmp_path)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("quantos quilômetros são dez milhas", "Dez milhas são cerca de dezesseis vírgula um quilômetros."),
        ("quantos quilômetros tem uma milha", "Uma milha tem cerca de um vírgula sessenta e um quilômetro."),
        ("quanto é 100 fahrenheit em celsius", "Cem graus Fahrenheit são cerca de trinta e sete vírgula oito graus Celsius."),
        ("zero grau celsius em fahrenheit", "Zero grau Celsius são trinta e dois graus Fahrenheit."),
        ("menos quarenta graus celsius em fahrenheit", "Menos quarenta graus Celsius são menos quarenta graus Fahrenheit."),
        ("converte duas xícaras em mililitros", "Duas xícaras são quatrocentos e oitenta mililitros."),
        ("uma xícara e meia em mililitros", "Uma xícara e meia são trezentos e sessenta mililitros."),
        ("um quarto de xícara em mililitros", "Um quarto de xícara são sessenta mililitros."),
        ("seis colheres de sopa em xícaras", "Seis colheres de sopa são três oitavos de xícara."),
        ("quantas colheres de chá tem uma colher de sopa", "Uma colher de sopa tem três colheres de chá."),
        ("cinco pés e onze em metros", "Cinco pés e onze polegadas são cerca de um metro e oitenta."),
        ("um metro e oitenta em pés", "Um metro e oitenta são cerca de cinco pés e onze polegadas."),
        ("dois quilos e meio em gramas", "Dois quilos e meio são dois mil e quinhentos gramas."),
        ("um pé em centímetros", "Um pé tem trinta vírgula quarenta e oito centímetros."),
        ("quantas libras tem um quilo", "Um quilo tem cerca de duas vírgula duas libras."),
        ("quantas arrobas são cento e cinco quilos", "Cento e cinco quilos são sete arrobas."),
        ("quanto mede um alqueire", "Um alqueire paulista tem dois vírgula quarenta e dois hectares."),
        (
            "dois alqueires mineiros em metros quadrados",
            "Dois alqueires mineiros são noventa e seis mil e oitocentos metros quadrados.",
        ),
        (
            "cem quilômetros por hora em metros por segundo",
            "Cem quilômetros por hora são cerca de vinte e sete vírgula oito metros por segundo.",
        ),
        ("um nó em quilômetros por hora", "Um nó é cerca de um vírgula oitenta e cinco quilômetro por hora."),
        ("noventa minutos em horas", "Noventa minutos são uma hora e meia."),
        ("cem minutos em horas", "Cem minutos são uma hora e quarenta minutos."),
        ("quarenta e cinco minutos em horas", "Quarenta e cinco minutos são três quartos de hora."),
        ("quantas semanas tem um ano", "Um ano tem cerca de cinquenta e duas vírgula uma semanas."),
        ("quantos megabytes tem um giga", "Um gigabaite tem mil megabaites."),
        ("trinta libras em bar", "Trinta libras por polegada quadrada são cerca de dois vírgula zero sete bars."),
        ("doze mil BTUs em watts", "Doze mil BTUs por hora são cerca de três mil quinhentos e dezessete watts."),
        ("dois milhões de metros em quilômetros", "Dois milhões de metros são dois mil quilômetros."),
        ("dez quilos em quilos", "É a mesma unidade."),
    ],
)
def test_one_amount(talk, question, answer):
    assert talk.say(question) == answer


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("converte dez quilos em metros", "Não dá para converter quilos em metros."),
        ("quantos gramas tem uma xícara", "Depende do ingrediente: xícaras medem volume, e gramas, peso."),
        ("menos dez quilos em gramas", "Não dá para converter uma medida negativa."),
        ("menos trezentos graus celsius em fahrenheit", "Não existe temperatura abaixo do zero absoluto."),
        ("zero quilômetros em metros", "Zero quilômetro é zero metro."),
        ("cem trilhões de quilômetros em milímetros", "Esse número é grande demais para mim."),
        ("um milímetro em anos-luz", "O resultado é pequeno demais para dizer."),
        ("converte dez bananas em laranjas", "Não sei converter bananas em laranjas."),
    ],
)
def test_what_cannot_be_converted(talk, question, answer):
    assert talk.say(question) == answer


def test_going_on(talk):
    talk.say("quantos quilômetros são dez milhas")
    assert talk.say("e em jardas?") == "Dez milhas são dezessete mil e seiscentas jardas."
    assert talk.say("e vinte?") == "Vinte milhas são trinta e cinco mil e duzentas jardas."
    assert talk.say("e seis pés em metros?") == "Seis pés são cerca de um metro e oitenta e três."
    assert talk.say("e dez arrobas?") == "Dez arrobas são cento e cinquenta quilos."


def test_the_parts_of_before_do_not_stay(talk):
    talk.say("cinco pés e onze em metros")
    assert talk.say("e seis pés?") == "Seis pés são cerca de um metro e oitenta e três."


def test_what_is_missing_is_asked_for(talk):
    assert talk.say("converte milhas em quilômetros") == "Quantas milhas?"
    assert talk.say("cinco") == "Cinco milhas são cerca de oito vírgula zero cinco quilômetros."
    assert talk.say("converte dez gramas") == "Em que unidade?"
    assert talk.say("em quilos") == "Dez gramas são zero vírgula zero um quilo."


def test_money_needs_a_rate(talk):
    unknown = "Não tenho a cotação do dólar: ela se configura em rates, no arquivo config.yaml."
    assert talk.say("quanto é dez dólares em reais") == unknown
    assert talk.say("quanto está o dólar") == unknown
    assert talk.say("quanto é dez libras") == "Dez libras são cerca de quatro vírgula cinquenta e quatro quilos."
    assert "cotação da libra" in talk.say("quanto é dez libras em reais")


def test_money(talk):
    talk.services = Services(rates=RATES)
    assert talk.say("quanto é dez dólares em reais") == "Dez dólares são cinquenta e quatro reais, pela cotação configurada."
    assert talk.say("e em euros?") == "Dez dólares são oito euros e setenta e um centavos, pela cotação configurada."
    assert talk.say("e vinte?") == "Vinte dólares são dezessete euros e quarenta e dois centavos, pela cotação configurada."
    assert talk.say("e cem euros em reais?") == "Cem euros são seiscentos e vinte reais, pela cotação configurada."
    assert talk.say("quanto está o euro") == "Pela cotação configurada, um euro vale seis reais e vinte centavos."
    assert talk.say("e o dólar") == "Pela cotação configurada, um dólar vale cinco reais e quarenta centavos."
    assert talk.say("e vinte?") == "Vinte dólares são cento e oito reais, pela cotação configurada."
    assert talk.say("mil reais em bitcoins") == "Mil reais são zero vírgula zero zero dois bitcoin, pela cotação configurada."
    assert talk.say("dez dólares em dólares") == "É a mesma moeda."


def test_the_currency_is_asked_for(talk):
    talk.services = Services(rates=RATES)
    assert talk.say("converte cem reais") == "Em que moeda?"
    assert talk.say("em dólares") == "Cem reais são dezoito dólares e cinquenta e dois centavos, pela cotação configurada."
