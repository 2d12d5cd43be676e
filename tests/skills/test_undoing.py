"""Taking back what was just done: "desfaz", "não, da cozinha"; and what "tudo" then means."""

import pytest

from tests.skills.home_stage import HomeTalk, LivingHome
from tests.skills.talking import play

SCRIPTS = {
    "a light, once": """
> acende a luz da sala
Acendi a luz da sala.
> desfaz
Apaguei a luz da sala.
> desfaz
Isso eu não consigo desfazer.
""",
    "after something else was said": """
> abre a cortina da sala
Abri a cortina da sala.
> que horas são
São três e meia da tarde.
> desfaz
Fechei a cortina da sala.
""",
    "a level": """
> põe o abajur da sala em 80%
Coloquei o abajur da sala em oitenta por cento.
> deixa como estava
Deixei o abajur da sala como antes.
""",
    "the list, the timer": """
> põe leite na lista
Adicionei leite à lista de compras.
> desfaz
Tirei leite da lista de compras.
> põe um timer de dez minutos
Certo, temporizador de dez minutos.
> desfaz isso
Cancelei o temporizador de dez minutos.
""",
    "what lets people in is not": """
> tranca a porta da frente
A porta da frente já está trancada.
> destranca a porta da frente
Quer mesmo destrancar a porta da frente?
> sim
Destranquei a porta da frente.
> desfaz
Isso eu não consigo desfazer.
""",
    "nothing was done": """
> desfaz
Não há nada para desfazer.
> que horas são
São três e meia da tarde.
> desfaz
Isso eu não consigo desfazer.
""",
    "the other room was meant": """
> acende a luz da sala
Acendi a luz da sala.
> não, da cozinha
Apaguei a luz da sala. Acendi a luz da cozinha.
""",
    "all that were named": """
> acende a luz da sala e a da cozinha
Acendi a luz da sala. Acendi a luz da cozinha.
> apaga tudo
Apaguei a luz da sala e a luz da cozinha.
""",
    "a name afterwards": """
> põe um timer de dez minutos
Certo, temporizador de dez minutos.
> pro arroz
Certo, este é o temporizador do arroz.
> quanto falta no timer do arroz
Faltam dez minutos no temporizador do arroz.
""",
    "what was given up is over": """
> põe um timer
De quanto tempo?
> cancela
Tudo bem.
> dez minutos
Não há nenhum temporizador ativo.
""",
    "what is only said": """
> tenho que comprar um carro novo um dia
Coloco um carro novo um dia na lista de compras?
> não
Tudo bem.
> preciso comprar leite e detergente
Adicionei leite e detergente à lista de compras.
""",
    "speeds and levels": """
> liga o ventilador de teto no dois
Coloquei o ventilador de teto em sessenta e seis por cento.
> diminui a luz do abajur da sala pra trinta por cento
Coloquei o abajur da sala em trinta por cento.
> abre um pouco a cortina do quarto
Coloquei a cortina do quarto em oitenta por cento.
""",
    "days": """
> tem feriado mês que vem
Sim, no mês que vem: o dia de Nossa Senhora Aparecida, na segunda-feira, dia doze de outubro.
> quantos dias faltam para as minhas férias
Não sei quando são as férias. Diga a data, e eu conto os dias.
> quanto tempo já passou do meio-dia
Já passaram três horas e meia do meio-dia.
""",
}


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_undoing(script, tmp_path):
    play(HomeTalk(tmp_path, LivingHome()), script)


def test_brought_back_to_what_they_were(tmp_path):
    talk = HomeTalk(tmp_path, LivingHome())
    talk.say("põe o abajur da sala em 80%")
    talk.say("desfaz")
    assert talk.home.calls[-1] == ("light.turn_on", ("light.abajur",), {"brightness_pct": 50})
