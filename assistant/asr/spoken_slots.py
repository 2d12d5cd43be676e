"""What may be said where a template has a slot: the kinds whose words are known, as templates of their own.

Kinds that are missing here (names, free text) can be anything: the grammar pass takes there whatever the recogniser
hears. What a slot means is not decided here but by the matcher, from the text that was found.
"""

from __future__ import annotations

from functools import cache

from assistant.language.automaton import AutomatonBuilder, State
from assistant.language.templates import parse_template

_RULES = {
    "teen": "(dez|onze|doze|treze|catorze|quatorze|quinze|dezesseis|dezessete|dezoito|dezenove)",
    "unit": "(um|uma|dois|duas|três|quatro|cinco|seis|meia|sete|oito|nove)",
    "tens": "(vinte|trinta|quarenta|cinquenta|sessenta|setenta|oitenta|noventa)",
    "hundreds": (
        "(cento|duzentos|duzentas|trezentos|trezentas|quatrocentos|quatrocentas|quinhentos|quinhentas|seiscentos|seiscentas"
        "|setecentos|setecentas|oitocentos|oitocentas|novecentos|novecentas)"
    ),
    "small": "(<teen>|<unit>|<tens> [e <unit>])",
    "below_1000": "(<small>|cem|<hundreds> [e <small>])",
    "scale": "(mil|milhão|milhões|bilhão|bilhões)",
    "cardinal": "(zero|<below_1000>|[<below_1000>] <scale> [[e] <below_1000> [mil]])",
    "second": "(segundo|segundos|segundinhos)",
    "minute": "(minuto|minutos|minutinho|minutinhos)",
    "hour": "(hora|horas|horinha|horinhas)",
    "long": "(dia|dias|semana|semanas|mês|meses|ano|anos)",
    "unit_of_time": "(<second>|<minute>|<hour>|<long>)",
    "operator": "(mais|menos|vezes|dividido por|dividida por|dividido|sobre|multiplicado por|elevado a|por cento de)",
    "root": "[a] raiz [quadrada|cúbica] [de|do]",
    "part": "[o|a] (metade|dobro|triplo|terço|quarto|quinto|décimo) de",
    "operand": "[<root>|<part>] {number}",
    "power": "(ao quadrado|ao cubo|elevado ao quadrado|elevado ao cubo)",
}
# A number within a duration is another one than within a sum, so that what follows the one cannot follow the other.
_KINDS = {
    "int": ("<cardinal>",),
    "count": ("<cardinal>",),
    "number": ("[menos] <cardinal> [(vírgula|ponto) (zero [<unit>]|<small>) | e (meio|meia)]",),
    "duration": (
        "[uns|umas] {count} <unit_of_time> [e (meio|meia|{count} [<second>|<minute>])]",
        "(meia hora|hora e meia|(um quarto|três quartos) de hora)",
    ),
    "expression": (
        "<operand> <operator> <operand> [<operator> {number}]",
        "(<root>|<part>) {number}",
        "{number} <power> [<operator> {number}]",
        "(soma|some|a soma de) {number} (e|com|mais) {number}",
    ),
}


@cache
def spoken_slots() -> dict[str, State]:
    """Kind → the automaton of its words, which may hold slots of these kinds; a state with an intent may end the slot."""
    rules = {name: parse_template(text, name) for name, text in _RULES.items()}
    automata = {}
    for kind, templates in _KINDS.items():
        builder = AutomatonBuilder(_KINDS)
        for template in templates:
            builder.add(kind, template, rules, kind)
        automata[kind] = builder.start
    return automata
