"""Prices: "R$ 1.234,56", "US$ 3,99", "R$ 1 milhão", "R$ 10-20", "50 €"."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.language.quantities import numbers
from assistant.language.quantities.units import CURRENCIES, Currency, Unit
from assistant.language.speakable.rules import MINUS, SCALE, N, apply, is_singular, number, rule, scale

_SIGNS = "|".join(re.escape(sign) for sign in sorted(CURRENCIES, key=len, reverse=True))
_NAMES = "|".join(sorted({name for c in CURRENCIES.values() for name in (c.unit.one, c.unit.many)}, key=len, reverse=True))
_NEEDS = "[$€£¥₿₹]|BRL|USD|EUR|GBP|JPY|BTC|CHF"
_CENTS = 2
_MAX_FIGURES = 15


def _price(found: re.Match[str]) -> str:
    currency = CURRENCIES[found["currency"] or found["currency_after"]]
    sign = "menos " if found["minus"] or found["minus_inside"] else ""
    amount, last = found["amount"] or found["amount_after"], found["last"]
    written = last or amount
    scaled = "mil" if found["thousand"] else scale(found["scale"], written)
    until = f"{number(amount, currency.unit.is_feminine)} a " if last else ""
    return sign + until + _amount(written, scaled, currency)


def _amount(written: str, scaled: str, currency: Currency) -> str:
    in_cents = sum(c.isdecimal() for c in written) <= _MAX_FIGURES and numbers.value_of(written).as_tuple().exponent >= -_CENTS
    if scaled:
        joint = "" if scaled == "mil" else "de "
        amount = "" if (written, scaled) == ("1", "mil") else number(written, currency.unit.is_feminine and scaled == "mil") + " "
        return f"{amount}{scaled} {joint}{currency.unit.many}"
    if not in_cents or currency.cent is None:
        return f"{number(written, currency.unit.is_feminine)} {currency.unit.one if is_singular(written) else currency.unit.many}"
    whole, cents = divmod(round(numbers.value_of(written) * 100), 100)
    parts = []
    if whole or not cents:
        parts.append(_count(whole, currency.unit, "de " if whole and whole % 10**6 == 0 else ""))
    if cents:
        parts.append(
            _count(cents, currency.cent) + (f" de {currency.unit.one}" if not whole and currency.unit.one != "real" else "")
        )
    return " e ".join(parts)


def _count(count: int, unit: Unit, of: str = "") -> str:
    return f"{numbers.speak(Decimal(count), unit.is_feminine)} {of}{unit.one if count == 1 else unit.many}"


def _instalments(found: re.Match[str]) -> str:
    """ "12 x R$ 50"."""
    return f"{number(found['number'], feminine=True)} {'vez' if is_singular(found['number']) else 'vezes'} "


_RULES = (
    rule(rf"(?P<number>{N}) ?[x×] ?(?=(?:R|US)\$)", _instalments, r"[x×] ?(?:R|US)\$"),
    rule(
        rf"(?P<minus>{MINUS})(?:(?<!\w)(?P<currency>{_SIGNS}) ?(?P<minus_inside>[-−]?)(?P<amount>{N})"
        rf"(?: ?[-–] ?(?:R\$ ?)?(?P<last>{N}))?"
        rf"|(?P<amount_after>{N}) ?(?P<currency_after>{_SIGNS})(?!\w| ?\d))"
        rf"(?:(?P<thousand>k(?!\w))|(?P<scale>{SCALE}))(?: (?:de )?(?:{_NAMES})(?!\w))?",
        _price,
        _NEEDS,
    ),
    rule(r"(?<!\w)R\$", " reais ", r"R\$"),
    rule(r"(?<!\w)US?\$", " dólares ", r"S?\$"),
)


def say_prices(text: str) -> str:
    return apply(_RULES, text)
