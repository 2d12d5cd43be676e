"""Reminders, as conversations."""

import pytest

from assistant.store import REMINDER, Store
from tests.skills.remembering import Remembering, play
from tests.skills.serviced import Talk


@pytest.fixture
def talk(tmp_path):
    store = Store(tmp_path / "store.sqlite")
    yield Remembering(store)
    store.close()


SCRIPTS = {
    "it is said when it is time": """
> me lembra de tomar o remédio às quatro
Certo, hoje às quatro da tarde lembro você de tomar o remédio.
+ 1800
! Lembrete: tomar o remédio.
+ 600
!
""",
    "it is put off": """
> me lembra de tomar o remédio às quatro da tarde
~ Certo
+ 1800
! Lembrete: tomar o remédio.
> me lembra de novo daqui a meia hora
Certo, lembro de novo daqui a meia hora.
+ 1800
! Lembrete: tomar o remédio.
> adia dez minutos
Certo, daqui a dez minutos de novo.
+ 600
! Lembrete: tomar o remédio.
""",
    "in a while": """
> me lembra de desligar o forno em meia hora
Certo, daqui a meia hora lembro você de desligar o forno.
+ 1800
! Lembrete: desligar o forno.
""",
    "when was not said": """
> me lembra de ligar para minha mãe
A que horas?
> amanhã às dez
Certo, amanhã às dez da manhã lembro você de ligar para sua mãe.
> me lembra amanhã de comprar pão
A que horas?
> às oito
Certo, amanhã às oito da manhã lembro você de comprar pão.
""",
    "of what was not said": """
> põe um lembrete
Lembrar você de quê?
> tomar água
A que horas?
> daqui a uma hora
Certo, daqui a uma hora lembro você de tomar água.
""",
    "every month": """
> todo dia cinco às nove me lembra de pagar o aluguel
Certo, todo mês no dia cinco às nove da manhã lembro você de pagar o aluguel.
> me lembra todo dia 10 de pagar o condomínio
A que horas?
> às nove da manhã
Certo, todo mês no dia dez às nove da manhã lembro você de pagar o condomínio.
> quais são os meus lembretes
~ Há dois lembretes: pagar o aluguel, todo mês no dia cinco às nove da manhã; pagar o condomínio
""",
    "every two hours": """
> me lembra de beber água a cada duas horas
Certo, a cada duas horas lembro você de beber água.
+ 7200
! Lembrete: beber água.
+ 7200
! Lembrete: beber água.
> cancela o lembrete da água
Cancelei o lembrete: beber água.
+ 7200
!
""",
    "what is no action": """
> cria um lembrete para sexta às três da tarde reunião com o chefe
Certo, lembrete para a sexta-feira às três da tarde: reunião com o chefe.
""",
    "several": """
> quais são os meus lembretes
Não há nenhum lembrete.
> me lembra de tomar o remédio às oito da noite
~ Certo
> me lembra de levar o lixo amanhã às sete da manhã
~ Certo
> que lembretes eu tenho para amanhã
Há um lembrete: levar o lixo, amanhã às sete da manhã.
> cancela o lembrete
Qual deles: tomar o remédio, às oito da noite; levar o lixo, amanhã às sete da manhã?
> o do lixo
Cancelei o lembrete: levar o lixo.
> cancela o lembrete da vacina
Não achei esse lembrete. Há tomar o remédio, às oito da noite.
> cancela todos os lembretes
Cancelo o único lembrete?
> sim
Cancelei.
> tem algum lembrete
Não há nenhum lembrete.
""",
    "what there is not": """
> me lembra ontem de pagar a fatura
Ontem já passou.
> me lembra de dormir às 25 horas
~ O dia só tem vinte e quatro horas
> me lembra de votar no dia 31 de junho às nove
Junho não tem dia trinta e um.
> me lembra de viver daqui a mil anos
Isso é longe demais para mim.
> me lembra de acordar daqui a zero minutos
Isso é agora mesmo.
> adia o lembrete
Não há lembrete para adiar.
""",
}


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_script(talk, script):
    play(talk, script)


def test_a_reminder_is_somebodys(tmp_path):
    talk = Talk(tmp_path)
    talk.speaker = "Ana"
    talk.say("me lembra de tomar o remédio às oito da noite")
    assert [it.speaker for it in talk.store.appointments(REMINDER)] == ["Ana"]
    talk.speaker = "João"
    assert talk.say("tem algum lembrete") == "Não há nenhum lembrete."
    talk.speaker = "Ana"
    assert "remédio" in talk.say("tem algum lembrete")


def test_a_text_of_three_hundred_letters(talk):
    assert talk.say(f"me lembra de pagar {'muito ' * 50}às oito") == "Isso é comprido demais para um lembrete."


def test_one_missed_while_off(talk):
    talk.say("me lembra de tomar o remédio às oito da noite")
    talk.time.forward(86_400)
    talk.restart()
    (text,) = talk.wait(1)
    assert text == "Enquanto eu estava desligado, passou o lembrete de ontem às oito da noite: tomar o remédio."
