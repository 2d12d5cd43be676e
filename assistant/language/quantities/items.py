"""What stands on a list: "dois litros de leite, ovos e pão" taken apart, compared, and said again.

Strategy: commas, "e" and numbers part one thing from the next. A recogniser writes no commas: "leite ovos e pão" is parted where
every word before the "e" begins something that is known to be bought, and left whole otherwise ("papel higiênico e pão").
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.language.announcements import is_action, is_feminine, is_plural, singular
from assistant.language.quantities import numbers
from assistant.language.words.phonetics import fold
from assistant.language.words.text import Token, tokenize

_UNITS = {
    **{"litro": "litros", "quilo": "quilos", "grama": "gramas", "mililitro": "mililitros", "duzia": "dúzias", "caixa": "caixas"},
    **{"pacote": "pacotes", "garrafa": "garrafas", "lata": "latas", "saco": "sacos", "sacola": "sacolas", "pote": "potes"},
    **{"barra": "barras", "bandeja": "bandejas", "rolo": "rolos", "maco": "maços", "cacho": "cachos", "fatia": "fatias"},
    **{"metro": "metros", "unidade": "unidades", "pe": "pés", "cabeca": "cabeças", "pedaco": "pedaços", "copo": "copos"},
    **{"vidro": "vidros", "fardo": "fardos", "galao": "galões", "tubo": "tubos", "cartela": "cartelas", "dente": "dentes"},
}
_SINGULAR = {"duzia": "dúzia", "maco": "maço", "pe": "pé", "cabeca": "cabeça", "pedaco": "pedaço", "galao": "galão"}
_SHORT = {"kg": "quilo", "kilo": "quilo", "kilos": "quilo", "quilinho": "quilo", "g": "grama", "gr": "grama", "l": "litro"}
_SHORT |= {"lt": "litro", "ml": "mililitro", "mls": "mililitro", "un": "unidade", "pct": "pacote"}
_UNIT_OF = {fold(form): name for name, plural in _UNITS.items() for form in (name, plural)} | _SHORT
_ARTICLES = {"o", "a", "os", "as", "um", "uma", "uns", "umas"}
_OPENING = {"mais", "tambem", "e", "o", "a", "os", "as"}
_HALF = {"meio": Decimal("0.5"), "meia": Decimal("0.5")}
_JOINING = {"de", "do", "da", "dos", "das", "com", "sem", "para", "pra", "em", "e"}

# What people buy by one word: enough to see where one thing ends and the next begins.
_GOODS_WORDS = """
    leite ovo ovos pão pães manteiga margarina queijo presunto iogurte requeijão café chá açúcar sal arroz feijão macarrão
    farinha fubá óleo azeite vinagre alho cebola cebolas tomate tomates batata batatas cenoura cenouras alface couve
    banana bananas maçã maçãs laranja laranjas limão limões uva uvas mamão melancia abacaxi morango morangos pera peras
    carne frango peixe linguiça bacon salsicha atum sardinha milho ervilha molho maionese ketchup mostarda biscoito
    biscoitos bolacha bolachas chocolate bolo sorvete suco refrigerante cerveja vinho água sabão detergente amaciante
    desinfetante esponja sabonete shampoo xampu condicionador desodorante fralda fraldas guardanapo velas pilhas ração
    granola aveia mel geleia creme pipoca amendoim castanha pimenta orégano coentro salsinha cebolinha abóbora
    beterraba brócolis pepino pimentão repolho chuchu mandioca inhame gengibre abacate manga goiaba maracujá coco
