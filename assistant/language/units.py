"""Units, currencies and scales as they are said, and the gender that their numbers agree with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """`one`, `many`: its name after one and after several."""

    one: str
    many: str
    is_feminine: bool = False


@dataclass(frozen=True, slots=True)
class Currency:
    unit: Unit
    cent: Unit


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _table(lines: str) -> dict[str, Unit]:
    """A line each: symbols = one, many, and an f for feminine."""
    units = {}
    for line in lines.strip().splitlines():
        symbols, names = line.split("=")
        one, many, *gender = (name.strip() for name in names.split(","))
        units |= dict.fromkeys(symbols.split(), Unit(one, many, gender == ["f"]))
    return units


UNITS: dict[str, Unit] = _table("""
    km Km KM = quilômetro, quilômetros
    m = metro, metros
    cm = centímetro, centímetros
    mm = milímetro, milímetros
    km² = quilômetro quadrado, quilômetros quadrados
    m² m2 = metro quadrado, metros quadrados
    cm² = centímetro quadrado, centímetros quadrados
    m³ m3 = metro cúbico, metros cúbicos
    ha = hectare, hectares
    km/h Km/h = quilômetro por hora, quilômetros por hora
    m/s = metro por segundo, metros por segundo
    kg Kg KG = quilo, quilos
    g = grama, gramas
    mg = miligrama, miligramas
    t = tonelada, toneladas, f
    l L = litro, litros
    ml mL = mililitro, mililitros
    min = minuto, minutos
    s seg = segundo, segundos
    ms = milissegundo, milissegundos
    °C ºC = grau Celsius, graus Celsius
    °F ºF = grau Fahrenheit, graus Fahrenheit
    ° = grau, graus
    % = por cento, por cento
    ‰ = por mil, por mil
    KB kB = quilobaite, quilobaites
    MB = megabaite, megabaites
    GB = gigabaite, gigabaites
    TB = terabaite, terabaites
    Mbps Mb/s = megabit por segundo, megabits por segundo
    Hz = hertz, hertz
    kHz = quilohertz, quilohertz
    MHz = mega-hertz, mega-hertz
    GHz = giga-hertz, giga-hertz
    V = volt, volts
    W = watt, watts
    kW = quilowatt, quilowatts
    kWh = quilowatt-hora, quilowatts-hora
    mAh = miliampere-hora, miliamperes-hora
    dB = decibel, decibéis
    kcal = quilocaloria, quilocalorias, f
    cal = caloria, calorias, f
    hab = habitante, habitantes
    pol = polegada, polegadas, f
""")

CURRENCIES: dict[str, Currency] = {
    "R$": Currency(Unit("real", "reais"), Unit("centavo", "centavos")),
    "US$": Currency(Unit("dólar", "dólares"), Unit("centavo", "centavos")),
    "$": Currency(Unit("dólar", "dólares"), Unit("centavo", "centavos")),
    "€": Currency(Unit("euro", "euros"), Unit("centavo", "centavos")),
    "£": Currency(Unit("libra", "libras", True), Unit("centavo", "centavos")),
}

SCALES = ("mil", "milhão", "milhões", "bilhão", "bilhões", "trilhão", "trilhões", "mi", "bi", "tri")
"""What may stand between a number and what it counts; "mi" and "bi" are written only."""

_MASCULINE = _set("""
    dia mapa problema programa sistema tema poema planeta clima grama quilograma miligrama idioma cinema telegrama atleta
    motorista artista turista dentista ciclista jornalista esquema dilema diploma drama trauma sintoma cometa pijama
    componente
""")
_FEMININE = _set("""
    vez noite tarde mulher mãe flor cor parte fase chave ave luz mão lei colher base sede rede gente morte mente frase
    classe ponte fonte carne nuvem ordem viagem crise série espécie imagem hélice árvore dor voz paz cruz
""")
_FEMININE_ENDINGS = ("a", "ção", "são", "dade", "gem", "tude", "ície")
# Small words and verbs that follow a number without being what it counts.
_NO_NOUNS = _set("para era cada contra pela ela uma nada ainda agora fora acima mas das nas pelas elas umas às")
_PLURALS = (("ções", "ção"), ("sões", "são"), ("ens", "em"), ("ões", "ão"), ("zes", "z"), ("res", "r"), ("s", ""))


def is_feminine(noun: str, *, plural: bool) -> bool:
    """Whether a noun in that number is feminine, as far as its ending tells. Anything else, verbs above all, is not."""
    noun = noun.lower()
    if noun in _NO_NOUNS or len(noun) < 3 or noun.endswith("s") != plural:
        return False
    candidates = {noun}
    if plural:
        candidates = {noun.removesuffix(ending) + one for ending, one in _PLURALS if noun.endswith(ending)}
    if candidates & _MASCULINE:
        return False
    return bool(candidates & _FEMININE) or any(c.endswith(_FEMININE_ENDINGS) for c in candidates)
