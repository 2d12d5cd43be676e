"""Several houses as one: Home Assistant's, and the devices that only MQTT knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
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
            self._parts, self._whole = parts, _joined(parts)
        return self._whole

    def call(self, service: str, entities: Sequence[str], data: Mapping[str, Any]) -> None:
        """Side by side, so that it takes no longer than one of them; if one fails, the others have still done their part."""
        parts = self._parted(entities)
        if len(parts) == 1:
            parts[0][0].call(service, parts[0][1], data)
            return
        with ThreadPoolExecutor(len(parts), "house") as pool:
            calls = [pool.submit(home.call, service, mine, data) for home, mine in parts]
        for call in calls:
            call.result()

    def _parted(self, entities: Sequence[str]) -> list[tuple[Home, list[str]]]:
        """What each house has of them; what none has is the last one's to refuse."""
        left, parts = list(entities), []
        for home in self._homes[:-1]:
            known = {entity.id for entity in home.house().entities}
            if mine := [entity for entity in left if entity in known]:
                parts.append((home, mine))
                left = [entity for entity in left if entity not in known]
        if left:
            parts.append((self._homes[-1], left))
        return parts or [(self._homes[0], [])]


def _joined(parts: Sequence[House]) -> House:
    found = {entity.id: (entity, part) for part in reversed(parts) for entity in part.entities}
    return House(
        tuple(entity for entity, _ in found.values()),
        _names(parts, "areas"),
        _names(parts, "floors"),
        any(part.reached for part in parts),
        frozenset(entity_id for entity_id, (_, part) in found.items() if not part.reached),
        all(part.is_whole for part in parts),
    )


def _names(parts: Sequence[House], field: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for part in parts:
        for name, names in getattr(part, field).items():
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), *names)))
    return found
