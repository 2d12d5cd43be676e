"""Jokes that do not come twice, and the help that is made of the skills' own examples."""

from datetime import datetime, timedelta, timezone

import pytest

from assistant import resources, skills
from assistant.events import Topic, Transcript
from assistant.skills.loading.loader import SkillLoader
from assistant.store import Store

NOW = datetime(2026, 11, 23, 15, 30, tzinfo=timezone(timedelta(hours=-3)))


@pytest.fixture(scope="module")
def few():
    folder = resources.skills_folder()
    return SkillLoader([folder / f"{name}.py" for name in ("piada", "ajuda", "horas")]).load()


@pytest.fixture
def say(few, tmp_path):
    store = Store(tmp_path / "store.sqlite")

    def say(text, last=None, topic=None, now=NOW):
        return few.plan(Transcript(text), skills.Context(now, store, last_answer=last, topic=topic))

    yield say
    store.close()


def test_every_joke_is_told_before_one_comes_again(few, say):
    told = [say("conta uma piada").text]
    for _ in range(len(few.replies["piada"]) - 1):
        told.append(say("conta outra piada", last=told[-1]).text)
    assert sorted(told) == sorted(few.replies["piada"])
    assert say("mais uma", last=told[-1], topic=Topic("piada.conta")).text == told[0]


def test_another_minute_begins_with_another_joke(say):
    assert len({say("conta uma piada", now=NOW + timedelta(minutes=i)).text for i in range(10)}) > 3


@pytest.mark.parametrize("joke", SkillLoader([resources.skills_folder() / "piada.py"]).load().replies["piada"])
def test_jokes_are_short(joke):
    assert 20 < len(joke) < 120
    assert joke[-1] in ".!?"


def test_the_help_is_made_of_examples(say):
    assert "“" in say("o que você sabe fazer").text
    assert say("ajuda com as horas").text.startswith("Você pode dizer: “que horas são”, “")
    assert say("o que posso dizer sobre piadas").text == "Você pode dizer: “conta uma piada” e “me faz rir”."
    assert say("ajuda com o clima").text == "Sobre isso eu ainda não sei nada."
    assert say("e com piadas?", topic=Topic("ajuda.sobre", {"assunto": "horas"})).slots == {"assunto": "piada"}
