"""The weather's codes (WMO's, as Open-Meteo uses them) in words."""

from __future__ import annotations

_SKIES = {
    0: "céu limpo",
    1: "céu quase limpo",
    2: "céu parcialmente nublado",
    3: "céu nublado",
    45: "neblina",
    48: "neblina com geada",
    51: "garoa fraca",
    53: "garoa",
    55: "garoa forte",
    56: "garoa congelante",
    57: "garoa congelante forte",
    61: "chuva fraca",
    63: "chuva",
    65: "chuva forte",
    66: "chuva congelante",
    67: "chuva congelante forte",
    71: "neve fraca",
    73: "neve",
    75: "neve forte",
    77: "grãos de neve",
    80: "pancadas de chuva fracas",
    81: "pancadas de chuva",
    82: "pancadas de chuva fortes",
    85: "pancadas de neve",
    86: "pancadas de neve fortes",
    95: "tempestade",
    96: "tempestade com granizo",
    99: "tempestade com granizo forte",
}
_SUNNY = 2
_FIRST_WET = 51
_SNOW = frozenset((71, 73, 75, 77, 85, 86))


def speak(code: int) -> str:
    """ "céu limpo"; of a code that nobody knows, "tempo variável"."""
    return _SKIES.get(code, "tempo variável")


def is_wet(code: int) -> bool:
    """Whether something falls that an umbrella keeps off."""
    return code >= _FIRST_WET and code not in _SNOW


def is_sunny(code: int) -> bool:
    return code <= _SUNNY
