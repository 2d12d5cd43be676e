"""Voices in the store: enrolled, renamed with all that is theirs, and gone without a trace."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from assistant.errors import StoreError
from assistant.store import ALARM, REMINDER, Appointment, Centroid, Item, Store

NOW = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
RANDOM = np.random.default_rng(7)


def centroid(encoder="asr-1", weight=3.0):
    return Centroid(encoder, RANDOM.standard_normal(64).astype("<f4").tobytes(), weight)


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "store.sqlite")
    yield store
    store.close()


def test_what_is_enrolled_is_there_and_enrolling_again_replaces_it(store):
    first, second, other = centroid(), centroid(), centroid("dedicated-1")
    ana = store.enroll_speaker("Ana", "ana", [first])
    store.enroll_speaker("Ana", "ana", [other])
    assert store.enroll_speaker("Ana", "ana", [second, first]) == ana
    (speaker,) = store.speakers()
    assert (speaker.name, speaker.is_frozen) == ("Ana", False)
    assert set(speaker.centroids) == {first, second, other}


def test_a_frozen_voice_stays_frozen(store):
    ana = store.enroll_speaker("Ana", "ana", [centroid()])
    store.freeze_speaker(ana, True)
    store.enroll_speaker("Ana", "ana", [centroid()])
    assert store.speakers()[0].is_frozen
    store.freeze_speaker(ana, False)
    assert not store.speakers()[0].is_frozen


def with_belongings(store):
    ana = store.enroll_speaker("Ana", "ana", [centroid()])
    store.add_items(store.add_list("tarefas", "tarefas", "Ana"), [Item("pilhas", "pilhas")])
    store.add_items(store.add_list("tarefas", "tarefas"), [Item("sabão", "sabao")])
    store.set_setting("voice.speed.Ana", 1.2)
    store.set_setting("voice.speed", 1.1)
    store.add_timer("bolo", NOW + timedelta(seconds=600), 600, NOW, speaker="Ana")
    for kind, text in ((ALARM, None), (REMINDER, "ligar para a mãe")):
        store.add_appointment(Appointment(0, kind, text, NOW + timedelta(hours=1), speaker="Ana"), NOW)
    return ana


def test_a_new_name_takes_everything_along(store):
    ana = with_belongings(store)
    store.rename_speaker(ana, "Ana Maria", "ana maria")
    assert [it.owner for it in store.lists()] == ["Ana Maria", ""]
    assert (store.setting("voice.speed.Ana Maria"), store.setting("voice.speed.Ana")) == (1.2, None)
    assert store.timers()[0].speaker == "Ana Maria"
    assert {it.speaker for it in [*store.appointments(ALARM), *store.appointments(REMINDER)]} == {"Ana Maria"}


def test_a_name_that_another_has_is_refused_and_nothing_changes(store):
    ana = with_belongings(store)
    store.enroll_speaker("Bia", "bia", [])
    with pytest.raises(StoreError):
        store.rename_speaker(ana, "Bia", "bia")
    assert [it.name for it in store.speakers()] == ["Ana", "Bia"]
    assert store.lists()[0].owner == "Ana"


def test_who_is_removed_is_gone_and_what_rings_still_rings(store):
    store.remove_speaker(with_belongings(store))
    assert store.speakers() == []
    assert [it.owner for it in store.lists()] == [""]
    assert (store.setting("voice.speed.Ana"), store.setting("voice.speed")) == (None, 1.1)
    assert store.timers()[0].speaker is None
    assert [(it.kind, it.speaker) for it in [*store.appointments(ALARM), *store.appointments(REMINDER)]] == [(ALARM, None)]


def test_no_byte_of_a_removed_voice_is_left_in_any_file(store):
    voice = centroid()
    store.enroll_speaker("Bia", "bia", [centroid()])
    ana = store.enroll_speaker("Ana", "ana", [voice])

    def traces():
        files = store.path.parent.glob("store.sqlite*")
        return [file.name for file in files if voice.vector[:32] in file.read_bytes()]

    assert traces()
    store.remove_speaker(ana)
    assert traces() == []
    assert [it.name for it in store.speakers()] == ["Bia"]
