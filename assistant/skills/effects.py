"""What replies do to the world, once their turn is committed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from assistant.services.protocol import NO_SERVICES, Services
from assistant.store import Store


@dataclass(frozen=True, slots=True)
class World:
    """All that an effect may act upon. now: local time, with its zone."""

    store: Store
    now: datetime
    services: Services = NO_SERVICES
    speaker: str | None = None


class Effect(Protocol):
    """Something that a reply does to the world. One with a `deed: str` may be allowed to some people only (see @skill)."""

    def run(self, world: World) -> str | None:
        """What is answered instead of the reply's text, in Portuguese; None when all went as the reply says.

        Raises an AssistantError when it went wrong and nothing better can be said; ServiceError's `spoken` is said.
        """
