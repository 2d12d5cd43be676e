"""What may be said where a template has a slot: the kinds whose words are known, as templates of their own.

Kinds that are missing here (names, free text) can be anything: the grammar pass takes there whatever the recogniser
hears. What a slot means is not decided here but by the matcher, from the text that was found. The rules that these
templates are made of stand in assistant.asr.spoken_rules.
"""

from __future__ import annotations

from functools import cache

from assistant.asr.spoken_rules import RULES
from assistant.language.grammar.automaton import AutomatonBuilder, State
from assistant.language.grammar.templates import parse_template
from assistant.language.quantities.measures import SHORT_NAMES

# A number within a duration is another one than within a sum, so that what follows the one cannot follow the other.
_KINDS = {
    "int": ("<cardinal>", "(meia|uma) dúzia", "duas dúzias", "um milhão e meio"),
    "count": ("<cardinal>",),
    "number": (
        "[menos] <cardinal> [(vírgula|ponto) (zero [<unit>]|<small>) | e (meio|meia|<fraction>)]",
        "meio",
        "meia dúzia",
        "<fraction>",
    ),
    "percent": ("(zero|cem|<small>) [vírgula <small>|e meio] por cento", "[a|pela] metade", "<fraction>"),
    "duration": (
        "[uns|umas] {count} <unit_of_time> [e (meio|meia|{count} [<second>|<minute>])]",
        "{count} <hour> e um quarto",
        "([uma] meia (hora|horinha)|hora e (meia|<below_60>)|meio minuto|(um quarto|três quartos) de hora)",
    ),
    "time": ("[<part>] <towards> <moment> [<of_day>]", "<moment> [<of_day>]", "<part>"),
    "date": ("[<on>] <day>", "(<near>|<distance>)"),
    "repetition": ("<every>", "<weekly>", "<often>"),
    "money": ("{count} [e meio] [de] <currency> [e (meio|{count} [centavos])]", "{count} (centavo|centavos)"),
    "color": ("[cor] <colour>",),
    "expression": (
        "<operand> <operator> <operand> [<operator> {number}]",
        "(<root>|<piece>) {number}",
        "{number} <power> [<operator> {number}]",
        "(soma|some|a soma de) {number} (e|com|mais) {number}",
    ),
    "continuation": (
        "(mais|menos|vezes|dividido por|multiplicado por|elevado a) {count} [e meio]",
        "(mais|menos) {count} por cento",
        "<power>",
        "[o|a] (metade|dobro|triplo|raiz quadrada) [disso]",
        "{count} por cento disso",
    ),
    "unit": (f"({'|'.join(SHORT_NAMES)})",),
}


@cache
def spoken_slots() -> dict[str, State]:
    """Kind → the automaton of its words, which may hold slots of these kinds; a state with an intent may end the slot."""
    rules = {name: parse_template(text, name) for name, text in RULES.items()}
    automata = {}
    for kind, templates in _KINDS.items():
        builder = AutomatonBuilder(_KINDS)
        for template in templates:
            builder.add(kind, template, rules, kind)
        automata[kind] = builder.start
    return automata
