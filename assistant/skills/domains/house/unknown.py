"""What this house has not, and what it has instead: "acende a luz do banheiro" where there is no such room."""

from __future__ import annotations

from assistant.language.announcements import listed
from assistant.language.words.text import sentence
from assistant.skills.definitions import Context, Reply
from assistant.skills.domains.house import wording
from assistant.skills.domains.house.finding import of_kind
from assistant.skills.domains.house.meaning import UNREACHED, Wish, house_of, none_of
from assistant.skills.domains.house.wording import NOUNS, in_the

MOST_ROOMS, MOST_THINGS = 5, 4
_SWITCHED = frozenset(("switch", "fan", "climate", "media_player", "vacuum", "valve", "input_boolean", "humidifier"))


def no_such_room(ctx: Context, wish: Wish, room: str) -> Reply:
    """wish: the kind that was meant there."""
    house = house_of(ctx)
    if isinstance(house, Reply):
        return house
    if not house.is_whole:
        return Reply(UNREACHED)
    found = of_kind(house, None if wish.device_class else wish.domain, wish.device_class)
    rooms = sorted({entity.area for entity in found if entity.area})
    missing = sentence(f"não conheço {none_of(wish)} {in_the(room)}")
    if not found or (not rooms and len(found) > MOST_THINGS):
        return Reply(missing)
    if not rooms or not wish.noun:
        return Reply(f"{missing} {sentence(f'há {wording.enumerated([entity.names[0] for entity in found])}')}")
    noun = NOUNS[wish.noun][len(found) > 1]
    more = [] if len(rooms) <= MOST_ROOMS else ["em outros cômodos"]
    return Reply(f"{missing} {sentence(f'há {noun} {listed([*(in_the(room) for room in rooms[:MOST_ROOMS]), *more])}')}")


def no_such_thing(ctx: Context, thing: str) -> Reply:
    house = house_of(ctx)
    if isinstance(house, Reply):
        return house
    if not house.is_whole:
        return Reply(UNREACHED)
    no = "nenhuma" if wording.is_feminine(thing) else "nenhum"
    missing = sentence(f"não conheço {no} {wording.in_sentence(thing)}")
    names = list(dict.fromkeys(entity.names[0] for entity in house.entities if entity.domain in _SWITCHED))
    if not names:
        return Reply(missing)
    some = listed([wording.the(name) for name in names[:MOST_THINGS]])
    return Reply(f"{missing} {sentence(f'conheço {some}' if len(names) <= MOST_THINGS else f'conheço, por exemplo, {some}')}")
