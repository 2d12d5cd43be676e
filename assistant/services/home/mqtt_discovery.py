"""Devices that describe themselves over MQTT, as Home Assistant's discovery has it: homeassistant/<component>/…/config."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from assistant.services.home.mqtt_devices import MqttDevice
from assistant.services.home.plain_names import plain
from assistant.services.home.protocol import Entity

_COMPONENTS = "light switch fan cover lock valve climate sensor binary_sensor scene button vacuum"
COMPONENTS = frozenset(_COMPONENTS.split())
MAX_TOPIC_BYTES = 65_535
# The abbreviations that matter here, of those in homeassistant/components/mqtt/abbreviations.py.
ABBREVIATIONS = {
    "bri_cmd_t": "brightness_command_topic",
    "bri_scl": "brightness_scale",
    "bri_stat_t": "brightness_state_topic",
    "bri_val_tpl": "brightness_template",
    "clr_temp_cmd_t": "color_temp_command_topic",
    "cmd_t": "command_topic",
    "curr_temp_t": "current_temperature_topic",
    "curr_temp_tpl": "current_temperature_template",
    "current_temperature_template": "current_temperature_template",
    "dev": "device",
    "dev_cla": "device_class",
    "en": "enabled_by_default",
    "ent_cat": "entity_category",
    "obj_id": "object_id",
    "pct_cmd_t": "percentage_command_topic",
    "pct_stat_t": "percentage_state_topic",
    "pl_cls": "payload_close",
    "pl_lock": "payload_lock",
    "pl_off": "payload_off",
    "pl_on": "payload_on",
    "pl_open": "payload_open",
    "pl_prs": "payload_press",
    "pl_ret": "payload_return_to_base",
    "pl_stop": "payload_stop",
    "pl_strt": "payload_start",
    "pl_unlk": "payload_unlock",
    "pos_t": "position_topic",
    "pos_tpl": "position_template",
    "rgb_cmd_t": "rgb_command_topic",
    "sa": "suggested_area",
    "set_pos_t": "set_position_topic",
    "spd_rng_max": "speed_range_max",
    "stat_clsd": "state_closed",
    "stat_locked": "state_locked",
    "stat_off": "state_off",
    "stat_on": "state_on",
    "stat_open": "state_open",
    "stat_t": "state_topic",
    "stat_unlocked": "state_unlocked",
    "temp_cmd_t": "temperature_command_topic",
    "temp_stat_t": "temperature_state_topic",
    "temp_stat_tpl": "temperature_template",
    "temperature_state_template": "temperature_template",
    "brightness_value_template": "brightness_template",
    "percentage_value_template": "percentage_template",
    "pct_val_tpl": "percentage_template",
    "uniq_id": "unique_id",
    "unit_of_meas": "unit_of_measurement",
    "val_tpl": "value_template",
    "state_value_template": "value_template",
    "stat_val_tpl": "value_template",
}


def discovered(topic: str, payload: str) -> MqttDevice | None:
    """The device that a retained message on `topic` describes; None for what is damaged, unsupported or not for people."""
    parts = topic.split("/")
    if len(parts) not in (4, 5) or parts[1] not in COMPONENTS or parts[-1] != "config":
        return None
    try:
        described = json.loads(payload)
    except (ValueError, RecursionError):
        return None
    if not isinstance(described, dict):
        return None
    fields = {key: value for key, value in _completed(described).items() if _is_sound(key, value)}
    if fields.get("entity_category") or fields.get("enabled_by_default") is False:
        return None
    device = _completed(fields["device"]) if isinstance(fields.get("device"), dict) else {}
    names = _names(fields.get("name"), device.get("name"))
    if not names:
        return None
    area, unit = device.get("suggested_area"), fields.get("unit_of_measurement")
    entity = Entity(
        f"{parts[1]}.{'_'.join(parts[2:-1])}",
        names,
        plain(area) or None if isinstance(area, str) else None,
        None,
        fields.get("device_class") if isinstance(fields.get("device_class"), str) else None,
        None,
        {"unit_of_measurement": unit} if isinstance(unit, str) else {},
    )
    return MqttDevice(entity, fields)


def _completed(described: Mapping[str, Any]) -> dict[str, Any]:
    """With long names, and topics that begin or end with "~" written out."""
    base = described.get("~") if isinstance(described.get("~"), str) else ""
    found = {}
    for key, value in described.items():
        long = ABBREVIATIONS.get(key, key)
        if long.endswith("_topic") and isinstance(value, str) and base:
            found[long] = base + value[1:] if value.startswith("~") else value[:-1] + base if value.endswith("~") else value
        else:
            found[long] = value
    return found


def _is_sound(key: str, value: Any) -> bool:
    """Whether it may be used. A client refuses topics that are none, and with them the connection would end, every time."""
    if key.endswith("_topic"):
        return (
            isinstance(value, str) and 0 < len(value.encode(errors="replace")) <= MAX_TOPIC_BYTES and not set(value) & set("+#\0")
        )
    if key in ("brightness_scale", "speed_range_max"):
        return isinstance(value, int | float) and math.isfinite(value) and value > 0
    return True


def _names(own: Any, of_device: Any) -> tuple[str, ...]:
    """A device's only entity is called as the device is; others by both names, and by their own."""
    own, of_device = (plain(name) if isinstance(name, str) else "" for name in (own, of_device))
    if own and of_device and of_device.lower() not in own.lower():
        return (f"{of_device} {own}",)
    return tuple(name for name in (own or of_device,) if name)
