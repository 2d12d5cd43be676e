"""Which day is a holiday, which is the next, and whether there is one this month; and the days that no calendar knows."""

from __future__ import annotations

from datetime import date, timedelta

from assistant.language.announcements import listed
from assistant.language.calendar import dates, feasts
from assistant.language.words.text import tokenize

DAYS_A_WEEK = 7
OWN_DAYS = {
    "evento": {
        **dict.fromkeys(("minhas férias", "férias", "nossas férias"), "são as férias"),
        **dict.fromkeys(("meu aniversário", "aniversário"), "é o aniversário"),
        **dict.fromkeys(("minha viagem", "viagem", "nossa viagem"), "é a viagem"),
        **dict.fromkeys(("meu casamento", "casamento", "nosso casamento"), "é o casamento"),
        **dict.fromkeys(("minha formatura", "formatura"), "é a formatura"),
        **dict.fromkeys(("minha prova", "prova", "provas", "minhas provas"), "é a prova"),
        **dict.fromkeys(("fim das aulas", "fim das férias"), "é isso"),
    }
}
"""Days of a family's own: nobody has told when they are."""


def whether(value: str, today: date) -> str | None:
    """Whether this day is a holiday; None where there is no such day."""
    day = dates.resolve(value, today)
    if day is None:
        return None
    holiday, subject = feasts.holiday_on(day), feasts.spoken(value, day, today)
    verb = "foi" if day < today else "é"
    if holiday:
        return f"Sim, {subject} {verb} feriado" + ("." if subject == holiday else f": {holiday}.")
    return f"Não, {subject} não {verb} feriado nacional."


def following(today: date) -> str:
    day, name = feasts.next_holiday(today)
    now = feasts.holiday_on(today)
    opening = f"Hoje é {now}; o próximo feriado é" if now else "O próximo feriado é"
    left = (day - today).days
    in_days = f"{feasts.on_weekday(day.weekday())}, {dates.speak_date(day, year=False)}, daqui a {feasts.days(left)}"
    return f"{opening} {name}, {'amanhã' if left == 1 else in_days}."


def within(heard: str, today: date) -> str | None:
    """The holidays of the week or month that was named; None where none was."""
    words = {token.folded for token in tokenize(heard)}
    is_next = bool(words & {"vem", "proximo", "proxima"})
    if "mes" in words:
        months = today.year * 12 + today.month - 1 + is_next
        first = date(months // 12, months % 12 + 1, 1)
        end, when = date((months + 1) // 12, (months + 1) % 12 + 1, 1), "no mês que vem" if is_next else "este mês"
    elif "semana" in words:
        first = today - timedelta(today.weekday()) + timedelta(DAYS_A_WEEK * is_next)
        end, when = first + timedelta(DAYS_A_WEEK), "na semana que vem" if is_next else "esta semana"
    else:
        return None
    days = [max(first, today) + timedelta(n) for n in range((end - max(first, today)).days)]
    found = [(day, name) for day in days if (name := feasts.holiday_on(day))]
    if not found:
        return f"Não, {when} não há {'' if is_next else 'mais '}feriado nacional."
    named = [f"{name}, {feasts.on_weekday(day.weekday())}, dia {dates.speak_date(day, year=False)}" for day, name in found]
    return f"Sim, {when}: {listed(named)}."
