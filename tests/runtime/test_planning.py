"""The planner's worker: what it makes of skills and effects that fail, hang, or have something to say."""

from dataclasses import dataclass
from typing import Any

import pytest

from assistant.errors import NoSpaceError, ServiceRefusedError, StoreError
from assistant.events import Committed, Completeness, Foreseen, Planned, StageFailed, Topic, Transcript
from assistant.runtime.planning import Planning, Surroundings
from assistant.runtime.workers import InlineWorker
from assistant.services.protocol import Services
from assistant.skills.conversing.together import Part
from assistant.store import Store
from tests.fakes import VirtualTime

SERVICES = Services()


@dataclass(frozen=True)
class Does:
    act: Any

    def run(self, world):
        return self.act(world)


class Skills:
    """Remembers what it was asked with."""

    def plan(self, transcript, context):
        self.context = context
        if transcript.text == "boom":
            raise AttributeError("boom")
        return f"plan of {transcript.text}"

    def completeness(self, text, lists, topic, plan=None):
        return Completeness.DANGLING if text.endswith(" da") else Completeness.COMPLETE


@pytest.fixture
def planner(tmp_path):
    posted, asked = [], Skills()
    surroundings = Surroundings(Store(tmp_path / "store.sqlite"), SERVICES, lambda: {"area": "Sala"})
    made = Planning(lambda: asked, surroundings, InlineWorker("planner"), posted.append, VirtualTime().clock)
    made.posted, made.asked = posted, asked
    yield made
    surroundings.store.close()


def test_skills_know_who_speaks_about_what_and_what_there_is(planner):
    planner.plan(3, Transcript("apaga ela", speaker="Ana"), "Acendi a luz.", Topic("casa.liga"))
    assert planner.posted == [Planned(0, 3, "plan of apaga ela", 0, Completeness.COMPLETE)]
    context = planner.asked.context
    assert (context.speaker, context.last_answer, context.topic) == ("Ana", "Acendi a luz.", Topic("casa.liga"))
    assert (context.services, context.lists) == (SERVICES, {"area": "Sala"})


def test_skills_that_fail_fail_one_stage(planner):
    planner.plan(3, Transcript("boom"), None)
    (failed,) = planner.posted
    assert (failed.turn, failed.stage, type(failed)) == (3, "planning", StageFailed)


def test_what_may_be_all_is_planned_for_and_nobody_is_told_of_the_rest(planner):
    for text in ("apaga", "apaga a luz da", "boom"):
        planner.foresee(3, Transcript(text), None)
    assert planner.posted == [Foreseen(0, 3, "plan of apaga")]


def test_what_was_said_is_in_no_reason_since_that_is_logged(planner):
    def fail(world):
        raise ValueError("comprar insulina")

    planner.commit(3, (Does(fail),))
    (failed,) = planner.posted
    assert failed.reason.startswith(f"ValueError at {__file__}:")
    assert "insulina" not in failed.reason


def test_effects_act_upon_the_world_for_somebody(planner):
    worlds = []
    planner.commit(3, (Does(worlds.append), Does(worlds.append)), "Ana")
    assert planner.posted == [Committed(0, 3, None)]
    assert [(world.speaker, world.services) for world in worlds] == [("Ana", SERVICES)] * 2


def test_what_effects_say_is_said(planner):
    planner.commit(3, (Does(lambda world: "Já estava acesa."), Does(lambda world: None), Does(lambda world: "E a outra também.")))
    assert planner.posted == [Committed(0, 3, "Já estava acesa. E a outra também.")]


def refuse(world):
    raise ServiceRefusedError("401", "A casa não me deixa entrar.")


def test_what_a_service_says_of_itself_is_said(planner):
    planner.commit(3, (Does(refuse),))
    assert planner.posted == [Committed(0, 3, "A casa não me deixa entrar.")]


@pytest.mark.parametrize("error", [OSError("disk full"), KeyError("x"), RecursionError(), SystemExit(3)])
def test_whatever_an_effect_raises_is_a_failed_stage(planner, error):
    def fail(world):
        raise error

    planner.commit(3, (Does(fail),))
    (failed,) = planner.posted
    assert (failed.turn, failed.stage) == (3, "effect")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            NoSpaceError("assistente.sqlite"),
            "O disco está cheio, e não consegui guardar isso. Libere espaço e peça de novo, por favor.",
        ),
        (StoreError("read-only"), "Agora não consigo ler ou gravar as minhas anotações."),
    ],
)
def test_what_somebody_can_do_something_about_is_said(planner, error, said):
    def fail(world):
        raise error

    planner.commit(3, (Does(fail),))
    planner.commit(4, (Part("Feito.", (Does(fail),), "põe leite na lista"), Part("São dez horas.", (), "que horas são")))
    assert planner.posted == [Committed(0, 3, said), Committed(0, 4, f"{said} São dez horas.")]
