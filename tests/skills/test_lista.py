"""Lists, as conversations."""

import pytest

from assistant.language.quantities import items
from assistant.store import Item, Store
from tests.skills.household import household
from tests.skills.remembering import Remembering, play
from tests.skills.serviced import Talk

MAX_AT_ONCE = 50


@pytest.fixture
def talk(tmp_path):
    store = Store(tmp_path / "store.sqlite")
    yield Remembering(store)
    store.close()


SCRIPTS = {
    "it, and the list that is spoken of": """
> põe comprar tinta na lista de tarefas
Adicionei comprar tinta à lista de tarefas.
> tira isso
Tirei comprar tinta da lista de tarefas.
> cria uma lista da festa
Criei a lista da festa.
> adiciona refrigerante na lista da festa
Adicionei refrigerante à lista da festa.
> mais gelo
Adicionei gelo à lista da festa.
> o que tem nela
Na lista da festa há dois itens: refrigerante e gelo.
> põe lavar o carro nas tarefas
Adicionei lavar o carro à lista de tarefas.
""",
    "several things at once": """
> o que tem na lista de compras
A lista de compras está vazia.
> adiciona leite, ovos e pão à lista de compras
Adicionei leite, ovos e pão à lista de compras.
> o que falta comprar
Na lista de compras há três itens: leite, ovos e pão.
""",
    "heard without commas": """
> adiciona leite ovos e papel higiênico à lista de compras
Adicionei leite, ovos e papel higiênico à lista de compras.
> adiciona manteiga queijo e café à lista de compras
Adicionei manteiga, queijo e café à lista de compras.
""",
    "so much of it": """
> coloca dois litros de leite e uma dúzia de ovos na lista de compras
Adicionei dois litros de leite e doze ovos à lista de compras.
> põe mais um litro de leite na lista
Agora são três litros de leite na lista de compras.
> põe meio quilo de queijo na lista
Adicionei meio quilo de queijo à lista de compras.
> lê a lista
Na lista de compras há três itens: três litros de leite, doze ovos e meio quilo de queijo.
""",
    "what is there already": """
> põe leite na lista
Adicionei leite à lista de compras.
> põe leite e pão na lista
Adicionei pão à lista de compras; leite já está lá.
> põe o leite na lista de compras
Leite já está na lista de compras.
""",
    "it goes on": """
> põe leite na lista de compras
~ leite
> e também pão
Adicionei pão à lista de compras.
> tira o leite
Tirei leite da lista de compras.
> já comprei o pão
Tirei pão da lista de compras.
> lê a lista de compras
A lista de compras está vazia.
""",
    "what is to be removed": """
> põe leite, leite condensado e pães na lista
~ Adicionei
> tira o leite da lista
Tirei leite da lista de compras.
> tira o condensado da lista
Tirei leite condensado da lista de compras.
> tira o arroz da lista
Não achei arroz na lista de compras.
> já comprei pão e feijão
Tirei pães da lista de compras; não achei feijão.
> tira o leite da lista
A lista de compras está vazia.
""",
    "what to add was not said": """
> põe uma coisa na lista
O que eu coloco na lista de compras?
> leite
Adicionei leite à lista de compras.
""",
    "a list of one's own": """
> quais listas existem
Ainda não há nenhuma lista.
> cria uma lista de presentes
Criei a lista de presentes.
> cria uma lista de presentes
A lista de presentes já existe.
> põe uma boneca na lista de presentes
Adicionei uma boneca à lista de presentes.
> quais listas existem
Só a lista de presentes.
> apaga a lista de presentes
A lista de presentes tem um item. Apago a lista?
> sim
Apaguei a lista de presentes.
> o que tem na lista de presentes
Não há lista de presentes.
""",
    "a list that there is not": """
> põe gelo e carvão na lista do churrasco
Não há lista do churrasco. Quer que eu crie, com gelo e carvão?
> não
Tudo bem, não criei.
> põe gelo e carvão na lista do churrasco
~ Quer que eu crie
> sim
Criei a lista do churrasco.
> o que tem na lista do churrasco
Na lista do churrasco há dois itens: gelo e carvão.
""",
    "it is cleared, when that is wanted": """
> põe leite e pão na lista de compras
~ Adicionei
> limpa a lista de compras
A lista de compras tem dois itens. Apago tudo?
> não
Tudo bem, deixei como estava.
> apaga tudo da lista de compras
~ Apago tudo?
> sim
Limpei a lista de compras.
> limpa a lista de compras
A lista de compras está vazia.
""",
    "what is to be done": """
> põe lavar o carro na lista
Adicionei lavar o carro à lista de tarefas.
> o que eu tenho que fazer
Na lista de tarefas só há lavar o carro.
> já fiz lavar o carro na lista de tarefas
Tirei lavar o carro da lista de tarefas.
""",
    "is it there": """
> preciso comprar pilhas
Adicionei pilhas à lista de compras.
> tem pilhas na lista?
Sim, na lista de compras há pilhas.
> tem leite na lista de compras
Não, leite não está na lista de compras.
""",
}


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_script(talk, script):
    play(talk, script)


def test_each_has_a_list_of_tasks(tmp_path):
    talk = Talk(tmp_path, lists=household())
    assert talk.say("põe lavar o carro na lista de tarefas") == "Adicionei lavar o carro à lista de tarefas."
    talk.speaker = "Ana"
    assert talk.say("põe ler o contrato na minha lista de tarefas") == "Adicionei ler o contrato à sua lista de tarefas."
    talk.speaker = "João"
    assert talk.say("o que tem na minha lista de tarefas") == "A sua lista de tarefas está vazia."
    assert talk.say("o que tem na lista de tarefas") == "Na lista de tarefas só há lavar o carro."
    talk.speaker = "Ana"
    assert talk.say("o que tem na minha lista de tarefas") == "Na sua lista de tarefas só há ler o contrato."
    talk.speaker = None  # nobody knows who that is
    assert talk.say("o que tem na minha lista de tarefas") == "Na lista de tarefas só há lavar o carro."


def test_ten_thousand_things_are_summed_up(talk):
    shopping = talk.store.add_list("compras", "compra")
    talk.store.add_items(shopping, [Item(f"coisa {n}", f"coisa {n}") for n in range(10_000)])
    assert talk.say("lê a lista de compras").startswith("Na lista de compras há dez mil itens; os dez primeiros são coisa 0,")
    assert talk.say("põe leite na lista") == "A lista de compras está cheia."


def test_too_long_for_a_list(talk):
    assert talk.say(f"adiciona {'ba' * 150} à lista de compras") == "Isso é comprido demais para uma lista."


def test_too_much_at_once(talk):
    goods = ", ".join(sorted(items._GOODS)[: MAX_AT_ONCE + 1])
    assert talk.say(f"adiciona {goods} à lista de compras") == "São coisas demais de uma vez. Diga até cinquenta."
