"""What Home Assistant says of a house, put together: its registries and its states become a House.

Strategy: messages may be of a newer or an older Home Assistant, or damaged: what is not as documented is passed over, item by
item. A change of one state replaces one entity; the House is made when it is asked for, and kept until something changes.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from typing import Any

from assistant.services.home.plain_names import plain
from assistant.services.home.protocol import Entity, House

_DOMAINS = """
    light switch fan cover lock valve climate water_heater humidifier media_player sensor binary_sensor vacuum lawn_mower
    input_boolean scene script button input_button person siren remote
"""
DOMAINS = frozenset(_DOMAINS.split())
"""Of what people speak; Home Assistant has many more, for itself."""

_ATTRIBUTES = """
    unit_of_measurement brightness percentage current_position temperature current_temperature hvac_action volume_level
    color_temp_kelvin min_temp max_temp target_temp_step percentage_step media_title media_artist media_album_name
"""
KEPT_ATTRIBUTES = frozenset(_ATTRIBUTES.split())
"""What is remembered of a state beside its value: a camera's picture or a forecast of ten days is not."""


def _items(result: Any, key: str) -> dict[str, Mapping[str, Any]]:
    """The objects of a list by one of their keys; whatever has it not is passed over."""
    listed = result if isinstance(result, list) else ()
    return {item[key]: item for item in listed if isinstance(item, dict) and isinstance(item.get(key), str)}


def _texts(*candidates: Any) -> tuple[str, ...]:
    """Those that are texts with something in them that can be said, each once."""
    return tuple(dict.fromkeys(text for name in candidates if isinstance(name, str) and (text := plain(name))))


def _aliases(item: Mapping[str, Any]) -> Iterable[Any]:
    aliases = item.get("aliases")
    return aliases if isinstance(aliases, list) else ()


class Registries:
    """Thread-safe: one thread tells it what came, others ask for the house."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._areas: dict[str, Mapping[str, Any]] = {}
        self._floors: dict[str, Mapping[str, Any]] = {}
        self._devices: dict[str, Mapping[str, Any]] = {}
        self._entries: dict[str, Mapping[str, Any]] = {}
        self._aliases: dict[str, tuple[str, ...]] = {}
        self._states: dict[str, Mapping[str, Any]] = {}
        self._entities: dict[str, Entity] | None = None  # None: to be put together again
        self._house = House(reached=False, is_whole=False)
        self._is_new = False
        self._is_known = False  # whether the states were heard of at all

    def house(self, reached: bool) -> House:
        with self._lock:
            if self._is_new or self._house.reached != reached:
                if self._entities is None:
                    self._entities = {e.id: e for e in map(self._entity, self._states.values()) if e}
                areas, floors = self._named(self._areas), self._named(self._floors)
                self._house = House(tuple(self._entities.values()), areas, floors, reached, is_whole=self._is_known)
                self._is_new = False
            return self._house

    def take(self, registry: str, result: Any) -> None:
        """The whole of one: "area", "floor", "device", "entity", "aliases" or "states"."""
        with self._lock:
            if registry == "aliases":
                entries = result.values() if isinstance(result, dict) else ()
                found = {e["entity_id"]: _texts(*_aliases(e)) for e in entries if isinstance(e, dict) and "entity_id" in e}
                self._aliases = found
            elif registry == "states":
                self._is_known = True
                self._states = {i: s for i, s in _items(result, "entity_id").items() if i.partition(".")[0] in DOMAINS}
            else:
                key = "id" if registry == "device" else f"{registry}_id"
                kept = {"area": "_areas", "floor": "_floors", "device": "_devices", "entity": "_entries"}[registry]
                setattr(self, kept, _items(result, key))
            self._entities, self._is_new = None, True

    def change(self, entity_id: Any, state: Any) -> None:
        """One state is new; None: the entity is gone."""
        if not isinstance(entity_id, str) or entity_id.partition(".")[0] not in DOMAINS:
            return
        with self._lock:
            if isinstance(state, dict):
                self._states[entity_id] = {**state, "entity_id": entity_id}
            else:
                self._states.pop(entity_id, None)
            if self._entities is not None:
                entity = self._entity(self._states.get(entity_id))
                if entity:
                    self._entities[entity_id] = entity
                else:
                    self._entities.pop(entity_id, None)
            self._is_new = True

    def ids(self) -> list[str]:
        """Entities that are in a registry and of interest: those that may have aliases."""
        with self._lock:
            return [entity_id for entity_id in self._states if entity_id in self._entries]

    def _named(self, registry: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
        named = (_texts(item.get("name"), *_aliases(item)) for item in registry.values())
        return {names[0]: names for names in named if names}

    def _entity(self, state: Mapping[str, Any] | None) -> Entity | None:
        """None for what is not for people: hidden, a setting, a diagnosis, without a name."""
        if state is None:
            return None
        entity_id = state["entity_id"]
        entry = self._entries.get(entity_id, {})
        if entry.get("hidden_by") or entry.get("entity_category"):
            return None
        attributes = state.get("attributes") if isinstance(state.get("attributes"), dict) else {}
        known_by = (attributes.get("friendly_name"), entry.get("name"), *self._aliases.get(entity_id, ()))
        names = _texts(*known_by) or _texts(entry.get("original_name"))
        if not names:
            return None
        device = self._devices.get(entry.get("device_id") or "", {})
        area = self._areas.get(entry.get("area_id") or device.get("area_id") or "", {})
        floor = self._floors.get(area.get("floor_id") or "", {})
        kept = {key: value for key, value in attributes.items() if key in KEPT_ATTRIBUTES}
        value = state.get("state")
        return Entity(
            entity_id,
            names,
            next(iter(_texts(area.get("name"))), None),
            next(iter(_texts(floor.get("name"))), None),
            device_class if isinstance(device_class := attributes.get("device_class"), str) else None,
            value if isinstance(value, str) else None,
            kept,
        )
