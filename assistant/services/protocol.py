"""All services that a configuration may have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.services.home.protocol import Home
from assistant.services.music.protocol import Music
from assistant.services.voice import OwnVoice
from assistant.services.weather.protocol import Weather

if TYPE_CHECKING:
    from assistant.speakers.known import KnownVoices


@dataclass(frozen=True, slots=True)
class Services:
    """Each is None where it is not configured. voice: how the assistant itself speaks. people: who is known by voice.

    rates: by currency code, what one unit costs in reais, as configured.
    """

    home: Home | None = None
    music: Music | None = None
    weather: Weather | None = None
    voice: OwnVoice | None = None
    people: KnownVoices | None = None
    rates: Mapping[str, Decimal] = field(default_factory=dict)


NO_SERVICES = Services()
