"""Finding the time of day in what was said: "quinze pras oito", "às 7h30", "meio-dia e meia", "amanhã de manhã às dez".

Strategy: an hour, its minutes and its part of the day are read one after the other, the longest reading first. What has a
sign of being an hour ("às", "horas", minutes, a part of the day) comes from `spans`, a number alone from `bare_spans`, so that
the caller can make it dearer. The values are those of assistant.language.calendar.clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.language.quantities import numbers
from assistant.language.words.text import Token

# A part of the day: the hours it has room for (the night's go on after midnight), and the one it stands for when none is said.
_PERIODS = {
    "madrugada": (range(7), "03:00"),
    "manha": (range(1, 13), "08:00"),
    "matina": (range(1, 13), "07:00"),
    "manhazinha": (range(1, 13), "07:00"),
    "tarde": (range(12, 20), "15:00"),
    "tardezinha": (range(15, 20), "17:00"),
    "tardinha": (range(15, 20), "17:00"),
    "noite": (range(18, 28), "20:00"),
    "noitinha": (range(18, 24), "19:00"),
    "am": (range(12), "08:00"),
    "pm": (range(12, 24), "15:00"),
}
_PHRASES = {
    **{
        "cedo": "07:00",
        "cedinho": "07:00",
        "de manha cedo": "07:00",
        "de manha cedinho": "07:00",
        "bem cedo": "07:00",
        "bem cedinho": "07:00",
    },
    **{"logo cedo": "07:00", "logo de manha": "07:00", "no fim da manha": "11:00", "no final da manha": "11:00"},
    **{"no meio da manha": "10:00", "no comeco da manha": "08:00", "no inicio da manha": "08:00"},
    **{"no comeco da tarde": "13:00", "no inicio da tarde": "13:00", "no meio da tarde": "15:00"},
    **{"no fim da tarde": "18:00", "no final da tarde": "18:00", "fim de tarde": "18:00", "no fim de tarde": "18:00"},
    **{"no comeco da noite": "19:00", "no inicio da noite": "19:00", "no fim da noite": "23:00", "tarde da noite": "23:00"},
    **{"na hora do almoco": "12:00", "na hora de almoco": "12:00", "no horario do almoco": "12:00"},
    **{"na hora do jantar": "20:00", "na hora da janta": "20:00", "ao amanhecer": "06:00", "ao anoitecer": "18:00"},
}
_PHRASES_BY_FIRST: dict[str, list[tuple[tuple[str, ...], str]]] = {}
for _phrase, _value in _PHRASES.items():
    _PHRASES_BY_FIRST.setdefault(_phrase.split()[0], []).append((tuple(_phrase.split()), _value))
_PREPOSITIONS = (
    *(("as",), ("a",), ("aas",), ("ao",), ("pras",), ("pra",), ("pro",), ("para", "as"), ("para", "a"), ("para", "o")),
    *(("pelas",), ("la", "pelas"), ("por", "volta", "das"), ("por", "volta", "da"), ("por", "volta", "do"), ("perto", "das")),
)
_TO = {"pra", "pras", "para", "pro"}
_BEFORE_PERIOD = {"da", "de", "a", "na", "pela"}
_BEFORE_PERIOD_ALONE = _BEFORE_PERIOD - {"da"} | {"esta", "essa", "nesta", "nessa"}
_NOON = {("meio", "dia"): 12, ("meia", "noite"): 0}
_HOUR_WORDS = {"hora", "horas", "h", "hs", "hr", "hrs", "ora", "oras", "horinhas"}
_MINUTE_WORDS = {"minuto", "minutos", "min", "minutinhos"}
_SHARP = (("em", "ponto"), ("e", "pouco"), ("e", "pouquinho"))
_WITH_POINT = re.compile(r"\d{1,2}\.\d\d")
_NOT_HOURS = {"um", "dois"}
_HALF = {"meia", "meio"}
_MAX_HOUR = 100
_STARTS = (
    {words[0] for words in _PREPOSITIONS}
    | _PHRASES_BY_FIRST.keys()
    | _BEFORE_PERIOD_ALONE
    | {name + plural for name in _PERIODS for plural in ("", "s")}
    | {"meio", "meia", "falta", "faltam", "faltando"}
)


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].folded if 0 <= at < len(tokens) else ""


def _follow(tokens: Sequence[Token], at: int, words: Sequence[str]) -> bool:
    return all(_word(tokens, at + i) == word for i, word in enumerate(words))


def _whole(tokens: Sequence[Token], at: int, below: int) -> list[tuple[int, int]]:
    """Every (end, number) of a whole number below `below` at `at`, the longest first: "vinte e três" rather than "vinte"."""
    if at >= len(tokens) or not (tokens[at].is_number or numbers.number_word(tokens[at])):
        return []
    found = {end: value for end, value in numbers.spans(tokens, at) if value == value.to_integral_value() and value < below}
    return [(end, int(found[end])) for end in sorted(found, reverse=True)]


def spans(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, str]]:
    """Every (end, value) of a time of day that begins at token `at` and has a sign of being one; each end once."""
    if at >= len(tokens):
        return
    first = tokens[at]
    if not (first.is_number or first.folded in _STARTS or numbers.number_word(first)):
        return
    found: dict[int, str] = {}
    for end, value, is_sure in _readings(tokens, at):
        # "às vinte e cinco" is rather 20:05 than the hour 25.
        if is_sure and (end not in found or (_is_possible(value) and not _is_possible(found[end]))):
            found[end] = value
    yield from found.items()


def _is_possible(value: str) -> bool:
    return not value.endswith("!") and value[:2] < "24" and value[2] == ":" and value[3] < "6"


def bare_spans(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, str]]:
    """Every (end, value) of a number alone that can be an hour: "sete", "19"."""
    if _word(tokens, at) in _NOT_HOURS:
        return
    for end, hour in _whole(tokens, at, 25):
        if _word(tokens, end) not in _HOUR_WORDS and tokens[at].text.isalnum():
            yield end, _value(hour, 0, None)


def _readings(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, str, bool]]:
    """(end, value, whether it has a sign of being a time of day)."""
    yield from ((end, value, True) for end, value in _period_first(tokens, at))
    for prepositions in _PREPOSITIONS:
        if _follow(tokens, at, prepositions):
            start = at + len(prepositions)
            yield from ((end, value, True) for end, value, _ in _hour_first(tokens, start, _MAX_HOUR))
            yield from ((end, value, True) for end, value in _minutes_to(tokens, start))
    yield from ((end, value, True) for end, value in _minutes_to(tokens, at))
    yield from _hour_first(tokens, at, _MAX_HOUR)


def _period_first(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, str]]:
    """ "de manhã", "à noite", "esta tarde às três", "cedo", "no fim da tarde"."""
    for after, period, value in _periods(tokens, at):
        for prepositions in (*_PREPOSITIONS, ()):
            if _follow(tokens, after, prepositions):
                start = after + len(prepositions)
                for end, hour, minute, sure, _ in _hour_and_minute(tokens, start, _MAX_HOUR):
                    if prepositions or sure:
                        yield end, _value(hour, minute, period)
                if prepositions:
                    yield from _minutes_to(tokens, start, period)
        yield after, value


def _periods(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, str, str]]:
    """(end, part of the day, the hour it stands for)."""
    for words, value in _PHRASES_BY_FIRST.get(_word(tokens, at), ()):
        if _follow(tokens, at, words):
            yield at + len(words), "manha" if value < "12" else "noite" if value > "18:30" else "tarde", value
    if _word(tokens, at) in _BEFORE_PERIOD_ALONE and _word(tokens, at + 1) in _PERIODS:
        yield at + 2, _word(tokens, at + 1), _PERIODS[_word(tokens, at + 1)][1]
    # "toda manhã", "todas as noites": what recurs took the word before.
    name = _word(tokens, at).removesuffix("s")
    if name in _PERIODS and {_word(tokens, at - 1), _word(tokens, at - 2)} & {"toda", "todas"}:
        yield at + 1, name, _PERIODS[name][1]


def _is_sharp(tokens: Sequence[Token], at: int) -> bool:
    """Whether "em ponto" stands at `at`, or "e pouco", which is as exact as can be."""
    return any(_follow(tokens, at, words) for words in _SHARP)


def _hour_first(tokens: Sequence[Token], at: int, below: int) -> Iterator[tuple[int, str, bool]]:
    for stop, hour, minute, sure, written_24 in _hour_and_minute(tokens, at, below):
        is_sharp = _is_sharp(tokens, stop)
        end = stop + 2 * is_sharp
        name = _word(tokens, end + 1)
        if _word(tokens, end) in {"am", "pm"}:
            yield end + 1, _value(hour, minute, _word(tokens, end)), True
        elif _word(tokens, end) in _BEFORE_PERIOD and name in _PERIODS and name not in {"am", "pm"}:
            after = end + 2 + 2 * _is_sharp(tokens, end + 2)
            yield after, _value(hour, minute, name), True
        yield end, _value(hour, minute, None, written_24), sure or is_sharp


def _hour_and_minute(tokens: Sequence[Token], at: int, below: int) -> Iterator[tuple[int, int, int, bool, bool]]:
    """Every (end, hour, minute, sure, of 24 hours): sure when it cannot be just a number, of 24 hours as in "07:30"."""
    noon = _NOON.get((_word(tokens, at), _word(tokens, at + 1)))
    if noon is not None:
        yield from ((end, noon, minute, True, True) for end, minute in _minutes(tokens, at + 2, False))
        yield at + 2, noon, 0, True, True
        return
    if _word(tokens, at) in _NOT_HOURS:
        return
    if at < len(tokens) and _WITH_POINT.fullmatch(tokens[at].text):  # "às 7.30"
        hour, minute = tokens[at].text.split(".")
        yield at + 1 + (_word(tokens, at + 1) in _HOUR_WORDS), int(hour), int(minute), False, len(hour) > 1 and hour[0] == "0"
    for end, hour in _whole(tokens, at, below):
        padded = tokens[at].text.startswith("0") and len(tokens[at].text) == 2
        named = _word(tokens, end) in _HOUR_WORDS
        written = tokens[at].is_number and end == at + 1 and (named or _word(tokens, end) == ":")
        of_24 = padded and written
        if written and end + 1 < len(tokens) and len(tokens[end + 1].text) == 2 and tokens[end + 1].text.isdecimal():
            unit = end + 2 + (_word(tokens, end + 2) in {*_MINUTE_WORDS, *_HOUR_WORDS, "m"})
            yield unit, hour, int(tokens[end + 1].text), True, of_24
        if _word(tokens, end) != ":":
            whole = {stop for stop, _ in _whole(tokens, at, _MAX_HOUR)} if not named else set()  # "vinte e cinco" is a number
            for stop, minute in _minutes(tokens, end + named, not named):
                yield stop, hour, minute, stop not in whole, of_24
            yield end + named, hour, 0, named, of_24


def _minutes(tokens: Sequence[Token], at: int, may_touch: bool) -> Iterator[tuple[int, int]]:
    """ "e meia", "e quinze [minutos]", "e um quarto"; may_touch: also "sete [e] trinta", "sete zero cinco"."""
    if _word(tokens, at) == "e":
        if _word(tokens, at + 1) in _HALF and _word(tokens, at + 2) not in {"hora", "dia", "noite"}:
            yield at + 2, 30
        if _word(tokens, at + 1) == "um" and _word(tokens, at + 2) == "quarto":
            yield at + 3, 15
        for end, minute in _whole(tokens, at + 1, 100):
            yield end + (_word(tokens, end) in _MINUTE_WORDS), minute
    elif may_touch and at < len(tokens) and not tokens[at].is_number:
        if _word(tokens, at) == "zero":
            yield from ((end, minute) for end, minute in _whole(tokens, at + 1, 10) if minute)
        yield from ((end, minute) for end, minute in _whole(tokens, at, 60) if minute >= 10 and _word(tokens, end) != "minutos")


def _minutes_to(tokens: Sequence[Token], at: int, period: str | None = None) -> Iterator[tuple[int, str]]:
    """ "[faltam] quinze [minutos] pras oito [da noite]", "dez para o meio-dia"."""
    at += _word(tokens, at) in {"falta", "faltam", "faltando"}
    quarter = [(at + 2, 15)] if _follow(tokens, at, ("um", "quarto")) else []
    for stop, minutes in (*quarter, *_whole(tokens, at, 60)):
        end = stop + (_word(tokens, stop) in _MINUTE_WORDS)
        if not minutes or _word(tokens, end) not in _TO:
            continue
        start = end + 1 + (_word(tokens, end) == "para" and _word(tokens, end + 1) in {"as", "a", "o"})
        for after, hour, extra, _, _ in _hour_and_minute(tokens, start, 25):
            if extra:
                continue
            # The part of the day is that of the hour that is coming: "dez pro meio-dia" is before noon.
            if _word(tokens, after) in _BEFORE_PERIOD and _word(tokens, after + 1) in _PERIODS:
                yield after + 2, _before(_value(hour, 0, _word(tokens, after + 1)), minutes)
            yield after, _before(_value(hour, 0, period), minutes)


def _value(hour: int, minute: int, period: str | None, of_24_hours: bool = False) -> str:
    if hour > 24 or minute > 59:
        return f"{hour:02}:{minute:02}"
    if period is None:
        is_open = 1 <= hour < 12 and not of_24_hours
        return f"{hour % 24:02}:{minute:02}{'~' * is_open}"
    possible = [h % 24 for h in (hour, hour + 12, hour + 24) if h in _PERIODS[period][0]]
    if not possible and hour == 12 and period in {"madrugada", "am"}:
        possible = [0]
    return f"{possible[0]:02}:{minute:02}" if possible else f"{hour % 24:02}:{minute:02}!"


def _before(value: str, minutes: int) -> str:
    hour, minute = int(value[:2]), int(value[3:5])
    if hour > 23:
        return value
    total = (hour * 60 + minute - minutes) % (24 * 60)
    return f"{total // 60:02}:{total % 60:02}{value[5:]}"
