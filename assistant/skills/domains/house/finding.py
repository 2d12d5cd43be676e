"""Which devices of a house are meant by a name, a kind and a place."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.language.words.phonetics import fold
from assistant.services.home.classes import is_class
from assistant.services.home.names import without_place
from assistant.services.home.protocol import Entity, House

# A relay behind a lamp is a switch to the house, and a lamp to who lives there.
_LAMP_WORDS = "luz luzes lampada lampadas abajur abajures lustre luminaria luminarias pendente arandela spot spots"
_LAMPS = frozenset(_LAMP_WORDS.split())
EVERYTHING = "all"
_SWITCHED_OFF = frozenset(("light", "switch", "fan", "media_player", "climate", "input_boolean", "humidifier"))


def in_place(entities: Iterable[Entity], area: str | None, floor: str | None) -> list[Entity]:
    found = list(entities)
    if area:
        found = [e for e in found if e.area and fold(e.area) == fold(area)]
    if floor:
        found = [e for e in found if e.floor and fold(e.floor) == fold(floor)]
    return found


def named(house: House, name: str, area: str | None = None, floor: str | None = None) -> list[Entity]:
    """Those called so; by their whole name, else without the room, else by its beginning. The place tells namesakes apart."""
    wanted = fold(name)
    ways = (
        lambda e: any(fold(n) == wanted for n in e.names),
        lambda e: any(fold(without_place(e, n) or "") == wanted for n in e.names),
        lambda e: any(fold(n).startswith(wanted + " ") for n in e.names),
    )
    for way in ways:
        if found := [e for e in house.entities if way(e)]:
            if here := in_place(found, area, floor):
                return here
            # "põe a luz da cozinha em 50% e a da sala em 20%": the name went along with its room; the other room has one, too.
            first = fold(found[0].names[0]).split()[0]
            alike = [e for e in in_place(house.entities, area, floor) if e.domain == found[0].domain]
            # Otherwise the place is more than the name needs, or the house knows another: "a porta da entrada na entrada".
            return [e for e in alike if fold(e.names[0]).split()[0] == first] or (found if len(found) == 1 else [])
    return []


def of_kind(
    house: House, domain: str | None, device_class: str | None = None, area: str | None = None, floor: str | None = None
) -> list[Entity]:
    """All of a kind that are in a place."""
    if device_class:
        chosen = [e for e in house.entities if is_class(e, device_class)]
        if device_class == "gate" and not chosen:  # where no other is, it is that of the garage
            chosen = [e for e in house.entities if is_class(e, "garage")]
    elif domain == EVERYTHING:
        chosen = [e for e in house.entities if e.domain in _SWITCHED_OFF]
    elif domain == "light":
        chosen = [e for e in house.entities if e.domain == "light" or (e.domain == "switch" and _is_lamp(e))]
    elif domain == "switch":
        chosen = [e for e in house.entities if e.domain in ("switch", "input_boolean") and not _is_lamp(e)]
    else:
        chosen = [e for e in house.entities if e.domain == domain]
    return in_place(chosen, area, floor)


def _is_lamp(entity: Entity) -> bool:
    return fold(entity.names[0]).split()[0] in _LAMPS
