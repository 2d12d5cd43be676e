"""What is one person's is told to nobody else; and who is not recognised is told why."""

import pytest

from assistant.skills.domains.personal import UNTOLD
from assistant.store import REMINDER, Store
from tests.skills.serviced import Talk
from tests.skills.voiced import Voiced, play


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "store.sqlite")
    yield store
    store.close()


@pytest.fixture
def talk(store):
    """Ana has a reminder and a list of her own; there is a reminder for everybody."""
    talk = Voiced(store, ["Ana", "Bia"])
    talk.say("me lembra do remédio às oito da noite", "Ana")
    talk.say("põe ler o contrato na minha lista de tarefas", "Ana")
    return talk


def test_reminders(talk):
    play(
        talk,
        f"""
        Ana> quais são os meus lembretes
        ~ remédio
        Bia> quais são os meus lembretes
        Não há nenhum lembrete.
        x> quais são os meus lembretes
        Não há nenhum lembrete. Os lembretes {UNTOLD}
        x> me lembra do forno às nove da noite
        ~ forno
        x> quais são os meus lembretes
        ~ há um lembrete: forno
        x> tem algum lembrete amanhã
        Não, nenhum lembrete.
        x> cancela o lembrete do remédio
        ~ Não achei esse lembrete. Há forno
        Bia> quantos lembretes há
        ~ há um lembrete: forno
        Ana> quantos lembretes há
        ~ há dois lembretes
        """,
    )


def test_nobody_cancels_anothers_reminders(talk, store):
    play(
        talk,
        f"""
        x> cancela todos os lembretes
        Não há nenhum lembrete. Os lembretes {UNTOLD}
        x> me lembra do forno às nove da noite
        ~ forno
        x> cancela todos os lembretes
        Cancelo o único lembrete?
        x> sim
        Cancelei.
        """,
    )
    assert [it.speaker for it in store.appointments(REMINDER)] == ["Ana"]


@pytest.mark.parametrize(
    "said", ["o que tem na minha lista de tarefas", "tem contrato na minha lista de tarefas", "limpa a minha lista de tarefas"]
)
def test_lists(talk, said):
    talk.say("põe lavar o carro na lista de tarefas", "Bia")
    assert talk.say(said, "x") == f"As listas {UNTOLD}"
    assert "carro" in talk.say("o que tem na lista de tarefas", "x")
    assert "contrato" in talk.say("o que tem na minha lista de tarefas", "Ana")
    assert talk.say("o que tem na minha lista de tarefas", "Bia") == "A sua lista de tarefas está vazia."


def test_which_lists_there_are(talk):
    assert talk.say("quais listas existem", "x") == f"Ainda não há nenhuma lista de todos. As listas {UNTOLD}"
    talk.say("põe leite na lista de compras", "Bia")
    assert talk.say("quais listas existem", "x") == f"Só a lista de compras. As listas {UNTOLD}"
    assert talk.say("quais listas existem", "Bia") == "Só a lista de compras."
    assert "a sua lista de tarefas" in talk.say("quais listas existem", "Ana")


def test_where_nobody_is_enrolled_all_is_everybodys(store):
    talk = Voiced(store)
    talk.say("me lembra do remédio às oito da noite")
    assert "remédio" in talk.say("quais são os meus lembretes")
    talk.say("põe leite na minha lista de compras")
    assert talk.say("o que tem na minha lista de compras") == "Na lista de compras só há leite."


def test_in_writing_the_reminders_are_all_there(tmp_path):
    talk = Talk(tmp_path)
    talk.speaker = "Ana"
    talk.say("me lembra do remédio às oito da noite")
    talk.speaker = None
    assert "remédio" in talk.say("quais são os meus lembretes")
