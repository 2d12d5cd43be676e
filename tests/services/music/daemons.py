"""A real MPD with a little music of its own, and sockets that only look like one."""

from __future__ import annotations

import socket
import subprocess
import time
from contextlib import contextmanager

import numpy as np
import soundfile

from assistant.services.music.connection import Daemon
from assistant.services.music.mpd import Mpd

SONGS = (
    ("Pink Floyd", "Wish You Were Here", "Wish You Were Here"),
    ("Pink Floyd", "Wish You Were Here", "Have a Cigar"),
    ("Tom Jobim", "Wave", "Wave"),
    ("Tom Jobim", "Wave", "Garota de Ipanema"),
    ("Legião Urbana", "Dois", "Tempo Perdido"),
    ("Pink", "Trustfall", "Never Gonna Not Dance Again"),
)
PLAYLISTS = {"Jantar": (2, 3), "Domingo de Manhã": (4,)}


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def make_music(folder) -> None:
    """Silence of a minute, tagged, and playlists of it."""
    (folder / "music").mkdir(parents=True)
    (folder / "playlists").mkdir()
    for number, (artist, album, title) in enumerate(SONGS):
        with soundfile.SoundFile(folder / "music" / f"{number}.flac", "w", 8000, 1) as song:
            song.artist, song.album, song.title = artist, album, title
            song.write(np.zeros(60 * 8000, np.float32))
    for name, numbers in PLAYLISTS.items():
        (folder / "playlists" / f"{name}.m3u").write_text("".join(f"{n}.flac\n" for n in numbers), encoding="utf-8")


def start_mpd(folder, port: int, mixer: str = "software", password: str | None = None) -> subprocess.Popen:
    """As a program of its own; returns when it answers and has read its music."""
    lines = [
        f'music_directory "{folder}/music"',
        f'playlist_directory "{folder}/playlists"',
        f'db_file "{folder}/database"',
        f'log_file "{folder}/log"',
        'bind_to_address "127.0.0.1"',
        f'port "{port}"',
        'auto_update "no"',
        f'audio_output {{\n type "null"\n name "nowhere"\n mixer_type "{mixer}"\n}}',
    ]
    if password:
        lines += [f'password "{password}@read,add,control,admin"', 'default_permissions ""']
    (folder / "mpd.conf").write_text("\n".join(lines), encoding="utf-8")
    process = subprocess.Popen(["mpd", "--no-daemon", folder / "mpd.conf"], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    daemon = Daemon("127.0.0.1", port, password)
    wait_until(lambda: _has_music(daemon))
    return process


def _has_music(daemon: Daemon) -> bool:
    from assistant.errors import ServiceUnreachableError

    try:
        with daemon.connected() as client:
            if int(client.stats().get("songs", 0)) == len(SONGS):
                return True
            if "updating_db" not in client.status():
                client.update()
    except ServiceUnreachableError:
        pass
    return False


def wait_until(is_so, seconds: float = 15.0) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, "it never came to be so"
        time.sleep(0.02)


@contextmanager
def stalled(greeting: bytes = b""):
    """A port where somebody takes every call, says `greeting` and then nothing more."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.05)
        calls, going = [], True

        def answer() -> None:
            while going:
                try:
                    calls.append(listener.accept()[0])
                except TimeoutError:
                    continue
                calls[-1].sendall(greeting)

        import threading

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            going = False
            thread.join()
            for call in calls:
                call.close()


@contextmanager
def player(port: int, **options):
    music = Mpd(Daemon("127.0.0.1", port, options.pop("password", None)), **options)
    try:
        yield music
    finally:
        music.close()
