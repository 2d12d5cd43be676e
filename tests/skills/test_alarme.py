"""Alarms, as conversations."""

from datetime import datetime

import pytest

from assistant.store import ALARM, Store
from tests.skills.remembering import Remembering, play


@pytest.fixture
def talk(tmp_path):
    store = Store(tmp_path / "store.sqlite")
    yield Remembering(store)
    store.close()


SCRIPTS = {
    "of several, one and then all": """
> me acorda amanhã às seis da manhã
Alarme marcado para amanhã às seis da manhã.
> me acorda amanhã às nove da manhã
Alarme marcado para amanhã às nove da manhã.
> me acorda amanhã às dez da manhã
Alarme marcado para amanhã às dez da manhã.
> cancela o das nove
Cancelei o alarme das nove da manhã de amanhã.
> cancela todos
Cancelo os dois alarmes?
> pode cancelar
Cancelei todos os alarmes.
""",
    "it rings until somebody answers": """
> põe um alarme para as quatro da tarde
Alarme marcado para hoje às quatro da tarde.
+ 1800
! Alarme! São quatro horas da tarde.
+ 60
! Alarme! São quatro e um da tarde. Diga para ou soneca.
> para
Certo, parei o alarme.
+ 600
!
""",
    "a snooze": """
> me acorda às quatro
Alarme marcado para hoje às quatro da tarde.
+ 1800
! Alarme! São quatro horas da tarde.
> soneca
Certo, daqui a dez minutos de novo.
+ 600
! Alarme! São quatro e dez da tarde.
> mais cinco minutos
Certo, daqui a cinco minutos de novo.
+ 300
! Alarme! São quatro e quinze da tarde.
> adia meia hora
Certo, daqui a meia hora de novo.
+ 1800
! Alarme! São quatro e quarenta e cinco da tarde.
> já acordei
Certo, parei o alarme.
""",
    "answered in the words for a timer": """
> alarme às quatro da tarde
~ marcado
+ 1800
~ Alarme!
> para o alarme
Certo.
+ 600
!
""",
    "cancelled while it rings": """
> alarme às quatro da tarde
~ marcado
+ 1800
~ Alarme!
> desliga o alarme
Certo, parei o alarme.
> quais alarmes estão marcados
Não há nenhum alarme marcado.
""",
    "every working day": """
> põe um alarme todo dia útil às sete da manhã
Alarme marcado para todo dia útil às sete da manhã.
> quais alarmes estão marcados
Há um alarme: o das sete da manhã, todo dia útil.
> qual é o próximo alarme
O próximo é o das sete da manhã, todo dia útil.
> cancela o alarme
Cancelei o alarme das sete da manhã, todo dia útil.
""",
    "at what time was not said": """
> põe um alarme
Para que horas?
> às sete
Alarme marcado para hoje às sete da noite.
> me acorda amanhã
Para que horas?
> seis e meia
Alarme marcado para amanhã às seis e meia da manhã.
""",
    "several": """
> põe um alarme para as sete da noite
~ marcado
> põe um alarme para amanhã às oito da manhã chamado academia
Alarme da academia marcado para amanhã às oito da manhã.
> que alarmes eu tenho
Há dois alarmes: o das sete da noite e o da academia, às oito da manhã de amanhã.
> tem algum alarme para amanhã
Há um alarme: o da academia, às oito da manhã de amanhã.
> cancela o alarme
Qual deles? Há o das sete da noite e o da academia, às oito da manhã de amanhã.
> o das sete
Cancelei o alarme das sete da noite.
> cancela o alarme das nove
Não há esse alarme. Há o da academia, às oito da manhã de amanhã.
> cancela o alarme da academia
Cancelei o alarme da academia, às oito da manhã de amanhã.
> cancela todos os alarmes
Não há nenhum alarme marcado.
""",
    "all of them": """
> alarme às cinco
~ marcado
> alarme às seis
~ marcado
> cancela todos os alarmes
Cancelo os dois alarmes?
> não, não cancela
Tudo bem, eles ficam.
> que alarme é o próximo
O próximo é o das cinco da tarde.
> cancela todos os alarmes
Cancelo os dois alarmes?
> cancela
Cancelei todos os alarmes.
""",
    "it is moved": """
> põe um alarme para amanhã às sete
Alarme marcado para amanhã às sete da manhã.
> muda o alarme para as oito
Certo, mudei o alarme para amanhã às oito da manhã.
> muda o alarme das oito para as nove e meia
Certo, mudei o alarme para amanhã às nove e meia da manhã.
> põe um alarme para amanhã às nove e meia
Já há um alarme para amanhã às nove e meia da manhã.
""",
    "none rings": """
> soneca
Não há nenhum alarme tocando.
> desliga o alarme
Não há nenhum alarme tocando.
> põe um alarme para as sete
~ marcado
> desliga o alarme
Não há nenhum alarme tocando. Quer que eu cancele o alarme das sete da noite?
> não
Tudo bem, ele fica.
> desliga o alarme
~ cancele
> sim
Cancelei.
""",
    "what there is not": """
> põe um alarme para as 25 horas
~ O dia só tem vinte e quatro horas
> me acorda ontem às sete
Ontem já passou.
> põe um alarme para hoje às três da tarde
Essa hora já passou.
> põe um alarme para o dia 31 de fevereiro às sete
Fevereiro não tem dia trinta e um.
> põe um alarme às sete chamado aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
Esse nome é comprido demais para um alarme.
""",
}


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_script(talk, script):
    play(talk, script)


def test_there_is_an_end_to_alarms(talk):
    for n in range(100):
        talk.say(f"alarme às {n // 60 + 17} e {n % 60}" if n % 60 else f"alarme às {n // 60 + 17} horas")
    assert len(talk.store.appointments(ALARM)) == 100
    assert talk.say("alarme às vinte e duas horas") == "Já há alarmes demais. Cancele algum primeiro."


def test_it_is_kept_as_the_wall_will_show_it(talk):
    talk.say("alarme amanhã às sete da manhã")
    assert talk.store.appointments(ALARM)[0].at == datetime(2026, 11, 24, 7, 0)


def test_one_missed_while_off(talk):
    talk.say("alarme às quatro da tarde")
    talk.time.forward(3 * 3600)
    talk.restart()
    assert talk.wait(1) == ["Enquanto eu estava desligado, o alarme das quatro da tarde não tocou."]
