"""Sentences drawn from templates: every choice made at random, every slot filled by what people say there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random

from assistant.language.grammar import templates
from assistant.language.grammar.templates import Node
from assistant.training import quantities

Filler = Callable[[Random], str]
_OPTIONAL = 0.35
"""How often an optional part is said: templates have many of them, people use few at a time."""

_NAMES = (
    "macarrão bolo arroz feijão pão café chá carne frango ovos pizza forno roupa máquina remédio lição sopa peixe batata molho "
    "ginástica reunião banho almoço jantar cachorro soneca leitura yoga estudo limpeza churrasco"
)
_PHRASES = (
    "tirar o bolo; buscar as crianças; ligar para o médico; pagar a conta de luz; regar as plantas; tomar o remédio; comprar pão"
    "; levar o cachorro para passear; estender a roupa; desligar o forno; falar com a minha mãe; mandar o relatório"
    "; trocar o gás; lavar o carro; dar comida para o gato; passar no mercado; marcar dentista; fechar a janela"
)


def draw(node: Node, rules: Mapping[str, Node], fillers: Mapping[str, Filler], random: Random) -> str:
    """One sentence of a template; a slot of a kind that has no filler holds a name."""
    match node:
        case templates.Word(spellings):
            return random.choice(spellings)
        case templates.Slot(kind=kind):
            return fillers.get(kind, a_name)(random)
        case templates.Rule(name):
            return draw(rules[name], rules, fillers, random)
        case templates.Choice(options):
            return draw(_option(options, random), rules, fillers, random)
        case templates.Sequence(items):
            return " ".join(said for item in items if (said := draw(item, rules, fillers, random)))
        case templates.Permutation(items):
            return " ".join(draw(item, rules, fillers, random) for item in random.sample(items, len(items)))
    raise TypeError(f"{node!r} is no part of a template")


def _option(options: Sequence[Node], random: Random) -> Node:
    said = [option for option in options if option != templates.NOTHING]
    if len(said) < len(options) and (not said or random.random() > _OPTIONAL):
        return templates.NOTHING
    return random.choice(said)


def a_name(random: Random) -> str:
    return random.choice(_NAMES.split() if random.random() < 0.7 else _PHRASES.split("; "))


def some_text(random: Random) -> str:
    if random.random() < 0.5:
        return random.choice(_PHRASES.split("; "))
    first, second = random.choice(_NAMES.split()), random.choice(_NAMES.split())
    return f"{first} e {second}"


FILLERS: dict[str, Filler] = {
    "int": quantities.integer,
    "number": quantities.number,
    "duration": quantities.duration,
    "percent": quantities.percentage,
    "money": quantities.money,
    "repetition": quantities.repetition,
    "color": quantities.colour,
    "expression": quantities.calculation,
    "name": a_name,
    "text": some_text,
    "time": quantities.hour,
    "date": quantities.day,
}
"""By the kinds of assistant.language.grammar.slots."""
