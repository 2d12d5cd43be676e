"""Planning changes nothing: what is planned at a short pause may be dropped, or planned again (issue 8's speculation)."""

import copy
import sqlite3
from contextlib import closing

import pytest

from assistant import skills
from assistant.events import Transcript
from assistant.services.home.names import HouseLists
from assistant.services.protocol import Services
from assistant.store import Store
from tests.skills.golden_rows import all_skills
from tests.skills.home_stage import LivingHome
from tests.skills.household import household
from tests.skills.serviced import MONDAY, FakeMusic

BEFORE = (
    *(
        "timer de dez minutos pro arroz",
        "timer de vinte minutos pro frango",
        "põe um alarme para as sete",
        "põe um alarme para as oito",
    ),
    *("me lembra de tomar o remédio às dez", "põe leite e pão na lista de compras", "acende a luz da sala", "toca tom jobim"),
)
ANSWERS = ("sim", "não", "o primeiro", "e obrigado", "mais cinco minutos", "cancela", "apaga ela e põe café na lista", "xpto")
"""What may be said to whatever was answered."""


class House:
    """One in which there is something of everything."""

    def __init__(self, path):
        self.path = path
        self.store, self.home, self.music = Store(path), LivingHome(), FakeMusic()
        self.services = Services(home=self.home, music=self.music)
        self.lists = {**household(), **HouseLists()(self.home.house())}
        for text in BEFORE:
            for effect in self.plan(text).effects:
                effect.run(skills.World(self.store, MONDAY, self.services))

    def plan(self, text, topic=None, last=None):
        context = skills.Context(MONDAY, self.store, None, last, text, topic=topic, services=self.services, lists=self.lists)
        return all_skills().plan(Transcript(text), context)

    def state(self):
        """All that effects could have changed."""
        with closing(sqlite3.connect(self.path)) as database:
            return (
                list(database.iterdump()),
                list(self.home.calls),
                self.home.house(),
                list(self.music.done),
                self.music.playing(),
            )


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    house = House(tmp_path_factory.mktemp("house") / "store.sqlite")
    yield house
    house.store.close()


@pytest.mark.parametrize("skill", all_skills().names)
def test_what_is_planned_twice_is_the_same_and_has_changed_nothing(house, skill):
    before = house.state()
    for example in all_skills().examples().get(skill, ()):
        first, again = house.plan(example), house.plan(example)
        assert first == again
    for example in all_skills().examples().get(skill, ())[:4]:
        first = house.plan(example)
        topic = copy.deepcopy(first.topic)
        for answer in ANSWERS:
            assert house.plan(answer, first.topic, first.text) == house.plan(answer, first.topic, first.text), (example, answer)
        assert first.topic == topic, example
    assert house.state() == before
