"""Whose sound is meant: the music player's, that of media players in the house, or the assistant's own voice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.language.announcements import listed, of_name
from assistant.language.words.phonetics import fold
from assistant.services.home.protocol import Entity
from assistant.services.music.protocol import Found
from assistant.skills.definitions import Context, Reply
from assistant.skills.effects import World

UP = ("aumenta", "aumente", "aumentar", "sobe", "suba", "subir", "levanta", "levante", "eleva", "eleve", "incrementa")
DOWN = ("diminui", "diminua", "diminuir", "abaixa", "abaixe", "abaixar", "baixa", "baixe", "baixar", "reduz", "reduza", "reduzir")
VOLUME_STEP = 10

MEDIA_PLAYER = "media_player"
NO_PLAYER = "Nenhum tocador de música está configurado: preencha a seção music do arquivo de configuração."


@dataclass(frozen=True, slots=True)
class CallPlayers:
    """The effect of a service of the house's media players ("media_pause")."""

    service: str
    players: tuple[str, ...]
    data: Mapping[str, Any] = field(default_factory=dict)

    def run(self, world: World) -> None:
        world.services.home.call(f"{MEDIA_PLAYER}.{self.service}", self.players, self.data)


@dataclass(frozen=True, slots=True)
class CommandMusic:
    """The effect of a command to the music player; see Music.do. What it found to play is told."""

    command: str
    arguments: tuple[str | int, ...] = ()

    def run(self, world: World) -> str | None:
        found = world.services.music.do(self.command, *self.arguments)
        return found and tell_found(found)


def tell_found(found: Found) -> str:
    by = f", de {found.artist}" if found.artist else ""
    match found.kind:
        case "everything":
            return "Tocando as suas músicas, em qualquer ordem."
        case "playlist":
            return f"Tocando a playlist {found.name}."
        case "album":
            return f"Tocando o álbum {found.name}{by}."
    return f"Tocando {found.name}{by}."


@dataclass(frozen=True, slots=True)
class Target:
    """Media players of the house; the music player; or, when neither, nobody: `text` says why, `question` if it asks which."""

    players: tuple[Entity, ...] = ()
    is_music: bool = False
    text: str = ""
    question: bool = False

    def reply(self, text: str, music: CommandMusic, service: str, data: Mapping[str, Any] | None = None) -> Reply:
        """Do the one thing or the other, whoever it is; say why not where it is nobody."""
        if self.is_music:
            return Reply(text, (music,))
        if self.players:
            return Reply(text, (CallPlayers(service, tuple(player.id for player in self.players), data or {}),))
        return Reply(self.text, asks="name" if self.question else None)


def named(ctx: Context, name: str | None, area: str | None, floor: str | None) -> Target | None:
    """The media players that were named, None when none was."""
    if not (name or area or floor):
        return None
    house = ctx.services.home.house() if ctx.services.home else None
    found = tuple(
        entity
        for entity in (house.entities if house else ())
        if entity.domain == MEDIA_PLAYER
        and (name is None or fold(name) in map(fold, entity.names))
        and (area is None or entity.area == area)
        and (floor is None or entity.floor == floor)
    )
    if found:
        return Target(found)
    where = f"n{of_name(area or floor)[1:]}" if area or floor else ""
    return Target(text=f"{name} não é um aparelho que toca." if name else f"Não há nenhum aparelho que toque {where}.")


def sounding(ctx: Context) -> Target | None:
    """What is heard just now, None when all is quiet. The music player comes first."""
    if ctx.services.music and ctx.services.music.playing().state == "play":
        return Target(is_music=True)
    playing = tuple(player for player in _players(ctx) if player.state == "playing")
    return Target(playing) if playing else None


def meant(ctx: Context, name: str | None, area: str | None, floor: str | None) -> Target:
    """Who is to play: who was named, or plays, or could."""
    target = named(ctx, name, area, floor) or sounding(ctx)
    if target or ctx.services.music:
        return target or Target(is_music=True)
    players = _players(ctx)
    paused = tuple(player for player in players if player.state == "paused")
    if paused or len(players) == 1:
        return Target(paused or players)
    if players:
        return Target(text=f"Em qual aparelho: {_choice(players)}?", question=True)
    return Target(text=NO_PLAYER)


def _players(ctx: Context) -> Sequence[Entity]:
    entities = ctx.services.home.house().entities if ctx.services.home else ()
    return tuple(entity for entity in entities if entity.domain == MEDIA_PLAYER)


def _choice(players: Sequence[Entity]) -> str:
    return " ou ".join(listed([player.names[0] for player in players]).rsplit(" e ", 1))
