"""`assistant bench asr`: what is not here is said to be absent, a missed bar fails only where it is asked to."""

import json

import pytest

from assistant import cli, models
from assistant.bench import asr, subject
from assistant.bench.bars import Report, Row
from assistant.errors import ModelNotFoundError

MISSED = Report((Row("speed", 40.0, "ms", 3, at_most=30), Row("words", 80.0, "%", 10, (50.0, 90.0), at_least=75)))


@pytest.fixture
def no_sets(tmp_path):
    (tmp_path / "speech").mkdir()
    (tmp_path / "speech" / "manifest.tsv").write_text("file\ttext\tspeaker\tset\tlanguage\n", encoding="utf-8")
    return ["--speech", str(tmp_path / "speech"), "--unseen", str(tmp_path / "unseen"), "--voices", str(tmp_path)]


@pytest.fixture
def weights():
    try:
        models.find("embedded-encoder")
    except ModelNotFoundError as error:
        pytest.skip(str(error))


@pytest.mark.usefixtures("weights")
def test_what_is_not_here_is_absent_and_no_failure(no_sets, tmp_path, capsys):
    found = tmp_path / "found.json"
    assert cli.main(["bench", "asr", "--part", "people", "--part", "noise", "--check", "--json", str(found), *no_sets]) == 0
    rows = json.loads(found.read_text(encoding="utf-8"))["rows"]
    assert {row["verdict"] for row in rows} == {"absent"}
    assert all("give --" in row["note"] for row in rows)
    assert "human read sentences: CER" in capsys.readouterr().out


@pytest.mark.usefixtures("weights")
def test_sets_that_are_not_where_they_were_said_to_be(tmp_path, capsys):
    assert cli.main(["bench", "asr", "--part", "people", "--speech", str(tmp_path / "nowhere")]) == 2
    assert "manifest.tsv: no such file" in capsys.readouterr().err


def test_a_missed_bar_fails_only_when_asked_to(monkeypatch, no_sets, capsys):
    monkeypatch.setattr(asr, "measure", lambda *given: MISSED)
    monkeypatch.setattr(subject, "Subject", lambda *given: None)
    assert cli.main(["bench", "asr", *no_sets]) == 0
    assert cli.main(["bench", "asr", "--check", *no_sets]) == 1
    table = capsys.readouterr().out
    assert "40.0 ms" in table
    assert "50.0 – 90.0" in table
    assert table.count("miss") == 2


def test_without_voices_the_way_to_them_is_told(monkeypatch, tmp_path):
    def missing(name):
        raise ModelNotFoundError(name, tmp_path)

    monkeypatch.setattr(models, "find", missing)
    why_not = asr.prepare(asr.unseen.BENCH, tmp_path / "unseen", [], None, None, print)
    assert "assistant models pull" in why_not
