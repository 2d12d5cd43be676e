"""A store that cannot be read: what needs it says so, everything else goes on."""

import pytest

from assistant.app.services import Vocabulary
from assistant.errors import StoreError
from assistant.store import Store
from tests.skills.serviced import Talk


class Damaged(Store):
    is_damaged = False

    def _rows(self, *arguments):
        if self.is_damaged:
            raise StoreError("assistente.sqlite cannot be used")
        return super()._rows(*arguments)

    @property
    def version(self):
        if self.is_damaged:
            raise StoreError("assistente.sqlite cannot be used")
        return super().version


@pytest.fixture
def store(tmp_path):
    found = Damaged(tmp_path / "store.sqlite")
    yield found
    found.close()


def test_the_names_in_it_are_those_of_before(store):
    names = Vocabulary(store)
    before = names()
    store.is_damaged = True
    assert names() is before
    assert "list" in Vocabulary(store)()


@pytest.mark.parametrize(
    "said", ["o que tem na lista de compras", "quais alarmes eu tenho", "quais lembretes eu tenho", "põe um timer de dez minutos"]
)
def test_what_needs_it_says_so(tmp_path, store, said):
    talk = Talk(tmp_path / "other")
    talk.store.close()
    talk.store, store.is_damaged = store, True
    assert talk.say(said) == "Agora não consigo ler ou gravar as minhas anotações."
    assert talk.say("que horas são") == "São três e meia da tarde."
