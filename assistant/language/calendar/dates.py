"""Dates in words, both ways: "sexta-feira, sete de setembro de dois mil e vinte e seis", "amanhã", "no sábado".

A day that was understood is text: "2026-09-07"; "--09-07" without its year, "---07" only the day, "--09-07+1" and "---07+1" of
next year and next month; "+3d", "-1d", "+2m" from today; "fri" the next Friday after today, "fri+1" that of next week and "fri-1"
the last one; "weekend", its Saturday; "easter", "easter-47d"; "--05-sun2" the second Sunday of May. Impossible ones too:
"--02-31".
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from assistant.language.calendar import days, holidays
from assistant.language.calendar.days import MONTHS, WEEKDAY_VALUES, WEEKDAYS
from assistant.language.quantities import numbers
from assistant.language.words.text import tokenize

spans = days.spans
_DAY = re.compile(r"(?:(?P<year>\d{4}|-)-(?P<month>\d\d)-|---)(?P<day>\d\d|sun\d)(?P<next>\+1)?")
_STEP = re.compile(r"(?P<amount>[+-]\d+)(?P<unit>[dm])")
_WEEKDAY = re.compile(rf"(?P<weekday>{'|'.join(WEEKDAY_VALUES)})(?P<week>[+-]1)?")
_EASTER = re.compile(r"easter(?P<days>[+-]\d+)?d?")
_NEAR = ("hoje", "amanhã", "depois de amanhã")
_PAST = {1: "ontem", 2: "anteontem"}
_LEAP_CYCLE = 9  # years: 2096, 2104
_A_WEEK, _SATURDAY = 7, 5


def weekday(day: date) -> str:
    return WEEKDAYS[day.weekday()]


def month(day: date) -> str:
    return MONTHS[day.month - 1]


def speak_date(day: date, year: bool = True) -> str:
    """ "sete de setembro de dois mil e vinte e seis"."""
    spoken = f"{_number(day.day)} de {month(day)}"
    return f"{spoken} de {numbers.speak(day.year)}" if year else spoken


def speak_day(day: date) -> str:
    """With its weekday: "sexta-feira, sete de setembro de dois mil e vinte e seis"."""
    return f"{weekday(day)}, {speak_date(day)}"


def speak_on(day: date, today: date) -> str:
    """When something happens: "hoje", "amanhã", "na sexta-feira", "no sábado", "no dia sete de setembro"."""
    ahead = (day - today).days
    if 0 <= ahead < len(_NEAR):
        return _NEAR[ahead]
    if -ahead in _PAST:
        return _PAST[-ahead]
    if 0 < ahead < _A_WEEK:
        return f"{'no' if day.weekday() >= _SATURDAY else 'na'} {weekday(day)}"
    return f"no dia {speak_date(day, year=day.year != today.year)}"


def parse(text: str) -> str | None:
    """The day that a text is, all of it: "amanhã" → "+1d"; None when it is none."""
    tokens = tokenize(text)
    return next((value for end, value in spans(tokens, 0) if end == len(tokens)), None)


def resolve(value: str, today: date) -> date | None:
    """The day that is meant: of several the first one, today included but for weekdays; None for one that there is not."""
    try:
        if found := _DAY.fullmatch(value):
            return _dated(found, today)
        if found := _STEP.fullmatch(value):
            return _stepped(today, int(found["amount"]), found["unit"])
        if found := _WEEKDAY.fullmatch(value):
            return _on_weekday(WEEKDAY_VALUES.index(found["weekday"]), found["week"], today)
        if found := _EASTER.fullmatch(value):
            offset = timedelta(days=int(found["days"] or 0))
            return next((d for y in (today.year, today.year + 1) if (d := holidays.easter(y) + offset) >= today), None)
        if value == "weekend":
            return today if today.weekday() >= _SATURDAY else today + timedelta(days=_SATURDAY - today.weekday())
    except (ValueError, OverflowError):
        return None
    return None


def _dated(found: re.Match[str], today: date) -> date | None:
    if found["day"].startswith("sun"):
        sundays = (holidays.nth_sunday(y, int(found["month"]), int(found["day"][3:])) for y in (today.year, today.year + 1))
        return next((day for day in sundays if day >= today), None)
    day = int(found["day"])
    if found["month"] and found["year"] != "-":
        return date(int(found["year"]), int(found["month"]), day)
    if found["next"] and found["month"]:
        return date(today.year + 1, int(found["month"]), day)
    if found["next"]:
        return _first_of_next_month(today).replace(day=day)
    if not found["month"]:
        months = (_stepped(today.replace(day=1), n, "m") for n in range(13))
    else:
        months = (date(today.year + n, int(found["month"]), 1) for n in range(_LEAP_CYCLE))
    return next((d for first in months if (d := _in_month(first, day)) and d >= today), None)


def _in_month(first: date, day: int) -> date | None:
    return first.replace(day=day) if 1 <= day <= calendar.monthrange(first.year, first.month)[1] else None


def _first_of_next_month(today: date) -> date:
    return _stepped(today.replace(day=1), 1, "m")


def _stepped(day: date, amount: int, unit: str) -> date:
    """A month later it is the same day, or the last of a shorter month."""
    if unit == "d":
        return day + timedelta(days=amount)
    years, month = divmod(day.month - 1 + amount, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def _on_weekday(number: int, week: str | None, today: date) -> date:
    if week == "+1":  # of the week that begins next Monday
        return today + timedelta(days=_A_WEEK - today.weekday() + number)
    if week == "-1":
        return today - timedelta(days=(today.weekday() - number - 1) % _A_WEEK + 1)
    return today + timedelta(days=(number - today.weekday() - 1) % _A_WEEK + 1)


def objection(value: str, today: date) -> str | None:
    """What to say of a day that there is not, or that is past; None for any other: "Fevereiro não tem dia trinta e um."."""
    day = resolve(value, today)
    if day is not None:
        return None if day >= today else f"{_capital(_been(day, today))} já passou."
    found = _DAY.fullmatch(value)
    if not found:
        return "Isso é longe demais para mim."
    number = int(found["day"])
    if number == 0 or number > 31 or not found["month"]:
        return f"Nenhum mês tem dia {numbers.speak(number)}." if not found["next"] else "O mês que vem não tem esse dia."
    if not 1 <= int(found["month"]) <= len(MONTHS):
        return f"Não existe mês {numbers.speak(int(found['month']))}."
    name = MONTHS[int(found["month"]) - 1]
    year = f" de {numbers.speak(int(found['year']))}" if found["year"] != "-" and (name, number) == ("fevereiro", 29) else ""
    return f"{name.capitalize()}{year} não tem dia {_number(number)}."


def _been(day: date, today: date) -> str:
    ago = (today - day).days
    return _PAST.get(ago) or f"o dia {speak_date(day, year=day.year != today.year)}"


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _number(day: int) -> str:
    return "primeiro" if day == 1 else numbers.speak(day)


def speak(value: str) -> str:
    """A value back in words that mean it: "+1d" → "amanhã", "--09-07" → "sete de setembro"."""
    if value == "weekend":
        return "fim de semana"
    if found := _WEEKDAY.fullmatch(value):
        name = WEEKDAYS[WEEKDAY_VALUES.index(found["weekday"])]
        last = "passado" if name in WEEKDAYS[_SATURDAY:] else "passada"
        return {None: name, "+1": f"{name} da outra semana", "-1": f"{name} {last}"}[found["week"]]
    if found := _STEP.fullmatch(value):
        return _speak_step(int(found["amount"]), found["unit"])
    if value.startswith("easter") or "sun" in value:
        return holidays.SPOKEN.get(value, value)
    found = _DAY.fullmatch(value)
    if not found:
        return value
    if not found["month"]:
        return f"dia {_number(int(found['day']))}" + (" do mês que vem" if found["next"] else "")
    if not 1 <= int(found["month"]) <= len(MONTHS):
        return f"dia {_number(int(found['day']))} do {numbers.speak(int(found['month']))}"
    spoken = f"{_number(int(found['day']))} de {MONTHS[int(found['month']) - 1]}"
    if found["next"]:
        return f"{spoken} do ano que vem"
    return spoken if found["year"] == "-" else f"{spoken} de {numbers.speak(int(found['year']))}"


def _speak_step(amount: int, unit: str) -> str:
    if unit == "d" and 0 <= amount < len(_NEAR):
        return _NEAR[amount]
    if unit == "d" and -amount in _PAST:
        return _PAST[-amount]
    one, many, size = ("dia", "dias", abs(amount)) if unit == "d" else ("mês", "meses", abs(amount))
    counted = f"{numbers.speak(size)} {one if size == 1 else many}"
    return f"daqui a {counted}" if amount >= 0 else f"há {counted}"
