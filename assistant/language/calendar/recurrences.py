"""Finding what recurs in what was said: "todo dia útil", "às terças", "de segunda a sexta", "a cada duas horas".

Strategy: fixed phrases by their first word, then the forms that hold weekdays, dates or lengths of time. The rules found are
those of assistant.language.calendar.repetitions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from assistant.language.calendar import days
from assistant.language.calendar.days import WEEKDAY_VALUES
from assistant.language.quantities import durations, numbers
from assistant.language.words.text import Token

WORKDAYS, WEEKEND = "mon,tue,wed,thu,fri", "sat,sun"
_WEEK_S = 7 * durations.DAY
_PHRASES = {
    "daily": """todo dia; todos os dias; todos dias; todo santo dia; diariamente; cada dia; a cada dia; uma vez por dia
        uma vez ao dia; diario; diaria; todos os dias da semana; 1 vez por dia; dia apos dia""",
    f"weekly:{WORKDAYS}": """todo dia util; todos os dias uteis; em dias uteis; nos dias uteis; dias uteis
        em dia util; cada dia util; dias de semana; em dias de semana; nos dias de semana; durante a semana; em dia de semana
        todo dia de semana; aos dias uteis; todos os dias de semana; dia de semana; dia util""",
    f"weekly:{WEEKEND}": """todo fim de semana; todos os fins de semana; nos fins de semana; aos fins de semana; fins de semana
        todo final de semana; todos os finais de semana; nos finais de semana; aos finais de semana; finais de semana
        em fins de semana; cada fim de semana; em finais de semana""",
    f"every:{_WEEK_S}": """toda semana; todas as semanas; uma vez por semana; semanalmente; semanal; a cada semana
        cada semana; 1 vez por semana""",
    f"every:{2 * durations.DAY}": "dia sim dia nao; um dia sim um dia nao; um dia sim outro nao; dia sim e dia nao",
    f"every:{2 * _WEEK_S}": "semana sim semana nao; uma semana sim uma semana nao",
    f"every:{15 * durations.DAY}": "quinzenalmente; toda quinzena; uma vez por quinzena; cada quinzena; a cada quinzena",
    "every:3600": "toda hora; todas as horas; de hora em hora; a cada hora; cada hora; uma vez por hora",
    "every:1800": "de meia em meia hora; a cada meia hora; cada meia hora",
    "every:60": "todo minuto; a cada minuto; cada minuto; de minuto em minuto",
    "monthly": "todo mes; todos os meses; mensalmente; mensal; a cada mes; cada mes; uma vez por mes; 1 vez por mes",
    "yearly": "todo ano; todos os anos; anualmente; anual; a cada ano; cada ano; uma vez por ano; 1 vez por ano",
    "monthly:31": "todo ultimo dia do mes; no ultimo dia de cada mes; todo fim de mes; todo final de mes; no ultimo dia do mes",
    "monthly:1": "todo primeiro dia do mes; no primeiro dia de cada mes; todo comeco de mes; todo inicio de mes",
}
_BY_FIRST: dict[str, list[tuple[tuple[str, ...], str]]] = {}
for _rule, _lines in _PHRASES.items():
    for _phrase in _lines.replace("\n", ";").split(";"):
        if _words := tuple(_phrase.split()):
            _BY_FIRST.setdefault(_words[0], []).append((_words, _rule))
_SINGULAR = (("todo",), ("toda",), ("todas", "as"), ("todos", "os"), ("cada",), ("a", "cada"))
_PLURAL = (("as",), ("aos",), ("nas",), ("nos",), ("os",), ())
_PERIODS = {"manha", "tarde", "noite", "madrugada", "manhas", "tardes", "noites", "madrugadas"}
_EXCEPT = {"menos", "exceto", "fora", "tirando", "salvo"}
_TO = {"a", "ate"}
_PER = {"dia": durations.DAY, "hora": durations.HOUR, "semana": _WEEK_S, "mes": 30 * durations.DAY, "ano": 365 * durations.DAY}
_OF_EACH_MONTH = tuple(tuple(phrase.split()) for phrase in ("de cada mes", "de todo mes", "de todos os meses", "todo mes"))
_STARTS = (
    _BY_FIRST.keys()
    | {words[0] for words in (*_SINGULAR, *_PLURAL) if words}
    | {"de", "da", "dia", "no", "sempre"}
    | {name + plural for name in ("segunda", "terca", "quarta", "quinta", "sexta", "sabado", "domingo") for plural in ("", "s")}
)


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].folded if 0 <= at < len(tokens) else ""


def _follow(tokens: Sequence[Token], at: int, words: Sequence[str]) -> bool:
    return all(_word(tokens, at + i) == word for i, word in enumerate(words))


def spans(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, str]]:
    """Every (end, rule) of something that recurs and begins at token `at`; each end once."""
    if at >= len(tokens):
        return
    first = tokens[at]
    if not (first.folded in _STARTS or first.is_number or first.folded.endswith("s") or numbers.number_word(first)):
        return
    at += first.folded == "sempre"  # "sempre às segundas"
    seen: set[int] = set()
    for readings in (_phrases, _weekdays, _ranges, _dated, _intervals):
        for end, rule in readings(tokens, at):
            if end not in seen:
                seen.add(end)
                yield end, rule


def _phrases(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, str]]:
    for words, rule in _BY_FIRST.get(_word(tokens, at), ()):
        if not _follow(tokens, at, words):
            continue
        end = at + len(words)
        if rule == "daily" and _word(tokens, end) in _EXCEPT:
            yield from _excepted(tokens, end + 1)
        if rule in {"monthly", "yearly"} or rule == f"every:{_WEEK_S}":
            yield from _on(tokens, end, rule)
        yield end, rule
    for before in (("toda",), ("todas", "as"), ("toda", "a")):
        if _follow(tokens, at, before) and _word(tokens, at + len(before)) in _PERIODS:
            yield at + len(before), "daily"  # and the part of the day is a time of day


def _on(tokens: Sequence[Token], at: int, rule: str) -> Iterator[tuple[int, str]]:
    """The day of the month, of the year or of the week: "todo mês no dia 5", "toda semana na segunda"."""
    for end, day in days.spans(tokens, at):
        if rule == "monthly" and _is_day(day):
            yield end, f"monthly:{int(day[3:])}"
        elif rule == "yearly" and _is_date(day):
            yield end, f"yearly:{day[2:]}"
        elif rule.startswith("every") and day in WEEKDAY_VALUES:
            yield end, f"weekly:{day}"


def _is_day(value: str) -> bool:
    return value.startswith("---") and value[3:].isdecimal()


def _is_date(value: str) -> bool:
    return value.startswith("--") and value[2:].replace("-", "", 1).isdecimal() and not value.startswith("---")


def _weekdays(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, str]]:
    """ "toda segunda e quarta", "às segundas e às quartas", "sábados e domingos"."""
    for before in (*_SINGULAR, *_PLURAL):
        if _follow(tokens, at, before):
            for end, found in _several(tokens, at + len(before), must_be_plural=before in _PLURAL):
                yield end, _weekly(found)


def _several(tokens: Sequence[Token], at: int, must_be_plural: bool) -> Iterator[tuple[int, set[str]]]:
    found: set[str] = set()
    while one := _weekday(tokens, at):
        end, value, is_plural = one
        if must_be_plural and not found and not is_plural:
            return
        found = found | {value}
        yield end, found
        at = end + (_word(tokens, end) == "e")
        at += next((len(words) for words in (*_SINGULAR, *_PLURAL) if _follow(tokens, at, words)), 0)


def _weekday(tokens: Sequence[Token], at: int) -> tuple[int, str, bool] | None:
    """(end, "fri", whether it is in the plural) of "sexta[-feira]", "sextas[-feiras]", "sábados"."""
    found = days.weekday(tokens, at)
    if found:
        return *found, False
    if not _word(tokens, at).endswith("s"):
        return None
    one = days.weekday([Token(tokens[at].text[:-1], 0, 0)], 0)
    return (at + 1 + (_word(tokens, at + 1) in {"feira", "feiras"}), one[1], True) if one else None


def _weekly(found: Iterable[str]) -> str:
    ordered = [name for name in WEEKDAY_VALUES if name in found]
    return "daily" if len(ordered) == len(WEEKDAY_VALUES) else f"weekly:{','.join(ordered)}"


def _excepted(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, str]]:
    """ "todo dia menos domingo", "todos os dias exceto no fim de semana"."""
    for before in (("o",), ("a",), ("no",), ("na",), *_PLURAL):
        if not _follow(tokens, at, before):
            continue
        start = at + len(before)
        for words in (("fim", "de", "semana"), ("final", "de", "semana"), ("fins", "de", "semana"), ("finais", "de", "semana")):
            if _follow(tokens, start, words):
                yield start + len(words), f"weekly:{WORKDAYS}"
        for end, found in _several(tokens, start, must_be_plural=False):
            if len(found) < len(WEEKDAY_VALUES):
                yield end, _weekly(set(WEEKDAY_VALUES) - found)


def _ranges(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, str]]:
    """ "de segunda a sexta", "segunda a sábado"; over the end of the week too."""
    at += _word(tokens, at) in {"de", "da", "toda"}
    first = days.weekday(tokens, at)
    if not first or _word(tokens, first[0]) not in _TO:
        return
    last = days.weekday(tokens, first[0] + 1)
    if last:  # "de domingo a domingo" is every day
        begin, end = WEEKDAY_VALUES.index(first[1]), WEEKDAY_VALUES.index(last[1])
        n_days = (end - begin) % len(WEEKDAY_VALUES) + 1 if end != begin else len(WEEKDAY_VALUES)
        yield last[0], _weekly({WEEKDAY_VALUES[(begin + n) % len(WEEKDAY_VALUES)] for n in range(n_days)})


def _dated(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, str]]:
    """ "todo dia 5", "todo 7 de setembro", "todo natal", "no dia 5 de cada mês"."""
    start = at + (_word(tokens, at) in {"todo", "cada"})
    for end, day in days.spans(tokens, start) if start > at or _word(tokens, at) in {"dia", "no"} else ():
        if _is_day(day):
            ending = next((len(words) for words in _OF_EACH_MONTH if _follow(tokens, end, words)), 0)
            ending = ending or 2 * (start > at and _follow(tokens, end, ("do", "mes")))
            if start > at or ending:
                yield end + ending, f"monthly:{int(day[3:])}"
        elif _is_date(day) and start > at:
            yield end, f"yearly:{day[2:]}"


def _intervals(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, str]]:
    """ "a cada duas horas", "de duas em duas horas", "três vezes por dia"."""
    for before in (("a", "cada"), ("cada",)):
        if _follow(tokens, at, before):
            yield from ((end, f"every:{seconds}") for end, seconds in durations.spans(tokens, at + len(before)))
    if _word(tokens, at) == "de":
        for end, amount in numbers.spans(tokens, at + 1):
            if _word(tokens, end) == "em":
                repeated = {amount_end for amount_end, again in numbers.spans(tokens, end + 1) if again == amount}
                for stop, seconds in durations.spans(tokens, end + 1):
                    if stop - 1 in repeated:
                        yield stop, f"every:{seconds}"
    for end, times in numbers.spans(tokens, at):
        if times >= 1 and _word(tokens, end) in {"vez", "vezes"} and _word(tokens, end + 1) in {"por", "ao", "a", "na", "no"}:
            length = _PER.get(_word(tokens, end + 2))
            if length and times <= length:
                yield end + 3, "daily" if (length, times) == (durations.DAY, 1) else f"every:{int(length / times)}"
