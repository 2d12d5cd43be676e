"""`assistant stats`: percentiles, a histogram and counts, of good lines among damaged ones."""

import io
import json
from datetime import datetime, timedelta

import pytest

from assistant import cli
from assistant.events import Speculation
from assistant.runtime.turn_figures import Origin, Outcome
from assistant.runtime.turn_log import before
from assistant.runtime.turn_statistics import EDGES_MS, spread, summarise
from tests.runtime.figures import turn


def ms(audio):
    return {"silence": 240, "text": 180, "plan": 2, "audio": audio}


TURNS = [
    *(turn(ms=ms(audio), speculation=Speculation.HIT) for audio in (350, 450, 460, 900)),
    turn(ms=ms(6000), n_resumed=2, speculation=Speculation.HIT, skill="clima"),
    turn(ms=ms(380), outcome=Outcome.INTERRUPTED, is_interrupted=True, skill="clima"),
    turn(ms=ms(380), skill=None, rejected="uncertain"),
    turn(ms={"text": 0, "audio": 90}, origin=Origin.TEXT, speech_s=None),
    turn(ms={"text": None, "audio": None}, origin=Origin.ANNOUNCEMENT, skill="temporizador"),
    turn(ms={}, outcome=Outcome.UNHEARD, skill=None, rejected="noise"),
    turn(ms={}, outcome=Outcome.NOT_MEANT, skill=None),
    turn(ms=ms(None), outcome=Outcome.FAILED, failure="synthesis"),
]


def test_figures_come_to_what_they_come_to():
    stats = summarise(TURNS)
    assert stats.n == 12
    assert stats.by_outcome[Outcome.ANSWERED] == 8
    assert (stats.n_hits, stats.n_misses, stats.hit_rate) == (5, 2, 5 / 7)
    assert (stats.n_interrupted, stats.n_answers) == (1, 10)
    assert (stats.rejections, stats.failures) == ({"uncertain": 1, "noise": 1}, {"synthesis": 1})
    assert stats.ms["audio"].n == 7  # what was typed waits for nothing
    assert stats.ms["audio"].at[50] == 450
    by_bar = {edge: n for edge, n in zip(EDGES_MS, stats.first_sound, strict=True) if n}
    assert by_bar == {300: 3, 400: 2, 800: 1, 5000: 1}
    assert [(it.skill, it.n) for it in stats.skills] == [("horas", 6), ("clima", 2), ("", 1)]


def test_percentiles_of_a_known_row():
    assert spread(range(101)).at == {50: 50.0, 90: 90.0, 95: 95.0, 99: 99.0}
    assert spread([]) is None


@pytest.fixture
def stats(tmp_path, monkeypatch):
    monkeypatch.setenv("ASSISTANT_STATE", str(tmp_path))

    def run(*arguments):
        return cli.main(["stats", *map(str, arguments)])

    run.file = tmp_path / "turns.jsonl"
    return run


def write(path, turns, *damaged):
    path.write_text("".join(it.line() + "\n" for it in turns) + "\n".join(damaged), encoding="utf-8")


def test_what_a_person_reads(stats, capsys):
    write(stats.file, TURNS)
    assert stats() == 0
    out = capsys.readouterr().out
    assert "12 turns: 8 answered, 1 unheard, 1 not meant, 1 interrupted, 1 failed" in out
    assert "first sound, ms" in out
    assert "≥ 5000 ms" in out
    assert "5 of 7 were used (71 %)" in out
    assert "(not understood)" in out
    assert "synthesis 1" in out


def test_what_a_program_reads(stats, capsys):
    write(stats.file, TURNS, '{"began": ', "\x00\x01", "[" * 100_000, "")
    assert stats("--json") == 0
    row = json.loads(capsys.readouterr().out)
    assert (row["turns"], row["damaged_lines"]) == (12, 3)
    assert row["ms"]["audio"]["p50"] == 450
    assert row["speculation"] == {"hit": 5, "miss": 2, "hit_rate": 0.714}
    assert row["interrupted"] == {"n": 1, "of": 10}
    assert row["skills"][2]["skill"] is None


def test_damaged_lines_are_left_out_and_counted(stats, capsys):
    write(stats.file, TURNS[:2], "not a line", "")
    assert stats() == 0
    shown = capsys.readouterr()
    assert shown.out.startswith("2 turns: 2 answered")
    assert "1 damaged line left out" in shown.err


def test_older_lines_are_counted_too(stats, capsys):
    write(before(stats.file), TURNS[:3])
    write(stats.file, TURNS[:2])
    stats("--json")
    assert json.loads(capsys.readouterr().out)["turns"] == 5


@pytest.mark.parametrize("content", [None, "", "\n\n"], ids=["no file", "empty", "empty lines"])
def test_nothing_written_yet_is_said_in_one_sentence(stats, capsys, content):
    if content is not None:
        stats.file.write_text(content)
    assert stats() == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == "no turn was written down yet; talk to the assistant first: assistant run\n"
    assert stats("--json") == 0
    assert json.loads(capsys.readouterr().out)["turns"] == 0


def test_it_says_where_nothing_is_ever_written(stats, capsys, monkeypatch):
    monkeypatch.setenv("ASSISTANT_METRICS__TURNS", "false")
    stats()
    assert "metrics.turns is false" in capsys.readouterr().err


def test_since_when(stats, capsys):
    now = datetime.now().astimezone()
    ages = [timedelta(minutes=5), timedelta(hours=5), timedelta(days=5)]
    write(stats.file, [turn(began=now - age) for age in ages])

    def count(since):
        assert stats("--json", "--since", since) == 0
        return json.loads(capsys.readouterr().out)["turns"]

    assert [count(since) for since in ("1min", "10min", "6h", "0.5w", "7d", "2020-01-01")] == [0, 1, 2, 2, 3, 3]
    stats("--since", "1min")
    assert "3 did before" in capsys.readouterr().err


@pytest.mark.parametrize("since", ["", "soon", "7", "d", "7y", "-", "99999999999w", "nand"])
def test_what_is_no_time_is_wrong_usage(stats, capsys, since):
    with pytest.raises(SystemExit) as left:
        stats(f"--since={since}")
    assert left.value.code == 2
    assert "7d, 12h, 90min, 2w or a date" in capsys.readouterr().err


def test_of_another_file_or_of_standard_input(stats, capsys, tmp_path, monkeypatch):
    write(tmp_path / "copied.jsonl", TURNS[:2])
    stats(tmp_path / "copied.jsonl", "--json")
    assert json.loads(capsys.readouterr().out)["turns"] == 2
    monkeypatch.setattr("sys.stdin", io.StringIO(TURNS[0].line()))
    stats("-", "--json")
    assert json.loads(capsys.readouterr().out)["turns"] == 1


@pytest.mark.parametrize("name", ["nowhere.jsonl", "."])
def test_a_file_that_cannot_be_read_is_named(stats, capsys, tmp_path, name):
    assert stats(tmp_path / name) == 2
    assert str(tmp_path / name) in capsys.readouterr().err
