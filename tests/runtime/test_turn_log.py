"""A line for each turn: what is in it, who may read it, how large the file grows, and what happens when it cannot be written."""

import json
import logging
import stat
import sys
import threading
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import app
from assistant.config import Config, MetricsConfig, StoreConfig
from assistant.events import Speculation
from assistant.runtime import turn_figures
from assistant.runtime.turn_figures import Origin, Outcome, TurnFigures, Words
from assistant.runtime.turn_log import TurnFile, TurnLog, before
from assistant.runtime.workers import InlineWorker
from tests.runtime.figures import turn

SAID = Words("põe leite na lista", "Pronto, pus leite.", "Ana", {"item": "leite"})


def lines(path):
    return path.read_text(encoding="utf-8").splitlines()


def test_a_line_is_what_was_taken_and_says_nothing_of_what_is_not_known(tmp_path):
    path = tmp_path / "state" / "turns.jsonl"
    TurnFile(path, 10_000).take(turn(speculation=Speculation.HIT))
    (row,) = map(json.loads, lines(path))
    assert row["began"] == "2026-11-23T15:30:00.000+00:00"
    assert (row["origin"], row["outcome"], row["speculation"]) == ("voice", "answered", "hit")
    assert row["ms"] == {"silence": 240, "text": 180, "plan": 2, "audio": 400}
    assert not {"words", "rejected", "failure"} & set(row)


@given(
    st.builds(
        TurnFigures,
        began=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(timezone(timedelta(hours=-3)))).map(
            lambda at: at.replace(microsecond=0)
        ),
        turn=st.integers(0, 10**6),
        origin=st.sampled_from(Origin),
        outcome=st.sampled_from(Outcome),
        seconds=st.floats(0, 1e6),
        cpu_s=st.floats(0, 1e6),
        ms=st.dictionaries(st.sampled_from(["text", "audio"]), st.none() | st.integers(0, 10**6)),
        speech_s=st.none() | st.floats(0, 100),
        skill=st.none() | st.text(),
        speculation=st.none() | st.sampled_from(Speculation),
        words=st.none() | st.just(SAID),
    )
)
def test_what_is_written_is_read_again(figures):
    assert "\n" not in figures.line()
    assert turn_figures.read(figures.line()) == figures


@given(st.text() | st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists).map(json.dumps))
def test_any_other_line_is_refused(line):
    with pytest.raises(ValueError):  # noqa: PT011 (JSON's own error, or ours)
        turn_figures.read(line)


@pytest.mark.parametrize(
    "changed",
    [
        {"cpu_s": "much"},
        {"seconds": None},
        {"seconds": float("nan")},
        {"ms": {"audio": "soon"}},
        {"ms": 3},
        {"began": "yesterday"},
        {"began": "2026-11-23T15:30:00"},
        {"outcome": "fine"},
        {"skill": [1]},
        {"speculation": 3},
        {"words": {"a": 1}},
    ],
    ids=str,
)
def test_one_wrong_field_spoils_a_line(changed):
    row = {**json.loads(turn().line()), **changed}
    with pytest.raises(ValueError):  # noqa: PT011
        turn_figures.read(json.dumps(row))


def test_a_field_of_another_version_does_not():
    assert turn_figures.read(json.dumps({**json.loads(turn().line()), "mood": "good"})) == turn()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights otherwise")
def test_the_file_is_its_owners_alone(tmp_path):
    path = tmp_path / "turns.jsonl"
    TurnFile(path, 10_000).take(turn())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_it_is_turned_over_before_it_is_too_large(tmp_path):
    path = tmp_path / "turns.jsonl"
    file, size = TurnFile(path, 1000), len(turn().line()) + 1
    for number in range(10, 30):
        file.take(turn(turn=number))
        assert path.stat().st_size <= 1000
    assert before(path).stat().st_size <= 1000
    kept = [turn_figures.read(line).turn for line in lines(before(path)) + lines(path)]
    assert kept == list(range(30 - len(kept), 30))
    assert len(kept) > 1000 // (size + 2)
    assert sorted(it.name for it in tmp_path.iterdir()) == ["turns.jsonl", "turns.jsonl.1"]


def test_a_place_that_cannot_be_written_is_said_once_and_the_loop_goes_on(tmp_path, caplog):
    (tmp_path / "a file").write_text("")
    file = TurnFile(tmp_path / "a file" / "turns.jsonl", 1000)
    with caplog.at_level(logging.WARNING):
        file.take(turn())
        file.take(turn())
    (message,) = caplog.messages
    assert "not written down" in message


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/dev/full is Linux's")
def test_a_full_disk_is_said_once(tmp_path, caplog):
    (tmp_path / "turns.jsonl").symlink_to("/dev/full")
    file = TurnFile(tmp_path / "turns.jsonl", 1000)
    file.take(turn())
    file.take(turn())
    (message,) = caplog.messages
    assert "space" in message.lower()


class Gathering:
    def __init__(self):
        self.taken, self.is_closed = [], False

    def take(self, figures):
        self.taken.append(figures)

    def close(self):
        self.is_closed = True


def test_no_turn_waits_for_the_disk_and_the_last_is_not_lost():
    slow, gate = Gathering(), threading.Event()

    def take(figures):
        gate.wait(5)
        slow.taken.append(figures)

    slow.take = take
    log = TurnLog((slow,))
    for number in range(3):
        log.take(turn(turn=number))
    assert slow.taken == []
    gate.set()
    log.close()
    assert [it.turn for it in slow.taken] == [0, 1, 2]
    assert slow.is_closed


def test_everything_takes_the_same_figures():
    takers = (Gathering(), Gathering())
    TurnLog(takers, worker=InlineWorker("log")).take(turn())
    assert takers[0].taken == takers[1].taken == [turn()]


def config(tmp_path, **metrics):
    return Config(metrics=MetricsConfig(**metrics), store=StoreConfig(path=tmp_path / "assistente.sqlite"))


def test_lines_lie_beside_the_store_without_words_unless_it_is_said_otherwise(tmp_path):
    assert app.turn_file(config(tmp_path)) == tmp_path / "turns.jsonl"
    assert app.turn_file(config(tmp_path, file=tmp_path / "other")) == tmp_path / "other"
    assert MetricsConfig() == MetricsConfig(turns=True, words=False, opentelemetry=False)


def test_who_wants_nothing_written_has_nothing_written(tmp_path):
    assert app.build_turn_log(config(tmp_path, turns=False)) is None
    log = app.build_turn_log(config(tmp_path))
    log.take(turn())
    log.close()
    assert len(lines(tmp_path / "turns.jsonl")) == 1
