"""With the real daemon: what is asked of it is done, what it does is seen; when it is gone, that is said, and tried again."""

import shutil
import time

import pytest

from assistant.errors import ServiceError, ServiceRefusedError, ServiceUnreachableError
from assistant.services.music.lists import MusicLists
from assistant.services.music.mpd import ANSWER_S
from assistant.services.music.protocol import Found, Playing
from tests.services.music.daemons import PLAYLISTS, free_port, make_music, player, stalled, start_mpd, wait_until

needs_mpd = pytest.mark.skipif(shutil.which("mpd") is None, reason="no MPD here: apt-get install mpd")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mpd")
    make_music(folder)
    return folder


@pytest.fixture(scope="module")
def port(folder):
    port = free_port()
    process = start_mpd(folder, port)
    yield port
    process.terminate()
    process.wait(10)


@pytest.fixture
def music(port):
    with player(port) as music:
        wait_until(lambda: music.playing().reached)
        yield music
        music.do("pause")


@needs_mpd
def test_names_are_those_that_it_has(music):
    artists, playlists = music.names()
    assert artists == ("Legião Urbana", "Pink", "Pink Floyd", "Tom Jobim")
    assert playlists == tuple(sorted(PLAYLISTS))
    assert music.names() is music.names()


@needs_mpd
def test_lists_are_the_same_until_names_change(music):
    lists = MusicLists(music)
    assert lists() is lists()
    assert [entry.value for entry in lists()["playlist"].entries] == ["Domingo de Manhã", "Jantar"]


@needs_mpd
@pytest.mark.parametrize(
    ("query", "kind", "found"),
    [
        ("pink floyd", "", Found("artist", "Pink Floyd")),
        ("pinque floide", "", Found("artist", "Pink Floyd")),
        ("jobim", "", Found("artist", "Tom Jobim")),
        ("legiao urbana", "artist", Found("artist", "Legião Urbana")),
        ("jantar", "", Found("playlist", "Jantar")),
        ("domingo de manha", "playlist", Found("playlist", "Domingo de Manhã")),
        ("wave", "", Found("album", "Wave", "Tom Jobim")),
        ("wave", "title", Found("title", "Wave", "Tom Jobim")),
        ("tempo perdido", "", Found("title", "Tempo Perdido", "Legião Urbana")),
        ("tenpo perdido", "", Found("title", "Tempo Perdido", "Legião Urbana")),
        ("garota de ipanema", "", Found("title", "Garota de Ipanema", "Tom Jobim")),
        ("garota de ipanema do tom jobim", "", Found("title", "Garota de Ipanema", "Tom Jobim")),
        ("have a cigar do pink floyd", "title", Found("title", "Have a Cigar", "Pink Floyd")),
    ],
)
def test_what_is_meant_is_found_and_played(music, query, kind, found):
    assert music.do("find", query, kind) == found
    wait_until(lambda: music.playing().state == "play")


@needs_mpd
@pytest.mark.parametrize(("query", "kind"), [("o rei leão", ""), ("pink floyd", "playlist"), ("", ""), ("zzz", "title")])
def test_what_it_has_not(music, query, kind):
    with pytest.raises(ServiceRefusedError) as refusal:
        music.do("find", query, kind)
    assert refusal.value.spoken.startswith("Não achei")


@needs_mpd
def test_what_is_played_is_seen(music):
    music.do("find", "tempo perdido", "title")
    wait_until(lambda: music.playing().title == "Tempo Perdido" and music.playing().state == "play")
    now = music.playing()
    assert (now.artist, now.album) == ("Legião Urbana", "Dois")
    music.do("pause")
    wait_until(lambda: music.playing().state == "pause")
    music.do("play")
    wait_until(lambda: music.playing().state == "play")


@needs_mpd
def test_forward_and_back(music):
    music.do("find", "wish you were here", "album")
    wait_until(lambda: music.playing().title == "Wish You Were Here")
    music.do("next")
    wait_until(lambda: music.playing().title == "Have a Cigar")
    music.do("previous")
    wait_until(lambda: music.playing().title == "Wish You Were Here")


@needs_mpd
def test_anything(music):
    assert music.do("find", "", "everything") == Found("everything")
    wait_until(lambda: music.playing().state == "play")


@needs_mpd
def test_volume(music):
    for command, heard in (
        (("volume", 40), 40),
        (("volume_by", 15), 55),
        (("mute",), 0),
        (("mute",), 0),
        (("unmute",), 55),
        (("unmute",), 55),
        (("volume_by", 70), 100),
        (("volume_by", -300), 0),
        (("volume", 30), 30),
    ):
        music.do(*command)
        wait_until(lambda heard=heard: music.playing().volume == heard)


@needs_mpd
def test_a_player_without_a_mixer_and_with_a_password(folder, tmp_path):
    make_music(tmp_path)
    port = free_port()
    process = start_mpd(tmp_path, port, mixer="none", password="segredo")
    try:
        with player(port, password="segredo") as music:
            wait_until(lambda: music.playing().reached)
            assert music.do("play") == Found("everything")  # nothing was chosen yet
            wait_until(lambda: music.playing().state == "play")
            with pytest.raises(ServiceRefusedError, match="no control of its volume"):
                music.do("volume", 10)
        with player(port, password="errado") as music, pytest.raises(ServiceRefusedError) as refusal:
            music.do("play")
        assert "senha" in refusal.value.spoken
        assert "errado" not in f"{refusal.value}"
    finally:
        process.terminate()
        process.wait(10)


@needs_mpd
def test_it_comes_back_and_does_what_was_asked_meanwhile(tmp_path):
    make_music(tmp_path)
    port = free_port()
    with player(port, retry_every_s=0.1) as music:
        assert music.playing() == Playing(reached=False)
        for command in (("find", "pink floyd", ""), ("volume", 20), ("find", "wave", "album"), ("volume", 35)):
            with pytest.raises(ServiceUnreachableError) as refusal:
                music.do(*command)
            assert refusal.value.spoken == "O tocador de música não responde. Continuo tentando por um minuto."
        process = start_mpd(tmp_path, port)
        wait_until(lambda: music.playing().album == "Wave")
        wait_until(lambda: music.playing().volume == 35)
        process.kill()
        process.wait(10)
        wait_until(lambda: not music.playing().reached)


@pytest.mark.parametrize(
    "greeting", [b"", b"OK MPD 0.23.5\n", b"OK MPD 0.2", b"\xff\xfe garbage\n", b"HTTP/1.1 400 Bad Request\r\n\r\n"]
)
def test_who_takes_the_call_and_says_nothing(greeting):
    with stalled(greeting) as port, player(port) as music:
        began = time.monotonic()
        assert music.playing() == Playing(reached=False)
        assert music.names() == ((), ())
        assert time.monotonic() - began < 1.0  # whoever waited for it would wait OPERATION_S
        with pytest.raises(ServiceUnreachableError):
            music.do("pause")
        assert time.monotonic() - began < ANSWER_S + 1.0  # so much for a busy machine


def test_a_step_that_may_have_been_done_is_not_done_again():
    with stalled(b"OK MPD 0.23.5\n") as port, player(port) as music, pytest.raises(ServiceUnreachableError) as refusal:
        music.do("next")
    assert "tentando" not in refusal.value.spoken


def test_nobody_is_there():
    with player(free_port()) as music:
        began = time.monotonic()
        with pytest.raises(ServiceError, match="see whether it runs"):
            music.do("play")
        assert time.monotonic() - began < ANSWER_S
