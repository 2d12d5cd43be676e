"""Conversations of the skills that ship with services that behave; what is planned is done at once."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

from assistant import skills
from assistant.errors import ServiceError, ServiceRefusedError, ServiceUnreachableError
from assistant.events import Transcript
from assistant.services.home.protocol import Entity, House
from assistant.services.music.protocol import Found, Playing
from assistant.services.protocol import NO_SERVICES, Services
from assistant.store import Store

MONDAY = datetime(2026, 9, 7, 15, 30, tzinfo=timezone(timedelta(hours=-3)))
SKILLS = skills.load([Path(__file__).parents[2] / "skills"])


class Talk:
    """A conversation. `services`, `lists`, `now` and `speaker` may be put in place at any time; `plan` is the newest."""

    def __init__(self, folder: Path, services: Services = NO_SERVICES, lists=None):
        self.store = Store(folder / "store.sqlite")
        self.services, self.lists = services, lists or {}
        self.now, self.speaker = MONDAY, None
        self.last = self.topic = self.plan = None

    def say(self, text: str) -> str:
        """What is answered in the end."""
        context = skills.Context(self.now, self.store, self.speaker, self.last, topic=self.topic)
        plan = self.plan = SKILLS.plan(Transcript(text), replace(context, services=self.services, lists=self.lists))
        json.dumps(dict(plan.slots))
        world = skills.World(self.store, self.now, self.services, self.speaker)
        try:
            said = [effect.run(world) for effect in plan.effects]
        except ServiceError as error:
            said = [error.spoken]
        self.topic = plan.topic
        self.last = " ".join(text for text in said if text) or plan.text
        return self.last


class FakeMusic:
    """Plays whatever is in `songs`, by its artist; `done` is what was asked."""

    def __init__(self, songs=("Pink Floyd", "Tom Jobim"), reached: bool = True):
        self.songs, self.now, self.done = songs, Playing(volume=40, reached=reached), []

    def playing(self) -> Playing:
        return self.now

    def names(self):
        return tuple(self.songs), ()

    def do(self, command, *arguments):
        self.done.append((command, *arguments))
        if not self.now.reached:
            raise ServiceUnreachableError("down", "O tocador de música não responde. Continuo tentando por um minuto.")
        if command == "find":
            found = next((song for song in self.songs if song.lower() == str(arguments[0]).lower()), None)
            if found is None:
                raise ServiceRefusedError("nothing", f"Não achei {arguments[0]} entre as suas músicas.")
            self.now = replace(self.now, state="play", title=f"O melhor de {found}", artist=found)
            return Found("artist", found)
        self.now = replace(self.now, state={"play": "play", "pause": "pause"}.get(command, self.now.state))
        return None


class FakeHome:
    """Media players and nothing else; `done` is what was called."""

    def __init__(self, *entities: Entity):
        self.entities, self.done = entities, []

    def house(self) -> House:
        return House(self.entities)

    def call(self, service, entities, data) -> None:
        self.done.append((service, tuple(entities), dict(data)))


TV = Entity("media_player.tv", ("TV", "televisão"), "Sala", "Térreo", state="off")
RADIO = Entity("media_player.radio", ("Rádio",), "Cozinha", "Térreo", state="paused")
