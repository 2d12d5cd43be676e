"""What MQTT devices understand and say: a command becomes messages, a message becomes a state.

The names of fields are those of Home Assistant's MQTT integrations (www.home-assistant.io/integrations/mqtt), by which
Zigbee2MQTT, Tasmota and ESPHome describe devices, too.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.errors import ServiceRefusedError
from assistant.services.home.protocol import Entity

CANNOT = "Esse aparelho não sabe fazer isso."
# What is sent for a service when nothing else is configured, and the field by which it can be.
_PAYLOADS = {
    "turn_on": ("payload_on", "ON"),
    "turn_off": ("payload_off", "OFF"),
    "open_cover": ("payload_open", "OPEN"),
    "close_cover": ("payload_close", "CLOSE"),
    "stop_cover": ("payload_stop", "STOP"),
    "open_valve": ("payload_open", "OPEN"),
    "close_valve": ("payload_close", "CLOSE"),
    "lock": ("payload_lock", "LOCK"),
    "unlock": ("payload_unlock", "UNLOCK"),
    "press": ("payload_press", "PRESS"),
    "start": ("payload_start", "start"),
    "stop": ("payload_stop", "stop"),
    "return_to_base": ("payload_return_to_base", "return_to_base"),
}
# What a payload on the state topic means, by kind of device; the field by which it can be configured, else the payload.
_STATES = {
    "on": ("state_on", "payload_on", "ON"),
    "off": ("state_off", "payload_off", "OFF"),
    "open": ("state_open", None, "open"),
    "closed": ("state_closed", None, "closed"),
    "opening": ("state_opening", None, "opening"),
    "closing": ("state_closing", None, "closing"),
    "locked": ("state_locked", None, "LOCKED"),
    "unlocked": ("state_unlocked", None, "UNLOCKED"),
}
_AFTER = {
    "turn_on": "on",
    "turn_off": "off",
    "open_cover": "open",
    "close_cover": "closed",
    "lock": "locked",
    "unlock": "unlocked",
}
COLORS = {
    "white": "255,255,255",
    "red": "255,0,0",
    "green": "0,255,0",
    "blue": "0,0,255",
    "yellow": "255,255,0",
    "orange": "255,165,0",
    "purple": "128,0,128",
    "pink": "255,192,203",
    "turquoise": "64,224,208",
    "brown": "165,42,42",
}
_VALUE = re.compile(r"\{\{\s*value_json((?:\.\w+|\[['\"][^'\"\]]+['\"]\])+)[^{}]*\}\}")
_PLAIN = re.compile(r"\{\{\s*value\s*\}\}")
_STEP = re.compile(r"\w+(?=['\"]\])|(?<=\.)\w+|(?<=['\"])[^'\"\]]+")


@dataclass(frozen=True, slots=True)
class MqttDevice:
    """entity: as it is before anything was heard of it. fields: "command_topic", "state_topic", "payload_on" and the like."""

    entity: Entity
    fields: Mapping[str, Any] = field(default_factory=dict)

    def topics(self) -> tuple[str, ...]:
        """Those on which it says how it is."""
        topics = (self.fields.get(key) for key in _READ)
        return tuple(dict.fromkeys(topic for topic in topics if isinstance(topic, str) and topic))


# What a description says of a topic means nothing for another one.
_GO_WITH = {
    "command_topic": ("payload_", "schema"),
    "state_topic": ("state_", "value_template", "schema"),
    "brightness_command_topic": ("brightness_",),
    "percentage_command_topic": ("percentage_", "speed_range_"),
}


def completed(configured: MqttDevice, described: MqttDevice) -> MqttDevice:
    """A device that is configured and describes itself: as configured, and where that says nothing, as described."""
    own, other = configured.entity, described.entity
    entity = replace(
        own,
        area=own.area or other.area,
        floor=own.floor or other.floor,
        device_class=own.device_class or other.device_class,
        attributes={**other.attributes, **own.attributes},
    )
    replaced = tuple(prefix for key, prefixes in _GO_WITH.items() if key in configured.fields for prefix in prefixes)
    left = {key: value for key, value in described.fields.items() if not key.startswith(replaced)}
    return MqttDevice(entity, {**left, **configured.fields})


def messages(device: MqttDevice, service: str, data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(topic, payload) of everything to be sent. Raises ServiceRefusedError for what the device cannot do."""
    verb = service.partition(".")[2]
    found = _json_light(device, verb, data) if device.fields.get("schema") == "json" else list(_plain(device, verb, data))
    if not found:
        raise ServiceRefusedError(f"{device.entity.id} has no topic for {service} with {sorted(data)}", CANNOT)
    return found


