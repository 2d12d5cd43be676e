"""What a house is told, once the turn is committed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.errors import ServiceError, ServiceRefusedError
from assistant.skills.domains.house.meaning import NOT_CONFIGURED
from assistant.skills.effects import World

Call = tuple[str, tuple[str, ...], Mapping[str, Any]]
"""A service, entities, data."""

LETS_IN = "destranca"
"""What opens the house to people, as it is called where it is said who may do so."""


@dataclass(frozen=True, slots=True)
class CallHome:
    """Every call is made, whether one before it failed or not; the first failure is what is said. deed: LETS_IN, or None."""

    calls: tuple[Call, ...]
    deed: str | None = None

    def run(self, world: World) -> str | None:
        if world.services.home is None:
            raise ServiceRefusedError("no house is configured", NOT_CONFIGURED)
        failed: ServiceError | None = None
        for service, entities, data in self.calls:
            try:
                world.services.home.call(service, entities, data)
            except ServiceError as error:
                failed = failed or error
        if failed:
            raise failed
        return None
