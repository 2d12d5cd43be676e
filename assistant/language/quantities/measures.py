"""Units that can be converted into each other: what each measures, how much of it, and the words that it is called by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assistant.language.quantities.units import UNITS, Unit
from assistant.language.words.text import Token, tokenize


@dataclass(frozen=True, slots=True)
class Measure:
    """An amount x of `unit` is (x + offset) · factor of what `dimension` is counted in."""

    unit: Unit
    dimension: str
    factor: Fraction
    offset: Fraction = Fraction(0)


# A dimension, then a line for each unit: key, factor and offset | one, many, gender (where `units` has no such symbol) | other
# names that it is heard by. Kitchen measures are those of Brazilian recipes (a cup has 240 ml), an arroba has the 15 kg that it
# is traded by, a libra is the avoirdupois pound, a gallon the American one, a year has 365 days and a month a twelfth of it.
_TABLE = """
# length
km 1000 || kilômetro, kilômetros
m 1 ||
dm 0.1 ||
cm 0.01 ||
mm 0.001 ||
µm 0.000001 || mícron, mícrons
nm 0.000000001 ||
mi 1609.344 | milha, milhas, f | milha terrestre, milhas terrestres
nmi 1852 | milha náutica, milhas náuticas, f | milha marítima, milhas marítimas
yd 0.9144 | jarda, jardas, f |
ft 0.3048 | pé, pés |
pol 0.0254 || inch
légua 6600 | légua, léguas, f |
palmo 0.22 | palmo, palmos |
ano-luz 9460730472580800 | ano-luz, anos-luz |
# mass
kg 1000 || quilograma, quilogramas, kilo, kilos
g 1 ||
mg 0.001 ||
µg 0.000001 ||
t 1000000 ||
lb 453.59237 || lbs
oz 28.349523125 ||
@ 15000 | arroba, arrobas, f |
quilate 0.2 | quilate, quilates |
saca 60000 | saca de sessenta quilos, sacas de sessenta quilos, f | saca, sacas
# volume
l 0.001 ||
dl 0.0001 ||
cl 0.00001 ||
ml 0.000001 ||
m³ 1 || m3
cm³ 0.000001 ||
xíc 0.00024 | xícara, xícaras, f | xícara de chá, xícaras de chá
c.sopa 0.000015 | colher de sopa, colheres de sopa, f | colherada, colheradas
c.sobremesa 0.00001 | colher de sobremesa, colheres de sobremesa, f |
c.chá 0.000005 | colher de chá, colheres de chá, f |
c.café 0.0000025 | colher de café, colheres de café, f |
copo 0.00019 | copo americano, copos americanos |
gal 0.003785411784 | galão, galões | galão americano, galões americanos
bbl 0.158987294928 | barril, barris | barril de petróleo, barris de petróleo
floz 0.0000295735295625 | onça líquida, onças líquidas, f | onça fluida, onças fluidas
pint 0.000473176473 | pinta, pintas, f |
# area
km² 1000000 || km2
m² 1 || m2
cm² 0.0001 || cm2
mm² 0.000001 ||
ha 10000 ||
acre 4046.8564224 | acre, acres |
ft² 0.09290304 | pé quadrado, pés quadrados |
mi² 2589988.110336 | milha quadrada, milhas quadradas, f |
alq 24200 | alqueire paulista, alqueires paulistas | alqueire, alqueires
alq.mg 48400 | alqueire mineiro, alqueires mineiros | alqueire goiano, alqueires goianos
alq.n 27225 | alqueire do Norte, alqueires do Norte |
# speed
km/h 1/3.6 || quilômetros horários, por hora
m/s 1 ||
mph 0.44704 | milha por hora, milhas por hora, f |
ft/s 0.3048 | pé por segundo, pés por segundo |
kn 1852/3600 | nó, nós | nó marítimo, nós marítimos
# time
s 1 ||
min 60 ||
h 3600 ||
ms 0.001 ||
µs 0.000001 ||
dia 86400 | dia, dias |
semana 604800 | semana, semanas, f |
mês 2628000 | mês, meses |
ano 31536000 | ano, anos |
década 315360000 | década, décadas, f |
século 3153600000 | século, séculos |
# data
bit 0.125 | bit, bits |
B 1 | baite, baites | byte, bytes
KB 1000 || kilobyte, kilobytes, quilobyte, quilobytes
MB 1000000 || megabyte, megabytes, mega, megas
GB 1000000000 || gigabyte, gigabytes, giga, gigas
TB 1000000000000 || terabyte, terabytes, tera, teras
PB 1000000000000000 || petabyte, petabytes
MiB 1048576 || mebibyte, mebibytes
GiB 1073741824 || gibibyte, gibibytes
# data rate
kbps 125 || kilobit por segundo, kilobits por segundo
Mbps 125000 || mega por segundo, megas por segundo
Gbps 125000000 || giga por segundo, gigas por segundo
MB/s 1000000 || megabyte por segundo, megabytes por segundo
GB/s 1000000000 || gigabyte por segundo, gigabytes por segundo
# temperature
°C 1 273.15 || celsius, grau, graus, grau centígrado, graus centígrados, centígrados, c
°F 5/9 459.67 || fahrenheit, farenheit, faraday, f
K 1 | kelvin, kelvins | grau kelvin, graus kelvin
# pressure
Pa 1 ||
hPa 100 || milibar, milibares
kPa 1000 ||
bar 100000 | bar, bars | bares
atm 101325 ||
mmHg 133.322387415 || torr
psi 6894.757293168361 | libra por polegada quadrada, libras por polegada quadrada, f |
# energy
J 1 ||
kJ 1000 ||
cal 4.184 ||
kcal 4184 || kilocaloria, kilocalorias
Wh 3600 | watt-hora, watts-hora |
kWh 3600000 || kilowatt hora, kilowatts hora, quilowatt hora, quilowatts hora, quilowatts horas
BTU 1055.05585262 | BTU, BTUs |
# power
W 1 ||
kW 1000 || kilowatt, kilowatts
MW 1000000 ||
cv 735.49875 | cavalo-vapor, cavalos-vapor | cavalo, cavalos
hp 745.69987158227022 | HP, HP | horsepower
BTU/h 0.29307107017222 | BTU por hora, BTUs por hora |
"""


def _read() -> tuple[dict[str, Measure], dict[str, str]]:
    measures: dict[str, Measure] = {}
    names: dict[str, str] = {}
    dimension = ""
    for line in _TABLE.strip().splitlines():
        if line.startswith("# "):
            dimension = line[2:]
            continue
        amounts, own, others = line.split("|")
        key, factor, *offset = amounts.split()
        one, many, *gender = [name.strip() for name in own.split(",")] if own.strip() else ["", ""]
        unit = Unit(one, many, gender == ["f"]) if one else UNITS[key]
        measures[key] = Measure(unit, dimension, _fraction(factor), _fraction(*offset) if offset else Fraction(0))
        for name in (unit.one, unit.many, key, *others.split(",")):
            if name.strip() and "." not in name:
                names.setdefault(name.strip().lower(), key)
    return measures, names


def _fraction(text: str) -> Fraction:
    over, _, under = text.partition("/")
    return Fraction(over) / Fraction(under or 1)


MEASURES, _NAMES = _read()
"""MEASURES: by key ("km"), what it is."""

_LONG = 5
_WORDS = {name.lower() for measure in MEASURES.values() for name in (measure.unit.one, measure.unit.many)} | {
    "mega",
    "giga",
    "tera",
}
SPOKEN = {
    name: key
    for name, key in _NAMES.items()
    if MEASURES[key].dimension != "time" and key != "B" and any(len(token.text) >= _LONG for token in tokenize(name))
}
"""By what is said ("quilômetros"), the key. Not short names and those of times: heard a little wrongly, they are everywhere."""

SHORT_NAMES = tuple(
    name for name in _NAMES if name not in SPOKEN and (name in {"pé", "nó"} or (len(name) > 2 and name in _WORDS))
)
"""Those that are said, not written."""

_SYMBOLS = {tuple(token.folded for token in tokenize(name)): key for name, key in _NAMES.items() if name not in SPOKEN}
_MAX_TOKENS = max(map(len, _SYMBOLS))


def symbol_spans(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, str]]:
    """Every (end, key) of a short name, a symbol or a time at token `at`: "pés", "km", "m²", "horas"."""
    for n_tokens in range(1, _MAX_TOKENS + 1):
        key = _SYMBOLS.get(tuple(token.folded for token in tokens[at : at + n_tokens]))
        if key and at + n_tokens <= len(tokens):
            yield at + n_tokens, key


ONE_AND_ANOTHER = {"m": ("cm", 100), "ft": ("pol", 12), "kg": ("g", 1000), "l": ("ml", 1000), "h": ("min", 60), "min": ("s", 60)}
"""What is said after a unit without being named, and how many make one: "cinco pés e onze"."""

OURS = frozenset(("km", "t", "m³", "ha", "m/s", "°C"))
USUAL = {
    **{"mi": "km", "nmi": "km", "yd": "m", "ft": "m", "pol": "cm", "légua": "km", "palmo": "cm", "km": "mi"},
    **{"lb": "kg", "oz": "g", "@": "kg", "quilate": "g", "saca": "kg", "t": "kg", "ano-luz": "km"},
    **{"xíc": "ml", "c.sopa": "ml", "c.sobremesa": "ml", "c.chá": "ml", "c.café": "ml", "copo": "ml"},
    **{"gal": "l", "bbl": "l", "floz": "ml", "pint": "ml", "m³": "l"},
    **{"ha": "m²", "acre": "ha", "ft²": "m²", "mi²": "km²", "alq": "ha", "alq.mg": "ha", "alq.n": "ha"},
    **{"mph": "km/h", "kn": "km/h", "m/s": "km/h", "ft/s": "km/h", "°F": "°C", "°C": "°F", "K": "°C"},
    **{"psi": "bar", "atm": "kPa", "cv": "W", "hp": "W", "BTU/h": "W", "BTU": "kWh"},
}
"""What people mean when they do not say into what: a foreign or an old unit into ours; and OURS into the best known other."""

FOREIGN = {name: key for name, key in SPOKEN.items() if key in USUAL and key not in OURS}
"""By what is said, as SPOKEN: the units that one asks about without saying into what."""
