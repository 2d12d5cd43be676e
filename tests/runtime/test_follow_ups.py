"""Conversations through the whole runtime: what is said next refers to what was said before, for a while."""

from assistant.config import Config, DialogueConfig, WakeConfig
from tests.runtime.stage import Stage, speech


def test_a_question_is_answered_in_the_next_turn(tmp_path):
    stage = Stage(tmp_path)
    first, second = stage.read("põe um timer", "dez minutos")
    assert first.answer.endswith("?")
    assert (second.skill, second.slots["duracao"]) == ("temporizador", 600)
    assert [timer.duration_s for timer in stage.store.timers()] == [600]


def test_but_not_for_ever(tmp_path):
    stage = Stage(tmp_path)
    _, second = stage.read("põe um timer", "dez minutos", pause_s=50)
    assert second.skill is None
    assert stage.store.timers() == []


def test_how_long_is_configured(tmp_path):
    stage = Stage(tmp_path, config=Config(dialogue=DialogueConfig(topic_s=60)))
    _, second = stage.read("põe um timer", "dez minutos", pause_s=50)
    assert second.skill == "temporizador"


def test_it_is_called_and_then_needs_not_be(tmp_path):
    stage = Stage(
        tmp_path,
        ["ele chegou tarde", "assistente, põe um timer", "dez minutos", "e depois foi embora"],
        config=Config(wake=WakeConfig(mode="wake", follow_up_s=3)),
    )
    records = stage.hear(speech(1.0, 1.0, 1.0, 2.5, 1.0, 9.0, 1.0))
    assert [record.heard for record in records] == ["assistente, põe um timer", "dez minutos"]
    assert [timer.duration_s for timer in stage.store.timers()] == [600]
