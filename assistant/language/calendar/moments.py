"""When something is, as one says it today: "amanhã às sete da manhã", "das sete da manhã", "de sexta-feira"."""

from __future__ import annotations

from datetime import date, datetime, time

from assistant.language.calendar import clock, dates

_OF = {"às": "das", "à": "da", "ao": "do", "na": "da", "no": "do"}
_BARE = {"às": "as", "à": "a", "ao": "o", "na": "a", "no": "o"}


def of_clock(at: time) -> str:
    """ "das sete da manhã", "da uma da tarde", "do meio-dia"."""
    first, _, rest = clock.speak_at(at).partition(" ")
    return f"{_OF[first]} {rest}"


def of_day(day: date, today: date) -> str:
    """ "de amanhã", "da sexta-feira", "do dia sete de setembro"."""
    first, _, rest = (spoken := dates.speak_on(day, today)).partition(" ")
    return f"{_OF[first]} {rest}" if first in _OF else f"de {spoken}"


def bare(spoken: str) -> str:
    """After "para": "as sete da manhã", "a sexta-feira às sete", "amanhã às sete da manhã"."""
    first, _, rest = spoken.partition(" ")
    return f"{_BARE.get(first, first)} {rest}".strip()


def speak_moment(moment: datetime, now: datetime) -> str:
    """The day and the hour, today's hour alone: "amanhã às sete da manhã"; both local."""
    at = clock.speak_at(moment.time())
    return at if moment.date() == now.date() else f"{dates.speak_on(moment.date(), now.date())} {at}"
