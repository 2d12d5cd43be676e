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
    cent: Unit | None


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
    dm = decímetro, decímetros
    cm = centímetro, centímetros
    mm = milímetro, milímetros
    µm μm = micrômetro, micrômetros
    nm = nanômetro, nanômetros
    km² km2 = quilômetro quadrado, quilômetros quadrados
    m² m2 = metro quadrado, metros quadrados
    cm² cm2 = centímetro quadrado, centímetros quadrados
    mm² = milímetro quadrado, milímetros quadrados
    m³ m3 = metro cúbico, metros cúbicos
    cm³ cm3 = centímetro cúbico, centímetros cúbicos
    ha = hectare, hectares
    km/h Km/h KM/h kmh = quilômetro por hora, quilômetros por hora
    m/s = metro por segundo, metros por segundo
    m/s² = metro por segundo ao quadrado, metros por segundo ao quadrado
    kg Kg KG = quilo, quilos
    g gr = grama, gramas
    mg = miligrama, miligramas
    µg μg mcg = micrograma, microgramas
    kg/m³ = quilo por metro cúbico, quilos por metro cúbico
    g/cm³ = grama por centímetro cúbico, gramas por centímetro cúbico
    t ton = tonelada, toneladas, f
    lb lbs = libra, libras, f
    oz = onça, onças, f
    l L lt = litro, litros
    dl dL = decilitro, decilitros
    cl cL = centilitro, centilitros
    ml mL = mililitro, mililitros
    mg/dL mg/dl = miligrama por decilitro, miligramas por decilitro
    km/l km/L = quilômetro por litro, quilômetros por litro
    h hs hrs = hora, horas, f
    min = minuto, minutos
    s seg = segundo, segundos
    ms = milissegundo, milissegundos
    µs μs = microssegundo, microssegundos
    °C ºC = grau Celsius, graus Celsius
    °F ºF = grau Fahrenheit, graus Fahrenheit
    ° = grau, graus
    % = por cento, por cento
    ‰ = por mil, por mil
    p.p. = ponto percentual, pontos percentuais
    ppm = parte por milhão, partes por milhão, f
    KB kB Kb = quilobaite, quilobaites
    MB = megabaite, megabaites
    GB Gb = gigabaite, gigabaites
    TB = terabaite, terabaites
    PB = petabaite, petabaites
    MiB = mebibaite, mebibaites
    GiB = gibibaite, gibibaites
    MB/s = megabaite por segundo, megabaites por segundo
    GB/s = gigabaite por segundo, gigabaites por segundo
    kbps Kbps kb/s = quilobit por segundo, quilobits por segundo
    Mbps Mb/s Mbit/s = megabit por segundo, megabits por segundo
    Gbps Gb/s Gbit/s = gigabit por segundo, gigabits por segundo
    MP Mpx = megapixel, megapixels
    px = pixel, pixels
    fps FPS = quadro por segundo, quadros por segundo
    Hz hz = hertz, hertz
    kHz KHz = quilohertz, quilohertz
    MHz Mhz = mega-hertz, mega-hertz
    GHz Ghz = giga-hertz, giga-hertz
    V = volt, volts
    kV = quilovolt, quilovolts
    W = watt, watts
    kW KW = quilowatt, quilowatts
    MW = megawatt, megawatts
    GW = gigawatt, gigawatts
    kWh KWh kwh = quilowatt-hora, quilowatts-hora
    MWh = megawatt-hora, megawatts-hora
    kVA = quilovolt-ampere, quilovolts-ampere
    mA = miliampere, miliamperes
    mAh = miliampere-hora, miliamperes-hora
    Ω = ohm, ohms
    kΩ = quilo-ohm, quilo-ohms
    dB = decibel, decibéis
    BTU BTUs = bê tê u, bê tê us
    kcal = quilocaloria, quilocalorias, f
    cal = caloria, calorias, f
    kJ = quilojoule, quilojoules
    J = joule, joules
    Pa = pascal, pascais
    hPa = hectopascal, hectopascais
    kPa = quilopascal, quilopascais
    atm = atmosfera, atmosferas, f
    mmHg = milímetro de mercúrio, milímetros de mercúrio
    rpm RPM = rotação por minuto, rotações por minuto, f
    bpm = batimento por minuto, batimentos por minuto
    cv CV = cavalo, cavalos
    hp HP = agá pê, agá pê
    hab = habitante, habitantes
    hab/km² = habitante por quilômetro quadrado, habitantes por quilômetro quadrado
    pol ″ = polegada, polegadas, f
    un und = unidade, unidades, f
""")

_CENT = Unit("centavo", "centavos")


def _currency(one: str, many: str, is_feminine: bool = False, cent: Unit | None = _CENT) -> Currency:
    return Currency(Unit(one, many, is_feminine), cent)


CURRENCIES: dict[str, Currency] = {
    **dict.fromkeys(("R$", "BRL"), _currency("real", "reais")),
    **dict.fromkeys(("US$", "U$", "$", "USD"), _currency("dólar", "dólares")),
    **dict.fromkeys(("€", "EUR"), _currency("euro", "euros")),
    **dict.fromkeys(("£", "GBP"), _currency("libra", "libras", True)),
    **dict.fromkeys(("¥", "JPY"), _currency("iene", "ienes", cent=None)),
    **dict.fromkeys(("₿", "BTC"), _currency("bitcoin", "bitcoins", cent=None)),
    "A$": _currency("dólar australiano", "dólares australianos"),
    "C$": _currency("dólar canadense", "dólares canadenses"),
    "₹": _currency("rupia", "rupias", True),
    "CHF": _currency("franco suíço", "francos suíços"),
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
_NO_NOUNS = _set("""
    para era cada contra pela ela uma nada ainda agora fora acima mas das nas pelas elas umas às toda todas essa essas esta estas
    aquela aquelas minhas suas nossas muitas poucas algumas apenas depois antes atrás
""")
# Before a noun of either gender: the noun tells.
NEUTRAL_ADJECTIVES = _set(
    "grandes importantes principais diferentes jovens melhores maiores menores simples possíveis novas outras"
)
_FEMININE_DETERMINERS = _set("as às à das nas pelas essas estas aquelas minhas suas nossas umas todas")
_MASCULINE_DETERMINERS = _set("os aos dos nos pelos esses estes aqueles meus seus nossos uns todos")
# What is numbered rather than counted: "a página 2", "a sala 21".
_NUMBERED = _set("""
    dia dias número página páginas pág capítulo item artigo sala casa apartamento bloco quarto linha quilômetro canal grupo
    fase versão volume edição rua questão ano anos turma vaga mesa parágrafo inciso lei etapa portão estrada rodovia
""")
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


def gender_before(word: str) -> bool | None:
    """Whether the word before a number makes it feminine ("as 2"), masculine ("os 2", "página 2"), or does not tell (None)."""
    if word in _FEMININE_DETERMINERS:
        return True
    return False if word in _MASCULINE_DETERMINERS or word in _NUMBERED else None
