"""Dates: "12/05/2026", "seg. 12/5", "jan/2026", "2026-09-07T15:30", "2ª feira", "anos 1990"."""

from __future__ import annotations

import re
from datetime import date

from assistant.language.calendar.dates import MONTHS, WEEKDAYS, speak_date
from assistant.language.quantities import numbers
from assistant.language.speakable.rules import after, apply, before, number, rule

_MONTH_OF = {month[:3]: month for month in MONTHS} | {month: month for month in MONTHS}
_WEEKDAY_OF = {day[:3]: day for day in WEEKDAYS} | {"sab": "sábado"}
_SHORT_MONTH = "|".join(month[:3] for month in MONTHS)
_MONTH = "|".join((*MONTHS, _SHORT_MONTH))
_WEEKDAY = "|".join(_WEEKDAY_OF)
_YEAR = r"(?:1[5-9]|20)\d\d"
_NAMES_A_DATE = re.compile(
    r"(?:\b(?:dias?|data|desde|hoje|ontem|amanhã|vencimento|vence|feira|sábado|domingo|segunda|terça|quarta|quinta|sexta)"
    r"(?: é| em)?[,:(]? ?(?:\d+ (?:a|e) )?|entre \d+ e |(?:[º°]|1[3-9]|2\d|3[01])/\d\d? (?:a|e|até) )$"
)
_NUMBERS_A_PAPER = re.compile(
    r"(?:nº|n\.|número|lei|leis|lc|mp|processo|decreto|edital|portaria|resolução|contrato|pregão|ofício|medida|protocolo)\W{0,3}$"
)
_PARTS = re.compile(r"(?:pressão\b[^.]{0,25}|[Nn]ota )$")
_RATIOS = {(24, 7), (16, 9), (18, 9), (21, 9), (14, 8)}
_MONTHS_A_YEAR = 12


def _said(day: int, month: int, year: int | None) -> str | None:
    """None for what is no date."""
    if year is not None and year < 100:
        year += 2000 if year < 70 else 1900
    try:
        return speak_date(date(year or 2000, month, day), year=year is not None)
    except ValueError:
        return None


def _date(found: re.Match[str]) -> str:
    said = _said(int(found["day"]), int(found["month"]), int(found["year"]))
    if said is None and "/" in found.group():  # the 31st of February is no date: read it as it stands
        return " barra ".join(number(group.lstrip("0") or "0") for group in re.findall(r"\d+", found.group()))
    return said or found.group()


def _moment(found: re.Match[str]) -> str:
    said = _said(int(found["day"]), int(found["month"]), int(found["year"]))
    return f"{said}, {found['time']}" if said else found.group()


def _day_and_month(found: re.Match[str]) -> str:
    """ "05/06" and "25/3" are dates by themselves; "5/6" only where a date is expected, or else it is a fraction."""
    day, month = int(found["day"]), int(found["month"])
    context = before(found)
    two_figures = len(found["day"]) == len(found["month"]) == 2
    is_ratio = ((day, month) in _RATIOS and not two_figures) or _PARTS.search(context)
    is_date = two_figures or "º" in found.group() or day > _MONTHS_A_YEAR or _NAMES_A_DATE.search(context)
    return (is_date and not is_ratio and _said(day, month, None)) or found.group()


def _month_and_year(found: re.Match[str]) -> str:
    if _NUMBERS_A_PAPER.search(before(found)):
        return found.group()
    return f"{MONTHS[int(found['month']) - 1]} de {number(found['year'])}"


def _named_month(found: re.Match[str]) -> str:
    """ "jan/2026", "5/jan/26", "12 mai. 2026", "12 de mai."."""
    day, month, year = found["day"], _MONTH_OF[found["month"].lower()], found["year"]
    said = f"{_day(day)} de {month}" if day else month
    if year:
        said += f" de {number(('20' if int(year) < 70 else '19') + year if len(year) == 2 else year)}"
    return said


def _day(written: str) -> str:
    return "primeiro" if int(written) == 1 else numbers.speak(int(written))


def _months(found: re.Match[str]) -> str:
    joint = "e" if "/" in found.group() else "a"
    return f"{_MONTH_OF[found['first'].lower()]} {joint} {_MONTH_OF[found['last'].lower()]}"


def _weekdays(found: re.Match[str]) -> str:
    """ "seg a sex", "seg., qua. e sex.", "ter-qui": in such company nobody says "feira"."""

    def name(one: re.Match[str]) -> str:
        return _WEEKDAY_OF[one["day"].lower()].removesuffix("-feira")

    return re.sub(r" ?[-–] ?", " a ", re.sub(rf"(?P<day>{_WEEKDAY})\.?", name, found.group(), flags=re.I))


def _weekday(found: re.Match[str]) -> str:
    return _WEEKDAY_OF[found["day"].lower()] + "," * (found.string[found.end() : found.end() + 2] != " (")


def _numbered_weekday(found: re.Match[str]) -> str:
    day = WEEKDAYS[int(found["number"]) - 2]
    return day.replace("-feira", "s-feiras") if "feiras" in found.group() else day


