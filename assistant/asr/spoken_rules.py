"""The words of numbers, hours, days, repetitions, money and colours, as rules that spoken_slots puts together.

They spell what people say, not all that the matcher could read: every word here has to be searched for in every utterance.
"""

from __future__ import annotations

from assistant.language import colors
from assistant.language.calendar import holidays
from assistant.language.calendar.days import MONTHS

_WEEKDAYS = ("segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo")


def _any(words) -> str:
    return f"({'|'.join(words)})"


_NUMBERS = {
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
    "fraction": "(um quarto|três quartos|um terço|dois terços)",
    "tens_to_50": "(vinte|trinta|quarenta|cinquenta)",
    "digit": "(um|uma|dois|duas|três|quatro|cinco|seis|sete|oito|nove)",
    "below_60": "(<teen>|<digit>|<tens_to_50> [e <digit>])",
}
_SUMS = {
    "operator": "(mais|menos|vezes|dividido por|dividida por|dividido|sobre|multiplicado por|elevado a|por cento de)",
    "root": "[a] raiz [quadrada|cúbica] [de|do]",
    "piece": "[o|a] (metade|dobro|triplo|terço|quarto|quinto|décimo) de",
    "operand": "[<root>|<piece>] {number}",
    "power": "(ao quadrado|ao cubo|elevado ao quadrado|elevado ao cubo)",
}
_LENGTHS = {
    "second": "(segundo|segundos|segundinhos)",
    "minute": "(minuto|minutos|minutinho|minutinhos)",
    "hour": "(hora|horas|horinha|horinhas)",
    "long": "(dia|dias|semana|semanas|mês|meses|ano|anos)",
    "unit_of_time": "(<second>|<minute>|<hour>|<long>)",
}
_TIMES = {
    "clock_hour": "(zero|uma|duas|três|quatro|cinco|seis|sete|oito|nove|<teen>|vinte [e <digit>])",
    "noon": "(meio dia|meia noite)",
    "past": "([hora|horas] e (<below_60>|meia|um quarto) [minutos]|hora|horas|<teen>|<tens_to_50> [e cinco])",
    "moment": (
        "(<clock_hour> [<past>] [em ponto]|<noon> [e (<below_60>|meia)]"
        "|(<below_60>|um quarto) [minutos] (pra|pras|pro|para [a|as|o]) (<clock_hour>|<noon>))"
    ),
    "towards": "(às|à|ao|pras|pro|pra|para as|para o|[lá] pelas|por volta (das|da|do))",
    "of_day": "((da|de|à) (manhã|tarde|noite|madrugada)|da matina)",
    "part": (
        "((de|pela|à|esta|essa|nesta|nessa) (manhã|tarde|noite|madrugada)|[de manhã|bem] (cedo|cedinho)"
        "|na hora do (almoço|jantar)|no (começo|início|fim|final|meio) da (manhã|tarde|noite))"
    ),
}
_DAYS = {
    "weekday": _any(_WEEKDAYS),
    "weekdays": _any(f"{name}s" for name in _WEEKDAYS),
    "month": _any(MONTHS),
    "day_number": "(primeiro|<digit>|<teen>|vinte [e <digit>]|trinta [e um])",
    "on": "(em|no|na|o|a|neste|nesta|nesse|nessa|este|esta|para [o|a]|pra|pro)",
    "day": (
        "([próxima|próximo|outra|outro] <weekday> [feira] [que vem|passada|passado|agora|da (outra semana|semana que vem)]"
        "|[<weekday> [feira]] <dated>|<day_number> de <month> [<year>]|próxima semana|semana (que vem [na <weekday>]|passada)"
        "|(mês|ano) (que vem|passado)|próximo (mês|ano)"
        f"|[próximo] (fim|final) de semana|réveillon|{'|'.join(holidays.SPOKEN.values())})"
    ),
    "year": "(de (dois mil [e {count}]|mil novecentos e {count})|do ano que vem)",
    "dated": "dia <day_number> [de <month> [<year>]|do mês que vem]",
    "near": "([para] (hoje|amanhã|depois de amanhã)|ontem|anteontem|antes de ontem)",
    "distance": "((daqui a|daqui|em|dentro de|há) {count} <long>|{count} <long> atrás)",
}
_REPETITIONS = {
    "each": "(todo|toda|cada)",
    "these": "(às|aos|nas|nos|todos os|todas as)",
    "weekly": (
        "(<each> <weekday> [feira] [<weekday>] [e [<each>] <weekday>]|<each> {date}"
        "|[<these>] <weekdays> [<weekdays>] [e [<these>] <weekdays>]|[de|toda] <weekday> [feira] (a|à|até) <weekday> [feira])"
    ),
    "every": (
        "((todo|cada) dia [útil|menos <weekday>]|[em|nos|todos os] dias (úteis|de semana)|todos os dias [menos <weekday>]"
        "|durante a semana|todo (mês|ano) [[no] {date}]|todos os (meses|anos) [[no] {date}]"
        "|[no] dia <day_number> de (cada|todo) mês|todo (primeiro|último) dia do mês"
        "|(todo (fim|final)|(nos|aos|todos os) (fins|finais)) de semana"
        "|toda semana [na <weekday>]|toda (hora|manhã|tarde|noite)|dia sim dia não|um dia sim um dia não"
        "|todas as (manhãs|tardes|noites|semanas)|diariamente|diário|semanal|mensal|semanalmente|mensalmente|anualmente)"
    ),
    "often": (
        "([a] cada (minuto|hora|semana|meia hora|{count} <unit_of_time> [e meia])|de hora em hora|de meia em meia hora"
        "|de {count} em {count} <unit_of_time>|{count} (vez|vezes) (por|ao|na) (dia|semana|mês|ano))"
    ),
}
_THINGS = {
    "currency": "(real|reais|dólar|dólares|euro|euros|libra|libras|conto|contos|pila)",
    "colour": _any(spelling for spellings in colors.SAID.values() for spelling in spellings),
}
RULES: dict[str, str] = {**_NUMBERS, **_SUMS, **_LENGTHS, **_TIMES, **_DAYS, **_REPETITIONS, **_THINGS}
