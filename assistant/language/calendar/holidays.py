"""Days that have names: fixed ones ("natal"), those that Easter carries along, and the nth Sunday of a month ("dia das mães")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from assistant.language.words.phonetics import fold
from assistant.language.words.text import Token, tokenize

# Value (see assistant.language.calendar.dates): how the day is called; the first is how we say it.
_NAMED = """
    --12-25: natal; dia de natal
    --12-24: véspera de natal; a véspera do natal
    --12-31: véspera de ano novo; réveillon; virada do ano; último dia do ano
    --01-01: ano novo; dia de ano novo; primeiro dia do ano; confraternização universal
    --01-06: dia de reis
    --03-08: dia da mulher; dia internacional da mulher
    --04-21: tiradentes; dia de tiradentes
    --05-01: dia do trabalho; dia do trabalhador
    --06-12: dia dos namorados
    --06-24: são joão; dia de são joão
    --09-07: independência; dia da independência
    --10-12: dia das crianças; nossa senhora aparecida
    --10-15: dia do professor; dia dos professores
    --10-31: halloween; dia das bruxas
    --11-02: finados; dia de finados
    --11-15: proclamação da república
    --11-20: consciência negra; dia da consciência negra
    --05-sun2: dia das mães
    --08-sun2: dia dos pais
    easter: páscoa; domingo de páscoa; dia de páscoa
    easter-2d: sexta-feira santa; sexta santa; sexta-feira da paixão
    easter-46d: quarta-feira de cinzas; quarta de cinzas
    easter-47d: carnaval; terça-feira de carnaval; terça de carnaval
    easter+60d: corpus christi; corpo de deus
"""


def _tables() -> tuple[dict[str, str], dict[str, list[tuple[tuple[str, ...], str]]]]:
    spoken, by_first = {}, {}
    for line in _NAMED.strip().splitlines():
        value, names = line.strip().split(": ")
        for name in names.split("; "):
            spoken.setdefault(value, name)
            words = tuple(token.folded for token in tokenize(fold(name)))
            by_first.setdefault(words[0], []).append((words, value))
    return spoken, by_first


SPOKEN, _BY_FIRST = _tables()
"""SPOKEN: by value, how the day is called."""
FIRST_WORDS = frozenset(_BY_FIRST)


def names() -> list[str]:
    return [name for line in _NAMED.strip().splitlines() for name in line.split(": ")[1].split("; ")]


def spans(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, str]]:
    """Every (end, value) of a day's name that begins at token `at`."""
    for words, value in _BY_FIRST.get(tokens[at].folded, ()) if at < len(tokens) else ():
        if tuple(token.folded for token in tokens[at : at + len(words)]) == words:
            yield at + len(words), value


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, after Oudin (1940)."""
    century, golden = year // 100, year % 19
    shift = (century - century // 4 - (century - (century - 17) // 25) // 3 + 19 * golden + 15) % 30
    shift -= shift // 28 * (1 - shift // 28 * (29 // (shift + 1)) * ((21 - golden) // 11))
    sunday = shift - (year + year // 4 + shift + 2 - century + century // 4) % 7
    month = 3 + (sunday + 40) // 44
    return date(year, month, sunday + 28 - 31 * (month // 4))


def nth_sunday(year: int, month: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(6 - first.weekday()) % 7 + 7 * (nth - 1))
