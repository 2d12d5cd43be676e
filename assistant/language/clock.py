"""Hours as Brazilians say them: 15:30 → "três e meia da tarde"."""

from __future__ import annotations

from datetime import time

from assistant.language import numbers


def period(at: time) -> str:
    """The part of the day that an hour is said to belong to."""
    if at.hour < 5:
        return "da madrugada"
    if at.hour < 12:
        return "da manhã"
    return "da tarde" if at.hour < 19 else "da noite"


def speak_time(at: time) -> str:
    """Without the verb: "três e meia da tarde", "meio-dia e dez", "uma hora da manhã"."""
    minutes = "meia" if at.minute == 30 else numbers.speak(at.minute)
    if at.hour in {0, 12}:
        noon = "meio-dia" if at.hour == 12 else "meia-noite"
        return f"{noon} e {minutes}" if at.minute else noon
    hour = numbers.speak((at.hour - 1) % 12 + 1, feminine=True)
    if at.minute:
        return f"{hour} e {minutes} {period(at)}"
    return f"{hour} {'hora' if hour == 'uma' else 'horas'} {period(at)}"


def tell_time(at: time) -> str:
    """The answer to "que horas são": "São três e meia da tarde.", "É uma hora da tarde.", "É meio-dia."."""
    verb = "É" if at.hour in {0, 1, 12, 13} else "São"
    return f"{verb} {speak_time(at)}."
