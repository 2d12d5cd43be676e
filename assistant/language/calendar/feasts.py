"""Days as one speaks of them, named ones with their article, and which of them are holidays in all Brazil.

National holidays are those of the laws 662/1949, 6802/1980, 10607/2002 and 14759/2023, and Good Friday, which every state keeps;
Carnival and Corpus Christi are days off by custom.
"""

from __future__ import annotations

from datetime import date, timedelta

from assistant.language.calendar import dates
from assistant.language.quantities import numbers

# By value (see assistant.language.calendar.dates).
_NATIONAL = {
    "--01-01": "o Ano-Novo",
    "easter-2d": "a Sexta-feira Santa",
    "--04-21": "Tiradentes",
    "--05-01": "o Dia do Trabalho",
    "--09-07": "o Dia da Independência",
    "--10-12": "o dia de Nossa Senhora Aparecida",
    "--11-02": "o dia de Finados",
    "--11-15": "a Proclamação da República",
    "--11-20": "o Dia da Consciência Negra",
    "--12-25": "o Natal",
}
_OTHERS = {
    "easter-47d": "o Carnaval",
    "easter-46d": "a Quarta-feira de Cinzas",
    "easter": "a Páscoa",
    "easter+60d": "Corpus Christi",
    "--01-06": "o Dia de Reis",
    "--03-08": "o Dia da Mulher",
    "--05-sun2": "o Dia das Mães",
    "--06-12": "o Dia dos Namorados",
    "--06-24": "o dia de São João",
    "--08-sun2": "o Dia dos Pais",
    "--10-15": "o Dia do Professor",
    "--10-31": "o Dia das Bruxas",
    "--12-24": "a véspera de Natal",
    "--12-31": "a véspera de Ano-Novo",
}
_SATURDAY = 5
NAMES: dict[str, str] = {value: name for value, name in (_NATIONAL | _OTHERS).items() if value != "--10-12"}
"""By value. The twelfth of October is the Children's Day, too: it is called by its date."""


def next_holiday(today: date) -> tuple[date, str]:
    """The first national holiday after today, and its name."""
    tomorrow = today + timedelta(days=1)
    return min((day, name) for value, name in _NATIONAL.items() if (day := dates.resolve(value, tomorrow)))


def holiday_on(day: date) -> str | None:
    """The name of the national holiday that a day is."""
    return next((name for value, name in _NATIONAL.items() if dates.resolve(value, day) == day), None)


def is_date(value: str) -> bool:
    """Whether a value is a day of the calendar without a name: "2026-09-08", "---15"."""
    return value not in NAMES and (value.startswith("--") or value[:4].isdecimal())


def spoken(value: str, day: date, today: date) -> str:
    """A value that means `day`, with its article: "o Natal", "o dia sete de setembro", "sexta-feira", "amanhã"."""
    if is_date(value):
        return f"o dia {dates.speak_date(day, year=day.year != today.year)}"
    return NAMES.get(value) or dates.speak(value)


def called(value: str, day: date, today: date) -> str:
    """As a sentence begins with it: "O Natal", "Sete de setembro", "Sexta-feira"."""
    name = spoken(value, day, today)
    name = name.removeprefix("o dia ") if is_date(value) else name
    return name[0].upper() + name[1:]


def last(value: str, today: date) -> date | None:
    """The last day that a value may mean, today included: "o Natal" is that of last year. None for what there is not."""
    day = dates.resolve(value, today)
    if day is None or day <= today or not value.startswith(("--", "easter")):
        return day
    back = timedelta(days=31 if value.startswith("---") else 365)
    return max((d for n in (1, 2) if (d := dates.resolve(value, today - back * n)) and d <= today), default=day)


def on_weekday(number: int) -> str:
    """ "na sexta-feira", "no sábado"; 0 is Monday."""
    return f"{'no' if number >= _SATURDAY else 'na'} {dates.WEEKDAYS[number]}"


def days(count: int) -> str:
    return f"{numbers.speak(count)} {'dia' if count == 1 else 'dias'}"


def weeks(n_days: int) -> str:
    """ "quinze semanas e quatro dias"."""
    whole, rest = divmod(n_days, 7)
    if not whole:
        return days(rest)
    spoken = f"{numbers.speak(whole, feminine=True)} {'semana' if whole == 1 else 'semanas'}"
    return f"{spoken} e {days(rest)}" if rest else spoken


def ago(day: date, today: date) -> str:
    """ "ontem", "há cinco dias"."""
    count = (today - day).days
    return {1: "ontem", 2: "anteontem"}.get(count) or f"há {days(count)}"


def in_year(value: str, year: int | str | None, today: date) -> date | None:
    """The day of a year: a number, "+1" or "-1" from this one, or "last", the last day that may be meant. None: there is none."""
    if year == "last":
        return last(value, today)
    if year is None or not value.startswith(("--", "easter")):
        return dates.resolve(value, today)
    number = year if isinstance(year, int) else today.year + int(year)
    day = dates.resolve(value, date(number, 1, 1)) if 1 <= number <= date.max.year else None
    return day if day and day.year == number else None
