"""Sums as they are spoken or written, parsed: "sete vezes oito", "7x8", "15% de 200", "a raiz quadrada de 144".

Strategy: recursive descent over tokens, loosest operator first, longest reading first; every method takes a position and
gives (node, end) or None. The canonical notation of a tree (see `sums`) parses to the same tree, so that it can travel as plain
text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import cached_property

from assistant.language.quantities import money, numbers
from assistant.language.quantities.sums import Binary, Node, Number, Percent, Unary
from assistant.language.words.text import Token, tokenize

MAX_DEPTH = 30
MAX_TOKENS = 200

Parsed = tuple[Node, int] | None

_ADDITIVE = {"mais": "+", "+": "+", "menos": "-", "-": "-"}
_MULTIPLICATIVE = {
    **dict.fromkeys(("vezes", "vez", "x", "×", "*"), "*"),
    **dict.fromkeys(("multiplicado por", "multiplicada por", "multiplicados por", "multiplicar por"), "*"),
    **dict.fromkeys(("dividido por", "dividida por", "divididos por", "dividido", "dividir por", "÷", "/", ":"), "/"),
    **dict.fromkeys(("sobre", "dividido entre", "divide por"), "/"),
}
_POWER = dict.fromkeys(("elevado a", "elevado ao", "na potencia", "a potencia de", "^", "* *"), "^")
_POSTFIX = {"ao quadrado": 2, "elevado ao quadrado": 2, "²": 2, "ao cubo": 3, "elevado ao cubo": 3, "³": 3}
_PERCENT = ("%", "por cento", "porcento", "por centos")
_OF = ("de", "do", "da", "dos", "das")
_ROOTS = {"raiz quadrada": "√", "raiz": "√", "√": "√", "raiz cubica": "∛", "∛": "∛"}
_MULTIPLES = {"dobro": 2, "triplo": 3, "quadruplo": 4}
_PARTS = {
    **{"metade": 2, "terco": 3, "terca parte": 3, "quarto": 4, "quarta parte": 4, "quinto": 5, "quinta parte": 5},
    **{"decimo": 10, "decima parte": 10, "tercos": 3, "quartos": 4, "quintos": 5, "decimos": 10},
}
# "some 2 e 3", "a soma de 2 e 3": (operator, what joins the two, are they said the other way round).
_VERBS = {
    **dict.fromkeys(("soma", "some", "somar", "adiciona", "adicione", "adicionar"), ("+", ("e", "com", "mais", "a"), False)),
    **dict.fromkeys(("subtrai", "subtraia", "subtrair", "tira", "tire", "tirar"), ("-", _OF, True)),
    **dict.fromkeys(("diferenca",), ("-", ("e", "para"), False)),
    **dict.fromkeys(("multiplica", "multiplique", "multiplicar", "produto"), ("*", ("por", "e", "com", "vezes"), False)),
    **dict.fromkeys(("divide", "divida", "dividir"), ("/", ("por", "entre", "para"), False)),
}
_ARTICLES = ("o", "a", "um", "uma")
_IS = ("é", "são", "dá", "dão", "vale", "valem")
_CHANGES = {
    **dict.fromkeys(("de desconto", "desconto"), "-"),
    **dict.fromkeys(("de acrescimo", "de aumento", "de juros", "de gorjeta", "de taxa", "de imposto"), "+"),
}
_BEFORE_A_FACTOR = frozenset(("vezes", "vez", "x", "×", "*", "por", "÷", "/", ":", "entre", "sobre", "^"))
_CENTS = 100


class _Parser:
    def __init__(self, tokens: Sequence[Token]):
        self._words = [t.folded for t in tokens]
        self._tokens = tokens
        self._depth = 0

    @cached_property
    def _is_about_money(self) -> bool:
        return any(next(money.spans(self._tokens, at), None) for at in range(len(self._tokens)))

    def _phrase(self, at: int, phrases) -> tuple[str, int] | None:
        """The longest of `phrases` at `at`, and its end."""
        for n_words in (3, 2, 1):
            phrase = " ".join(self._words[at : at + n_words])
            if phrase in phrases and at + n_words <= len(self._words):
                return phrase, at + n_words
        return None

    def begins_with_operator(self, at: int) -> bool:
        return self._phrase(at, {**_ADDITIVE, **_MULTIPLICATIVE, **_POWER, **_POSTFIX}) is not None

    def _chain(self, at: int, operators: dict[str, str], operand: Callable[[int], Parsed]) -> Parsed:
        parsed = operand(at)
        while parsed:
            left, end = parsed
            found = self._phrase(end, operators)
            right = operand(found[1]) if found else None
            if not found or not right:
                return parsed
            parsed = Binary(operators[found[0]], left, right[0]), right[1]
        return None

    def expression(self, at: int) -> Parsed:
        self._depth += 1
        try:
            parsed = self._chain(at, _ADDITIVE, self._product) if self._depth <= MAX_DEPTH else None
            return parsed and self._changed(*parsed)
        finally:
            self._depth -= 1

    def _changed(self, node: Node, end: int) -> tuple[Node, int]:
        """ "oitenta com dez por cento de desconto"."""
        joined = self._phrase(end, ("com",))
        share = self._power(joined[1]) if joined else None
        change = self._phrase(share[1], _CHANGES) if share and isinstance(share[0], Percent) else None
        return (Binary(_CHANGES[change[0]], node, share[0]), change[1]) if change else (node, end)

    def _product(self, at: int) -> Parsed:
        return self._chain(at, _MULTIPLICATIVE, self._signed)

    def _signed(self, at: int) -> Parsed:
        negative = self._phrase(at, ("menos", "-"))
        if not negative:
            return self._power(at)
        operand = self._power(negative[1])
        return operand and (Unary("-", operand[0]), operand[1])

    def _power(self, at: int) -> Parsed:
        parsed = self._atom(at)
        if not parsed:
            return None
        node, end = parsed
        while found := self._phrase(end, _POSTFIX):
            node, end = Binary("^", node, Number(Decimal(_POSTFIX[found[0]]))), found[1]
        if found := self._phrase(end, _POWER):
            self._depth += 1
            exponent = self._signed(found[1]) if self._depth <= MAX_DEPTH else None
            self._depth -= 1
            if exponent:
                return Binary("^", node, exponent[0]), exponent[1]
        if found := self._phrase(end, _PERCENT):
            node, end = Percent(node), found[1]
            of = self._phrase(end, (*_OF, "sobre"))
            base = self._signed(of[1]) if of else None
            if base:
                return Binary("*", node, base[0]), base[1]
        return node, end

    def _atom(self, at: int) -> Parsed:
        self._depth += 1
        try:
            if self._depth > MAX_DEPTH:
                return None
            return self._bracket(at) or self._root(at) or self._part(at) or self._verb(at) or self._number(at)
        finally:
            self._depth -= 1

    def _bracket(self, at: int) -> Parsed:
        inner = self.expression(at + 1) if self._phrase(at, ("(",)) else None
        closed = inner and self._phrase(inner[1], (")",))
        return (inner[0], closed[1]) if closed else None

    def _skip(self, at: int, words: Sequence[str]) -> int:
        return at + 1 if self._phrase(at, words) else at

    def _root(self, at: int) -> Parsed:
        found = self._phrase(self._skip(at, _ARTICLES), _ROOTS)
        operand = self._power_free(self._skip(found[1], _OF)) if found else None
        return operand and (Unary(_ROOTS[found[0]], operand[0]), operand[1])

    def _power_free(self, at: int) -> Parsed:
        """What a root is taken of: "raiz de nove ao quadrado" is (√9)²."""
        negative = self._phrase(at, ("menos", "-"))
        operand = self._atom(negative[1] if negative else at)
        return operand and (Unary("-", operand[0]) if negative else operand[0], operand[1])

    def _part(self, at: int) -> Parsed:
        """ "a metade de 10" is 10 / 2, "dois terços de 9" is 2 * 9 / 3, "o dobro de 5" is 2 * 5."""
        times = Decimal(1)
        found = self._phrase(self._skip(at, _ARTICLES), (*_PARTS, *_MULTIPLES))
        for end, value in numbers.spans(self._tokens, at):
            counted = self._phrase(end, _PARTS)
            if counted and not found:
                found, times = counted, value
        of = self._phrase(found[1], _OF) if found else None
        base = self._signed(of[1]) if of else None
        if not base:
            return self._fraction(at)
        node, end = base
        multiple = Decimal(_MULTIPLES.get(found[0], times))
        if multiple != 1:
            node = Binary("*", Number(multiple), node)
        return (Binary("/", node, Number(Decimal(_PARTS[found[0]]))) if found[0] in _PARTS else node), end

    def _fraction(self, at: int) -> Parsed:
        """ "um quarto", "três quartos": of nothing, a number like others."""
        for end, value in numbers.spans(self._tokens, at):
            if (counted := self._phrase(end, _PARTS)) and value == value.to_integral_value():
                return Binary("/", Number(value), Number(Decimal(_PARTS[counted[0]]))), counted[1]
        return None

    def _verb(self, at: int) -> Parsed:
        found = self._phrase(self._skip(at, _ARTICLES), _VERBS)
        if not found:
            return None
        operator, joints, reversed_ = _VERBS[found[0]]
        left = self._product(self._skip(found[1], (*_OF, "entre")))
        joint = self._phrase(left[1], joints) if left else None
        right = self._product(joint[1]) if joint else None
        if not right:
            return None
        pair = (right[0], left[0]) if reversed_ else (left[0], right[0])
        return Binary(operator, *pair), right[1]

    def _number(self, at: int) -> Parsed:
        plain = [(Number(value), end) for end, value in numbers.spans(self._tokens, at)]
        return max((*plain, *self._money(at), *self._cents(plain, at)), key=lambda parsed: parsed[1], default=None)

    def _money(self, at: int) -> Iterator[tuple[Number, int]]:
        for end, value in money.spans(self._tokens, at):
            # "dez reais e cinco reais" are two amounts, not ten and five cents; so are "dez reais com cinco por cento".
            if not self._phrase(end, _PERCENT) and next(money.spans(self._tokens, end - 1), None) is None:
                amount, code = money.split(value)
                yield Number(amount.normalize() + 0, code), end

    def _cents(self, plain: Sequence[tuple[Number, int]], at: int) -> Iterator[tuple[Number, int]]:
        """ "três e cinquenta" among amounts of money; as a factor it would not be one."""
        if at and self._words[at - 1] in _BEFORE_A_FACTOR:
            return
        for whole, end in plain:
            if self._words[end : end + 1] != ["e"] or whole.value != whole.value.to_integral_value():
                continue
            for stop, cents in numbers.spans(self._tokens, end + 1):
                if cents == cents.to_integral_value() and 0 < cents < _CENTS and self._is_about_money:
                    yield Number(whole.value + cents / _CENTS, "BRL"), stop


def parse_at(tokens: Sequence[Token], at: int) -> tuple[Node, int] | None:
    """The longest sum that begins at token `at`, and where it ends; None when there is none. A lone number is none."""
    parsed = _Parser(tokens[: at + MAX_TOKENS]).expression(at)
    if not parsed or isinstance(parsed[0], Number):
        return None
    # "Um quarto" is a room as well, unless somebody asks how much it is.
    is_alone = tokens[at + 1].folded in _PARTS and parsed[1] == at + 2
    return None if is_alone and (at == 0 or tokens[at - 1].text not in _IS) else parsed


def parse_on(tokens: Sequence[Token], at: int) -> tuple[Node, int] | None:
    """The sum that goes on at token `at`, where an operator stands, from a result in front of it, which is 0 in the tree."""
    parser = _Parser([*tokenize("0"), *tokens[at : at + MAX_TOKENS]])
    parsed = parser.expression(0) if parser.begins_with_operator(1) else None
    return (parsed[0], at + parsed[1] - 1) if parsed and parsed[1] > 1 else None


def parse(text: str) -> Node | None:
    """The sum that a text is, all of it; None when it is none. A lone number counts."""
    tokens = tokenize(text)
    parsed = _Parser(tokens).expression(0) if len(tokens) <= MAX_TOKENS else None
    return parsed[0] if parsed and parsed[1] == len(tokens) else None
