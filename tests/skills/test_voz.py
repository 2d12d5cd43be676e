"""The assistant's manner of speaking, as conversations; it outlives a restart, and may be one person's own."""

import pytest

from assistant.services.protocol import Services
from assistant.services.voice import Manner, OwnVoice
from tests.skills.serviced import Talk

VOICES = ("pf_dora", "pm_alex", "pm_santa", "af_bella")
CONFIGURED = Manner("pf_dora", 1.0, 1.0)


@pytest.fixture
def talk(tmp_path):
    talk = Talk(tmp_path)
    talk.services = Services(voice=OwnVoice(talk.store, CONFIGURED, VOICES))
    return talk


def manner(talk, *to):
    return talk.services.voice.manner(*to)


def test_slower_and_faster(talk):
    assert talk.say("fala mais devagar") == "Falo mais devagar agora."
    assert manner(talk).speed == 0.83
    assert talk.say("ainda mais devagar") == "Falo mais devagar agora."
    assert manner(talk).speed == 0.69
    assert talk.say("fala mais rápido") == "Falo mais rápido agora."
    assert manner(talk).speed == 0.83
    assert talk.say("você fala muito rápido") == "Falo mais devagar agora."


def test_there_is_an_end_to_it_both_ways(talk):
    assert [talk.say("mais rápido") for _ in range(6)][-1] == "Mais rápido eu não consigo falar."
    assert manner(talk).speed == 2.0
    assert [talk.say("mais devagar") for _ in range(10)][-1] == "Mais devagar eu não consigo falar."
    assert manner(talk).speed == 0.5


def test_other_voices(talk):
    assert talk.say("quais vozes você tem") == "Tenho a da Dora, a do Alex e a do Santa."
    assert talk.say("troca de voz") == "Pronto, agora falo com a voz do Alex."
    assert talk.say("outra") == "Pronto, agora falo com a voz do Santa."
    assert talk.say("troca de voz") == "Pronto, agora falo com a voz da Dora."
    assert talk.say("fala com voz de homem") == "Pronto, agora falo com a voz do Alex."
    assert talk.say("fala com voz de homem") == "Já estou falando com voz de homem."
    assert talk.say("quero a voz do papai noel") == "Pronto, agora falo com a voz do Santa."
    assert talk.say("quero a voz do papai noel") == "Esta já é a minha voz."
    assert talk.say("e a da Dora") == "Pronto, agora falo com a voz da Dora."
    assert manner(talk).voice == "pf_dora"


def test_as_it_was_before(talk):
    for wish in ("fala mais devagar", "troca de voz", "fala mais alto"):
        talk.say(wish)
    assert manner(talk) == Manner("pm_alex", 0.83, 1.25)
    assert talk.say("fala normal") == "Pronto, voltei a falar como antes."
    assert manner(talk) == CONFIGURED


def test_it_outlives_a_restart(talk, tmp_path):
    talk.say("fala mais devagar")
    talk.say("fala com voz de homem")
    talk.store.close()
    after = Talk(tmp_path)
    voice = OwnVoice(after.store, CONFIGURED, VOICES)
    assert voice.manner() == Manner("pm_alex", 0.83, 1.0)


def test_what_one_person_chose_is_for_them_alone(talk):
    talk.speaker = "ana"
    talk.say("fala mais devagar")
    talk.say("fala com voz de homem")
    assert manner(talk, "ana") == Manner("pm_alex", 0.83, 1.0)
    assert manner(talk, "joao") == manner(talk) == CONFIGURED
    talk.say("fala normal")
    assert manner(talk, "ana") == CONFIGURED


def test_a_skills_voice_gives_way_to_a_persons_and_not_to_the_rooms(talk):
    talk.say("quero a voz do Alex")
    assert manner(talk, None, "pm_santa").voice == "pm_santa"
    talk.speaker = "ana"
    talk.say("quero a voz da Dora")
    assert manner(talk, "ana", "pm_santa").voice == "pf_dora"


def test_a_voice_that_is_no_longer_there(talk):
    talk.say("quero a voz do Alex")
    assert OwnVoice(talk.store, CONFIGURED, ("pf_dora",)).manner() == CONFIGURED


def test_only_one_voice(talk):
    talk.services = Services(voice=OwnVoice(talk.store, CONFIGURED, ("pf_dora",)))
    assert talk.say("troca de voz") == "Não tenho outra voz aqui."
    assert talk.say("quero a voz do Alex") == "Essa voz eu não tenho aqui."


def test_where_there_is_no_voice(talk):
    talk.services = Services()
    for wish in ("fala mais devagar", "troca de voz", "fala normal", "quais vozes você tem"):
        assert talk.say(wish) == "Aqui não dá para mudar a minha voz."
