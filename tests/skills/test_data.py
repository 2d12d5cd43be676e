"""Days, as conversations. It is Monday, 7 September 2026, a holiday."""

from datetime import timedelta

import pytest

from tests.skills.serviced import Talk


@pytest.fixture
def talk(tmp_path):
    return Talk(tmp_path)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("que dia é hoje", "Hoje é segunda-feira, sete de setembro de dois mil e vinte e seis."),
        ("que dia é amanhã", "Amanhã é terça-feira, oito de setembro de dois mil e vinte e seis."),
        ("que dia foi anteontem", "Anteontem foi sábado, cinco de setembro de dois mil e vinte e seis."),
        ("que dia é sexta que vem", "Sexta-feira é dia onze de setembro de dois mil e vinte e seis."),
        ("que dia foi sexta passada", "Sexta-feira passada foi dia quatro de setembro de dois mil e vinte e seis."),
        (
            "daqui a 45 dias que dia é",
            "Daqui a quarenta e cinco dias é quinta-feira, vinte e dois de outubro de dois mil e vinte e seis.",
        ),
        ("quando é a Páscoa", "A Páscoa cai no domingo, vinte e oito de março de dois mil e vinte e sete."),
        ("quando é o carnaval", "O Carnaval cai na terça-feira, nove de fevereiro de dois mil e vinte e sete."),
        ("quando é corpus christi", "Corpus Christi cai na quinta-feira, vinte e sete de maio de dois mil e vinte e sete."),
        ("quando foi a Páscoa", "A Páscoa caiu no domingo, cinco de abril de dois mil e vinte e seis."),
        (
            "em que dia cai o carnaval de 2028",
            "O Carnaval cai na terça-feira, vinte e nove de fevereiro de dois mil e vinte e oito.",
        ),
        ("que dia da semana cai o Natal do ano que vem", "O Natal cai num sábado."),
        ("dia das crianças é que dia", "Doze de outubro cai numa segunda-feira."),
        ("que dia da semana é hoje", "Hoje é segunda-feira."),
        ("amanhã é sábado", "Amanhã é terça-feira."),
        ("que dia da semana cai o Natal", "O Natal cai numa sexta-feira."),
        ("que dia da semana foi 7 de setembro de 1822", "Sete de setembro de mil oitocentos e vinte e dois caiu num sábado."),
        ("que dia da semana é dia primeiro de outubro", "Primeiro de outubro cai numa quinta-feira."),
        ("quantos dias faltam para o Natal", "Faltam cento e nove dias para o Natal."),
        ("quantos dias faltam para amanhã", "Falta um dia para amanhã."),
        ("quantos dias faltam para sexta", "Faltam quatro dias para sexta-feira."),
        ("quantas semanas faltam para o Natal", "Faltam quinze semanas e quatro dias para o Natal."),
        ("quanto tempo falta para 7 de setembro", "É hoje!"),
        ("quanto tempo falta para 8 de setembro", "Falta um dia para o dia oito de setembro."),
        ("há quantos dias foi o Natal", "Foi há duzentos e cinquenta e seis dias."),
        ("há quantos dias foi 6 de setembro", "Foi ontem."),
        ("amanhã é feriado", "Não, amanhã não é feriado nacional."),
        ("hoje é feriado", "Sim, hoje é feriado: o Dia da Independência."),
        ("dia 12 de outubro é feriado", "Sim, o dia doze de outubro é feriado: o dia de Nossa Senhora Aparecida."),
        ("2028 é bissexto", "Sim, dois mil e vinte e oito é bissexto."),
        ("este ano é bissexto", "Não, dois mil e vinte e seis não é bissexto; o próximo é dois mil e vinte e oito."),
        ("1900 foi bissexto", "Não, mil e novecentos não é bissexto; o próximo é mil novecentos e quatro."),
        ("em que semana do ano estamos", "Estamos na semana trinta e sete do ano."),
        ("quantos dias tem fevereiro", "Fevereiro tem vinte e oito dias."),
        ("quantos dias tem fevereiro de 2028", "Fevereiro de dois mil e vinte e oito tem vinte e nove dias."),
        ("em que mês estamos", "Estamos em setembro."),
        ("em que ano estamos", "Estamos em dois mil e vinte e seis."),
    ],
)
def test_one_question_one_answer(talk, question, answer):
    assert talk.say(question) == answer


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("que dia é 31 de fevereiro", "Fevereiro não tem dia trinta e um."),
        ("quantos dias faltam para 31 de abril", "Abril não tem dia trinta e um."),
        ("que dia da semana é 29 de fevereiro de 2027", "Fevereiro de dois mil e vinte e sete não tem dia vinte e nove."),
        ("quantos dias faltam para 7 de setembro de 2020", "Esse dia já passou: foi há dois mil cento e noventa e um dias."),
        (
            "há quantos dias foi 1 de janeiro de 2027",
            "Esse dia ainda não chegou: faltam cento e dezesseis dias para o dia primeiro de janeiro de dois mil e vinte e sete.",
        ),
        ("0 é bissexto", "Esse ano fica fora do meu calendário."),
    ],
)
def test_what_there_is_not(talk, question, answer):
    assert talk.say(question) == answer


def test_going_on_with_another_day(talk):
    talk.say("que dia é hoje")
    assert talk.say("e amanhã?") == "Amanhã é terça-feira, oito de setembro de dois mil e vinte e seis."
    assert talk.say("e depois de amanhã?") == "Depois de amanhã é quarta-feira, nove de setembro de dois mil e vinte e seis."


def test_going_on_asks_the_same_of_another_day(talk):
    talk.say("que dia da semana cai o Natal")
    assert talk.say("e a Páscoa?") == "A Páscoa cai num domingo."
    assert talk.say("e dia 15?") == "Quinze de setembro cai numa terça-feira."
    talk.say("quantos dias faltam para o Natal")
    assert talk.say("e para o carnaval?") == "Faltam cento e cinquenta e cinco dias para o Carnaval."
    assert talk.say("que dia da semana é amanhã") == "Amanhã é terça-feira."
    talk.say("há quantos dias foi o Natal")
    assert talk.say("e o carnaval?") == "Foi há duzentos e dois dias."
    talk.say("quantos dias tem fevereiro")
    assert talk.say("e abril?") == "Abril tem trinta dias."


def test_the_next_holiday(talk):
    today = "Hoje é o Dia da Independência; o próximo feriado é o dia de Nossa Senhora Aparecida"
    assert talk.say("quando é o próximo feriado") == f"{today}, na segunda-feira, doze de outubro, daqui a trinta e cinco dias."
    talk.now += timedelta(days=54)
    assert talk.say("qual é o próximo feriado") == (
        "O próximo feriado é o dia de Finados, na segunda-feira, dois de novembro, daqui a dois dias."
    )
    talk.now += timedelta(days=1)
    assert talk.say("próximo feriado") == "O próximo feriado é o dia de Finados, amanhã."
