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
    "a dialogue expires": """
> põe um timer
De quanto tempo?
…
> dez minutos
~ não entendi
> sim
~ não entendi
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
