"""Music, as conversations: with a player, with the media players of a house, with both, with none."""

from dataclasses import replace

import pytest

from assistant.services.music.protocol import Playing
from assistant.services.protocol import Services
from tests.skills.household import household
from tests.skills.serviced import RADIO, TV, FakeHome, FakeMusic, Talk


@pytest.fixture
def music():
    return FakeMusic()


@pytest.fixture
def home():
    return FakeHome(TV, RADIO)


@pytest.fixture
def talk(tmp_path, music):
    return Talk(tmp_path, Services(music=music), household())


def test_playing_pausing_and_going_on(talk, music):
    assert talk.say("toca Pink Floyd") == "Tocando Pink Floyd."
    assert talk.say("o que está tocando") == "Está tocando O melhor de Pink Floyd, de Pink Floyd."
    assert talk.say("próxima música") == "Próxima."
    assert talk.say("pausa") == "Pausei."
    assert talk.say("pausa a música") == "Não está tocando nenhuma música."
    assert talk.say("que música é essa") == "Está em pausa: O melhor de Pink Floyd, de Pink Floyd."
    assert talk.say("continua a música") == "Continuando."
    assert talk.say("continua a música") == "A música já está tocando."
    assert talk.say("volta a música anterior") == "Voltando."
    assert music.done == [("find", "Pink Floyd", ""), ("next",), ("pause",), ("play",), ("previous",)]


@pytest.mark.parametrize(
    ("wish", "asked"),
    [
        ("põe a playlist jantar", ("find", "Jantar", "playlist")),
        ("toca o álbum wish you were here", ("find", "wish you were here", "album")),
        ("toca a música tempo perdido", ("find", "tempo perdido", "title")),
        ("toca alguma coisa do Tom Jobim", ("find", "Tom Jobim", "")),
        ("toca o podcast flow", ("find", "flow", "")),
        ("toca música", ("play",)),
    ],
)
def test_what_is_asked_of_the_player(talk, music, wish, asked):
    talk.say(wish)
    assert music.done == [asked]


def test_what_it_has_not_and_what_it_cannot(talk, music):
    assert talk.say("toca a banda skank") == "Não achei skank entre as suas músicas."
    assert talk.say("toca o filme avatar") == "O tocador de música só toca música."


def test_nothing_was_played_yet(talk):
    assert talk.say("o que está tocando") == "Não está tocando nenhuma música."


def test_a_player_that_is_gone(talk, music):
    music.now = Playing(reached=False)
    assert talk.say("toca Pink Floyd") == "O tocador de música não responde. Continuo tentando por um minuto."
    assert talk.say("pausa a música") == "O tocador de música não responde. Continuo tentando por um minuto."
    assert talk.say("o que está tocando") == "O tocador de música não responde."


def test_no_player_at_all(tmp_path):
    talk = Talk(tmp_path)
    for wish in ("toca Pink Floyd", "pausa a música", "próxima música", "o que está tocando"):
        assert talk.say(wish) == "Nenhum tocador de música está configurado: preencha a seção music do arquivo de configuração."


def test_the_house_plays_what_is_named(talk, music, home):
    talk.services = Services(music=music, home=home)
    assert talk.say("toca Pink Floyd na TV") == "Tocando Pink Floyd."
    assert talk.say("toca o filme avatar na sala") == "Tocando avatar."
    assert talk.say("pausa a TV") == "Pausei."
    assert talk.say("próxima faixa na cozinha") == "Próxima."
    assert talk.say("toca Pink Floyd na varanda") == "Não há nenhum aparelho que toque na Varanda."
    assert talk.say("toca Pink Floyd no abajur") == "Abajur não é um aparelho que toca."
    assert music.done == []
    assert home.done == [
        ("media_player.play_media", ("media_player.tv",), {"media_content_id": "Pink Floyd", "media_content_type": "music"}),
        ("media_player.play_media", ("media_player.tv",), {"media_content_id": "avatar", "media_content_type": "movie"}),
        ("media_player.media_pause", ("media_player.tv",), {}),
        ("media_player.media_next_track", ("media_player.radio",), {}),
    ]


def test_without_a_name_it_is_what_sounds(talk, music, home):
    talk.services = Services(music=music, home=home)
    home.entities = (replace(TV, state="playing", attributes={"media_title": "Jornal"}), RADIO)
    assert talk.say("o que está tocando") == "Está tocando Jornal."
    assert talk.say("pausa") == "Pausei."
    assert home.done == [("media_player.media_pause", ("media_player.tv",), {})]
    music.now = replace(music.now, state="play")
    assert talk.say("pausa") == "Pausei."
    assert music.done == [("pause",)]


def test_a_house_without_a_music_player(talk, home):
    talk.services = Services(home=home)
    assert talk.say("continua a música") == "Tocando."
    assert home.done == [("media_player.media_play", ("media_player.radio",), {})]
    home.entities = (TV, replace(RADIO, state="off"))
    assert talk.say("toca Pink Floyd") == "Em qual aparelho: TV ou Rádio?"
    assert talk.say("o rádio") == "Tocando Pink Floyd."
    assert home.done[-1][:2] == ("media_player.play_media", ("media_player.radio",))


def test_para_alone_pauses_what_plays_and_nothing_else_does(tmp_path):
    music = FakeMusic()
    talk = Talk(tmp_path, Services(music=music))
    assert talk.say("para") == "Tudo bem."
    talk.say("toca Tom Jobim")
    assert talk.say("deixa pra lá") == "Tudo bem."
    assert talk.say("pare") == "Pausei a música."
    assert music.done[-1] == ("pause",)
