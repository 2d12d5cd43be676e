"""A player's artists and playlists as lists that slots may hold."""

from __future__ import annotations

from assistant.language.grammar.lists import Entry, Lists, WordList
from assistant.services.music.protocol import Music


class MusicLists:
    """Called, it gives the lists {artist} and {playlist} of now: the same ones until the player's names have changed."""

    def __init__(self, music: Music):
        self._music = music
        self._names: tuple | None = None
        self._lists: Lists = {}

    def __call__(self) -> Lists:
        names = self._music.names()
        if names is not self._names:
            artists, playlists = names
            self._lists = {
                "artist": WordList(Entry(name, name) for name in artists),
                "playlist": WordList(Entry(name, name) for name in playlists),
            }
            self._names = names
        return self._lists
