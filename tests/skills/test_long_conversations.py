"""Conversations with the skills that ship, across them: see tests/skills/talking.py for how they are written down."""

from dataclasses import replace

import pytest

from assistant import resources, skills
from assistant.services.home.protocol import Entity, House
from assistant.services.protocol import Services
from assistant.store import Store
from tests.skills.talking import Conversation, play

LAMPS = tuple(
    Entity(f"light.{id}", (name,), area, "Térreo", state="off")
    for id, name, area in (
        ("cozinha", "Luz da Cozinha", "Cozinha"),
        ("sala", "Luz da Sala", "Sala"),
        ("quarto", "Luz do Quarto", "Quarto"),
    )
)


class Lamps:
    """A house of lamps that go on and off."""

    def __init__(self):
        self._states = dict.fromkeys((lamp.id for lamp in LAMPS), "off")

    def house(self):
        return House(tuple(replace(lamp, state=self._states[lamp.id]) for lamp in LAMPS))

    def call(self, service, entities, data):
        for entity in entities:
            self._states[entity] = service.removeprefix("light.turn_")


SCRIPTS = {
    "lamps, and what they are called": """
> acende a luz da cozinha
Acendi a luz da cozinha.
> apaga ela
Apaguei a luz da cozinha.
> acende de novo
Acendi a luz da cozinha.
> que horas são
São três e meia da tarde.
> obrigado
De nada.
> apaga ela
Apaguei a luz da cozinha.
""",
    "several wishes in one breath": """
> acende a luz da sala e põe um timer de dez minutos
Acendi a luz da sala. Certo, temporizador de dez minutos.
> quanto falta
Faltam dez minutos no temporizador de dez minutos.
> apaga a luz da sala, e que horas são?
Apaguei a luz da sala. São três e meia da tarde.
> põe um timer e acende a luz do quarto
Acendi a luz do quarto. De quanto tempo?
> vinte minutos
Certo, temporizador de vinte minutos.
""",
    "of one of them nobody knows": """
> acende a luz da sala e assovia uma valsa
Não entendi “assovia uma valsa”. Faço só isto: “acende a luz da sala”?
> pode ser
Acendi a luz da sala.
""",
    "timers": """
> põe um timer
De quanto tempo?
> o quê?
De quanto tempo?
> dez minutos
Certo, temporizador de dez minutos.
> mais cinco minutos
Certo, faltam quinze minutos no temporizador de dez minutos.
> timer de vinte minutos para o macarrão
Certo, temporizador do macarrão: vinte minutos.
> cancela o timer
~ Qual deles?
> o de macarrão
Cancelei o temporizador do macarrão.
> põe um timer
De quanto tempo?
> deixa pra lá
Tudo bem.
""",
    "dates and sums": """
> que dia é hoje
Hoje é segunda-feira, vinte e três de novembro de dois mil e vinte e seis.
> e amanhã?
Amanhã é terça-feira, vinte e quatro de novembro de dois mil e vinte e seis.
> quanto é sete vezes oito
Sete vezes oito são cinquenta e seis.
> mais quatro
Cinquenta e seis mais quatro são sessenta.
""",
    "a list": """
> põe leite na lista de compras
Adicionei leite à lista de compras.
> mais pão
Adicionei pão à lista de compras.
> limpa a lista de compras
~ Apago tudo?
> melhor não
Tudo bem, deixei como estava.
> limpa a lista de compras
~ Apago tudo?
> pode apagar
Limpei a lista de compras.
""",
    "in the kitchen": """
> oi, tudo bem?
Tudo bem por aqui, obrigado. Em que posso ajudar?
> bota um timer de dez minutos pro arroz
Certo, temporizador do arroz: dez minutos.
> e um de vinte minutos pro frango
Certo, temporizador do frango: vinte minutos.
> quanto falta
Faltam dez minutos no temporizador do arroz; faltam vinte minutos no temporizador do frango.
> acabou o azeite, põe na lista
Adicionei azeite à lista de compras.
> e ovos
Adicionei ovos à lista de compras.
> e duas cebolas
Adicionei duas cebolas à lista de compras.
> põe na lista de compras
O que eu coloco na lista de compras?
> macarrão
Adicionei macarrão à lista de compras.
> o que tem na lista de compras
Na lista de compras há quatro itens: azeite, ovos, duas cebolas e macarrão.
> mais cinco minutos
Qual deles? Há o do arroz e o do frango.
> o do arroz
Certo, faltam quinze minutos no temporizador do arroz.
> cancela o do frango
Cancelei o temporizador do frango.
> quanto é trezentos dividido por quatro
Trezentos dividido por quatro é setenta e cinco.
> e dividido por três
Setenta e cinco dividido por três é vinte e cinco.
> quanto falta pro arroz
Faltam quinze minutos no temporizador do arroz.
> valeu, tchau
~ logo
""",
    "what was set is taken back": """
> me acorda amanhã às seis
Alarme marcado para amanhã às seis da manhã.
> não, espera, às seis e meia
Alarme marcado para amanhã às seis e meia da manhã.
> não, às sete
Alarme marcado para amanhã às sete da manhã.
> quais alarmes eu tenho
Há um alarme: o das sete da manhã de amanhã.
> me acorda amanhã às nove
Alarme marcado para amanhã às nove da manhã.
> cancela
Cancelei o alarme das nove da manhã de amanhã.
> põe um alarme às 25 horas
O dia só tem vinte e quatro horas, não há como ser às vinte e cinco.
> cancela
Tudo bem.
> quais alarmes eu tenho
Há um alarme: o das sete da manhã de amanhã.
> me lembra de tomar o remédio às oito
Certo, hoje às oito da noite lembro você de tomar o remédio.
> cancela
Cancelei o lembrete: tomar o remédio.
> me lembra de tomar o remédio às oito
Certo, hoje às oito da noite lembro você de tomar o remédio.
> que horas são
São três e meia da tarde.
> cancela
~ tudo bem
> quais são os meus lembretes
Há um lembrete: tomar o remédio, às oito da noite.
""",
    "what is said is put right": """
> põe um timer de cinco minutos, não, espera, dez minutos
Certo, temporizador de dez minutos.
> quanto falta
Faltam dez minutos no temporizador de dez minutos.
> põe leite na lista, não, espera, põe café na lista
Adicionei café à lista de compras.
> o que tem na lista
Na lista de compras só há café.
> põe um timer
De quanto tempo?
> dez, não, quinze minutos
Certo, temporizador de quinze minutos.
> cancela todos os timers
Cancelei todos os temporizadores.
> que dia é amanhã, ou melhor, sexta-feira
Sexta-feira é dia vinte e sete de novembro de dois mil e vinte e seis.
> quanto é sete vezes oito, aliás, sete vezes nove
Sete vezes nove são sessenta e três.
> apaga a luz do quarto, não, da cozinha
A luz da cozinha já está apagada.
> acende de novo
Acendi a luz da cozinha.
> não, apaga
Apaguei a luz da cozinha.
""",
    "questions that wait, and lapse": """
> põe arroz e feijão na lista
Adicionei arroz e feijão à lista de compras.
> e café
Adicionei café à lista de compras.
> limpa a lista de compras
A lista de compras tem três itens. Apago tudo?
> que horas são
São três e meia da tarde.
> sim
~ pois não?
> limpa a lista de compras
A lista de compras tem três itens. Apago tudo?
…
> sim
~ pois não?
> me lembra de ligar para o dentista
A que horas?
…
> às dez
~ não entendi
> limpa a lista de compras
A lista de compras tem três itens. Apago tudo?
> pode apagar
Limpei a lista de compras.
> o que falta comprar
A lista de compras está vazia.
> põe um alarme
Para que horas?
> às oito
Alarme marcado para hoje às oito da noite.
> muda o alarme das oito da noite para as nove da noite
Certo, mudei o alarme para hoje às nove da noite.
> repete
Certo, mudei o alarme para hoje às nove da noite.
""",
    "a dialogue expires": """
> põe um timer
De quanto tempo?
…
> dez minutos
~ não entendi
> sim
~ pois não?
""",
}


@pytest.fixture(scope="module")
def shipped():
    return skills.load([resources.skills_folder()])


@pytest.fixture
def talk(shipped, tmp_path):
    store = Store(tmp_path / "store.sqlite")
    yield Conversation(shipped, store, Services(home=Lamps()))
    store.close()


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_conversation(talk, script):
    play(talk, script)
