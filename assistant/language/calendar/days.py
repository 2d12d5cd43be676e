"""Finding the day in what was said: "amanhã", "na próxima terça", "dia 7 de setembro", "07/09/2026", "daqui a três dias".

Strategy: the first token says which of a few forms it can be; most tokens can be none, and cost nothing. The values are those of
assistant.language.calendar.dates. A weekday before a date ("sexta, dia sete") is passed over, not compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.language.calendar import holidays
from assistant.language.quantities import numbers
from assistant.language.words.phonetics import fold, phonetic
from assistant.language.words.text import Token

WEEKDAYS = ("segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado", "domingo")
MONTHS = (
    *("janeiro", "fevereiro", "março", "abril", "maio", "junho"),
    *("julho", "agosto", "setembro", "outubro", "novembro", "dezembro"),
)
WEEKDAY_VALUES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAYS = {fold(name.removesuffix("-feira")): value for name, value in zip(WEEKDAYS, WEEKDAY_VALUES, strict=True)}
_MONTHS = {fold(name): number for number, name in enumerate(MONTHS, 1)}
_SHORT_MONTHS = {fold(name)[:3]: number for number, name in enumerate(MONTHS, 1)}
_SLIPS = {
    **{"sesta": "sexta", "cesta": "sexta", "sabadu": "sabado", "otubro": "outubro", "janero": "janeiro", "feverero": "fevereiro"},
    **{"marso": "marco", "septembro": "setembro", "dominguo": "domingo", "febreiro": "fevereiro"},
}
_BY_SOUND = {phonetic(name): fold(name) for name in (*MONTHS, *(name.removesuffix("-feira") for name in WEEKDAYS))}
# Nobody writes the name of a day or a month with fewer letters, and shorter words sound like too many others.
_MIN_LETTERS = 4
_SOON = {
    **{"hoje": "+0d", "amanha": "+1d", "a manha": "+1d", "depois de amanha": "+2d", "depois da manha": "+2d", "ontem": "-1d"},
    **{"anteontem": "-2d", "antes de ontem": "-2d", "antontem": "-2d", "oje": "+0d", "amanhan": "+1d"},
    **{"semana que vem": "mon", "proxima semana": "mon", "outra semana": "mon", "semana passada": "-7d", "mes que vem": "+1m"},
    **{"proximo mes": "+1m", "mes passado": "-1m", "ano que vem": "+12m", "proximo ano": "+12m", "ano passado": "-12m"},
    **{"fim de semana": "weekend", "final de semana": "weekend", "fim de semana que vem": "weekend", "findi": "weekend"},
    **{"final de semana que vem": "weekend", "proximo fim de semana": "weekend", "proximo final de semana": "weekend"},
}
_SOON_BY_FIRST: dict[str, list[tuple[tuple[str, ...], str]]] = {}
for _phrase, _value in _SOON.items():
    _SOON_BY_FIRST.setdefault(_phrase.split()[0], []).append((tuple(_phrase.split()), _value))
_PREPOSITIONS = {"em", "no", "na", "pro", "pra", "para", "o", "a", "neste", "nesta", "nesse", "nessa", "este", "esta", "esse"} | {
    "essa"
}
_NEXT, _OTHER = {"proxima", "proximo"}, {"outra", "outro"}
_AFTER_WEEKDAY = {
    **{
        ("que", "vem"): "",
        ("proxima",): "",
        ("proximo",): "",
        ("agora",): "",
        ("mesmo",): "",
        ("desta", "semana"): "",
        ("dessa", "semana"): "",
    },
    **{("passada",): "-1", ("passado",): "-1", ("da", "semana", "passada"): "-1"},
    **{("da", "semana", "que", "vem"): "+1", ("da", "outra", "semana"): "+1", ("da", "proxima", "semana"): "+1"},
    **{("na", "semana", "que", "vem"): "+1", ("na", "proxima", "semana"): "+1", ("sem", "ser", "essa"): "+1"},
}
_UNITS = {"dia": (1, "d"), "dias": (1, "d"), "semana": (7, "d"), "semanas": (7, "d"), "mes": (1, "m"), "meses": (1, "m")}
_UNITS |= {"quinzena": (15, "d"), "quinzenas": (15, "d"), "ano": (12, "m"), "anos": (12, "m")}
_FROM_NOW = (("daqui", "a"), ("daqui", "ha"), ("daqui",), ("dentro", "de"), ("em",), ("da", "qui", "a"))
_AGO_BEFORE, _AGO_AFTER = {"ha", "faz"}, {"atras"}
_STARTS = (
    {"dia", "data", "depois", "daqui", "dentro", "primeiro", "da", *_AGO_BEFORE}
    | (_SOON_BY_FIRST.keys() | _PREPOSITIONS | _NEXT | _OTHER | holidays.FIRST_WORDS)
    | (_WEEKDAYS.keys() | _SLIPS.keys())
)
_MOST_DAYS = 100
_WITH_POINT = re.compile(r"\d{1,2}\.\d{1,2}")


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].folded if 0 <= at < len(tokens) else ""


def _follow(tokens: Sequence[Token], at: int, words: Sequence[str]) -> bool:
    return all(_word(tokens, at + i) == word for i, word in enumerate(words))


def _known(token: Token) -> str:
    """The name of a day or a month that a token is or sounds like, folded; another token as it is."""
    if len(token.folded) < _MIN_LETTERS:
        return token.folded
    return _SLIPS.get(token.folded) or _BY_SOUND.get(token.sound, token.folded)


def weekday(tokens: Sequence[Token], at: int) -> tuple[int, str] | None:
    """(end, "fri") of a weekday at `at`: "sexta", "sexta-feira", "6ª feira"."""
    if at >= len(tokens):
        return None
    if tokens[at].text in {"2", "3", "4", "5", "6"} and _word(tokens, at + 1) == "feira":
        return at + 2, WEEKDAY_VALUES[int(tokens[at].text) - 2]
    value = _WEEKDAYS.get(_known(tokens[at]))
    return (at + 1 + (_word(tokens, at + 1) == "feira"), value) if value else None


def month(tokens: Sequence[Token], at: int) -> int | None:
    return _MONTHS.get(_known(tokens[at])) if at < len(tokens) else None


def spans(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, str]]:
    """Every (end, value) of a day that begins at token `at`, with "no", "na", "em", "para" before it or not; each end once."""
    if at >= len(tokens):
        return
    first = tokens[at]
    if not (first.is_number or first.folded in _STARTS or _known(first) in _WEEKDAYS or numbers.number_word(first)):
        return
    seen: set[int] = set()
    for end, value in _with_preposition(tokens, at):
        if end not in seen:
            seen.add(end)
            yield end, value


def _with_preposition(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, str]]:
    yield from _days(tokens, at)
    if tokens[at].folded in _PREPOSITIONS and at + 1 < len(tokens):
        after = at + 1
        if tokens[at].folded == "para" and _word(tokens, after) in {"o", "a"} and after + 1 < len(tokens):
            yield from _days(tokens, after + 1)
        yield from _days(tokens, after)


def _days(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, str]]:
    for words, value in _SOON_BY_FIRST.get(tokens[at].folded, ()):
        if _follow(tokens, at, words):
            yield at + len(words), value
    yield from holidays.spans(tokens, at)
    yield from _weekdays(tokens, at)
    yield from _dates(tokens, at)
    yield from _distances(tokens, at)


def _weekdays(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, str]]:
    """ "sexta [que vem]", "próxima sexta", "outra sexta", "sexta da semana que vem", "sexta, dia sete de setembro"."""
    for words in (("semana", "que", "vem"), ("proxima", "semana"), ("outra", "semana")):
        later = at + len(words) + (_word(tokens, at + len(words)) in {"na", "no"})
        if _follow(tokens, at, words) and (found := weekday(tokens, later)):
            yield found[0], f"{found[1]}+1"
    before = tokens[at].folded
    found = weekday(tokens, at + 1 if before in _NEXT | _OTHER else at)
    if not found:
        return
    end, value = found
    if before in _OTHER:
        yield end, f"{value}+1"
        return
    for words, week in _AFTER_WEEKDAY.items():
        if _follow(tokens, end, words):
            yield end + len(words), value + week
    if end < len(tokens):
        yield from _dates(tokens, end)
    yield end, value


def _dates(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, str]]:
    at += _word(tokens, at) in _NEXT and _word(tokens, at + 1) == "dia"  # "no próximo dia 15"
    named = _word(tokens, at) == "dia" or _follow(tokens, at, ("data", "de"))
    start = at + named + (named and tokens[at].folded == "data")
    if start >= len(tokens):
        return
    if not named and tokens[at].is_number:
        yield from _iso(tokens, at)
    for end, day in _day_numbers(tokens, start):
        dated = list(_months(tokens, end, day, named))
        yield from dated
        if named:
            yield end, f"---{day:02}"


def _day_numbers(tokens: Sequence[Token], at: int) -> list[tuple[int, int]]:
    if _word(tokens, at) in {"primeiro", "1o"}:
        return [(at + 1, 1)]
    if not (tokens[at].is_number or numbers.number_word(tokens[at])):
        return []
    whole = [(end, int(v)) for end, v in numbers.spans(tokens, at) if v == v.to_integral_value() and v < _MOST_DAYS]
    return sorted(whole, reverse=True)


def _months(tokens: Sequence[Token], at: int, day: int, named: bool) -> Iterator[tuple[int, str]]:
    """What may follow the number of a day: "de setembro [de 2026]", "/9[/2026]", "do nove", "do mês que vem"."""
    is_written = tokens[at - 1].is_number
    at += is_written and _word(tokens, at) == "o"  # "1o de maio"
    joint = _word(tokens, at)
    after = at + (joint in {"de", "do"})
    number = month(tokens, after) if after > at else None
    if is_written and number is None:
        number = _SHORT_MONTHS.get(_word(tokens, after))
    if number:
        yield from _years(tokens, after + 1, number, day)
    if joint == "do" and at + 1 < len(tokens):
        for end, numbered in _day_numbers(tokens, at + 1):
            if 1 <= numbered <= len(MONTHS):
                yield from _years(tokens, end, numbered, day)
    yield from _this_month_or_next(tokens, at, day, named)
    if joint in {"/", "-"}:
        yield from _in_figures(tokens, at, day, named)


def _this_month_or_next(tokens: Sequence[Token], at: int, day: int, named: bool) -> Iterator[tuple[int, str]]:
    """ "do mês que vem", "deste mês"; after "dia 15" also "agora", "próximo"."""
    for words in (("do", "mes", "que", "vem"), ("do", "proximo", "mes")):
        if _follow(tokens, at, words):
            yield at + len(words), f"---{day:02}+1"
    for words in (("deste", "mes"), ("desse", "mes"), ("agora",), ("proximo",), ("que", "vem")):
        if named and _follow(tokens, at, words):
            yield at + len(words), f"---{day:02}"


def _in_figures(tokens: Sequence[Token], at: int, day: int, named: bool) -> Iterator[tuple[int, str]]:
    """ "/9", "/09/2026", "-9-26"."""
    month_, sign, year = (token.text for token in (*tokens[at + 1 : at + 4], *[Token("", 0, 0)] * 3)[:3])
    if not (month_.isdecimal() and len(month_) <= 2):
        return
    if sign == tokens[at].text and year.isdecimal() and len(year) in {2, 4}:
        yield at + 4, f"{'20' * (len(year) == 2)}{year}-{int(month_):02}-{day:02}"
    if tokens[at].text == "/" and (named or (1 <= int(month_) <= len(MONTHS) and day <= 31)):
        yield at + 2, f"--{int(month_):02}-{day:02}"


def _years(tokens: Sequence[Token], at: int, number: int, day: int) -> Iterator[tuple[int, str]]:
    if _word(tokens, at) in {"de", "do", "/"} and at + 1 < len(tokens):
        for end, year in numbers.spans(tokens, at + 1):
            if year == year.to_integral_value() and 1000 <= year <= 9999:
                yield end, f"{int(year):04}-{number:02}-{day:02}"
    for words in (("do", "ano", "que", "vem"), ("do", "proximo", "ano")):
        if _follow(tokens, at, words):
            yield at + len(words), f"--{number:02}-{day:02}+1"
    yield at, f"--{number:02}-{day:02}"


def _iso(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, str]]:
    parts = [token.text for token in tokens[at : at + 5]]
    if _WITH_POINT.fullmatch(parts[0]) and len(parts) > 1 and len(parts[1]) == 4 and parts[1].isdecimal():  # "7.9.2026"
        day, month_number = (int(part) for part in parts[0].split("."))
        yield at + 2, f"{parts[1]}-{month_number:02}-{day:02}"
    if len(parts) == 5 and parts[1] == parts[3] == "-" and [len(part) for part in parts[::2]] == [4, 2, 2]:
        yield at + 5, "-".join(parts[::2])


def _distances(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, str]]:
    """ "daqui a três dias", "em duas semanas", "há um mês", "três dias atrás"."""
    starts = [(at + len(words), "+") for words in _FROM_NOW if _follow(tokens, at, words)]
    if tokens[at].folded in _AGO_BEFORE:
        starts.append((at + 1, "-"))
    starts.append((at, ""))
    for start, sign in starts:
        if start >= len(tokens) or not (tokens[start].is_number or numbers.number_word(tokens[start])):
            continue
        for end, value in numbers.spans(tokens, start):
            unit = _UNITS.get(_word(tokens, end))
            ago = _word(tokens, end + 1) in _AGO_AFTER
            if unit and value == value.to_integral_value() and (sign or ago):
                distance = f"{min(int(value) * unit[0], 10**7)}{unit[1]}"
                if ago and sign != "+":
                    yield end + 2, "-" + distance
                if sign:
                    yield end + 1, sign + distance
