"""Brightness, colour, position, speed and temperature: set to something, or a step up or down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.language import colors
from assistant.language.quantities import numbers
from assistant.language.words.text import sentence, tokenize
from assistant.services.home.protocol import Entity
from assistant.skills.definitions import Context, Reply
from assistant.skills.domains.house.acting import grouped, told
from assistant.skills.domains.house.asking import quantity
from assistant.skills.domains.house.finding import in_place, named
from assistant.skills.domains.house.meaning import AGAIN, DEVICES, Devices, Wish, house_of, meant, remember, several

STEP_PCT, STEP_DEGREES = 20, 1
THERMOSTAT = "Termostato"
_SPEEDS = {1: 33, 2: 66, 3: 100}
COLDEST, HOTTEST = 5, 40
MIN_KELVIN, MAX_KELVIN = 1000, 12_000
_CAN = {
    "light": ("light",),
    "position": ("cover", "valve"),
    "percentage": ("fan",),
    "temperature": ("climate", "water_heater"),
}
NO_HOUR = "A uma hora marcada ainda não sei fazer isso. Diga daqui a quanto tempo."  # not "às oito": 8 %


def _able(devices: Devices, what: str) -> list[Entity]:
    return [entity for entity in devices.entities if entity.domain in _CAN[what]]


def _percent(value: float) -> str:
    return f"{numbers.speak(round(value))} por cento"


def is_light(ctx: Context, wish: Wish) -> bool:
    devices = meant(ctx, wish)
    return isinstance(devices, Devices) and len(_able(devices, "light")) == len(devices.entities)


def light(ctx: Context, wish: Wish, data: Mapping[str, Any], said: str) -> Reply:
    """data: of light.turn_on. said: "em cinquenta por cento"."""
    devices = meant(ctx, wish)
    if isinstance(devices, Reply):
        return devices
    able = _able(devices, "light")
    if not able and "brightness_pct" in data:
        # "põe a cortina em 50%" is said as "põe a luz em 50%" is.
        said_pct = data["brightness_pct"]
        return percentage_of(devices, speed(ctx, said_pct) if _able(devices, "percentage") else said_pct)
    if not able:
        return Reply(sentence(f"{devices.phrase} não tem cor nem brilho"), mentions=devices.mentions)
    return told(devices, grouped(able, lambda e: "light.turn_on", lambda e: data), f"coloquei {devices.phrase} {said}")


def brightness(ctx: Context, wish: Wish, percent: float) -> Reply:
    if not 0 <= percent <= 100:
        return Reply("O brilho vai de zero a cem por cento.")
    return light(ctx, wish, {"brightness_pct": percent}, f"em {_percent(percent)}")


def color(ctx: Context, wish: Wish, name: str) -> Reply:
    return light(ctx, wish, {"color_name": name}, f"em {colors.speak(name)}")


def color_temperature(ctx: Context, wish: Wish, kelvin: float) -> Reply:
    if not MIN_KELVIN <= kelvin <= MAX_KELVIN:
        return Reply("A temperatura da cor vai de mil a doze mil kelvin.")
    words = {1900: "em luz de vela", 2700: "em branco quente", 4000: "em branco frio", 6500: "em luz do dia"}
    said = words.get(round(kelvin), f"em {numbers.speak(round(kelvin))} kelvin")
    return light(ctx, wish, {"color_temp_kelvin": round(kelvin)}, said)


def dim(ctx: Context, wish: Wish, step: str, percent: float | None) -> Reply:
    """A step brighter or darker: from what each is at now."""
    devices = meant(ctx, wish)
    if isinstance(devices, Reply):
        return devices
    able = _able(devices, "light")
    if not able:
        return step_of(devices, step, percent)
    size = (percent or STEP_PCT) * (1 if step == "up" else -1)
    shining = [e for e in able if e.state == "on"] or able

    def data(entity: Entity) -> Mapping[str, Any]:
        now = (entity.attributes.get("brightness") or (0 if entity.state == "off" else 255)) / 2.55
        return {"brightness_pct": max(1, min(100, round(now + size)))}

    if devices.reached and all(data(e)["brightness_pct"] == round((e.attributes.get("brightness") or 0) / 2.55) for e in shining):
        verb = "estão" if devices.is_plural else "está"
        return Reply(
            sentence(f"{devices.phrase} já {verb} no {'máximo' if step == 'up' else 'mínimo'}"), mentions=devices.mentions
        )
    levels = {data(entity)["brightness_pct"] for entity in shining}
    to = f" para {_percent(levels.pop())}" if len(levels) == 1 else ""
    done = f"{'aumentei' if step == 'up' else 'diminuí'} o brilho {devices.of_phrase}{to}"
    return told(devices, grouped(shining, lambda e: "light.turn_on", data), done)


def adjust(ctx: Context, wish: Wish, value: str | float, size: float | None) -> Reply:
    """Once more, or otherwise, what was just spoken of: "mais claro", "mais um pouco", "30%", "azul"."""
    devices = meant(ctx, wish)
    if isinstance(devices, Reply):
        return devices
    before = (ctx.topic.mentions.get(AGAIN) or {}).get("slots", {}) if ctx.topic else {}
    step = before.get("passo", "up") if value == "more" else value
    if isinstance(step, int | float) and step < 0:
        step, size = "down", -step  # "menos um grau"
    if step in ("up", "down"):
        reply = dim(ctx, wish, step, size or before.get("quanto"))
    elif isinstance(step, int | float):
        reply = _level(ctx, wish, step) if _able(devices, "light") else percentage_of(devices, step)
    else:
        reply = color(ctx, wish, step)
    passo = step if step in ("up", "down") else None
    return remember(reply, "mais", valor=step, passo=passo, quanto=size)


def _level(ctx: Context, wish: Wish, value: float) -> Reply:
    return color_temperature(ctx, wish, value) if value >= MIN_KELVIN else brightness(ctx, wish, value)


def step_of(devices: Devices, step: str, percent: float | None) -> Reply:
    """What is no light, a step up or down: a fan, a curtain."""
    entity = devices.entities[0]
    if entity.domain == "climate":
        return warmer(devices, step, percent)
    key = {"fan": "percentage", "cover": "current_position"}.get(entity.domain)
    if key is None:
        return Reply(sentence(f"não sei aumentar nem diminuir {devices.phrase}"), mentions=devices.mentions)
    now = entity.attributes.get(key) or 0
    size = (percent or STEP_PCT) * (1 if step == "up" else -1)
    return percentage_of(devices, max(0, min(100, round(now + size))))


def speed(ctx: Context, said: float) -> float:
    """Of a fan, in percent: "no dois" is the second of three speeds."""
    in_percent = any(token.folded in ("%", "cento") for token in tokenize(ctx.heard))
    return said if in_percent else _SPEEDS.get(said, said)


def percentage_of(devices: Devices, percent: float) -> Reply:
    """A fan's speed, a curtain's position: whatever of a device goes from 0 to 100."""
    if not 0 <= percent <= 100:
        return Reply("Isso vai de zero a cem por cento.")
    if covers := _able(devices, "position"):
        calls = grouped(covers, lambda e: f"{e.domain}.set_{e.domain}_position", lambda e: {"position": round(percent)})
        done = {0: f"fechei {devices.phrase}", 100: f"abri {devices.phrase}"}.get(round(percent))
        return told(devices, calls, done or f"coloquei {devices.phrase} em {_percent(percent)}")
    if fans := _able(devices, "percentage"):
        calls = grouped(fans, lambda e: "fan.set_percentage", lambda e: {"percentage": round(percent)})
        return told(devices, calls, f"coloquei {devices.phrase} em {_percent(percent)}")
    if climates := _able(devices, "temperature"):
        return _set_temperature(devices, climates, percent)
    lights = _able(devices, "light")
    if lights:
        calls = grouped(lights, lambda e: "light.turn_on", lambda e: {"brightness_pct": round(percent)})
        return told(devices, calls, f"coloquei {devices.phrase} em {_percent(percent)}")
    return Reply(sentence(f"{devices.phrase} só liga e desliga"), mentions=devices.mentions)


def climates_of(ctx: Context, wish: Wish) -> Devices | Reply:
    """The thermostats that are meant: by name, in a place, those just spoken of, or all."""
    house = house_of(ctx)
    if isinstance(house, Reply):
        return house
    # "o termostato" is the one that there is, whatever it is called.
    if wish.name and (named(house, wish.name) or wish.name != THERMOSTAT):
        return meant(ctx, wish)
    found = [e for e in in_place(house.entities, wish.area, wish.floor) if e.domain in _CAN["temperature"]]
    spoken_of = set(ctx.topic.mentions.get(DEVICES, ())) if ctx.topic and not wish.place else set()
    found = [e for e in found if e.id in spoken_of] or found
    climates = Wish(area=wish.area, floor=wish.floor, domain="climate")
    return several(found, house, climates) if found else meant(ctx, climates)


def set_temperature(ctx: Context, wish: Wish, degrees: float) -> Reply:
    devices = climates_of(ctx, wish)
    if isinstance(devices, Reply):
        return devices
    able = _able(devices, "temperature")
    if not able:
        return Reply(sentence(f"{devices.phrase} não tem temperatura para ajustar"), mentions=devices.mentions)
    return _set_temperature(devices, able, degrees)


def _set_temperature(devices: Devices, able: list[Entity], degrees: float) -> Reply:
    low = max(_number(e.attributes.get("min_temp"), COLDEST) for e in able)
    high = min(_number(e.attributes.get("max_temp"), HOTTEST) for e in able)
    if not low <= degrees <= high:
        return Reply(sentence(f"a temperatura aqui vai de {numbers.speak(round(low))} a {quantity(high, '°C')}"))
    calls = grouped(able, lambda e: f"{e.domain}.set_temperature", lambda e: {"temperature": degrees})
    return told(devices, calls, f"ajustei {devices.phrase} para {quantity(degrees, '°C')}")


def step_temperature(ctx: Context, wish: Wish, step: str, degrees: float | None) -> Reply:
    devices = climates_of(ctx, wish)
    return devices if isinstance(devices, Reply) else warmer(devices, step, degrees)


def warmer(devices: Devices, step: str, degrees: float | None) -> Reply:
    able = _able(devices, "temperature")
    known = [e.attributes.get("temperature") for e in able]
    known = [value for value in known if isinstance(value, int | float)]
    if not able or not known:
        return Reply(sentence(f"não sei em quantos graus {'estão' if devices.is_plural else 'está'} {devices.phrase}"))
    size = (degrees or STEP_DEGREES) * (1 if step == "up" else -1)
    return _set_temperature(devices, able, known[0] + size)


def _number(value: Any, otherwise: float) -> float:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else otherwise
