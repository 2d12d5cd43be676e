"""The services that a configuration asks for, running, and the names that they and the store know."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType

from assistant.app.voices import build_voices
from assistant.config import Config, MusicConfig, WeatherConfig
from assistant.errors import ConfigError, NoSpaceError, StoreError
from assistant.language.grammar.lists import Entry, Lists, WordList
from assistant.services.home.building import build_home
from assistant.services.home.names import HouseLists
from assistant.services.home.protocol import House
from assistant.services.music.lists import MusicLists
from assistant.services.music.protocol import Music
from assistant.services.protocol import NO_SERVICES, Services
from assistant.services.voice import Manner, OwnVoice
from assistant.services.weather.protocol import Weather
from assistant.store import Names, Store

log = logging.getLogger(__name__)

NOTHING: Mapping = MappingProxyType({})
USUAL_LISTS = frozenset(("compras", "tarefas"))
"""What is known as a list before anything stands on it."""


def build_services(config: Config, store: Store) -> Services:
    """Connecting goes on in the background; nothing is waited for. Raises ConfigError."""
    home = build_home(config.home, os.environ)
    if home is not None:
        home.start()
    configured = Manner(config.tts.voice, config.tts.speed, config.tts.volume)
    return Services(
        home,
        _music(config.music),
        _weather(config.weather, store),
        OwnVoice(store, configured, tuple(voice.name for voice in build_voices(config).list())),
        rates={code.upper(): Decimal(str(rate)) for code, rate in config.rates.items()},
    )


def close_services(services: Services) -> None:
    """What still waits to be done is forgotten."""
    for service in (services.home, services.music):
        if service is not None:
            service.close()


def _music(config: MusicConfig) -> Music | None:
    if not config.host:
        return None
    from assistant.services.music.connection import Daemon
    from assistant.services.music.mpd import Mpd

    return Mpd(Daemon(config.host, config.port, os.environ.get(config.password_variable)))


def _weather(config: WeatherConfig, store: Store) -> Weather | None:
    if config.latitude is None and config.longitude is None:
        return None
    if config.latitude is None or config.longitude is None or not config.place:
        raise ConfigError("weather: place, latitude and longitude belong together; give all three, or none")
    from assistant.services.weather.open_meteo import OpenMeteo, Service
    from assistant.services.weather.replies import Place

    return OpenMeteo(Place(config.place, config.latitude, config.longitude), Service(config.url, config.geocoding), store)


NO_HOUSE = House()

Expected = Mapping[str, frozenset[str]]
"""By kind of slot, the names that a recogniser may expect there."""


class Vocabulary:
    """Called, it gives the lists of now: the names of the house, of the music, of the household's lists. Never waits.

    The same objects until a name has changed, so that whoever has compiled something of them need not look inside.
    house: names where no house is connected.
    """

    def __init__(self, store: Store, services: Services = NO_SERVICES, house: Lists = NOTHING):
        self._house = house
        self._store = store
        self._home = services.home
        self._house_lists = HouseLists()
        self._music_lists: Callable[[], Lists] = MusicLists(services.music) if services.music else lambda: NOTHING
        self._names = Names()
        self._known: tuple[tuple, Lists, Expected] = ((), NOTHING, NOTHING)

    def __call__(self) -> Lists:
        return self._now()[1]

    def expected(self) -> Expected:
        return self._now()[2]

    def _now(self) -> tuple[tuple, Lists, Expected]:
        # Where no house is configured it is that of nobody: what is asked of it is understood, and can be said to be missing.
        house = self._house or self._house_lists(self._home.house() if self._home else NO_HOUSE)
        parts = (house, self._music_lists(), self._names_in_store())
        if len(parts) != len(self._known[0]) or any(new is not old for new, old in zip(parts, self._known[0], strict=True)):
            # One assignment: sessions ask from threads of their own.
            self._known = (parts, *_joined(*parts))
        return self._known

    def _names_in_store(self) -> Names:
        """Those of before where the store cannot be read: what has nothing to do with it is understood all the same."""
        try:
            self._names = self._store.names()
        except (NoSpaceError, StoreError) as error:
            log.debug("the names in the store are not known: %s", error)
        return self._names


def _joined(house: Lists, music: Lists, names: Names) -> tuple[Lists, Expected]:
    own = WordList(Entry(name, name) for name in sorted(names.lists | USUAL_LISTS))
    lists = MappingProxyType({**house, **music, "list": own})
    named = {kind: frozenset(entry.text for entry in known.entries) for kind, known in lists.items()}
    return lists, MappingProxyType({**named, "name": names.timers, "text": names.items})
