"""Written Portuguese → the words a voice says: numbers, money, hours, dates, units and signs spelled out, mark-up left out.

Strategy: an ordered list of rules, each a pattern and what is said for it. Whole things come before their parts: a date before
a fraction, a price before a number. What a rule has put into words holds no digits, so no later rule touches it again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from num2words import num2words

from assistant.language import numbers
from assistant.language.dates import MONTHS, speak_date
from assistant.language.markup import plain, without_signs
from assistant.language.units import CURRENCIES, SCALES, UNITS, Unit, is_feminine

_ABBREVIATIONS = {
    "dr": "doutor", "dra": "doutora", "drs": "doutores", "sr": "senhor", "sra": "senhora", "srs": "senhores", "srta": "senhorita",
    "prof": "professor", "profa": "professora", "profª": "professora", "eng": "engenheiro", "av": "avenida", "rod": "rodovia",
    "sto": "santo", "sta": "santa", "jr": "júnior", "ltda": "limitada", "cia": "companhia", "etc": "etcétera", "pág": "página",
    "págs": "páginas", "cap": "capítulo", "vol": "volume", "fig": "figura", "art": "artigo", "tel": "telefone",
    "aprox": "aproximadamente", "máx": "máximo", "mín": "mínimo", "apto": "apartamento", "séc": "século", "obs": "observação",
    "vs": "versus", "núm": "número", "p. ex": "por exemplo",
}  # fmt: skip
_FRACTIONS = {
    "1/2": "meio", "1/3": "um terço", "2/3": "dois terços", "1/4": "um quarto", "3/4": "três quartos", "1/5": "um quinto",
    "1/8": "um oitavo", "1/10": "um décimo",
}  # fmt: skip
_WRITTEN_SCALES = {"mi": "milhões", "bi": "bilhões", "tri": "trilhões"}
_OPERATORS = dict.fromkeys("x×*", "vezes") | dict.fromkeys("-−", "menos") | {"+": "mais", "÷": "dividido por", "=": "é igual a"}

# A point before three digits groups thousands; any other is a decimal point. Nothing is cut out of a longer number.
_N = r"(?<![\d.,])(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)(?![.,]?\d)"
_MINUS = r"(?:(?<![\w)\]%.,])[-−])?"
_SCALE = rf"(?:\s+(?:{'|'.join(SCALES)})(?!\w))?"


def _digits(text: str) -> str:
    return " ".join(num2words(int(c), lang="pt_BR") for c in text)


def _number(written: str, feminine: bool = False) -> str:
    """A cardinal as it is written; digit by digit what is a code or longer than anybody follows."""
    written = written.replace("−", "-")
    sign, figures = ("menos ", written[1:]) if written.startswith("-") else ("", written)
    value = numbers.value_of(figures)
    is_code = len(figures) > 1 and figures.isdigit() and figures[0] == "0"
    if is_code or value > numbers.LARGEST:
        return sign + _digits(re.sub(r"\D", "", figures))
    return sign + numbers.speak(value, feminine)


def _code(found: re.Match[str]) -> str:
    return ", ".join(_digits(group) for group in re.findall(r"\d+", found.group()))


def _date(found: re.Match[str]) -> str:
    day, month, year = (int(found[name] or 0) for name in ("day", "month", "year"))
    if 0 < year < 100:
        year += 2000 if year < 70 else 1900
    try:
        return speak_date(date(year or 2000, month, day), year=bool(year))
    except ValueError:  # the 31st of February is no date: read it as it stands
        return " barra ".join(_number(group.lstrip("0") or "0") for group in re.findall(r"\d+", found.group()))


def _day_of_month(found: re.Match[str]) -> str:
    day = int(found["day"])
    return "primeiro" if day == 1 else numbers.speak(day)


def _hour(found: re.Match[str]) -> str:
    """As "quinze horas e trinta", right for a time of day and for a length of time."""
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    spoken = f"{numbers.speak(hour, feminine=True)} {'hora' if hour < 2 else 'horas'}"
    if minute:
        spoken += f" e {numbers.speak(minute)}"
        spoken += f" minuto{'s' * (minute > 1)}" if found["min"] else ""
    return spoken


def _clock(found: re.Match[str]) -> str:
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    spoken = numbers.speak(hour, feminine=True)
    if minute == 0 or hour == 0:
        spoken += " hora" if hour < 2 else " horas"
    if minute:
        spoken += f" e {numbers.speak(minute)}"
    return f"{spoken} e {numbers.speak(second)} segundo{'s' * (second > 1)}" if second else spoken


def _money(found: re.Match[str]) -> str:
    currency = CURRENCIES[found["currency"] or found["currency_after"]]
    sign = "menos " if found["minus"] else ""
    written = found["amount"] or found["amount_after"]
    value, scale = numbers.value_of(written), _scale(found["scale"], written)
    if value > numbers.LARGEST or scale:
        joint = " de " if scale and scale != "mil" else " "
        return f"{sign}{_number(written, currency.unit.is_feminine)} {scale}{joint}{currency.unit.many}".replace("  ", " ")
    whole, cents = divmod(round(value * 100), 100)
    parts = []
    if whole or not cents:
        of = "de " if whole and whole % 10**6 == 0 else ""
        parts.append(_count(Decimal(whole), currency.unit, of))
    if cents:
        parts.append(_count(Decimal(cents), currency.cent))
    return sign + " e ".join(parts)


def _count(value: Decimal, unit: Unit, of: str = "") -> str:
    return f"{numbers.speak(value, unit.is_feminine)} {of}{unit.one if abs(value) < 2 and value else unit.many}"


def _scale(scale: str | None, amount: str) -> str:
    spoken = _WRITTEN_SCALES.get((scale or "").strip(), (scale or "").strip())
    return spoken.replace("ões", "ão") if numbers.value_of(amount) < 2 else spoken


def _measure(found: re.Match[str]) -> str:
    unit = UNITS[re.sub(r"\s", "", found["unit"])]
    written = found["number"].replace("−", "-")
    value = numbers.value_of(written.removeprefix("-"))
    return f"{_number(written, unit.is_feminine)} {unit.one if 0 < value < 2 else unit.many}"


def _ordinal(found: re.Match[str]) -> str:
    words = num2words(int(found["number"].replace(".", "")), lang="pt_BR", to="ordinal")
    return re.sub(r"o\b", "a", words) if found["mark"] == "ª" else words


def _fraction(found: re.Match[str]) -> str:
    said = _FRACTIONS.get(found["fraction"], found["fraction"].replace("/", " por "))
    return "meia" if said == "meio" and is_feminine(found["noun"] or "", plural=False) else said


def _range(found: re.Match[str]) -> str:
    return f"{found['low']} a {found['high']}"


def _cardinal(found: re.Match[str]) -> str:
    """With the gender of what is counted: "21 pessoas" → "vinte e uma pessoas"."""
    written, scale, noun = found["number"], _scale(found["scale"], found["number"].lstrip("-−")), found["noun"] or ""
    counts_noun = scale in {"", "mil"} and is_feminine(noun, plural=bool(scale) or written not in {"1", "-1"})
    spoken = f"{_number(written, counts_noun)} {scale}".rstrip()
    before = " " if found.string[: found.start()][-1:].isalpha() else ""
    after = " " if found.string[found.end() :][:1].isalpha() else ""
    return before + spoken + after


def _version(found: re.Match[str]) -> str:
    return " ponto ".join(_number(part) for part in found.group().split("."))


def _abbreviation(found: re.Match[str]) -> str:
    word = _ABBREVIATIONS[re.sub(r"\s+", " ", found["short"].lower())]
    word = word.capitalize() if found["short"][0].isupper() else word
    return word + "." * (not found.string[found.end() :].strip())  # what ends the text still ends it


_SHORT = "|".join(re.escape(short).replace(r"\ ", r"\s*") for short in sorted(_ABBREVIATIONS, key=len, reverse=True))
_UNIT = "|".join(re.escape(u).replace("°", r"°\s?").replace("º", r"º\s?") for u in sorted(UNITS, key=len, reverse=True))
_CURRENCY = r"(?:R|US)?\$|€|£"
_HOUR, _MINUTE = r"(?<![\d.,:])(?P<hour>2[0-4]|[01]?\d)", r"[0-5]\d"
_MONTH = "|".join(MONTHS)

_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern, flags), say)
    for pattern, flags, say in (
        (rf"(?<![\w.])(?P<short>{_SHORT})\.(?!\w)", re.I, _abbreviation),
        (r"(?<!\w)n\.?\s?[º°](?=\s*\d)", re.I, lambda _: "número"),
        (r"(?<![\d-])(?P<low>(?:1[5-9]|20)\d\d)[-–—](?P<high>(?:1[5-9]|20)\d\d)(?![\d-])", 0, _range),  # years, not a telephone
        (r"(?<!\d)\d{3}\.\d{3}\.\d{3}-\d{2}(?!\d)", 0, _code),  # CPF
        (r"(?<![\d-])(?:\+\d{2}\s?)?(?:\(?\d{2}\)?\s?)?9?\d{4}-\d{4}(?![\d-])", 0, _code),  # telephone
        (r"(?<![\d-])\d{5}-\d{3}(?![\d-])|(?<!\d)0[38]00[ -]?\d{3}[ -]?\d{4}(?!\d)", 0, _code),  # CEP, 0800
        (r"(?<![\d/])(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4}|\d{2})(?![\d/])", 0, _date),
        (r"(?<![\d-])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?![\d-])", 0, _date),
        (r"(?<![\d/])(?P<day>[0-3]\d)/(?P<month>[01]\d)(?P<year>)(?![\d/])", 0, _date),
        (rf"(?<![\d.,])(?P<day>0?1|0[2-9])[º°]?(?=\s+de\s+(?:{_MONTH})\b)", re.I, _day_of_month),
        (rf"{_HOUR}:(?P<minute>{_MINUTE})(?::(?P<second>{_MINUTE}))?(?!\d)(?:\s?(?:h|hs|hrs|horas)\b)?", 0, _clock),
        (rf"{_HOUR}\s?(?:h|hs|hrs)(?:\s?(?P<minute>{_MINUTE})(?P<min>\s?min)?)?(?!\w)", re.I, _hour),
        (
            rf"(?P<minus>{_MINUS})(?:(?P<currency>{_CURRENCY})\s?(?P<amount>{_N})|(?P<amount_after>{_N})\s?(?P<currency_after>€|£))"
            rf"(?P<scale>{_SCALE})",
            0,
            _money,
        ),
        (r"(?<![\w.])\d+(?:\.\d+){2,}(?!\w)(?<!\.\d{3}\.\d{3})", 0, _version),
        (r"(?<![\d/])(?P<fraction>\d{1,2}/\d{1,3})(?![\d/])(?=\s+(?P<noun>[^\W\d_]+))?", 0, _fraction),
        (rf"(?P<low>{_N})(?:-|\s?[–—]\s?)(?P<high>{_N})", 0, _range),
        (rf"(?P<number>{_MINUS}{_N})\s?(?P<unit>{_UNIT})(?!\w)", 0, _measure),
        (r"(?<![\d,])(?P<number>\d{1,3}(?:\.\d{3})*|\d+)\.?(?P<mark>[ºª])s?(?!\w)", 0, _ordinal),
        (r"(?<=\d)\s*([x×*+÷=])\s*(?=\d)|(?<=\d)\s+([-−])\s+(?=\d)", 0, lambda m: f" {_OPERATORS[m[1] or m[2]]} "),
        (r"(?<=\d):(?=\d)", 0, lambda _: " a "),
        (r"(?<=\d)x(?!\w)", 0, lambda _: " vezes"),
        (rf"(?P<number>{_MINUS}{_N})(?P<scale>{_SCALE})(?=\s+(?P<noun>[^\W\d_]+))?", 0, _cardinal),
        (r"\d+", 0, lambda m: f" {_digits(m.group())} "),
    )
)


def speakable(text: str) -> str:
    """The text as it is said aloud, on one line, without digits; "" when there is nothing to say. Never fails."""
    # ½ and ③ are numbers to Unicode but not to arithmetic; ² and ³ are exponents.
    text = re.sub("[¼-¾⅐-⅞①-⑳]", lambda m: unicodedata.normalize("NFKC", m.group()).replace("⁄", "/"), plain(text))
    for pattern, say in _RULES:
        text = pattern.sub(say, text)
    return without_signs(text)
