"""Robots that clean the floor and cut the grass: sent out, and sent back."""

from __future__ import annotations

from dataclasses import replace

from assistant.language.words.text import sentence
from assistant.services.home.protocol import Entity
from assistant.skills.definitions import Context, Reply
from assistant.skills.domains.house import wording
from assistant.skills.domains.house.acting import OFF, ON, grouped, silent, switch, told
from assistant.skills.domains.house.finding import in_place, named
from assistant.skills.domains.house.meaning import Devices, Wish, house_of, meant, of
from assistant.skills.domains.house.wording import to_the

_SERVICES = {
    "vacuum": ("vacuum.start", "vacuum.return_to_base"),
    "lawn_mower": ("lawn_mower.start_mowing", "lawn_mower.dock"),
}
_STARTED = {"vacuum": "mandei {the} limpar", "lawn_mower": "mandei {the} cortar a grama"}


def start(ctx: Context, wish: Wish, domain: str) -> Reply:
    robots = _robots(ctx, wish, domain)
    if isinstance(robots, Reply):
        return robots
    if robots.entities[0].domain not in _SERVICES:
        return switch(robots, ON)  # "inicia a cafeteira"
    reply = _send(robots, 0)
    elsewhere = wish.place and not in_place(robots.entities, wish.area, wish.floor)
    if reply.effects and elsewhere:
        # It is sent out, and goes where it always goes.
        return replace(reply, text=f"{reply.text} Ir só {to_the(wish.place)} ele não sabe.")
    return reply


def go_back(ctx: Context, wish: Wish, domain: str) -> Reply:
    robots = _robots(ctx, wish, domain)
    if isinstance(robots, Reply):
        return robots
    if robots.entities[0].domain not in _SERVICES:
        return switch(robots, OFF)
    return _send(robots, 1)


def _send(robots: Devices, which: int) -> Reply:
    if unavailable := silent(robots):
        return unavailable
    domain = robots.entities[0].domain
    state = (("cleaning", "mowing"), ("docked",))[which]
    if robots.reached and all(entity.state in state for entity in robots.entities):
        verb = "estão" if robots.is_plural else "está"
        return Reply(sentence(f"{robots.phrase} já {verb} {wording.state_word(domain, robots.entities[0].state)}"))
    done = f"mandei {robots.phrase} de volta para a base" if which else _STARTED[domain].format(the=robots.phrase)
    return told(robots, grouped(robots.entities, lambda e: _SERVICES[e.domain][which]), done)


def _robots(ctx: Context, wish: Wish, domain: str) -> Devices | Reply:
    """By name, or the only one there is: "aspira a sala" does not name it, and it need not live there."""
    house = house_of(ctx)
    if isinstance(house, Reply):
        return house
    all_of_them = [entity for entity in house.entities if entity.domain == domain]
    if wish.name and (found := named(house, wish.name)):
        return of(in_place(found, wish.area, wish.floor) or found, house)
    here: list[Entity] = in_place(all_of_them, wish.area, wish.floor)
    if chosen := here or all_of_them:
        return of(chosen, house)
    return meant(ctx, Wish(domain=domain))
