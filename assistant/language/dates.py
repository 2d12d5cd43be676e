"""Dates in words: "sexta-feira, sete de setembro de dois mil e vinte e seis"; the first of a month is "primeiro"."""

from __future__ import annotations

from datetime import date

from assistant.language import numbers

WEEKDAYS = ("segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado", "domingo")
MONTHS = (
    *("janeiro", "fevereiro", "março", "abril", "maio", "junho"),
    *("julho", "agosto", "setembro", "outubro", "novembro", "dezembro"),
)


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
