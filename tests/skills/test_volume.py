"""The volume, as conversations: of the music, of a device, of the assistant's own voice."""

from dataclasses import replace

import pytest

from assistant.services.protocol import Services
from assistant.services.voice import Manner, OwnVoice
from tests.skills.household import household
from tests.skills.serviced import RADIO, TV, FakeHome, FakeMusic, Talk


@pytest.fixture
def talk(tmp_path):
    talk = Talk(tmp_path, lists=household())
    voice = OwnVoice(talk.store, Manner("pf_dora", 1.0, 1.0), ("pf_dora", "pm_alex", "pm_santa"))
    talk.services = Services(music=FakeMusic(), home=FakeHome(TV, RADIO), voice=voice)
    return talk


def volume(talk):
    return talk.services.voice.manner().volume


def test_where_nothing_plays_it_is_the_own_voice(talk):
    assert talk.say("fala mais alto") == "Falo mais alto agora."
    assert volume(talk) == 1.25
    assert talk.say("abaixa o volume") == "Falo mais baixo agora."
    assert volume(talk) == 0.94
    assert talk.say("volume em 50%") == "Volume em cinquenta por cento."
    assert volume(talk) == 0.5
    assert talk.say("aumenta o volume em dez por cento") == "Falo mais alto agora."
    assert volume(talk) == 0.6
    assert talk.services.music.done == talk.services.home.done == []


def test_there_is_an_end_to_it_both_ways(talk):
    answers = [talk.say("fala mais alto") for _ in range(8)]
    assert answers[-1] == "Mais alto eu não consigo falar."
    assert volume(talk) == 2.0
    answers = [talk.say("fala mais baixo") for _ in range(20)]
    assert answers[-1] == "Mais baixo eu não consigo falar."
    assert volume(talk) == 0.1


def test_muting_itself(talk):
    talk.say("volume em 50%")
    assert talk.say("coloca no mudo") == "Fico em silêncio. Para eu voltar a falar, diga: tira do mudo."
    assert volume(talk) == 0.0
    assert talk.say("tira do mudo") == "Voltei a falar."
    assert volume(talk) == 0.5
    assert talk.say("tira do mudo") == "Não estou no mudo."
    talk.say("silencia")
    assert talk.say("fala mais alto") == "Falo mais alto agora."
    assert volume(talk) == 0.62


def test_while_music_plays_it_is_the_music(talk):
    music = talk.services.music
    music.now = replace(music.now, state="play")
    assert talk.say("aumenta o volume") == "Aumentei o volume."
    assert talk.say("diminui o volume em vinte por cento") == "Abaixei o volume."
    assert talk.say("volume em 30 por cento") == "Volume em trinta por cento."
    assert talk.say("silencia a música") == "Sem som."
    assert talk.say("restaura o som") == "Com som de novo."
    assert music.done == [("volume_by", 10), ("volume_by", -20), ("volume", 30), ("mute",), ("unmute",)]
    assert volume(talk) == 1.0


def test_what_is_named(talk):
    home = talk.services.home
    home.entities = (replace(TV, attributes={"volume_level": 0.4}), RADIO)
    assert talk.say("ajuste o volume da TV para 50%") == "Volume em cinquenta por cento."
    assert talk.say("aumenta o volume da TV") == "Aumentei o volume."
    assert talk.say("diminui o volume da TV em 10 por cento") == "Abaixei o volume."
    assert talk.say("silencia a TV") == "Sem som."
    assert talk.say("desmute a TV") == "Com som de novo."
    assert talk.say("aumenta o volume do rádio em 10 por cento").startswith("Não sei em que volume está")
    assert [(service, data) for service, _, data in home.done] == [
        ("media_player.volume_set", {"volume_level": 0.5}),
        ("media_player.volume_up", {}),
        ("media_player.volume_set", {"volume_level": 0.3}),
        ("media_player.volume_mute", {"is_volume_muted": True}),
        ("media_player.volume_mute", {"is_volume_muted": False}),
    ]


@pytest.mark.parametrize(
    ("wish", "answer"),
    [
        ("volume em 300 por cento", "O volume vai de zero a cem por cento."),
        ("aumenta o volume da TV na varanda", "TV não é um aparelho que toca."),
    ],
)
def test_what_cannot_be(talk, wish, answer):
    assert talk.say(wish) == answer


def test_where_there_is_no_voice(talk):
    talk.services = Services()
    for wish in ("fala mais alto", "volume em 10%", "silencia", "tira do mudo"):
        assert talk.say(wish) == "Aqui não dá para mudar a minha voz."
