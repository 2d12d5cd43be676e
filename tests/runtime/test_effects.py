"""What plans do to the world is answered in time, however long it takes, and told of afterwards when it fails."""

import threading
import time
from dataclasses import dataclass
from queue import Empty, Queue
from typing import Any

import pytest

from assistant.errors import ServiceRefusedError, ServiceUnreachableError
from assistant.events import AnnouncementDue, Committed, Plan, Transcript
from assistant.runtime import effects
from assistant.runtime.effects import Carrier
from assistant.runtime.planning import Planning, Surroundings
from assistant.runtime.workers import InlineWorker
from assistant.skills import World
from assistant.skills.conversing.together import Part
from assistant.skills.replies import NOT_YET, STILL_BUSY
from assistant.store import Store
from tests.fakes import VirtualTime


@dataclass(frozen=True)
class Does:
    act: Any

    def run(self, world):
        return self.act(world)


@pytest.fixture
def gate():
    """Whatever waits for it goes on at the end of the test at the latest."""
    made = threading.Event()
    yield made
    made.set()


@pytest.fixture
def told():
    return Queue()


@pytest.fixture
def carrier(told, monkeypatch):
    monkeypatch.setattr(effects, "ANSWER_S", 0.2)
    return Carrier(told.put)


WORLD = World(None, VirtualTime().clock.wall())


def refuse(gate):
    def act(world):
        gate.wait(5)
        raise ServiceRefusedError("401", "A casa não me deixa entrar.")

    return act


def command(reading, act):
    return Part(f"Fiz: {reading}.", (Does(act),), reading)


def test_what_hangs_is_said_to_take_long_and_told_when_it_fails(carrier, gate, told):
    assert carrier.carry_out([Does(refuse(gate))], WORLD, "acende a luz") == NOT_YET
    gate.set()
    assert told.get(timeout=2) == "Não deu certo: acende a luz. A casa não me deixa entrar."


def test_what_is_done_late_is_not_talked_about(carrier, gate, told):
    assert carrier.carry_out([Does(lambda world: gate.wait(5) and None)], WORLD, "acende a luz") == NOT_YET
    assert carrier.carry_out([command("apaga a luz", lambda world: gate.wait(5) and None)], WORLD, None).startswith("Isto está")
    gate.set()
    assert carrier.carry_out([Does(lambda world: "Feito.")], WORLD, None) == "Feito."
    with pytest.raises(Empty):
        told.get(timeout=0.2)


def test_what_is_found_out_late_is_told(carrier, gate, told):
    assert carrier.carry_out([Does(lambda world: gate.wait(5) and "Vai chover.")], WORLD, "vai chover") == NOT_YET
    gate.set()
    assert told.get(timeout=2) == "Vai chover."


def test_bookkeeping_that_fails_late_is_only_logged(carrier, gate, told, caplog):
    carrier.carry_out([Does(refuse(gate))], WORLD, None)
    gate.set()
    carrier.carry_out([Does(lambda world: None)], WORLD, None)
    time.sleep(0.05)
    assert told.empty()
    assert "401" in caplog.text


def test_several_commands_have_one_deadline_and_those_that_can_are_done(carrier, gate, told):
    parts = [command(f"luz {n}", refuse(gate)) for n in (1, 2, 3)] + [command("música", lambda world: None)]
    began = time.monotonic()
    said = carrier.carry_out(parts, WORLD, "tudo")
    assert time.monotonic() - began < 0.4
    assert said.count("está demorando") == 3
    assert said.endswith("Fiz: música.")
    gate.set()
    assert {told.get(timeout=2) for _ in range(3)} == {"A casa não me deixa entrar."}


def test_commands_that_fail_side_by_side_take_no_longer_than_one(carrier):
    def slow(world):
        time.sleep(0.1)
        raise ServiceUnreachableError("down", "A casa não respondeu.")

    began = time.monotonic()
    said = carrier.carry_out([command("a", slow), command("b", slow), command("c", slow)], WORLD, None)
    assert said == "A casa não respondeu."  # once
    assert time.monotonic() - began < 0.25


def test_commands_are_begun_in_the_order_in_which_they_were_said(carrier):
    done = []
    carrier.carry_out([command(str(n), lambda world, n=n: done.append(n)) for n in range(4)], WORLD, None)
    assert done == [0, 1, 2, 3]


def test_what_never_ends_is_ended_and_told(carrier, told, monkeypatch):
    monkeypatch.setattr(effects, "LATE_S", 0.4)

    def spin(world):
        while True:
            time.sleep(0.001)

    assert carrier.carry_out([Does(spin)], WORLD, "liga o rádio") == NOT_YET
    assert told.get(timeout=3) == "Não deu certo: liga o rádio."


def test_no_more_is_begun_than_can_be_under_way(carrier, gate, told, monkeypatch):
    monkeypatch.setattr(effects, "MAX_UNDER_WAY", 1)
    carrier.carry_out([Does(lambda world: gate.wait(5) and None)], WORLD, "um")
    with pytest.raises(ServiceUnreachableError) as failure:
        carrier.carry_out([Does(lambda world: None)], WORLD, "dois")
    assert failure.value.spoken == STILL_BUSY
    gate.set()
    for _ in range(50):
        try:
            assert carrier.carry_out([Does(lambda world: "Pronto.")], WORLD, "três") == "Pronto."
            break
        except ServiceUnreachableError:
            time.sleep(0.02)
    else:
        pytest.fail("there is no room again")


class Skills:
    def plan(self, transcript, context):
        return Plan("Acendi.")


def test_a_session_is_told_of_what_failed_after_its_answer(tmp_path, gate, monkeypatch):
    monkeypatch.setattr(effects, "ANSWER_S", 0.1)
    posted, store = Queue(), Store(tmp_path / "store.sqlite")
    planner = Planning(Skills, Surroundings(store), InlineWorker("planner"), posted.put, VirtualTime().clock)
    planner.plan(3, Transcript("acende a luz"), None)
    planner.commit(3, (Does(refuse(gate)),))
    gate.set()
    _, committed, news = posted.get(), posted.get(timeout=2), posted.get(timeout=2)
    assert committed == Committed(0, 3, NOT_YET)
    assert news == AnnouncementDue(0, "Não deu certo: acende a luz. A casa não me deixa entrar.")
    store.close()
