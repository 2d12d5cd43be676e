"""Sums worked out exactly, within bounds, and told in Portuguese."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from assistant.language.quantities import money, numbers
from assistant.language.quantities.sums import Binary, Node, Number, Percent, Unary, canonical

MAX_EXPONENT = 1000
MAX_BITS = 4000
MAX_IN_WORDS = 10**6


class Problem(Enum):
    """Why a sum has no answer; the value is what is said about it."""

    DIVISION_BY_ZERO = "Não dá para dividir por zero."
    TOO_LARGE = "Esse número é grande demais para mim."
    NEGATIVE_ROOT = "Não existe raiz quadrada de número negativo."
    UNDEFINED = "Essa conta não tem um resultado definido."
    MIXED_MONEY = "Não dá para misturar moedas diferentes numa conta."
    MONEY_TIMES_MONEY = "Não dá para multiplicar dinheiro por dinheiro."


@dataclass(frozen=True, slots=True)
class Result:
    """`value` is rounded where `exact` is False; `currency` is the money that it counts. Either `value` or `problem` is None."""

    value: Fraction | None
    exact: bool = True
    problem: Problem | None = None
    currency: str | None = None


class _Unsolvable(Exception):
    def __init__(self, problem: Problem):
        super().__init__(problem.name)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class _Value:
    of: Fraction
    exact: bool = True


def evaluate(node: Node) -> Result:
    """The answer to a sum. Never raises: what cannot be worked out has a named problem."""
    try:
        currency = _currency(node)
        value = _value(node)
    except _Unsolvable as error:
        return Result(None, problem=error.problem)
    return Result(value.of, value.exact, currency=currency)


def _currency(node: Node) -> str | None:
    """What the result counts: euros and a number are euros, euros by euros a number."""
    if isinstance(node, Number):
        return node.currency
    if isinstance(node, Unary):
        return _currency(node.operand) if node.operator == "-" else None
    if isinstance(node, Percent):
        return None
    left, right = _currency(node.left), _currency(node.right)
    if left and right and left != right:
        raise _Unsolvable(Problem.MIXED_MONEY)
    match node.operator:
        case "^":
            return None
        case "/":
            return left if right is None else None
        case "*" if left and right:
            raise _Unsolvable(Problem.MONEY_TIMES_MONEY)
    return left or right


def _value(node: Node) -> _Value:
    if isinstance(node, Number):
        return _bounded(Fraction(node.value))
    if isinstance(node, Percent):
        inner = _value(node.of)
        return _Value(inner.of / 100, inner.exact)
    if isinstance(node, Unary):
        inner = _value(node.operand)
        return _Value(-inner.of, inner.exact) if node.operator == "-" else _root(inner, node.operator)
    left, right = _value(node.left), _value(node.right)
    exact = left.exact and right.exact
    if node.operator == "^":
        return _power(left, right, exact)
    if node.operator in "+-" and isinstance(node.right, Percent):
        # "200 mais 10%" is what a shop means by it.
        right = _Value(left.of * right.of)
    if node.operator == "/" and right.of == 0:
        raise _Unsolvable(Problem.DIVISION_BY_ZERO)
    match node.operator:
        case "+":
            return _bounded(left.of + right.of, exact)
        case "-":
            return _bounded(left.of - right.of, exact)
        case "*":
            return _bounded(left.of * right.of, exact)
        case _:
            return _bounded(left.of / right.of, exact)


def _bounded(value: Fraction, exact: bool = True) -> _Value:
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > MAX_BITS:
        raise _Unsolvable(Problem.TOO_LARGE)
    return _Value(value, exact)


def _power(base: _Value, exponent: _Value, exact: bool) -> _Value:
    if base.of == 0 and exponent.of <= 0:
        raise _Unsolvable(Problem.UNDEFINED if exponent.of == 0 else Problem.DIVISION_BY_ZERO)
    if exponent.of.denominator != 1:
        if base.of < 0:
            raise _Unsolvable(Problem.UNDEFINED)
        return _float_power(base.of, exponent.of)
    n = exponent.of.numerator
    bits = max(base.of.numerator.bit_length(), base.of.denominator.bit_length())
    # Checked before it is worked out: 2 ** 10 ** 10 must not be begun.
    if abs(n) > MAX_EXPONENT or (bits > 1 and bits * abs(n) > MAX_BITS):
        if abs(base.of) == 1:
            return _Value(base.of if n % 2 else Fraction(1), exact)
        raise _Unsolvable(Problem.TOO_LARGE)
    return _Value(base.of**n, exact)


def _float_power(base: Fraction, exponent: Fraction) -> _Value:
    try:
        return _Value(Fraction(float(base) ** float(exponent)), exact=False)
    except OverflowError:
        raise _Unsolvable(Problem.TOO_LARGE) from None


def _root(value: _Value, operator: str) -> _Value:
    if value.of < 0:
        if operator == "√":
            raise _Unsolvable(Problem.NEGATIVE_ROOT)
        positive = _root(_Value(-value.of, value.exact), operator)
        return _Value(-positive.of, positive.exact)
    degree = 2 if operator == "√" else 3
    exact = tuple(_whole_root(part, degree) for part in value.of.as_integer_ratio())
    if None not in exact:
        return _Value(Fraction(*exact), value.exact)
    return _float_power(value.of, Fraction(1, degree))


def _whole_root(number: int, degree: int) -> int | None:
    if degree == 2:
        root = math.isqrt(number)
        return root if root * root == number else None
    # Newton from above, in whole numbers.
    root = 1 << -(-number.bit_length() // 3)
    while root**3 > number:
        root = (2 * root + number // root**2) // 3
    return root if root**3 == number else None


_OPERATOR_WORDS = {"+": "mais", "-": "menos", "*": "vezes", "/": "dividido por", "^": "elevado a"}


def speak_expression(node: Node) -> str:
    """A sum in words: "sete vezes oito", "quinze por cento de duzentos", "a raiz quadrada de dois"."""
    if isinstance(node, Number):
        return money.speak(f"{node.value} {node.currency}") if node.currency else speak_value(Fraction(node.value))
    if isinstance(node, Percent):
        return f"{speak_expression(node.of)} por cento"
    if isinstance(node, Unary):
        inner = speak_expression(node.operand)
        return {"-": f"menos {inner}", "√": f"a raiz quadrada de {inner}", "∛": f"a raiz cúbica de {inner}"}[node.operator]
    left, right = speak_expression(node.left), speak_expression(node.right)
    if part := _part(node):
        return part
    if node.operator == "*" and isinstance(node.left, Percent):
        return f"{left} de {right}"
    if node.operator == "^" and node.right in _NAMED_POWERS:
        return f"{left} {_NAMED_POWERS[node.right]}"
    return f"{left} {_OPERATOR_WORDS[node.operator]} {right}"


_PARTS = {Number(Decimal(n)): name for n, name in enumerate(("terço", "quarto", "quinto"), 3)}


def _part(node: Binary) -> str | None:
    """ "três quartos", as 3 / 4 is called."""
    if node.operator != "/" or node.right not in _PARTS or not isinstance(node.left, Number) or node.left.currency:
        return None
    above = node.left.value
    if not 0 < above < node.right.value or above != above.to_integral_value():
        return None
    return f"{numbers.speak(above)} {_PARTS[node.right]}{'s' if above > 1 else ''}"


_NAMED_POWERS = {Number(Decimal(2)): "ao quadrado", Number(Decimal(3)): "ao cubo"}


def speak_value(value: Fraction) -> str:
    """In words while they are short, else in figures; a periodic or long fraction is rounded to what is worth hearing."""
    shown = rounded(value)
    short = abs(shown) <= MAX_IN_WORDS or shown % 1000 == 0
    return numbers.speak(shown) if short and abs(shown) <= numbers.LARGEST else numbers.digits(shown)


def rounded(value: Fraction) -> Decimal:
    """As exact as one wants to hear it: up to four decimals if that is all, else two, below one three figures."""
    if (value * 10_000).denominator == 1:
        return Decimal((value * 10_000).numerator).scaleb(-4)
    places = 2 if abs(value) >= 1 else next((p for p in range(2, 12) if abs(value) * 10**p >= 100), 12)
    return Decimal(round(value * 10**places)).scaleb(-places)


def tell(node: Node, result: Result) -> str:
    """The whole answer: "Sete vezes oito são cinquenta e seis."; for a problem, what is wrong."""
    if result.value is None:
        return result.problem.value
    if abs(result.value) >= 10**15:
        return Problem.TOO_LARGE.value
    if result.currency:
        return _tell_money(node, result.value, result.currency)
    about = "" if result.exact and rounded(result.value) == result.value else "aproximadamente "
    plural = not about and result.value.denominator == 1 and abs(result.value) > 1 and not _is_one_thing(node)
    words = _subject(node)
    plural = plural and words != _THE_RESULT
    return f"{words[0].upper()}{words[1:]} {'são' if plural else 'é'} {about}{speak_value(result.value)}."


_THE_RESULT = "o resultado"


def _subject(node: Node) -> str:
    """Said aloud, brackets cannot be heard."""
    return _THE_RESULT if "(" in canonical(node) else speak_expression(node)


def _tell_money(node: Node, value: Fraction, currency: str) -> str:
    cents = Decimal(round(value * 100)).scaleb(-2)
    about = "" if cents == value else "aproximadamente "
    words = _subject(node)
    verb = "é" if words == _THE_RESULT or abs(cents) < 2 else "são"
    return f"{words[0].upper()}{words[1:]} {verb} {about}{money.speak(f'{cents} {currency}')}."


def _is_one_thing(node: Node) -> bool:
    """A root or a quotient "é", a sum or a product "são"."""
    return (isinstance(node, Unary) and node.operator != "-") or (isinstance(node, Binary) and node.operator == "/")
