"""A weather service as skills see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Day:
    """code: WMO's of the weather. Temperatures in °C, rain in mm, its probability in percent."""

    day: date
    code: int
    low: float
    high: float
    rain_mm: float = 0.0
    rain_probability: int | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """place: its name. temperature: now, in °C. days: today there, and those that follow."""

    place: str
    fetched: datetime
    temperature: float
    code: int
    days: tuple[Day, ...]


class Weather(Protocol):
    def known(self, place: str | None) -> Forecast | None:
        """What was fetched last, None when nothing was; never waits. place: None is the configured one."""

    def fetch(self, place: str | None, now: datetime) -> Forecast:
        """The newest there is: of now, or, when nobody answers, the one that was fetched last, if that is only hours ago.

        Raises ServiceError within 2 s.
        """
