"""The house, as conversations, with a house that does what it is told."""

from dataclasses import replace

import pytest

from assistant.services.home.protocol import House
from assistant.services.protocol import NO_SERVICES
from tests.skills.home_stage import HomeTalk, LivingHome
from tests.skills.serviced import Talk


@pytest.fixture
def home():
    return LivingHome()


@pytest.fixture
def talk(tmp_path, home):
    conversation = HomeTalk(tmp_path, home)
    yield conversation
    conversation.store.close()


SCRIPTS = {
    "without saying what again": """
> acende a luz da sala
Acendi a luz da sala.
> apaga
Apaguei a luz da sala.
> acende a do quarto
A luz do quarto já está acesa.
> apaga a do quarto
Apaguei a luz do quarto.
""",
    "on, off, and the one in the other room": """
> acende a luz da sala
Acendi a luz da sala.
> acende a luz da sala
A luz da sala já está acesa.
> apaga ela
Apaguei a luz da sala.
> e a do quarto?
Apaguei a luz do quarto.
> e na cozinha?
A luz da cozinha já está apagada.
""",
    "which room": """
> acende a luz
De qual cômodo?
> da cozinha
Acendi a luz da cozinha.
""",
    "all of a kind": """
> quantas luzes estão acesas
Duas luzes estão acesas: o abajur da sala e a do quarto.
> apaga elas
Apaguei o abajur da sala e a luz do quarto.
> há alguma luz acesa
Não, nenhuma luz está acesa.
> acende as luzes da sala
Acendi as luzes da sala.
> estão todas as luzes acesas
Não, faltam a luz da cozinha e a luz do quarto.
""",
    "everything": """
> apaga tudo na sala
Desliguei tudo na sala.
> liga o ventilador na cozinha
Não conheço nenhum ventilador na cozinha.
> liga o ventilador do andar de cima
Liguei o ventilador de teto.
""",
    "short names": """
> acende o abajur
O abajur da sala já está aceso.
> como está o abajur
O abajur da sala está aceso, com cinquenta por cento de brilho.
""",
    "brighter and darker": """
> põe a luz do quarto em 50%
Coloquei a luz do quarto em cinquenta por cento.
> mais claro
Aumentei o brilho da luz do quarto para setenta por cento.
> mais um pouco
Aumentei o brilho da luz do quarto para noventa por cento.
> azul
Coloquei a luz do quarto em azul.
> 30%
Coloquei a luz do quarto em trinta por cento.
> e a da cozinha
Coloquei a luz da cozinha em trinta por cento.
""",
    "as bright as can be": """
> aumenta o brilho da luz do quarto
A luz do quarto já está no máximo.
> põe o brilho do quarto em 150%
O brilho vai de zero a cem por cento.
""",
    "a whole room": """
> diminui o brilho da sala em 10%
Diminuí o brilho das luzes da sala para quarenta por cento.
> põe as luzes da sala em branco quente
Coloquei as luzes da sala em branco quente.
""",
    "curtains": """
> abre as cortinas
Abri as cortinas.
> abre a cortina do quarto até a metade
Coloquei a cortina do quarto em cinquenta por cento.
> mais um pouco
Coloquei a cortina do quarto em setenta por cento.
> fecha ela
Fechei a cortina do quarto.
""",
    "what lets people in is asked about first": """
> abre o portão da garagem
Quer mesmo abrir o portão da garagem?
> não
Tudo bem, não fiz nada.
> destranca a porta da frente
Quer mesmo destrancar a porta da frente?
> sim
Destranquei a porta da frente.
> tranca ela
Tranquei a porta da frente.
""",
    "warmer and colder": """
> põe o ar em 22 graus
Ajustei o ar da sala para vinte e dois graus.
> mais quente
Ajustei o ar da sala para vinte e três graus.
> menos dois graus
Ajustei o ar da sala para vinte e um graus.
> põe o ar em 90 graus
A temperatura aqui vai de cinco a quarenta graus.
""",
    "how warm it is": """
> qual a temperatura
No jardim, dezenove vírgula quatro graus; na sala, vinte e cinco vírgula cinco graus.
> qual a temperatura da sala
A temperatura na sala é de vinte e cinco vírgula cinco graus.
> e do jardim
A temperatura no jardim é de dezenove vírgula quatro graus.
> qual a temperatura da garagem
Não sei a temperatura da garagem.
""",
    "how things are": """
> a porta da frente está trancada?
Sim, a porta da frente está trancada.
> há alguma janela aberta
Sim, a janela do quarto está aberta.
> quantas portas estão destrancadas
Nenhuma fechadura está destrancada.
> a luz da cozinha está acesa
Não, a luz da cozinha está apagada.
> a luz da escada está acesa
Não sei como está a luz da escada.
""",
    "people": """
> quem está em casa
Ana está em casa.
> onde está a Ana
Ana está em casa.
> e o João?
João está no trabalho.
> estão todos em casa
Não, João não.
""",
    "robots": """
> aspira a sala
Mandei o aspirador limpar.
> manda o aspirador de volta para a base
Mandei o aspirador de volta para a base.
> limpa a cozinha
Mandei o aspirador limpar. Ir só à cozinha ele não sabe.
> liga o cortador de grama
Mandei o cortador cortar a grama.
> cancela o cortador
Mandei o cortador de volta para a base.
""",
    "others": """
> ativa a hora do filme
Ativei a hora do filme.
> liga a cafeteira
Liguei a cafeteira.
> põe a cafeteira em 30%
A cafeteira só liga e desliga.
> põe o ventilador de teto em 70%
Coloquei o ventilador de teto em setenta por cento.
> acende a luz da escada
A luz da escada não está respondendo.
""",
    "two in one breath": """
> acende a luz da sala e abre as cortinas
Acendi a luz da sala. Abri as cortinas.
""",
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_conversations(talk, name):
    answer = None
    for line in SCRIPTS[name].strip().splitlines():
        if line.startswith("> "):
            answer = talk.say(line[2:])
        else:
            assert answer == line


@pytest.mark.parametrize(
    ("wish", "calls"),
    [
        ("acende a luz da sala", [("light.turn_on", ("light.sala",), {})]),
        ("apaga todas as luzes", [("light.turn_off", ("light.abajur", "light.quarto", "light.escada"), {})]),
        ("desliga a tomada da bancada", [("switch.turn_off", ("switch.bancada",), {})]),
        ("fecha a cortina do quarto", [("cover.close_cover", ("cover.quarto",), {})]),
        ("abre a cortina da sala a 30%", [("cover.set_cover_position", ("cover.sala",), {"position": 30})]),
        ("põe a luz da cozinha vermelha", [("light.turn_on", ("light.cozinha",), {"color_name": "red"})]),
        ("põe a luz da cozinha em 2700 kelvin", [("light.turn_on", ("light.cozinha",), {"color_temp_kelvin": 2700})]),
        ("põe o ventilador do quarto em 60%", [("fan.set_percentage", ("fan.quarto",), {"percentage": 60})]),
        ("põe o ar da sala em 20 graus", [("climate.set_temperature", ("climate.sala",), {"temperature": 20})]),
        ("põe a cortina do quarto em 20%", [("cover.set_cover_position", ("cover.quarto",), {"position": 20})]),
        ("ativa a cena hora do filme", [("scene.turn_on", ("scene.filme",), {})]),
        ("desliga o aspirador", []),  # it is at home already
    ],
)
def test_what_is_done(talk, home, wish, calls):
    talk.say(wish)
    assert home.calls == calls


def test_planning_does_nothing(talk, home):
    home.call = None
    talk.say("abre o portão da garagem")
    assert talk.plan.effects == ()


def test_a_house_that_does_not_answer_says_so(talk, home):
    home.down = True
    assert talk.say("acende a luz da sala") == "A casa não respondeu. Vou continuar tentando por um minuto."
    assert talk.say("acende a luz da sala e abre as cortinas").count("A casa não respondeu.") == 2


def test_what_is_not_known_of_an_unreached_house(talk, home):
    home.now = replace(home.now, reached=False)
    assert talk.say("a luz da sala está acesa") == "Não consigo falar com a casa agora."
    assert talk.say("quantas luzes estão acesas") == "Não consigo falar com a casa agora."
    # A state that is old is no reason not to do it.
    assert talk.say("apaga a luz da sala") == "Apaguei a luz da sala."
    assert home.calls == [("light.turn_off", ("light.sala",), {})]


def test_a_house_that_was_never_reached(talk, home):
    home.now = House(reached=False)
    assert talk.say("apaga as luzes") == "Não consigo falar com a casa agora."


def test_no_house(tmp_path):
    talk = Talk(tmp_path, NO_SERVICES)
    assert talk.say("apaga as luzes").startswith("Ainda não conheço a sua casa: coloque o endereço do Home Assistant")


def test_an_announcement(talk):
    assert talk.say("anuncie que o jantar está pronto") == "Atenção: O jantar está pronto."
    assert talk.say("avise todos que a pizza chegou") == "Atenção: A pizza chegou."
