"""Hours: "15h30", "3:05", "das 9h-17h", "8 a.m.", "10h30min20s". Read as "quinze horas e trinta", right for a time of day and for
a length of time."""

from __future__ import annotations

import re

from assistant.language.quantities import numbers
from assistant.language.speakable.rules import apply, before, number, rule

_HOUR, _MINUTE = r"(?<![\d.,:])(?P<hour>2[0-4]|[01]?\d)", r"[0-5]\d"
_CLOCK = r"(?:2[0-4]|[01]?\d)(?::[0-5]\d|h(?:[0-5]\d)?)"
_NOON, _EVENING, _TEEN, _TWENTY = 12, 7, 10, 20
_BOOKS = (
    r"Gênesis|Êxodo|Levítico|Números|Deuteronômio|Josué|Juízes|Rute|Samuel|Reis|Crônicas|Esdras|Neemias|Ester|Jó|Salmos?|Provérbios"
    r"|Eclesiastes|Cânticos|Isaías|Jeremias|Ezequiel|Daniel|Oseias|Mateus|Marcos|Lucas|João|Atos|Romanos|Coríntios|Gálatas|Efésios"
    r"|Filipenses|Colossenses|Tessalonicenses|Timóteo|Tito|Hebreus|Tiago|Pedro|Judas|Apocalipse"
)


def _hours(hour: int) -> str:
    return f"{numbers.speak(hour, feminine=True)} {'hora' if hour < 2 else 'horas'}"


def _minutes(minute: int, unit: str = "minuto") -> str:
    return f"{numbers.speak(minute)} {unit}{'s' * (minute > 1)}"


def _hour(found: re.Match[str]) -> str:
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    spoken = _hours(hour)
    if second:
        return f"{spoken}, {_minutes(minute)} e {_minutes(second, 'segundo')}"
    if minute:
        spoken += f" e {_minutes(minute) if found['min'] else numbers.speak(minute)}"
    return spoken


def _minutes_and_seconds(found: re.Match[str]) -> str:
    return f"{_minutes(int(found['minute']))} e {_minutes(int(found['second']), 'segundo')}"


def _clock(found: re.Match[str]) -> str:
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    spoken = numbers.speak(hour, feminine=True)
    if minute == 0 or hour == 0 or (hour == _TWENTY and minute < _TEEN):
        spoken = _hours(hour)  # "vinte e três" would be taken for eleven at night
    if minute:
        spoken += f" e {numbers.speak(minute)}"
    return f"{spoken} e {_minutes(second, 'segundo')}" if second else spoken


def _half_day(found: re.Match[str]) -> str:
    """ "8 a.m.", "3:05 PM"."""
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    afternoon = "da tarde" if hour == _NOON or hour < _EVENING else "da noite"
    part = "da manhã" if found["half"].lower() == "a" else afternoon
    spoken = numbers.speak(hour, feminine=True) + (f" e {numbers.speak(minute)}" if minute else "")
    return f"{spoken} {part}"


def _until(found: re.Match[str]) -> str:
    """ "9h-17h", "8:30–9:30", "das 9-17h"; without "das", "2-3h" is a length of time."""
    is_length = found["clock"].isdecimal() and not re.search(r"\b(?:das|de) $", before(found))
    joint = "a" if is_length else "à" if re.match(r"0?1(?!\d)", found["end"]) else "às"
    return f"{found['clock']} {joint} {found['end']}"


def _zone(found: re.Match[str]) -> str:
    return f"{found['zone']} {'mais' if found['sign'] == '+' else 'menos'} {number(found['hour'])}"


def _verse(found: re.Match[str]) -> str:
    chapter, verse = number(found["chapter"]), number(found["verse"])
    return f"{found['book']} capítulo {chapter}, versículo{'s' * bool(found['last'])} {verse}" + (
        f" a {number(found['last'])}" if found["last"] else ""
    )


_RULES = (
    rule(r"(?<!\w)(?P<zone>UTC|GMT) ?(?P<sign>[-−+])0?(?P<hour>\d{1,2})(?::00)?(?![\d:])", _zone, "(?:UTC|GMT) ?[-−+]"),
    rule(r"(?<!\w)(?P<at>[àÀ])s(?= 0?[01](?:h|:\d\d|\s?hs?)(?!\w))", r"\g<at>", "[àÀ]s 0?[01]"),
    rule(
        rf"(?<!\w)(?P<book>{_BOOKS}) (?P<chapter>\d{{1,3}}):(?P<verse>\d{{1,3}})(?:[-–](?P<last>\d{{1,3}}))?(?![\d:])",
        _verse,
        ":",
    ),
    rule(
        rf"(?<![\d.,:])(?P<clock>{_CLOCK}|(?:2[0-4]|[01]?\d)(?= ?[-–—] ?\d{{1,2}}h)) ?[-–—] ?(?P<end>{_CLOCK})(?![\d:])",
        _until,
        r"\d ?h? ?[-–—] ?\d",
    ),
    rule(rf"{_HOUR}(?::(?P<minute>{_MINUTE}))? ?(?P<half>[ap])\.? ?m(?!\w)\.?", _half_day, r"\d ?[apAP]\.? ?[mM]", re.I),
    rule(rf"{_HOUR}:(?P<minute>{_MINUTE})(?::(?P<second>{_MINUTE}))?(?![\d:])(?: ?(?:h|hs|hrs|horas)(?!\w))?", _clock, r"\d:\d"),
    rule(
        rf"{_HOUR} ?(?:h|hs|hrs)(?: ?(?P<minute>{_MINUTE})(?P<min> ?min|m)?(?: ?(?P<second>{_MINUTE}) ?s(?:eg)?)?)?(?!\w)",
        _hour,
        r"\d ?[hH]",
        re.I,
    ),
    rule(
        rf"(?<![\w.,:])(?P<minute>{_MINUTE}|\d) ?min ?(?P<second>{_MINUTE}|\d) ?s(?:eg)?(?!\w)", _minutes_and_seconds, r"\d ?min"
    ),
)


def say_hours(text: str) -> str:
    return apply(_RULES, text)
