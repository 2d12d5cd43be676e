"""Amounts of one unit in another: worked out exactly, told in Portuguese as exactly as one wants to hear it.

"Dez milhas são cerca de dezesseis vírgula zero nove quilômetros.", "Uma xícara e meia são trezentos e sessenta mililitros."
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from assistant.language.quantities import durations, numbers
from assistant.language.quantities.measures import MEASURES, ONE_AND_ANOTHER

MAX_AMOUNT = 10**15
MIN_AMOUNT = Fraction(1, 10**9)
MAX_IN_WORDS = 10**6
_MAX_HALVED = 10
_FIGURES = 3
_MAX_DENOMINATOR = 12
# Said short, these are another unit when the other side is of that dimension: "trinta libras em bar", "BTUs em watts".
_ALSO = {("lb", "pressure"): "psi", ("BTU", "power"): "BTU/h", ("MB", "data rate"): "MB/s", ("GB", "data rate"): "GB/s"}
_DIVISIBLE = frozenset(("length", "mass", "volume", "area", "data", "time"))
_NEVER_NEGATIVE = _DIVISIBLE | {"speed", "data rate", "pressure", "power", "energy"}


def amount(value: float, rest: float = 0, source: str = "", smaller: str | None = None) -> Fraction:
    """What was said, exactly: a third is 1/3 again. rest, smaller: "cinco pés e onze [polegadas]", "dois quilos e meio"."""
    whole = exactly(value)
    if not rest:
        return whole
    if rest < 1:
        return whole + exactly(rest)
    unit, parts = ONE_AND_ANOTHER.get(source, (source, 1))
    if smaller and smaller != unit and MEASURES[smaller].dimension == MEASURES[source].dimension:
        return whole + exactly(rest) * MEASURES[smaller].factor / MEASURES[source].factor
    return whole + exactly(rest) / parts


def exactly(value: float | Decimal) -> Fraction:
    read = Fraction(str(value))
    near = read.limit_denominator(_MAX_DENOMINATOR)
    return near if abs(near - read) < MIN_AMOUNT else read


def counterparts(source: str, target: str) -> tuple[str, str]:
    """The units that are meant: with bar on one side, "libras" are those of pressure."""
    return (
        _ALSO.get((source, MEASURES[target].dimension), source),
        _ALSO.get((target, MEASURES[source].dimension), target),
    )


def are_of_a_kind(source: str, target: str) -> bool:
    source, target = counterparts(source, target)
    return MEASURES[source].dimension == MEASURES[target].dimension


def convert(value: Fraction, source: str, target: str) -> Fraction:
    """Of one dimension, both: see `problem`."""
    here, there = MEASURES[source], MEASURES[target]
    return (value + here.offset) * here.factor / there.factor - there.offset


def problem(value: Fraction, source: str, target: str) -> str | None:
    """Why there is no answer, as it is said; None when there is one."""
    here, there = MEASURES[source], MEASURES[target]
    if here.dimension != there.dimension:
        if {here.dimension, there.dimension} == {"volume", "mass"}:
            volume, mass = (here, there) if here.dimension == "volume" else (there, here)
            return f"Depende do ingrediente: {volume.unit.many} medem volume, e {mass.unit.many}, peso."
        return f"Não dá para converter {here.unit.many} em {there.unit.many}."
    if value < 0 and here.dimension in _NEVER_NEGATIVE:
        return "Não dá para converter uma medida negativa."
    if here.dimension == "temperature" and (value + here.offset) < 0:
        return "Não existe temperatura abaixo do zero absoluto."
    found = convert(value, source, target)
    if max(abs(value), abs(found)) >= MAX_AMOUNT:
        return "Esse número é grande demais para mim."
    if found and here.dimension != "temperature" and abs(found) < MIN_AMOUNT:
        return "O resultado é pequeno demais para dizer."
    return None


def tell(value: Fraction, source: str, target: str) -> str:
    """The whole answer, which may be why there is none."""
    source, target = counterparts(source, target)
    wrong = problem(value, source, target)
    if wrong:
        return wrong
    if source == target:
        return "É a mesma unidade."
    found = convert(value, source, target)
    told, is_exact = speak_result(found, target)
    subject = speak(value, source)
    return f"{subject[0].upper()}{subject[1:]} {_verb(value, found, source)} {'' if is_exact else 'cerca de '}{told}."


def _verb(value: Fraction, found: Fraction, source: str) -> str:
    """ "Um metro tem cem centímetros", "dez metros são mil", "um nó é 1,85 quilômetro por hora"."""
    if value == 1 and found > 1 and MEASURES[source].dimension in _DIVISIBLE:
        return "tem"
    return "são" if is_plural(value) or is_plural(found) else "é"


def is_plural(value: Fraction) -> bool:
    """ "Um vírgula seis quilômetro", but "dois quilômetros"."""
    return abs(value) >= 2


def speak(value: Fraction, key: str) -> str:
    """As it was asked for: "dez milhas", "meia xícara", "duas xícaras e meia", "um quarto de xícara", "um metro e oitenta"."""
    if value in _PARTS:
        return f"{_PARTS[value]} de {MEASURES[key].unit.one}"
    return _in_parts(value, key) or _halved(value, key) or _counted(value, key)


_PARTS = {
    **{Fraction(1, 4): "um quarto", Fraction(3, 4): "três quartos", Fraction(1, 3): "um terço", Fraction(2, 3): "dois terços"},
    **{Fraction(1, 8): "um oitavo", Fraction(3, 8): "três oitavos", Fraction(1, 5): "um quinto"},
}
_SAID_IN_PARTS = frozenset(("h", "kg", "l", "xíc", "c.sopa", "c.sobremesa", "c.chá", "c.café", "copo"))


def _halved(value: Fraction, key: str) -> str | None:
    """ "meio quilo", "uma xícara e meia"; None where there is no half."""
    unit = MEASURES[key].unit
    if MEASURES[key].dimension == "temperature" or value.denominator != 2 or not 0 < value < _MAX_HALVED:
        return None
    half = "meia" if unit.is_feminine else "meio"
    if value < 1:
        return f"{half} {unit.one}"
    return f"{numbers.speak(int(value), unit.is_feminine)} {unit.many if value > 2 else unit.one} e {half}"


def _counted(value: Fraction, key: str) -> str:
    unit, shown = MEASURES[key].unit, rounded(value)
    in_words = abs(shown) <= MAX_IN_WORDS or shown % 1000 == 0
    number = numbers.speak(shown, unit.is_feminine) if in_words else numbers.digits(shown)
    of = "de " if shown >= MAX_IN_WORDS and shown % MAX_IN_WORDS == 0 else ""
    return f"{number} {of}{unit.many if is_plural(Fraction(shown)) else unit.one}"


def speak_result(value: Fraction, key: str) -> tuple[str, bool]:
    """In words, and whether that is exact: 1.8034 m → ("um metro e oitenta", False)."""
    if key in {"h", "min"} and value > 1 and value.denominator != 1:
        seconds = value * int(MEASURES[key].factor)
        shown_s = durations.rounded(float(seconds))
        return durations.speak(shown_s), seconds == shown_s
    near = _nearest_part(value, key)
    if near is not None:
        return _in_parts(near, key) or speak(near, key), near == value
    if value in _PARTS and key in _SAID_IN_PARTS:
        return speak(value, key), True
    return _halved(value, key) or _counted(value, key), Fraction(rounded(value)) == value


def _nearest_part(value: Fraction, key: str) -> Fraction | None:
    """Heights are told in whole centimetres or inches."""
    if key not in {"m", "ft"} or not 1 <= value < _MAX_HALVED:
        return None
    _, parts = ONE_AND_ANOTHER[key]
    near = Fraction(round(value * parts), parts)
    return near if near.denominator != 1 and near < _MAX_HALVED else None


def _in_parts(value: Fraction, key: str) -> str | None:
    """ "um metro e oitenta", "cinco pés e onze polegadas"; None where that is not how it is said."""
    if key not in {"m", "ft"} or not 1 <= value < _MAX_HALVED or value.denominator == 1:
        return None
    smaller, parts = ONE_AND_ANOTHER[key]
    rest = (value - int(value)) * parts
    if rest.denominator != 1:
        return None
    unit, small = MEASURES[key].unit, MEASURES[smaller].unit
    head = f"{numbers.speak(int(value), unit.is_feminine)} {unit.many if value >= 2 else unit.one}"
    tail = numbers.speak(int(rest), small.is_feminine)
    if key == "m" and rest >= 10:
        return f"{head} e {tail}"
    return f"{head} e {tail} {small.one if rest == 1 else small.many}"


def rounded(value: Fraction) -> Decimal:
    """To three figures, or all those before the comma."""
    if _is_short(value):
        return _decimal(value)
    whole = abs(value)
    places = next((p for p in range(_FIGURES) if whole >= 10 ** (_FIGURES - 1 - p)), None)
    if places is None:
        places = next(p for p in range(_FIGURES, 13) if whole * 10**p >= 10 ** (_FIGURES - 1) or p == 12)
    return Decimal(round(value * 10**places)).scaleb(-places)


def _is_short(value: Fraction) -> bool:
    """Whether all of it can be said: 2,54, but not 1609,344."""
    places = next((p for p in range(13) if (value * 10**p).denominator == 1), None)
    if places is None:
        return False
    significant = len(str(abs(int(value * 10**places))))
    return places == 0 or (places <= 2 and significant <= 5) or significant == 1


def _decimal(value: Fraction) -> Decimal:
    """Of a value whose decimals end."""
    places = next(p for p in range(31) if (value * 10**p).denominator == 1)
    return Decimal(int(value * 10**places)).scaleb(-places)
