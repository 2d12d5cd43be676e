"""Hours as Brazilians say them, both ways: 15:30 → "três e meia da tarde" and back.

A time of day that was understood is text: "15:30"; "03:30~" when it may be that of the morning or that of the afternoon;
"25:00", "07:70" or "15:00!" (the fifteenth hour of the morning) when there is none like it. A part of the day stands for one
hour of it: "de manhã" is "08:00".
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from assistant.language.calendar import hours
from assistant.language.quantities import numbers
from assistant.language.words.text import tokenize

spans = hours.spans
_VALUE = re.compile(r"(\d\d):(\d\d)(~?)")
_HALF_A_DAY = timedelta(hours=12)
_NIGHT_ENDS = 5
_EARLY = 6  # "amanhã às três" is in the afternoon, "amanhã às seis" in the morning


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


def speak_at(at: time) -> str:
    """When something happens: "às três e meia da tarde", "à uma da tarde", "ao meio-dia", "à meia-noite e dez"."""
    spoken = speak_time(at).replace(" horas ", " ").replace(" hora ", " ")
    if at.hour == 12:
        return f"ao {spoken}"
    return f"{'à' if at.hour in {0, 1, 13} else 'às'} {spoken}"


def parse(text: str) -> str | None:
    """The time of day that a text is, all of it: "às três e meia da tarde" → "15:30"; None when it is none."""
    tokens = tokenize(text)
    readings = (*spans(tokens, 0), *hours.bare_spans(tokens, 0))
    return next((value for end, value in readings if end == len(tokens)), None)


def read(value: str) -> tuple[time, bool] | None:
    """The time that a value is, and whether half a day later is as likely; None for one that there is not."""
    found = _VALUE.fullmatch(value)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return time(int(found[1]), int(found[2])), bool(found[3])


def likely(value: str) -> time | None:
    """The likelier time of day: "03:00~" is in the afternoon, "07:00~" in the morning; None for one that there is not."""
    known = read(value)
    if known is None:
        return None
    at, is_open = known
    return at.replace(hour=at.hour + 12) if is_open and at.hour < _EARLY else at


def resolve(value: str, now: datetime, day: date | None = None) -> datetime | None:
    """The moment of `day` that is meant; without a day the next one after `now`. None for a time of day that there is not.

    Of the two that "07:00~" may be, that is the one that comes first; on another day than today the likelier one. Of a day
    that is said the moment may have passed.
    """
    known = read(value)
    if known is None:
        return None
    at, is_open = known
    if day is not None and day != now.date():
        return datetime.combine(day, likely(value) or at, now.tzinfo)
    first = datetime.combine(day or now.date(), at, now.tzinfo)
    if day is not None and not is_open and first <= now and at.hour < _NIGHT_ENDS:
        return first + timedelta(days=1)  # "hoje à meia-noite" is the one that is coming
    candidates = [first, first + _HALF_A_DAY] if is_open else [first]
    if day is None:
        candidates.append(first + timedelta(days=1))
    return next((moment for moment in candidates if moment > now), candidates[-1])


def objection(value: str) -> str | None:
    """What to say of a time that there is not: "O dia só tem vinte e quatro horas, …"; None for one that there is."""
    found = re.match(r"(\d+):(\d+)", value)
    if read(value) or not found:
        return None
    hour, minute = int(found[1]), int(found[2])
    spoken = numbers.speak(hour, feminine=True)
    if hour > 23:
        return f"O dia só tem vinte e quatro horas, não há como ser às {spoken}."
    if minute > 59:
        return f"A hora só tem sessenta minutos, não há como ser às {spoken} e {numbers.speak(minute)}."
    return f"{spoken.capitalize()} horas não são dessa parte do dia."


def speak(value: str) -> str:
    """A value back in words that mean it: "03:30~" → "três e meia", "15:30" → "três e meia da tarde"."""
    known = read(value)
    if known is None:
        return objection(value) or value
    at, is_open = known
    if is_open and at.hour == 0:  # "dez pra uma", of the night or of the day
        return f"{numbers.speak(60 - at.minute)} para a uma"
    spoken = speak_time(at)
    return spoken.replace(f" {period(at)}", "") if is_open else spoken
