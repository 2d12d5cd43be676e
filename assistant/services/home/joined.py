"""Several houses as one: Home Assistant's, and the devices that only MQTT knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.services.home.protocol import Home, House


class Joined:
    """See Home. Of two entities with one id, the earlier house's counts."""

    def __init__(self, homes: Sequence[Home]):
        self._homes = tuple(homes)
        self._parts: tuple[House, ...] = ()
        self._whole = House(reached=False)

    def start(self) -> None:
        for home in self._homes:
            home.start()

    def close(self) -> None:
        for home in self._homes:
            home.close()

    def house(self) -> House:
        parts = tuple(home.house() for home in self._homes)
        if len(parts) != len(self._parts) or any(new is not old for new, old in zip(parts, self._parts, strict=True)):
            entities = {entity.id: entity for part in reversed(parts) for entity in part.entities}
            self._whole = House(
                tuple(entities.values()), _names(parts, "areas"), _names(parts, "floors"), any(part.reached for part in parts)
            )
            self._parts = parts
        return self._whole

    def call(self, service: str, entities: Sequence[str], data: Mapping[str, Any]) -> None:
        left = list(entities)
        for home in self._homes[:-1]:
            known = {entity.id for entity in home.house().entities}
            if mine := [entity for entity in left if entity in known]:
                home.call(service, mine, data)
                left = [entity for entity in left if entity not in known]
        if left or not entities:
            self._homes[-1 if left else 0].call(service, left, data)


def _names(parts: Sequence[House], field: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for part in parts:
        for name, names in getattr(part, field).items():
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), *names)))
    return found
