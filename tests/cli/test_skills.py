"""`assistant skills`: what it lists, finds wrong, tries and writes; with two small skills in the place of those that ship."""

import io
import json

import pytest

from assistant import resources
from assistant.cli import main
from assistant.store import Store

DICE = """
from assistant.skills import Reply, StartTimer, skill

@skill("(joga|lança) [um|o] dado", examples=["joga um dado"], follow_ups=["de novo"])
def joga(ctx):
    return Reply("Deu quatro.", (StartTimer(60),))

@skill("soma {int:a} com {int:b}", "soma", examples=["soma 2 com 3"])
def soma(ctx, a=None, b=None):
    return Reply("Soma o quê?", asks="a") if a is None else Reply(str(a + (b or 0)))
"""


@pytest.fixture(autouse=True)
def shipped(tmp_path, monkeypatch):
    folder = tmp_path / "shipped"
    folder.mkdir()
    (folder / "dado.py").write_text(DICE, encoding="utf-8")
    monkeypatch.setattr(resources, "skills_folder", lambda: folder)
    monkeypatch.setenv("ASSISTANT_STATE", str(tmp_path / "state"))
    return folder


def skills(*arguments):
    return main(["skills", *map(str, arguments)])


def test_the_list_says_what_can_be_said(capsys, shipped):
    (shipped / "ruim.py").write_text("def f(:\n")
    assert skills("list") == 0
    out, err = capsys.readouterr()
    assert out.split("\n")[:3] == ["dado", "    joga um dado", "    soma 2 com 3"]
    assert "ruim.py:1: " in err
    skills("list", "--json")
    row = json.loads(capsys.readouterr().out)
    assert (row["skill"], row["functions"]) == ("dado", ["dado.joga", "dado.soma"])


def test_what_takes_the_place_of_another_is_said(capsys, tmp_path, monkeypatch):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "dado.py").write_text(DICE.replace("Deu quatro", "Deu seis"), encoding="utf-8")
    monkeypatch.setenv("ASSISTANT_SKILLS__FOLDERS", f"['{mine}']")
    skills("list")
    assert f"({mine / 'dado.py'} takes the place of {tmp_path / 'shipped' / 'dado.py'})" in capsys.readouterr().out
    skills("try", "joga um dado")
    assert "Deu seis." in capsys.readouterr().out


def test_trying_shows_what_is_understood_and_does_nothing(capsys, tmp_path):
    assert skills("try", "jogue o dado, por favor", "xyz abc") == 0
    out = capsys.readouterr().out
    for part in ("accepted   dado.joga()", "answer     Deu quatro.", "effects    StartTimer(duration_s=60", "nothing comes near"):
        assert part in out
    skills("try", "--json", "soma 2 com 3")
    tried = json.loads(capsys.readouterr().out)
    (match,) = tried["understood"]
    assert (match["intent"], match["slots"], match["verdict"]) == ("dado.soma", {"a": 2, "b": 3}, "accepted")
    assert (tried["answer"], tried["effects"]) == ("5", [])


def test_phrases_may_follow_each_other_or_come_from_a_pipe(capsys, monkeypatch):
    skills("try", "--conversation", "--json", "soma", "sete")
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (first["asks"], second["answer"]) == ("a", "7")
    monkeypatch.setattr("sys.stdin", io.StringIO("soma\n\nsete\n"))
    skills("try", "--json", "-")
    answers = [json.loads(line)["answer"] for line in capsys.readouterr().out.splitlines()]
    assert (len(answers), answers[1] == "7") == (2, False)


def test_a_topic_makes_follow_ups_count(capsys):
    skills("try", "--json", "--topic", "dado.joga", "de novo")
    assert json.loads(capsys.readouterr().out)["answer"] == "Deu quatro."
    assert skills("try", "--topic", "dado.jogo", "de novo") == 2
    assert "dado.jogo" in capsys.readouterr().err


