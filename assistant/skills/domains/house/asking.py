"""How things are in the house: one device, all of a kind, who is at home, how warm it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from assistant.language.announcements import listed
from assistant.language.quantities import numbers
from assistant.language.words.phonetics import fold
from assistant.language.words.text import sentence, tokenize
from assistant.services.home.protocol import Entity, House
from assistant.skills.definitions import Context, Reply
from assistant.skills.domains.house import wording
from assistant.skills.domains.house.finding import in_place, of_kind
from assistant.skills.domains.house.meaning import UNREACHED, Devices, Wish, house_of, meant, none_of, of, several
from assistant.skills.domains.house.wording import NOUNS, in_the, is_feminine, the

UNKNOWN = (None, "unknown", "unavailable")
UNITS = {"°C": "graus", "°F": "graus Fahrenheit", "%": "por cento", "W": "watts", "kWh": "quilowatts-hora", "V": "volts"}
UNITS |= {"lx": "lux", "hPa": "hectopascais", "ppm": "partes por milhão", "A": "ampères", "kW": "quilowatts"}
PARTLY = "Mas uma parte da casa não está respondendo."
_OPEN = {"on": "open", "off": "closed"}
"""A contact that is "on" is a door that is open."""


def device_state(ctx: Context, wish: Wish, state: str | None) -> Reply:
    """ "a luz da sala está acesa?", "como está o termostato?"."""
    devices = meant(ctx, wish)
    if isinstance(devices, Reply):
        return devices
    if not devices.reached:
        return Reply(UNREACHED)
    entity = devices.entities[0]
    now = state_of(entity, wish)
    if now in UNKNOWN:
        return Reply(sentence(f"não sei como {'estão' if devices.is_plural else 'está'} {devices.phrase}"))
    if state is None:
        return Reply(sentence(_described(entity, now)), mentions=devices.mentions)
    said = sentence(wording.is_in_state(entity.names[0], entity.domain, now))
    return Reply(f"{'Sim' if now == state else 'Não'}, {said[0].lower()}{said[1:]}", mentions=devices.mentions)


def state_of(entity: Entity, wish: Wish) -> str | None:
    """In the words of a cover where a contact says it; in those of a switch where something plays or blows."""
    opening = entity.domain == "binary_sensor" and entity.device_class in (*wording.NOUNS, "garage_door", "opening")
    if opening and entity.state in _OPEN:
        return _OPEN[entity.state]
    if wish.domain and entity.domain in ("climate", "media_player", "vacuum") and entity.state not in UNKNOWN:
        return "off" if entity.state in ("off", "standby", "docked") else "on"
    return entity.state


def _described(entity: Entity, state: str) -> str:
    name, attributes = entity.names[0], entity.attributes
    if entity.domain == "sensor":
        return f"{the(name)} é de {quantity(state, attributes.get('unit_of_measurement'))}"
    said = wording.is_in_state(name, entity.domain, state)
    if entity.domain == "light" and state == "on" and attributes.get("brightness"):
        said += f", com {numbers.speak(round(attributes['brightness'] / 2.55))} por cento de brilho"
    if entity.domain == "cover" and state == "open" and attributes.get("current_position") not in (None, 100):
        said += f", em {numbers.speak(round(attributes['current_position']))} por cento"
    if entity.domain == "climate":
        if attributes.get("temperature") is not None and state != "off":
            adjusted = wording.agreed("ajustado", is_feminine(name), wording.is_plural(name))
            said += f", {adjusted} para {quantity(attributes['temperature'], '°C')}"
        if attributes.get("current_temperature") is not None:
            said += f"; a temperatura é de {quantity(attributes['current_temperature'], '°C')}"
    return said


def quantity(value: object, unit: object) -> str:
    """ "vinte e três vírgula cinco graus"; what is no number, as it is."""
    try:
        number = Decimal(str(value)).quantize(Decimal("0.1")).normalize()
        said = numbers.speak(number + 0)
    except (InvalidOperation, ValueError):
        return str(value)
    word = UNITS.get(str(unit), str(unit or ""))
    return f"{said} {'grau' if word == 'graus' and abs(number) == 1 else word}".strip()


def kind_state(ctx: Context, wish: Wish, state: str) -> Reply:
    """ "quantas luzes estão acesas?", "há alguma janela aberta?", "estão todas as portas trancadas na sala?"."""
    house = house_of(ctx)
    if isinstance(house, Reply):
        return house
    if not house.reached:
        return Reply(UNREACHED)
    reply = _kind_state(ctx, house, wish, state)
    is_all = house.is_whole and not house.away
    return reply if is_all else replace(reply, text=f"{reply.text} {PARTLY}")


def _kind_state(ctx: Context, house: House, wish: Wish, state: str) -> Reply:
    all_of_them = of_kind(house, None if wish.device_class else wish.domain, wish.device_class, wish.area, wish.floor)
    if wish.domain == "lock" and all_of_them and state in ("open", "closed"):
        all_of_them = []
    if not all_of_them:
        return Reply(f"Não conheço {none_of(wish)}{' ' + in_the(wish.place) if wish.place else ''}.")
    all_of_them = [e for e in all_of_them if e.state not in UNKNOWN and e.id not in house.away] or all_of_them
    so = [entity for entity in all_of_them if state_of(entity, wish) == state]
    words = {token.folded for token in tokenize(ctx.heard)}
    mentions = several(so or all_of_them, house, wish).mentions
    is_yes_no = not words & {"que", "quais", "qual", "quantos", "quantas", "quanto"}
    if words & {"todos", "todas"} and is_yes_no:
        return Reply(_all(all_of_them, so, wish, state), mentions=mentions)
    where = f" {in_the(wish.place)}" if wish.place else ""
    if not so:
        adjective = _adjective(wish, state, 1)
        none = none_of(wish)
        text = f"{none} está {adjective}{where}"
        return Reply(sentence(f"não, {text}" if is_yes_no else text), mentions=mentions)
    if len(so) == 1:
        only = wording.is_in_state(so[0].names[0], wish.domain or "cover", state)
        return Reply(sentence(f"{'sim' if is_yes_no else 'só'}{',' if is_yes_no else ''} {only}"), mentions=mentions)
    counted = wording.counted(len(so), wish.noun)
    names = wording.enumerated([e.names[0] for e in so], wish.noun)
    said = f"{counted} estão {_adjective(wish, state, len(so))}{where}: {names}"
    return Reply(sentence(f"sim, {said}" if is_yes_no else said), mentions=mentions)


def _adjective(wish: Wish, state: str, n: int) -> str:
    word = wording.state_word(wish.domain or "cover", state)
    return wording.agreed(word, is_feminine(NOUNS[wish.noun][0]), n != 1)


def _all(entities: Sequence[Entity], so: Sequence[Entity], wish: Wish, state: str) -> str:
    others = [entity for entity in entities if entity not in so]
    if not others:
        noun = NOUNS[wish.noun][1]
        every = "todas as" if is_feminine(NOUNS[wish.noun][0]) else "todos os"
        return sentence(f"sim, {every} {noun} estão {_adjective(wish, state, 2)}")
    names = wording.enumerated([entity.names[0] for entity in others])
    return sentence(f"não, {'falta' if len(others) == 1 else 'faltam'} {names}")


def people(ctx: Context, zone: str) -> Reply:
    """ "quem está em casa?"."""
    house = house_of(ctx)
    if isinstance(house, Reply):
        return house
    everybody = [entity for entity in house.entities if entity.domain == "person"]
    if not everybody:
        return Reply("A casa não sabe onde as pessoas estão.")
    here = [entity for entity in everybody if is_at(entity, zone)]
    words = {token.folded for token in tokenize(ctx.heard)}
    where = at(zone)
    if words & {"todos", "todo", "toda"}:
        others = [e.names[0] for e in everybody if e not in here]
        return Reply(sentence(f"não, {listed(others)} não" if others else f"sim, todos estão {where}"))
    if not here:
        return Reply(sentence(f"ninguém está {where}"))
    names = listed([entity.names[0] for entity in here])
    return Reply(sentence(f"{names} {'está' if len(here) == 1 else 'estão'} {where}"))


def is_person(ctx: Context, name: str) -> bool:
    return "person" in ctx.lists and any(entry.value == name for entry in ctx.lists["person"].entries)


def person(ctx: Context, name: str, zone: str | None) -> Reply:
    """ "onde está a Ana?", "a Ana está em casa?"."""
    house = house_of(ctx)
    if isinstance(house, Reply):
        return house
    found = next((e for e in house.entities if e.domain == "person" and fold(name) in map(fold, e.names)), None)
    if found is None:
        return Reply(f"A casa não sabe onde {name} está.")
    if found.state in UNKNOWN:
        return Reply(f"Não sei onde {name} está.")
    where = "em casa" if found.state == "home" else "fora de casa" if found.state == "not_home" else at(found.state)
    if zone is None:
        return Reply(f"{name} está {where}.")
    return Reply(f"{'Sim' if is_at(found, zone) else 'Não'}, {name} está {where}.")


def is_at(entity: Entity, zone: str) -> bool:
    return fold(entity.state or "") == ("home" if zone == "casa" else fold(zone))


def at(zone: str) -> str:
    return "em casa" if zone == "casa" else in_the(zone)


def temperature(ctx: Context, wish: Wish) -> Reply:
    """Of a thermostat, a room, or the house."""
    house = house_of(ctx)
    if isinstance(house, Reply):
        return house
    if not house.reached:
        return Reply(UNREACHED)
    if wish.name:
        devices = meant(ctx, wish)
        entities: Sequence[Entity] = devices.entities if isinstance(devices, Devices) else ()
    else:
        entities = in_place(house.entities, wish.area, wish.floor)
    measured = [(entity, value) for entity in entities if (value := _temperature(entity)) is not None]
    if not measured:
        if wish.place or wish.name:
            return Reply(f"Não sei a temperatura {wording.of_the(wish.name or wish.place or '')}.")
        return Reply("Não conheço nenhum termômetro na casa.")
    rooms = {entity.area for entity, _ in measured if entity.area}
    if wish.place or wish.name or len(measured) == 1 or len(rooms) < 2:
        entity, value = measured[0]
        where = f" {in_the(wish.place)}" if wish.place else ""
        of_what = f" {wording.of_the(wish.name)}" if wish.name and not wish.place else ""
        return Reply(sentence(f"a temperatura{where}{of_what} é de {quantity(value, '°C')}"), mentions=_mentions(entity, house))
    by_room = {entity.area: value for entity, value in reversed(measured) if entity.area}
    said = [f"{in_the(room)}, {quantity(value, '°C')}" for room, value in sorted(by_room.items())][: wording.MOST_NAMED]
    return Reply(sentence("; ".join(said)))


def _mentions(entity: Entity, house: House) -> dict:
    return of([entity], house).mentions


def _temperature(entity: Entity) -> object | None:
    if entity.state in UNKNOWN and entity.domain == "sensor":
        return None
    if entity.domain == "climate":
        return entity.attributes.get("current_temperature")
    # The cooker's and the freezer's are none that anybody asks for by the room.
    return entity.state if entity.domain == "sensor" and entity.device_class == "temperature" else None
