"""Several commands in one breath: what is said and done, and what becomes of those that fail or ask."""

from dataclasses import dataclass

import pytest

from assistant.errors import ServiceUnreachableError
from assistant.events import Plan, Topic
from assistant.skills.conversing.together import joined

DONE = []


@dataclass(frozen=True)
class Does:
    what: str
    says: str | None = None
    raises: Exception | None = None

    def run(self, world):
        if self.raises:
            raise self.raises
        DONE.append(self.what)
        return self.says


@pytest.fixture(autouse=True)
def nothing_done():
    DONE.clear()


def plan(text, *effects, **topic):
    intent = f"{text.split()[0].lower().strip('?.')}.f"
    return Plan(text, effects, intent.split(".", maxsplit=1)[0], {"text": text}, intent, Topic(intent, **topic))


def carry_out(*plans):
    """The joined plan, and what is said once its effects have run."""
    whole = joined(plans, [f"pedido {i + 1}" for i in range(len(plans))])
    return whole, " ".join(filter(None, (effect.run(None) for effect in whole.effects)))


def test_one_is_left_as_it_is():
    alone = plan("Feito.", Does("a"))
    assert joined([alone], ["pedido"]) is alone


def test_they_are_said_and_done_in_order_and_the_last_is_what_one_talks_about():
    whole, said = carry_out(
        plan("Apaguei a luz.", Does("luz")), plan("são três horas"), plan("Timer de dez minutos.", Does("timer"))
    )
    assert whole.text == said == "Apaguei a luz. São três horas. Timer de dez minutos."
    assert DONE == ["luz", "timer"]
    assert (whole.skill, whole.intent, whole.slots) == ("timer", "timer.f", {"text": "Timer de dez minutos."})


def test_where_nothing_is_to_be_done_nothing_is_committed():
    whole, _ = carry_out(plan("São três horas."), plan("Hoje é segunda-feira."))
    assert (whole.text, whole.effects) == ("São três horas. Hoje é segunda-feira.", ())


def test_what_an_effect_finds_out_replaces_its_own_part_only():
    _, said = carry_out(plan("Apaguei a luz.", Does("luz", "A luz já estava apagada")), plan("Timer.", Does("timer")))
    assert said == "A luz já estava apagada. Timer."


def test_what_several_of_them_say_is_said_once():
    whole, _ = carry_out(plan("Abaixei o volume."), plan("Abaixei o volume"), plan("São três horas."))
    assert whole.text == "Abaixei o volume. São três horas."


def test_what_several_effects_of_one_of_them_find_out_is_said_once():
    away = "A casa não responde"
    _, said = carry_out(plan("Apaguei tudo.", Does("sala", away), Does("quarto", away), Does("porta")), plan("Timer."))
    assert said == "A casa não responde. Timer."
    assert DONE == ["sala", "quarto", "porta"]


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (ServiceUnreachableError("no answer", "A casa não responde."), "A casa não responde."),
        (OSError("disk full"), "Desculpe, não consegui fazer isto: pedido 1."),
        (ValueError("13"), "Desculpe, não consegui fazer isto: pedido 1."),
        (KeyError("a skill's own mistake"), "Desculpe, não consegui fazer isto: pedido 1."),
    ],
)
def test_one_that_fails_does_not_keep_the_others_from_being_done_and_is_told(error, says):
    _, said = carry_out(plan("Apaguei a luz.", Does("luz", raises=error)), plan("Timer.", Does("timer")))
    assert said == f"{says} Timer."
    assert DONE == ["timer"]


def test_a_question_comes_last_and_the_others_are_done():
    whole, said = carry_out(plan("De quanto tempo?", asks="duracao"), plan("Apaguei a luz.", Does("luz")))
    assert said == "Apaguei a luz. De quanto tempo?"
    assert whole.topic.asks == "duracao"
    assert DONE == ["luz"]


def test_of_two_questions_one_is_asked_and_the_other_is_told_of():
    offer = plan("Limpo a lista?", offered=Plan("Feito.", (Does("limpa"),)))
    whole, _ = carry_out(plan("De quanto tempo?", asks="duracao"), offer, plan("Apaguei a luz."))
    assert whole.text == "Apaguei a luz. Uma coisa de cada vez; depois me diga de novo: “pedido 2”. De quanto tempo?"
    assert whole.topic.asks == "duracao"
    assert DONE == []
