"""Amounts of money: "R$ 10,50", "dez reais e cinquenta", "cinquenta centavos" ↔ "10.50 BRL"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.language.quantities import numbers
from assistant.language.quantities.units import CURRENCIES
from assistant.language.words.phonetics import fold, phonetic
from assistant.language.words.text import Token, tokenize

_CODES = ("BRL", "USD", "EUR", "GBP", "JPY", "BTC", "CHF")
_SLANG = "conto contos pila pilas prata pratas mango mangos pau paus real reau reaus"
# By words: a currency of two words is found before the one it begins with ("dólar australiano" is not known, "dólar" is).
_NAMES: dict[str, str] = {
    **dict.fromkeys(_SLANG.split(), "BRL"),
    **{"grana": "BRL", "dolares": "USD", "dolar": "USD", "franco": "CHF", "francos": "CHF", "iens": "JPY", "ien": "JPY"},
    **{
        fold(name): code for code in _CODES for name in (CURRENCIES[code].unit.one, CURRENCIES[code].unit.many) if " " not in name
    },
}
_BY_SOUND = {phonetic(name): name for name in _NAMES if len(name) > 4}
_SIGNS = {
    **{"r$": "BRL", "us$": "USD", "u$": "USD", "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₿": "BTC"},
    **{code.lower(): code for code in _CODES},
}
_CENTS = {"centavo", "centavos", "sentavo", "sentavos", "cents"}
_HUNDRED = 100
_LARGEST = Decimal(numbers.LARGEST)


def _folded(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].folded if at < len(tokens) else ""


def _name(tokens: Sequence[Token], at: int) -> str | None:
    """The code of the currency whose name stands at `at`."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    name = _NAMES.get(token.folded) or _SIGNS.get(token.folded)
    return name or _NAMES.get(_BY_SOUND.get(token.sound, "")) if len(token.folded) > 4 else name


def _cents(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, Decimal, bool]]:
    """Every (end, cents, said) of less than a hundred at `at`; said: whether the word "centavos" was."""
    if _folded(tokens, at) in {"meio", "meia"}:
        return
    for end, value in numbers.spans(tokens, at):
        if value == value.to_integral_value() and 0 < value < _HUNDRED:
            said = _folded(tokens, end) in _CENTS
            yield end + said, value / _HUNDRED, said


def spans(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, str]]:
    """Every (end, "amount code") that begins at token `at`; a number without a currency is none."""
    for end, amount, code in _amounts(tokens, at):
        if amount <= _LARGEST:
            yield end, f"{amount:.2f} {code}"


def _amounts(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, Decimal, str]]:
    sign = _SIGNS.get(_folded(tokens, at))
    if sign:
        yield from ((end, value, sign) for end, value in numbers.spans(tokens, at + 1))
        return
    for end, value in numbers.spans(tokens, at):
        if _folded(tokens, end) in _CENTS and value == value.to_integral_value():
            of = _name(tokens, end + 2) if _folded(tokens, end + 1) == "de" else None
            yield end + 1, value / _HUNDRED, "BRL"
            if of:
                yield end + 3, value / _HUNDRED, of
        counted = end + (_folded(tokens, end) == "de")
        code = _name(tokens, counted)
        if code:
            named = counted + 1 + (code == "USD" and _folded(tokens, counted + 1) in {"americano", "americanos"})
            yield from _with_cents(tokens, named, value, code)


def _with_cents(tokens: Sequence[Token], at: int, whole: Decimal, code: str) -> Iterator[tuple[int, Decimal, str]]:
    """What may follow "dez reais": "e meio", "e cinquenta", "e cinquenta centavos", "com cinquenta"."""
    yield at, whole, code
    joined = _folded(tokens, at) in {"e", "com"}
    if joined and _folded(tokens, at + 1) == "meio":
        yield at + 2, whole + Decimal("0.5"), code
    for end, cents, said in _cents(tokens, at + joined):
        if joined or said:
            yield end, whole + cents, code


def parse(text: str) -> str | None:
    """The amount that a text is, all of it; None when it is none."""
    tokens = tokenize(text)
    return next((value for end, value in spans(tokens, 0) if end == len(tokens)), None)


def split(value: str) -> tuple[Decimal, str]:
    """The amount and the currency's code: split("10.50 BRL") == (Decimal("10.50"), "BRL")."""
    amount, _, code = value.partition(" ")
    return Decimal(amount), code


def speak(value: str) -> str:
    """ "10.50 BRL" → "dez reais e cinquenta centavos"."""
    amount, code = split(value)
    written = f"{amount:.2f}".removesuffix(".00").replace(".", ",")
    # Only here: its patterns take longer to be compiled than all of this room to be imported.
    from assistant.language.speakable.money import say_prices

    return say_prices(f"{code} {written}")