"""
_GOODS = frozenset(fold(_GOODS_WORDS).split())


@dataclass(frozen=True, slots=True)
class Thing:
    """`text` without what is counted: "leite"; quantity and unit of it: 2, "litro"."""

    text: str
    quantity: float | None = None
    unit: str | None = None


def key(text: str) -> str:
    """The form in which "ovo", "Ovos" and "os ovos" are the same."""
    words = [token.text for token in tokenize(text)]
    while len(words) > 1 and fold(words[0]) in _ARTICLES:
        words = words[1:]
    return " ".join(singular(word) for word in words)


def split(text: str, known: Collection[str] = ()) -> list[str]:
    """One text a thing. known: keys of what was on a list before, which is told apart like what everybody buys."""
    parts = [part for piece in re.split(r"[,;\n]", text) for part in _parted(piece, frozenset(known))]
    return list(dict.fromkeys(part for part in parts if part))


def _parted(piece: str, known: frozenset[str]) -> Iterator[str]:
    tokens = tokenize(piece)
    runs: list[list[Token]] = [[]]
    for at, token in enumerate(tokens):
        # What is to be done may be done to several things: "lavar o carro e a moto" is one task.
        apart = not is_action(piece) or (at + 1 < len(tokens) and is_action(f"{tokens[at + 1].text} x"))
        if token.folded == "e" and runs[-1] and apart and not _within(tokens, at):
            runs.append([])
        elif runs[-1] and _begins_quantity(tokens, at):
            runs.append([token])
        else:
            runs[-1].append(token)
    several = len(runs) > 1
    for run in map(_opened, runs):
        if len(run) > 1 and several and all(_is_good(token, known) for token in run):
            yield from (token.text for token in run)
        else:
            yield " ".join(token.text for token in run)


def _within(tokens: Sequence[Token], at: int) -> bool:
    """Whether an "e" belongs to a number ("vinte e cinco ovos", "um quilo e meio de carne")."""
    after = tokens[at + 1].folded if at + 1 < len(tokens) else ""
    if after in _HALF and (at + 2 >= len(tokens) or tokens[at + 2].folded == "de"):
        return True
    start = at - 1
    return any(end > at for end, _ in numbers.spans(tokens, start))


def _begins_quantity(tokens: Sequence[Token], at: int) -> bool:
    before = tokens[at - 1]
    if before.folded in _JOINING or before.is_number or numbers.number_word(before) or before.folded in _HALF:
        return False
    is_half = tokens[at].folded in _HALF and at + 1 < len(tokens) and _unit(tokens[at + 1]) is not None
    return is_half or tokens[at].is_number or numbers.number_word(tokens[at]) is not None


def _opened(run: list[Token]) -> list[Token]:
    while len(run) > 1 and run[0].folded in _OPENING:
        run = run[1:]
    return run


def _is_good(token: Token, known: frozenset[str]) -> bool:
    return token.folded in _GOODS or key(token.text) in known


def _unit(token: Token) -> str | None:
    return _UNIT_OF.get(token.folded)


def parse(text: str) -> Thing:
    """What a text counts or measures: "dois litros de leite" is 2 "litro" of "leite"."""
    tokens = _opened(tokenize(text))
    amount, end = _amount(tokens)
    if amount is None:
        return Thing(_words(tokens))
    unit = _unit(tokens[end]) if end < len(tokens) else None
    if unit is None:
        end += end + 1 < len(tokens) and tokens[end].folded == "de"  # "uma dúzia de ovos" is a number of them
        return Thing(_words(tokens[end:]), float(amount)) if end < len(tokens) else Thing(_words(tokens))
    end += 1
    if end + 1 < len(tokens) and tokens[end].folded == "e" and tokens[end + 1].folded in _HALF:
        amount, end = amount + Decimal("0.5"), end + 2
    if end < len(tokens) and tokens[end].folded in {"de", "do", "da", "dos", "das"}:
        end += 1
    return Thing(_words(tokens[end:]), float(amount), unit) if end < len(tokens) else Thing(_words(tokens))


def _amount(tokens: Sequence[Token]) -> tuple[Decimal | None, int]:
    if len(tokens) > 1 and tokens[0].folded in _HALF:
        if tokens[1].folded == "duzia":
            return Decimal(6), 2
        if _unit(tokens[1]):
            return _HALF[tokens[0].folded], 1
    found = max(numbers.spans(tokens, 0), default=None, key=lambda span: span[0]) if tokens else None
    return (found[1], found[0]) if found else (None, 0)


def _words(tokens: Sequence[Token]) -> str:
    return " ".join(token.text for token in tokens)


def speak(thing: Thing) -> str:
    """ "dois litros de leite", "meio quilo de carne", "seis ovos"; without a quantity the text alone."""
    if thing.quantity is None:
        return thing.text
    if thing.unit is None:
        return f"{_count(thing.quantity, is_feminine(thing.text.split()[0]))} {thing.text}"
    unit = _SINGULAR.get(thing.unit, thing.unit)
    feminine = is_feminine(unit)
    half = "meia" if feminine else "meio"
    whole = int(thing.quantity)
    if thing.quantity == 0.5:
        return f"{half} {unit} de {thing.text}"
    spoken_unit = unit if thing.quantity < 2 else _UNITS[thing.unit]
    if thing.quantity == whole + 0.5:
        return f"{_count(whole, feminine)} {spoken_unit} e {half} de {thing.text}"
    return f"{_count(thing.quantity, feminine)} {spoken_unit} de {thing.text}"


def _count(amount: float, feminine: bool) -> str:
    return numbers.speak(Decimal(str(amount)), feminine)


def agrees(thing: Thing) -> bool:
    """Whether what is said of it is in the plural: "faltam dois litros de leite"."""
    return (thing.quantity or 0) >= 2 or (thing.quantity is None and is_plural(thing.text.split()[0]))