def _decade(found: re.Match[str]) -> str:
    short = found["short"]
    if short and not found.group().endswith("s") and not re.search(r"(?:anos|década de) $", before(found)):
        return found.group()
    said = number(found["year"] or short)
    return said if re.search(r"(?:anos|década de) $", before(found)) else f"anos {said}"


def _dash_between_days(found: re.Match[str]) -> str:
    return f"{found['day']} a " if re.match(r"[0-3]?\d/[01]?\d(?!\d)", after(found)) else found.group()


_JOINED = rf"(?:{_WEEKDAY})(?!\w)\.?(?:(?:, ?| e | a | à | ou | ?[-–] ?)(?:{_WEEKDAY})(?!\w)\.?)+"
_RULES = (
    rule(rf"(?<!\w){_JOINED}", _weekdays, rf"(?i:{_WEEKDAY})", re.I),
    rule(rf"(?<!\w)(?P<day>{_WEEKDAY})(?:(?:\.,?|,)?(?= ?\(?\d{{1,2}}[/º°])|\.(?= \d{{1,2}}[h:]))", _weekday, r"\d[/º°h:]", re.I),
    rule(r"(?<!\w)([Ss])áb\.(?= )", r"\1ábado", r"áb\."),  # the others' short forms are words as well
    rule(r"(?<![\d,.])(?P<number>[2-6])\.?[ªa](?:[ -]feiras?|f)(?!\w)", _numbered_weekday, r"[2-6]\.?[ªa]"),
    rule(
        r"(?<![\d-])(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)[T ](?P<time>\d\d:\d\d(?::\d\d)?)"
        r"(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?(?!\d)",
        _moment,
        r"\d-\d\d[T ]\d",
    ),
    rule(r"(?<![\d/])(?P<day>\d{1,2})[º°]?/(?P<month>\d{1,2})/(?P<year>\d{4}|\d{2})(?![\d/])", _date, r"/\d\d?/"),
    rule(
        r"(?<![\w.-])(?P<day>\d{1,2})(?P<sep>[.-])(?P<month>\d{1,2})(?P=sep)(?P<year>\d{4})(?!\d|[.-]\d)", _date, r"\d[.-]\d{4}"
    ),
    rule(r"(?<![\d/-])(?P<year>\d{4})(?P<sep>[-/])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?![\d/-])", _date, r"\d{4}[/-]\d"),
    rule(r"(?<![\d/.,])(?P<day>[0-3]?\d)[-–]", _dash_between_days, r"\d[-–]\d{1,2}/"),
    rule(r"(?<=/\d\d) ?[-–] ?(?=\d{1,2}/\d{1,2}(?!\d))", " a ", r"/\d\d ?[-–]"),
    rule(r"(?<![\d/.,])(?P<day>[0-3]?\d)[º°]?/(?P<month>[01]?\d)(?![\d/]|,\d)", _day_and_month, r"\d[º°]?/\d"),
    rule(rf"(?<![\d/.,])(?P<month>0?[1-9]|1[0-2])/(?P<year>{_YEAR})(?![\d/])", _month_and_year, r"\d/\d{4}"),
    rule(
        rf"(?<![\w/.,])(?:(?P<day>[0-3]?\d)[º°]?[/ -])?(?P<month>{_MONTH})\.?[/-](?P<year>{_YEAR}|\d\d)(?![\w/])",
        _named_month,
        r"[/-]\d",
        re.I,
    ),
    rule(
        rf"(?<![\w/.,])(?P<day>[0-3]?\d)[º°]? de (?P<month>{_SHORT_MONTH})(?!\w)\.?(?: de (?P<year>{_YEAR})(?!\d))?",
        _named_month,
        r"\d[º°]? de ",
        re.I,
    ),
    rule(
        rf"(?<![\w/.,])(?P<day>[0-3]?\d)[ /](?P<month>{_SHORT_MONTH})\.? (?:de )?(?P<year>{_YEAR})(?!\w)",
        _named_month,
        r"\d[ /][A-Za-z]{3}",
        re.I,
    ),
    rule(rf"(?<![\w/.,])(?P<day>[0-3]?\d)/(?P<month>{_SHORT_MONTH})(?P<year>)(?!\w)", _named_month, r"\d/[A-Za-z]", re.I),
    rule(rf"(?<!\w)(?P<day>)(?P<month>{_SHORT_MONTH})\. (?:de )?(?P<year>{_YEAR})(?!\w)", _named_month, r"\. (?:de )?\d", re.I),
    rule(rf"(?<!\w)(?P<first>{_SHORT_MONTH})\.?[-–/](?P<last>{_SHORT_MONTH})(?!\w)", _months, r"[a-z]\.?[-–/]", re.I),
    rule(
        rf"(?<![\d.,])(?P<day>0?1|0[2-9])[º°]?(?= de (?:{'|'.join(MONTHS)})(?!\w))",
        lambda m: _day(m["day"]),
        r"\d[º°]? de ",
        re.I,
    ),
    rule(r"(?<![\w.,])(?P<year>(?:1\d|20)\d0)s(?!\w)|(?<!\w)['’](?P<short>\d0)s?(?!\w)", _decade, r"\ds|['’]\d"),
)


def say_dates(text: str) -> str:
    return apply(_RULES, text)
