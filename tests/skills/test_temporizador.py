"""Timers, as conversations."""

import pytest

from assistant.store import Store
from tests.skills.remembering import Remembering, play


@pytest.fixture
def talk(tmp_path):
    store = Store(tmp_path / "store.sqlite")
    yield Remembering(store)
    store.close()


SCRIPTS = {
    "another one, and the one of the rice": """
> põe um timer de macarrão de oito minutos
Certo, temporizador do macarrão: oito minutos.
> e um de arroz de doze minutos
Certo, temporizador do arroz: doze minutos.
> e mais um de dez minutos
Certo, temporizador de dez minutos.
> mais dois minutos no de arroz
Certo, faltam catorze minutos no temporizador do arroz.
> cancela o de macarrão
Cancelei o temporizador do macarrão.
> põe um timer de bolo de vinte minutos
Certo, temporizador do bolo: vinte minutos.
> mais um minuto nele
Certo, faltam vinte e um minutos no temporizador do bolo.
> cancela ele
Cancelei o temporizador do bolo.
""",
    "it is set, and tells when it is over": """
> põe um timer de dez minutos pro macarrão
Certo, temporizador do macarrão: dez minutos.
+ 600
! O temporizador do macarrão terminou.
""",
    "how long was not said": """
> põe um timer
De quanto tempo?
> dez minutos
Certo, temporizador de dez minutos.
""",
    "minutes go without saying": """
> põe um timer de dez
Certo, temporizador de dez minutos.
> põe um timer para o bolo
De quanto tempo?
> quarenta
Certo, temporizador do bolo: quarenta minutos.
""",
    "more and less": """
> timer de dez minutos
Certo, temporizador de dez minutos.
> mais cinco minutos
Certo, faltam quinze minutos no temporizador de dez minutos.
> menos dez minutos
Certo, faltam cinco minutos no temporizador de dez minutos.
> menos dez minutos
Não dá para tirar tanto: faltam cinco minutos no temporizador de dez minutos.
> adiciona dois minutos ao timer
Certo, faltam sete minutos no temporizador de dez minutos.
""",
    "the one of the macaroni": """
> timer de dez minutos pro macarrão
~ macarrão
> timer de vinte minutos pro bolo
~ bolo
> cancela o timer
Qual deles? Há o do macarrão e o do bolo.
> o de macarrão
Cancelei o temporizador do macarrão.
> quanto falta?
Faltam vinte minutos no temporizador do bolo.
> cancela
Cancelei o temporizador do bolo.
""",
    "the one of ten minutes": """
> timer de dez minutos
~ dez
> timer de vinte minutos
~ vinte
> pausa o temporizador
Qual deles? Há o de dez minutos e o de vinte minutos.
> o de vinte minutos
Pausei o temporizador de vinte minutos; faltam vinte minutos.
""",
    "it pauses and goes on": """
> timer de dez minutos
~ Certo
+ 120
> pausa o temporizador
Pausei o temporizador de dez minutos; faltam oito minutos.
> pausa o temporizador
Já está pausado.
+ 3600
> quanto tempo falta
Faltam oito minutos no temporizador de dez minutos, que está pausado.
> continua o temporizador
Retomei: faltam oito minutos no temporizador de dez minutos.
> continua o temporizador
Nenhum temporizador está pausado.
+ 480
! O temporizador de dez minutos terminou.
""",
    "when it is over there may be more of it": """
> timer de um minuto pro ovo
~ ovo
+ 60
! O temporizador do ovo terminou.
> mais dois minutos
Certo, temporizador do ovo: dois minutos.
+ 120
! O temporizador do ovo terminou.
""",
    "of a room": """
> põe um timer de dez minutos na cozinha
Certo, temporizador de dez minutos.
> põe um timer de dez minutos na sala
Certo, temporizador de dez minutos.
> adiciona cinco minutos ao timer da cozinha
Certo, faltam quinze minutos no temporizador de dez minutos.
> cancela todos os temporizadores na cozinha
Cancelei o temporizador de dez minutos.
> cancela todos os temporizadores
Cancelei o temporizador de dez minutos.
> cancela todos os temporizadores
Não há nenhum temporizador ativo.
""",
    "something is to be done later": """
> ligar a luz daqui a uma hora
Combinado. Daqui a uma hora: ligar a luz.
> quanto tempo falta
Falta uma hora para ligar a luz.
> cancela o timer
Cancelei o comando “ligar a luz”.
""",
    "none of that name": """
> timer de dez minutos
~ Certo
> pausa o timer da pizza
Não há temporizador da pizza. Há o de dez minutos.
> cancela o timer de cinco minutos
Não há temporizador de cinco minutos. Há o de dez minutos.
""",
    "what there is none of": """
> pausa o temporizador
Não há nenhum temporizador ativo.
> continua o temporizador
Não há nenhum temporizador ativo.
> mais cinco minutos
Não há nenhum temporizador ativo.
> tira um minuto do timer
Não há nenhum temporizador ativo.
> quanto tempo falta
Não há nenhum temporizador ativo.
""",
    "what cannot be timed": """
> timer de zero minutos
Um temporizador precisa de pelo menos um segundo.
> timer de mil anos
Isso é tempo demais: conto no máximo sete dias.
> timer de seis dias
~ seis dias
> mais dois dias
Isso é tempo demais: conto no máximo sete dias.
""",
    "an alarm in minutes is a timer": """
> põe um alarme de dez minutinhos
Certo, temporizador de dez minutos.
> cancela o alarme
Cancelei o temporizador de dez minutos.
""",
}


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_script(talk, script):
    play(talk, script)


def test_a_name_of_three_hundred_letters(talk):
    assert talk.say(f"timer de dez minutos chamado {'a' * 300}") == "Esse nome é comprido demais para um temporizador."


def test_there_is_an_end_to_timers(talk):
    for _ in range(50):
        talk.store.add_timer(None, talk.now, 3600, talk.now)
    assert talk.say("timer de um minuto") == "Já há temporizadores demais. Cancele algum primeiro."


def test_a_command_is_done_when_its_time_has_come(talk):
    talk.say("adiciona leite à lista de compras daqui a cinco minutos")
    assert talk.store.lists() == []
    assert talk.wait(300) == ["Adicionei leite à lista de compras."]
    assert [it.text for it in talk.store.items(talk.store.lists()[0].id)] == ["leite"]
    assert talk.wait(300) == []
