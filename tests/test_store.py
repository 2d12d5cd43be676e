"""The store: what was promised is kept, whatever happens to the program and its file."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.errors import NoSpaceError, StoreError
from assistant.store import MIGRATIONS, Store

NOW = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state" / "store.sqlite"


@pytest.fixture
def store(path):
    store = Store(path)
    yield store
    store.close()


def add(store, seconds, name=None):
    return store.add_timer(name, NOW + timedelta(seconds=seconds), seconds, NOW)


def test_timers_come_back_in_the_order_they_are_due(store):
    add(store, 600, "macarrão")
    add(store, 60)
    assert [(t.name, t.duration_s, t.left_s(NOW)) for t in store.timers()] == [(None, 60, 60), ("macarrão", 600, 600)]


def test_a_timer_rings_once(store):
    timer = add(store, 60)
    assert store.due_timers(NOW + timedelta(seconds=59)) == []
    late = NOW + timedelta(seconds=90)
    (due,) = store.due_timers(late)
    assert (due, due.left_s(late)) == (timer, -30)
    store.mark_rung(timer.id, late)
    assert store.due_timers(late) == []
    assert store.timers() == []


def test_cancelling(store):
    one, two, three = (add(store, n) for n in (10, 20, 30))
    assert store.cancel_timers([one.id, three.id, 999]) == 2
    assert store.timers() == [two]


def test_a_restart_forgets_nothing(path):
    first = Store(path)
    timer = add(first, 60, "chá")
    first.close()
    second = Store(path)
    assert second.timers() == [timer]
    second.close()


def test_several_threads_share_it(store):
    threads = [threading.Thread(target=lambda: [add(store, 5) for _ in range(20)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({t.id for t in store.timers()}) == 80


WRITER = """
import sys
from datetime import UTC, datetime, timedelta
from assistant.store import ALARM, Appointment, Item, Store
store, now, n = Store(sys.argv[1]), datetime.now(UTC), 0
while True:
    n += 1
    print("timer", store.add_timer(None, now + timedelta(hours=1), 3600, now).id, flush=True)
    print("alarm", store.add_appointment(Appointment(0, ALARM, again=now + timedelta(hours=1)), now).id, flush=True)
    list_id = store.add_list("compras", "compra")
    store.add_items(list_id, [Item(f"item {sys.argv[2]} {n} {i}", f"{sys.argv[2]} {n} {i}") for i in range(3)])
    print("item", *(f"{sys.argv[2]} {n} {i}" for i in range(3)), sep="\\t", flush=True)
"""
N_KILLED = 20


def write_and_be_killed(path, number):
    """What a program had promised when it was killed, at whatever moment that was."""
    root = Path(__file__).parents[1]
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), str(number)],
        stdout=subprocess.PIPE,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        text=True,
    )
    lines = [process.stdout.readline() for _ in range(random.Random(number).randrange(1, 40))]
    process.send_signal(signal.SIGKILL)
    # A line that was cut short was not said.
    lines += [line for line in process.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    process.wait()
    return lines


def test_a_sudden_end_loses_nothing_that_was_promised(path):
    promised = {"timer": set(), "alarm": set(), "item": set()}
    for number in range(N_KILLED):
        for line in write_and_be_killed(path, number):
            kind, *what = line.split()[:2] if not line.startswith("item") else line.rstrip("\n").split("\t")
            promised[kind] |= set(what if kind == "item" else map(int, what))
    store = Store(path)
    assert store.kept_aside is None
    assert {t.id for t in store.timers()} >= promised["timer"]
    assert {it.id for it in store.appointments("alarm")} >= promised["alarm"]
    found = {it.key for it in store.items(store.lists()[0].id)}
    assert found >= promised["item"] != set()
    # What was added together is there together.
    assert {key.rpartition(" ")[0] + f" {i}" for key in found for i in range(3)} == found
    assert store._connection.execute("PRAGMA quick_check").fetchone()[0] == "ok"
    store.close()


@pytest.mark.parametrize("damage", [b"this is no database, and never was one", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_file_is_kept_aside(path, damage):
    path.parent.mkdir()
    path.write_bytes(damage)
    store = Store(path)
    add(store, 60)
    assert len(store.timers()) == 1
    assert store.kept_aside.name == "store.sqlite.damaged-1"
    assert store.kept_aside.read_bytes() == damage
    store.close()


def test_a_file_that_lost_a_table_is_damaged_too(path):
    Store(path).close()
    with sqlite3.connect(path) as db:
        db.execute("DROP TABLE centroids")
    db.close()
    store = Store(path)
    assert store.kept_aside is not None
    assert store.speakers() == []
    store.close()


def test_a_file_of_a_newer_version_is_left_alone(path):
    store = Store(path)
    store.close()
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    db.close()
    with pytest.raises(StoreError, match="newer version"):
        Store(path)


def test_a_file_that_another_program_holds(path, monkeypatch):
    monkeypatch.setattr("assistant.store.database.BUSY_TIMEOUT_S", 0.05)
    store = Store(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="held by another program"):
        add(store, 60)
    other.execute("ROLLBACK")
    other.close()
    assert add(store, 60) in store.timers()
    store.close()


def test_who_reads_does_not_wait_long_for_who_cannot_write(path):
    """A skill has two seconds: one that took longer would be set aside."""
    store, other = Store(path), sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    with ThreadPoolExecutor(2) as pool:
        writing, reading = pool.submit(add, store, 60), pool.submit(store.timers)
        assert reading.result() == []
        assert time.monotonic() - began < 1.8
        assert isinstance(writing.exception(), StoreError)
    other.close()
    store.close()


def test_a_full_disk(store):
    with store._lock:
        pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
        store._connection.execute(f"PRAGMA max_page_count = {pages}")
    kept = []
    with pytest.raises(NoSpaceError, match="free some space"):  # noqa: PT012
        while True:
            kept.append(add(store, 60, "x" * 500))
    assert [t.id for t in store.timers()] == [t.id for t in kept]


def test_a_place_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="choose another folder"):
        Store(tmp_path / "file" / "store.sqlite")
    with pytest.raises(StoreError, match="check the permissions"):
        Store(tmp_path)
