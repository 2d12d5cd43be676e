"""A house as skills see it, whoever runs it: devices with their names, places and states, and calls to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Entity:
    """One device. id: "light.luz_da_sala". names: how people call it, the first is shown. area, floor: where it is."""

    id: str
    names: tuple[str, ...]
    area: str | None = None
    floor: str | None = None
    device_class: str | None = None
    state: str | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def domain(self) -> str:
        return self.id.partition(".")[0]


@dataclass(frozen=True, slots=True)
class House:
    """A snapshot. areas, floors: by the name that is shown, every name that people use. reached: whether it answers now.

    away: entities of a part that does not, where another does. is_whole: whether every part has described itself since the start;
    where not, there may be devices that nobody knows yet.
    """

    entities: tuple[Entity, ...] = ()
    areas: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    floors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reached: bool = True
    away: frozenset[str] = frozenset()
    is_whole: bool = True

    def reaches(self, entities: Iterable[Entity]) -> bool:
        """Whether all of them answer now, as far as that is known."""
        return self.reached and not any(entity.id in self.away for entity in entities)


class Home(Protocol):
    def house(self) -> House:
        """The newest snapshot; never waits. The same object until something changed."""

    def call(self, service: str, entities: Sequence[str], data: Mapping[str, Any]) -> None:
        """Do "light.turn_on" and the like to these entities. Raises ServiceError within 2 s."""