def test_checking_finds_nothing_where_nothing_is_wrong(capsys):
    assert skills("check") == 0
    assert "1 skills, 2 examples: all is well" in capsys.readouterr().out


@pytest.fixture
def store(tmp_path, monkeypatch):
    path = tmp_path / "store.sqlite"
    monkeypatch.setenv("ASSISTANT_STORE__PATH", str(path))
    return Store(path)


def test_checking_warns_of_who_is_named_and_not_enrolled(store, capsys, monkeypatch):
    store.enroll_speaker("Ana", "ana", [])
    store.close()
    monkeypatch.setenv("ASSISTANT_SKILLS__ALLOW", '{"dado.joga": ["ana", "Anna", "known"]}')
    assert skills("check") == 0
    out = capsys.readouterr().out
    assert "warning: skills.allow, dado.joga: Anna is not enrolled, and may not use it; did you mean Ana? enrolled: Ana\n" in out
    assert out.count("warning") == 1
    assert skills("check", "--json") == 0
    assert json.loads(capsys.readouterr().out)["warning"].startswith("skills.allow, dado.joga: Anna")


@pytest.mark.parametrize("key", ["dados", "dado.jogue"])
def test_nobody_is_kept_from_what_there_is_not(capsys, monkeypatch, key):
    monkeypatch.setenv("ASSISTANT_SKILLS__ALLOW", json.dumps({key: ["known"]}))
    assert skills("check") == 2
    assert f'"{key}"; there are dado' in capsys.readouterr().err


FAULTS = {
    "does not load": ("def f(:\n", "meu.py:1: "),
    "an example of nothing": (DICE.replace('"joga um dado"', '"abacaxi"'), "is not understood by its own templates"),
    "an example of another function": (DICE.replace('"joga um dado"', '"soma 1 com 2"'), "reaches meu.soma, not meu.joga"),
    "stolen": (DICE, "is taken by dado."),
}


@pytest.mark.parametrize("case", FAULTS.values(), ids=FAULTS.keys())
def test_checking_a_file_tells_what_is_wrong_with_it(capsys, tmp_path, case):
    text, fault = case
    (tmp_path / "meu.py").write_text(text, encoding="utf-8")
    assert skills("check", tmp_path / "meu.py") == 5
    assert fault in capsys.readouterr().out


def test_a_file_is_to_blame_for_what_it_takes_from_the_others(capsys, tmp_path):
    (tmp_path / "meu.py").write_text(DICE.replace("examples=", "replies="), encoding="utf-8")
    assert skills("check", tmp_path / "meu.py") == 5
    assert "dado.py" in capsys.readouterr().out


def test_what_is_not_there_is_said_so(capsys, tmp_path):
    assert skills("check", tmp_path / "ausente.py") == 2
    assert "no such file" in capsys.readouterr().err
    assert skills("new", "cinema") == 2
    assert "--folder" in capsys.readouterr().err


def test_a_new_skill_works_as_it_is_written(capsys, tmp_path):
    mine = tmp_path / "mine"
    assert skills("new", "meu_cinema", "--folder", mine) == 0
    assert "skills.folders" in capsys.readouterr().out
    assert skills("check", mine / "meu_cinema.py") == 0


@pytest.mark.parametrize("name", ["Cinema", "ção", "2x", "a-b", "_a", "for", "dado", "../x", ""])
def test_a_new_skill_takes_no_name_that_would_not_do(capsys, tmp_path, name):
    assert skills("new", name, "--folder", tmp_path / "mine") == 5
    assert "cannot be the name of a new skill" in capsys.readouterr().err
    assert not list(tmp_path.glob("mine/*"))


def test_nothing_is_overwritten(capsys, tmp_path):
    (tmp_path / "cinema.py").write_text("x = 1\n")
    assert skills("new", "cinema", "--folder", tmp_path) == 5
    assert (tmp_path / "cinema.py").read_text() == "x = 1\n"
