"""An edited skill is used at once; a broken edit is told once, and what was there before goes on."""

import logging
import os
import time

import pytest

from assistant import skills
from assistant.skills.loading import loader
from assistant.skills.loading.loader import SkillLoader
from assistant.skills.loading.reloading import LiveSkills

DICE = """
from assistant.skills import Reply, skill

@skill("joga um {thing}", examples=["joga um {thing}"])
def joga(ctx):
    return Reply("{answer}")
"""


class Folder:
    """Skills that one can edit; every edit is another moment, whatever the clock says."""

    def __init__(self, path):
        self.path = path
        self._tick = 0

    def write(self, name, text):
        self._tick += 1
        file = self.path / name
        file.write_text(text, encoding="utf-8")
        os.utime(file, ns=(self._tick, self._tick))

    def dice(self, thing, answer="Deu quatro."):
        self.write(f"{thing}.py", DICE.replace("{thing}", thing).replace("{answer}", answer))


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "skills").mkdir()
    folder = Folder(tmp_path / "skills")
    folder.dice("dado")
    return folder


def answer(live, text):
    match = live().match(text)
    return live().intents[match.intent].function(None).text if match and match.accepted else None


def test_nothing_is_read_anew_while_nothing_changes(folder):
    live = LiveSkills(SkillLoader([folder.path]))
    before = live()
    assert live.refresh() is False
    assert live() is before


def test_an_edit_counts_and_what_was_not_edited_stays_the_same_function(folder):
    folder.dice("peão")
    folder.dice("dado")
    (folder.path / "peão.py").rename(folder.path / "peao.py")
    live = LiveSkills(SkillLoader([folder.path]))
    before = live().intents["peao.joga"]
    start = live().matcher.start
    folder.dice("dado", "Deu seis.")
    assert live.refresh() is True
    assert answer(live, "joga um dado") == "Deu seis."
    assert live().intents["peao.joga"] is before
    assert live().matcher.start is not start


def test_an_edit_within_one_second_and_of_the_same_length_counts(folder):
    live = LiveSkills(SkillLoader([folder.path]))
    for text in ("Deu um...", "Deu dois.", "Deu três."):
        folder.dice("dado", text)
        live.refresh()
        assert answer(live, "joga um dado") == text


def test_a_new_file_and_one_that_goes(folder):
    live = LiveSkills(SkillLoader([folder.path, folder.path.parent / "later"]))
    folder.dice("pino")
    live.refresh()
    assert answer(live, "joga um pino") == "Deu quatro."
    (folder.path / "dado.py").unlink()
    live.refresh()
    assert live().names == ("pino",)
    (folder.path.parent / "later").mkdir()
    Folder(folder.path.parent / "later").dice("pino", "Deu cinco.")
    live.refresh()
    assert answer(live, "joga um pino") == "Deu cinco."


@pytest.mark.parametrize(
    "broken",
    ["def f(:\n", "raise SystemExit\n", DICE.replace("joga um {thing}", "joga [um"), "from assistant.skills import skill\n"],
    ids=["syntax", "exit", "template", "no skill"],
)
def test_a_broken_edit_is_told_once_and_the_last_good_version_answers(folder, caplog, broken):
    live = LiveSkills(SkillLoader([folder.path]))
    folder.write("dado.py", broken)
    with caplog.at_level(logging.ERROR):
        assert live.refresh() is True
        assert live.refresh() is False
        folder.dice("pino")
        live.refresh()
    assert [record.message.count("dado.py") for record in caplog.records] == [1]
    assert answer(live, "joga um dado") == "Deu quatro."
    assert answer(live, "joga um pino") == "Deu quatro."
    assert len(live().problems) == 1
    folder.dice("dado", "Deu um.")
    live.refresh()
    assert (live().problems, answer(live, "joga um dado")) == ((), "Deu um.")


def test_a_file_that_was_broken_from_the_start_is_used_once_it_is_mended(folder):
    folder.write("pino.py", "def f(:\n")
    live = LiveSkills(SkillLoader([folder.path]))
    assert live().names == ("dado",)
    folder.dice("pino")
    live.refresh()
    assert set(live().names) == {"dado", "pino"}


WATCHING = """
from pathlib import Path
from assistant.skills import Reply, skill

def watched(settings):
    return [Path(settings["file"])]

def more(settings):
    text = Path(settings["file"]).read_text()
    if text == "broken":
        raise ValueError(text)
    yield skill("lê o bilhete")(lambda ctx: Reply(text))
"""


def test_the_files_that_a_skill_lives_by_are_watched(folder):
    folder.write("nota.txt", "oi")
    folder.write("bilhete.py", WATCHING)
    live = LiveSkills(SkillLoader([folder.path], {"bilhete": {"file": str(folder.path / "nota.txt")}}))
    assert answer(live, "lê o bilhete") == "oi"
    for text, said in (("tchau", "tchau"), ("broken", "tchau"), ("olá", "olá")):
        folder.write("nota.txt", text)
        live.refresh()
        assert answer(live, "lê o bilhete") == said


def test_a_configured_file_that_is_broken_from_the_start_is_watched_too(folder):
    folder.write("nota.txt", "broken")
    folder.write("bilhete.py", WATCHING)
    live = LiveSkills(SkillLoader([folder.path], {"bilhete": {"file": folder.path / "nota.txt"}}))
    assert answer(live, "lê o bilhete") is None
    folder.write("nota.txt", "bom dia")
    live.refresh()
    assert answer(live, "lê o bilhete") == "bom dia"


def test_it_looks_by_itself(folder):
    live = LiveSkills(SkillLoader([folder.path]), every_s=0.05)
    folder.dice("dado", "Deu seis.")
    deadline = time.monotonic() + 5
    while answer(live, "joga um dado") != "Deu seis.":
        assert time.monotonic() < deadline
        time.sleep(0.02)
    live.close()


def test_a_skill_that_was_set_aside_is_tried_again_when_its_file_changes(folder):
    live = LiveSkills(SkillLoader([folder.path]))
    before = live().intents["dado.joga"].version
    folder.dice("dado", "Deu seis.")
    live.refresh()
    assert live().intents["dado.joga"].version != before
    assert isinstance(live(), skills.SkillSet)


def test_who_edits_a_skill_is_told_of_examples_that_are_not_understood(folder, caplog):
    live = LiveSkills(SkillLoader([folder.path]))
    folder.write("dado.py", DICE.replace('examples=["joga um {thing}"]', 'examples=["abacaxi"]').replace("{thing}", "dado"))
    with caplog.at_level(logging.WARNING):
        live.refresh()
    assert 'dado.py:4: the example "abacaxi" is not understood' in caplog.text


def test_an_edit_compiles_its_own_file_alone(folder, monkeypatch):
    folder.dice("pino")
    live = LiveSkills(SkillLoader([folder.path]))
    compiled = []
    real = loader.compile_file
    monkeypatch.setattr(loader, "compile_file", lambda file: compiled.append(file.source.skill) or real(file))
    folder.dice("dado", "Deu seis.")
    live.refresh()
    assert compiled == ["dado"]
    assert (answer(live, "joga um dado"), answer(live, "joga um pino")) == ("Deu seis.", "Deu quatro.")


def test_a_folder_that_vanishes_takes_its_skills_along_and_comes_back(folder):
    live = LiveSkills(SkillLoader([folder.path]))
    folder.path.rename(folder.path.parent / "away")
    assert (live.refresh(), live().names) == (True, ())
    (folder.path.parent / "away").rename(folder.path)
    assert (live.refresh(), answer(live, "joga um dado")) == (True, "Deu quatro.")
