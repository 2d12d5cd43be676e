"""What Open-Meteo replies, read: forecasts, and the places that bear a name."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from assistant.services.weather.protocol import Day, Forecast

N_DAYS = 8
"""Today and a week: "sábado que vem" is at most seven days away."""

CURRENT = ("temperature_2m", "weather_code")
DAILY = ("weather_code", "temperature_2m_max", "temperature_2m_min", "precipitation_sum", "precipitation_probability_max")
_READING = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError)


@dataclass(frozen=True, slots=True)
class Place:
    """Degrees north and east."""

    name: str
    latitude: float
    longitude: float

    @property
    def question(self) -> dict[str, str]:
        """The parameters of a request for its forecast: where it is, and what is wanted."""
        return {
            "latitude": f"{self.latitude}",
            "longitude": f"{self.longitude}",
            "current": ",".join(CURRENT),
            "daily": ",".join(DAILY),
            "timezone": "auto",
            "forecast_days": f"{N_DAYS}",
        }


def read_forecast(reply: Any, place: str, now: datetime) -> Forecast:
    """Raises ValueError for what is no forecast."""
    try:
        current, daily = reply["current"], reply["daily"]
        columns = [daily["time"], *(daily[name] for name in DAILY)]
        days = tuple(_day(*row) for row in zip(*columns, strict=True))
        return Forecast(place, now, _finite(current["temperature_2m"]), int(current["weather_code"]), tuple(filter(None, days)))
    except _READING as error:
        raise ValueError(f"no forecast: {type(error).__name__}") from error


def _day(
    day: str, code: int | None, high: float | None, low: float | None, rain: float | None, probability: int | None
) -> Day | None:
    """None for a day of which the models do not know enough yet: the service sends nulls."""
    if code is None or high is None or low is None:
        return None
    return Day(
        date.fromisoformat(day),
        int(code),
        float(low),
        float(high),
        float(rain or 0),
        None if probability is None else int(probability),
    )


def _finite(number: Any) -> float:
    """JSON as Python reads it has NaN and Infinity, which nobody can say."""
    if not math.isfinite(float(number)):
        raise ValueError("not a finite number")
    return float(number)


def read_place(reply: Any) -> Place | None:
    """The first of the places that bear a name, None when there is none. Raises ValueError for what is no such list."""
    try:
        found: list[Mapping[str, Any]] = reply.get("results") or []
        return Place(str(found[0]["name"]), _finite(found[0]["latitude"]), _finite(found[0]["longitude"])) if found else None
    except _READING as error:
        raise ValueError(f"no list of places: {type(error).__name__}") from error
