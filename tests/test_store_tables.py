"""The tables: timers that pause, alarms by the wall's clock, lists, settings, and a database of the first version."""

import sqlite3
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from assistant.store import ALARM, MIGRATIONS, REMINDER, Appointment, Item, Store

NOW = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
BRASILIA = timezone(timedelta(hours=-3))


def later(seconds):
    return NOW + timedelta(seconds=seconds)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "store.sqlite"


@pytest.fixture
def store(path):
    store = Store(path)
    yield store
    store.close()


def test_a_database_of_the_first_version_keeps_its_timers(path):
    with sqlite3.connect(path) as db:
        for statement in MIGRATIONS[0].split(";"):
            db.execute(statement)
        row = ("macarrão", 600, NOW.timestamp(), later(600).timestamp())
        db.execute("INSERT INTO timers (name, duration_s, created, due) VALUES (?, ?, ?, ?)", row)
        db.execute("PRAGMA user_version = 1")
    db.close()
    store = Store(path)
    (timer,) = store.timers()
    assert (timer.name, timer.duration_s, timer.due, timer.area, timer.paused_s) == ("macarrão", 600, later(600), None, None)
    assert store.lists() == []
    store.close()


def test_the_file_is_its_owners_alone(path):
    path.write_bytes(b"")
    path.chmod(0o644)
    store = Store(path)
    store.set_setting("a", 1)
    files = list(path.parent.glob("store.sqlite*"))
    assert len(files) == 3
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    store.close()


def test_a_paused_timer_stands_still(store):
    timer = store.add_timer("bolo", later(600), 600, NOW)
    assert store.pause_timers([timer.id], later(200)) == 1
    assert store.pause_timers([timer.id], later(300)) == 0
    assert store.due_timers(later(9999)) == []
    assert store.timers()[0].left_s(later(9999)) == 400
    assert store.resume_timers([timer.id], later(1000)) == 1
    assert store.timers()[0].due == later(1400)


def test_a_timer_is_lengthened_whether_it_runs_or_not(store):
    runs, stands = (store.add_timer(None, later(600), 600, NOW) for _ in range(2))
    store.pause_timers([stands.id], NOW)
    store.lengthen_timers([runs.id, stands.id], -60)
    assert [timer.left_s(NOW) for timer in store.timers()] == [540, 540]


def test_what_rang_is_remembered_for_a_day(store):
    timer = store.add_timer("bolo", later(1), 1, NOW)
    store.mark_rung(timer.id, later(2))
    assert [t.name for t in store.rung_timers(later(-60))] == ["bolo"]
    assert store.rung_timers(later(60)) == []
    store.add_timer(None, later(100_000), 1, later(2 * 86_400))
    assert store.rung_timers(NOW) == []


def test_an_alarm_is_due_when_the_clock_on_the_wall_says_so(store):
    seven = datetime(2026, 11, 24, 7, 0)
    alarm = store.add_appointment(Appointment(0, ALARM, "trabalho", seven, repetition="daily", speaker="ana"), NOW)
    assert store.appointments(ALARM) == [alarm]
    assert store.due_appointments(datetime(2026, 11, 24, 6, 59, 59, tzinfo=BRASILIA)) == []
    # Seven is seven, wherever the wall stands.
    for zone in (BRASILIA, UTC, timezone(timedelta(hours=9))):
        assert store.due_appointments(seven.replace(tzinfo=zone)) == [alarm]


def test_an_appointment_is_changed_and_ends(store):
    reminder = store.add_appointment(Appointment(0, REMINDER, "tomar o remédio", again=later(60)), NOW)
    ringing = replace(reminder, rings=1, heard=later(60), again=later(120))
    store.update_appointment(ringing)
    assert store.appointment(reminder.id) == ringing
    assert store.ringing() == [ringing]
    over = replace(ringing, rings=0, again=None)
    store.update_appointment(over)
    assert over.is_over
    assert store.appointments(REMINDER) == store.ringing() == []
    assert store.heard_appointments(NOW) == [over]
    assert store.remove_appointments([reminder.id, 99]) == 1
    assert store.appointment(reminder.id) is None


def test_the_clock_is_set_and_what_counts_down_goes_on(store):
    store.add_timer(None, later(600), 600, NOW)
    alarm = store.add_appointment(Appointment(0, ALARM, None, datetime(2026, 11, 24, 7), again=later(60)), NOW)
    store.clock_was_set(-3600)
    assert store.timers()[0].due == later(600 - 3600)
    assert store.appointment(alarm.id) == replace(alarm, again=later(60 - 3600))


def test_lists_belong_to_everybody_or_to_one(store):
    ours, hers = store.add_list("tarefas", "tarefa"), store.add_list("tarefas", "tarefa", "ana")
    assert ours != hers
    assert store.add_list("Tarefas", "tarefa") == ours
    store.add_items(hers, [Item("ler", "ler")])
    assert [(it.name, it.owner, it.n_items) for it in store.lists()] == [("tarefas", "", 0), ("tarefas", "ana", 1)]
    store.remove_list(hers)
    assert [it.id for it in store.lists()] == [ours]


def test_what_is_added_twice_is_there_once(store):
    shopping = store.add_list("compras", "compra")
    store.add_items(shopping, [Item("leite", "leite", 2, "litro"), Item("ovo", "ovo", 1), Item("pão", "pao")])
    store.add_items(shopping, [Item("leite", "leite", 1, "litro"), Item("ovos", "ovo", 6), Item("pão", "pao", 2, "pacote")])
    store.add_items(shopping, [Item("leite", "leite")])
    assert [(it.text, it.quantity, it.unit) for it in store.items(shopping)] == [
        ("leite", 3, "litro"),
        ("ovos", 7, None),
        ("pão", 2, "pacote"),
    ]
    assert store.remove_items([store.items(shopping)[0].id]) == 1
    assert len(store.items(shopping, limit=1)) == 1
    store.clear_list(shopping)
    assert store.items(shopping) == []


def test_settings_come_back_as_they_were(store):
    assert store.setting("speech.speed", 1.0) == 1.0
    store.set_setting("speech.speed", 1.2)
    store.set_setting("voices", {"ana": ["pm_alex", None]})
    assert (store.setting("speech.speed"), store.setting("voices")) == (1.2, {"ana": ["pm_alex", None]})
    store.set_setting("speech.speed", None)
    assert store.setting("speech.speed") is None


def test_names_are_read_anew_only_after_a_change(store, path):
    store.add_list("compras", "compra")
    before = store.names()
    assert store.names() is before
    other = Store(path)  # another program
    other.add_timer("bolo", later(60), 60, NOW)
    other.add_items(1, [Item("leite", "leite")])
    after = store.names()
    assert (after.timers, after.lists, after.items) == ({"bolo"}, {"compras"}, {"leite"})
    assert store.names() is after
    other.close()
