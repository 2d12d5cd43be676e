"""Dates in words: "sexta-feira, sete de setembro de dois mil e vinte e seis"; the first of a month is "primeiro". Both ways."""

from __future__ import annotations

from datetime import date

from assistant.language import numbers
from assistant.language.phonetics import fold
from assistant.language.text import tokenize

WEEKDAYS = ("segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado", "domingo")
MONTHS = (
    *("janeiro", "fevereiro", "março", "abril", "maio", "junho"),
    *("julho", "agosto", "setembro", "outubro", "novembro", "dezembro"),
)
_WEEKDAY_WORDS = {fold(name.removesuffix("-feira")) for name in WEEKDAYS}
_NUMBERS = {fold(name): number for number, name in enumerate(MONTHS, 1)}


def weekday(day: date) -> str:
    return WEEKDAYS[day.weekday()]


def month(day: date) -> str:
    return MONTHS[day.month - 1]


def speak_date(day: date, year: bool = True) -> str:
    """ "sete de setembro de dois mil e vinte e seis"."""
    number = "primeiro" if day.day == 1 else numbers.speak(day.day)
    spoken = f"{number} de {month(day)}"
    return f"{spoken} de {numbers.speak(day.year)}" if year else spoken


def speak_day(day: date) -> str:
    """With its weekday: "sexta-feira, sete de setembro de dois mil e vinte e seis"."""
    return f"{weekday(day)}, {speak_date(day)}"


def parse(text: str, year: int) -> date | None:
    """The day that a text is, all of it; `year`: which one is meant where none is said. None when it is no date.

    A weekday before it is passed over, not compared.
    """
    tokens = tokenize(text)
    words = [token.folded for token in tokens]
    at = 1 if words and words[0] in _WEEKDAY_WORDS else 0
    at += words[at : at + 1] == ["feira"]
    at += words[at : at + 1] == ["dia"]
    days = (
        [(at + 1, 1)] if words[at : at + 1] == ["primeiro"] else [(end, int(value)) for end, value in numbers.spans(tokens, at)]
    )
    for end, day in days:
        if words[end : end + 1] != ["de"] or words[end + 1 : end + 2] == [] or words[end + 1] not in _NUMBERS:
            continue
        years = [(end + 2, year)]
        if words[end + 2 : end + 3] == ["de"]:
            years = [(stop, int(value)) for stop, value in numbers.spans(tokens, end + 3)]
        for stop, number in years:
            if stop == len(tokens):
                return _valid(number, _NUMBERS[words[end + 1]], day)
    return None


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
