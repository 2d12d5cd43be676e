"""`assistant data` and `assistant train` on the command line: what they answer, and how they refuse."""

import sys

from assistant.cli import main
from assistant.training.synthesis import Goal, synthesise
from tests.training.fakes import scripts, tone_speaker


def test_texts_are_printed_with_their_source(capsys):
    assert main(["data", "texts", "-n", "5"]) == 0
    first = capsys.readouterr().out.splitlines()
    assert main(["data", "texts", "-n", "5"]) == 0
    assert capsys.readouterr().out.splitlines() == first
    assert len(first) == 5


def test_synth_wants_to_know_how_much_and_finds_what_it_is_given(tmp_path, capsys):
    assert main(["data", "synth", str(tmp_path / "set"), "--jobs", "0"]) == 2
    assert "--hours H or --count N" in capsys.readouterr().err
    assert main(["data", "texts", "--sentences", str(tmp_path / "none.txt")]) == 2
    assert "none.txt" in capsys.readouterr().err


def test_augment_writes_a_set(tmp_path, capsys):
    synthesise(tmp_path / "set", Goal(n_utterances=2), scripts(), tone_speaker, 0)
    assert main(["data", "augment", str(tmp_path / "set"), str(tmp_path / "worse"), "--copies", "2"]) == 0
    assert "4 utterances" in capsys.readouterr().out
    assert main(["data", "augment", str(tmp_path / "nothing"), str(tmp_path / "worse")]) == 1
    assert "assistant data synth" in capsys.readouterr().err


def test_training_without_torch_says_how_to_get_it(tmp_path, capsys, monkeypatch):
    recipe = tmp_path / "r.yaml"
    recipe.write_text("name: x\ndata: {sets: [a], features: b}\n")
    for name in [name for name in sys.modules if name.startswith("assistant.training.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "torch", None)
    assert main(["train", str(recipe), "-o", str(tmp_path)]) == 3
    assert "assistente[training]" in capsys.readouterr().err


def test_a_recipe_that_is_not_there_is_named(capsys):
    assert main(["train", "nowhere.yaml"]) == 2
    assert "nowhere.yaml" in capsys.readouterr().err