def _json_light(device: MqttDevice, verb: str, data: Mapping[str, Any]) -> list[tuple[str, str]]:
    if not device.fields.get("command_topic") or verb not in ("turn_on", "turn_off"):
        return []
    payload: dict[str, Any] = {"state": "ON" if verb == "turn_on" else "OFF"}
    if "brightness_pct" in data:
        payload["brightness"] = _scaled(data, "brightness_pct", device.fields.get("brightness_scale", 255))
    if "color_temp_kelvin" in data:
        payload["color_temp"] = round(1_000_000 / data["color_temp_kelvin"])
    if data.get("color_name") in COLORS:
        payload["color"] = dict(zip("rgb", map(int, COLORS[data["color_name"]].split(",")), strict=True))
    return [(device.fields["command_topic"], json.dumps(payload))]


def _plain(device: MqttDevice, verb: str, data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    fields = device.fields
    values = {
        "brightness_command_topic": _scaled(data, "brightness_pct", fields.get("brightness_scale", 255)),
        "color_temp_command_topic": round(1_000_000 / data["color_temp_kelvin"]) if data.get("color_temp_kelvin") else None,
        "rgb_command_topic": COLORS.get(data.get("color_name", "")),
        "percentage_command_topic": _scaled(data, "percentage", fields.get("speed_range_max", 100)),
        "set_position_topic": data.get("position"),
        "temperature_command_topic": data.get("temperature"),
    }
    sent = [(fields[key], str(value)) for key, value in values.items() if value is not None and fields.get(key)]
    if len(sent) < sum(value is not None for value in values.values()) or len(data) > len(sent):
        return  # half of a wish is not what was wished for
    yield from sent
    # A brightness turns many lamps on, but not all; a colour fewer. Saying so harms none.
    if verb in _PAYLOADS and fields.get("command_topic"):
        key, default = _PAYLOADS[verb]
        yield fields["command_topic"], str(fields.get(key) or default)


def _scaled(data: Mapping[str, Any], key: str, scale: Any) -> int | None:
    """A percentage in the device's own steps; a half is rounded up."""
    return None if key not in data else int(data[key] * float(scale) / 100 + 0.5)


_READ = {
    "state_topic": "",
    "brightness_state_topic": "brightness",
    "percentage_state_topic": "percentage",
    "position_topic": "current_position",
    "temperature_state_topic": "temperature",
    "current_temperature_topic": "current_temperature",
}
"""Topics that are listened to, and the attribute that each gives; "": the state itself."""


def heard(device: MqttDevice, entity: Entity, topic: str, payload: str) -> Entity:
    """The entity after a message of its device."""
    for key, attribute in _READ.items():
        if device.fields.get(key) != topic:
            continue
        template = "value_template" if not attribute else f"{key.removesuffix('_state_topic').removesuffix('_topic')}_template"
        value = _value(device.fields, template, payload)
        if value is None:
            continue
        if not attribute:
            entity = replace(entity, state=_state(device, value), attributes={**entity.attributes, **_extra(payload)})
        elif (number := _number(value)) is not None:
            scale = float(device.fields.get("brightness_scale", 255)) / 255 if attribute == "brightness" else 1.0
            entity = replace(entity, attributes={**entity.attributes, attribute: number / scale})
    return entity


def supposed(entity: Entity, service: str, data: Mapping[str, Any]) -> Entity:
    """A device that says nothing of itself is supposed to have done what it was told."""
    state = _AFTER.get(service.partition(".")[2], entity.state)
    known = {"percentage": "percentage", "position": "current_position", "temperature": "temperature"}
    attributes = {known[key]: value for key, value in data.items() if key in known}
    if "brightness_pct" in data:
        attributes["brightness"] = data["brightness_pct"] * 2.55
    return replace(entity, state=state, attributes={**entity.attributes, **attributes})


def _state(device: MqttDevice, value: str) -> str:
    for state, (key, fallback, default) in _STATES.items():
        if value.lower() == str(device.fields.get(key) or (fallback and device.fields.get(fallback)) or default).lower():
            return state
    return {"true": "on", "false": "off", "closed": "closed", "close": "closed"}.get(value.lower(), value)


def _value(fields: Mapping[str, Any], template: str, payload: str) -> str | None:
    """What a payload says. Of templates, only "{{ value }}" and "{{ value_json.a.b }}"; else a JSON light has "state"."""
    text = str(fields.get(template) or "").strip()
    if (not text and fields.get("schema") != "json") or _PLAIN.fullmatch(text):
        return payload.strip()
    found = _VALUE.search(text)
    path = _STEP.findall(found.group(1)) if found else [] if text else ["state"]
    if not path:
        return None
    try:
        value = json.loads(payload)
        for step in path:
            value = value[step]
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    return value if isinstance(value, str) else json.dumps(value)


def _extra(payload: str) -> dict[str, Any]:
    """What a JSON state says beside the state."""
    try:
        value = json.loads(payload) if payload.lstrip().startswith("{") else {}
    except (ValueError, RecursionError):
        return {}
    brightness = value.get("brightness")
    is_number = isinstance(brightness, int | float) and not isinstance(brightness, bool) and math.isfinite(brightness)
    return {"brightness": brightness} if is_number else {}


def _number(text: str) -> float | None:
    """None also for what JSON calls NaN and Infinity: nobody can say it."""
    try:
        number = float(text)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None
