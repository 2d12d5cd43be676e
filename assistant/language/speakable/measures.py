"""Numbers with a unit: "80 km/h", "5 mil m²", "20x30 cm", "10%", "R$ 5/kg", "no km 32"."""

from __future__ import annotations

import re

from assistant.language.quantities.units import UNITS
from assistant.language.speakable.rules import MINUS, SCALE, N, apply, before, is_singular, number, rule, scale

_UNIT = "|".join(
    re.escape(unit).replace("°", r"°\s?").replace("º", r"º\s?") for unit in sorted(UNITS, key=len, reverse=True)
)  # fmt: skip
_PER = {
    "kg": "quilo", "g": "grama", "mg": "miligrama", "t": "tonelada", "l": "litro", "L": "litro", "ml": "mililitro",
    "km": "quilômetro", "m": "metro", "m²": "metro quadrado", "m2": "metro quadrado", "m³": "metro cúbico",
    "ha": "hectare", "h": "hora", "hora": "hora", "dia": "dia", "mês": "mês", "mes": "mês", "ano": "ano",
    "a.a": "ano", "semana": "semana", "sem": "semana", "min": "minuto", "s": "segundo", "seg": "segundo",
    "un": "unidade", "unid": "unidade", "unidade": "unidade", "pessoa": "pessoa", "noite": "noite", "litro": "litro",
    "quilo": "quilo", "metro": "metro", "página": "página", "kWh": "quilowatt-hora", "habitante": "habitante",
    "cabeça": "cabeça", "saca": "saca", "arroba": "arroba", "barril": "barril", "GB": "gigabaite", "dose": "dose",
}  # fmt: skip
_ALONE = (
    *("kg/m³", "m/s²", "mg/dL", "km/l", "km/h", "km²", "km", "kg", "cm", "mm", "ml", "mL", "m²", "m³"),
    *("°C", "Mbps", "mg", "m/s", "GHz", "MHz"),
)
_PICTURE = re.compile(
    r"\b(?:foto|fotos|carro|tração|tela|tamanho|formato|resolução|medindo|mede|pressão|picape|grade|cubo|lona)\b[^.;]{0,20}$"
)
_TEAM = re.compile(r" ?[A-ZÀ-Ý][a-zà-ÿ]")
_CAPITAL_BEFORE = re.compile(
    r"(?:[A-ZÀ-Ý][\wà-ÿ-]+|placar de|ganhou de|perdeu de|venceu por|empate em|empatou em|empatou por|ganhou por|perdeu por|deu) $"
)
_OF_A_MATCH = re.compile(
    r"(?i:\b(?:jogos?|partida|placar|vitória|derrota|goleada|empat\w+|venc\w+|ganh\w+|perd\w+)\b[^.;\d]{0,25}) $"
)
_INCHES = re.compile(r"\b(?:tv|tela|televisão|monitor|telas|tvs|display|aro|pizza)\b[^.;\"]{0,20}$")


def _measure(found: re.Match[str]) -> str:
    unit = UNITS[re.sub(r"\s", "", found["unit"])]
    written, scaled = found["number"], scale(found["scale"], found["number"])
    if found["unit"] == "m" and (height := re.fullmatch(r"([1-9]\d*),(\d[1-9]|[1-9]0)", written)):
        return f"{number(height[1])} {unit.one if height[1] == '1' else unit.many} e {number(height[2].lstrip('0'))}"
    if not scaled:
        return f"{number(written, unit.is_feminine)} {unit.one if is_singular(written) else unit.many}"
    of = "" if scaled == "mil" else "de "
    thousand = "" if (written, scaled) == ("1", "mil") else number(written, unit.is_feminine and scaled == "mil") + " "
    return f"{thousand}{scaled} {of}{unit.many}"


def _part(found: re.Match[str]) -> str:
    """ "1/2 kg" → "meio quilo", "3/4 l" → "três quartos de litro", "120/80 mmHg" → "… por …"."""
    unit, fraction = UNITS[re.sub(r"\s", "", found["unit"])], (int(found["over"]), int(found["under"]))
    if fraction == (1, 2):
        return f"{'meia' if unit.is_feminine else 'meio'} {unit.one}"
    if fraction[0] < fraction[1]:
        return f"{found['over']}/{found['under']} de {unit.one}"
    return f"{number(found['over'])} por {number(found['under'])} {unit.many}"


def _size(found: re.Match[str]) -> str:
    return re.sub(r"\s?[x×]\s?", " por ", found.group())


def _by(found: re.Match[str]) -> str:
    """ "foto 3x4", "1920x1080" and a 4x4 car are not worked out; "Brasil 2x1 Chile" is a score."""
    first, last = found["first"], found["last"]
    start = found.string[max(0, found.start() - 40) : found.start()]
    if _CAPITAL_BEFORE.search(start) and (_TEAM.match(found.string, found.end()) or not start[:-1].split()[-1][0].isupper()):
        return f"{first} a {last}"
    if max(len(first), len(last)) <= 2 and _OF_A_MATCH.search(start):
        return f"{first} a {last}"
    big = min(len(first), len(last)) > 2
    if big or (first == last == "4") or _PICTURE.search(before(found)):
        return f"{first} por {last}"
    return found.group()


def _inches(found: re.Match[str]) -> str:
    return f"{found['number']} polegadas" if _INCHES.search(before(found)) else found.group()


_LENGTHS = "metros?|centímetros?|milímetros?|polegadas|pixels|pés"
_SIZE = rf"{N} ?[x×] ?{N}(?: ?[x×] ?{N})?"
_RULES = (
    rule(r"(?<![\w/])(?<!\d )(?:km|Km|KM)\.?(?= ?\d)", "quilômetro", r"(?i:km)"),
    rule(rf"(?<![\w/.,])(?P<over>\d{{1,3}})/(?P<under>\d{{1,3}}) ?(?P<unit>{_UNIT})(?![\w²³/])", _part, r"\d/\d"),
    rule(rf"(?P<first>{N} ?(?:{_UNIT})) ?[x×] ?(?={N} ?(?:{_UNIT})(?!\w))", r"\g<first> por ", " [x×] ?"),
    rule(rf"{_SIZE}(?= ?(?:{_UNIT}|{_LENGTHS})(?!\w))", _size, r"\d ?[x×]"),
    rule(r"(?<![\w.,])(?P<first>\d{1,5}) ?[x×] ?(?P<last>\d{1,5})(?![\w=]|[.,]\d|\s?[=x×])", _by, r"\d ?[x×]"),
    rule(r"(?P<number>(?<![\d.,])\d{1,3}(?:[.,]\d)?)(?:\"|”|'')(?!\w)", _inches, r"\d[\"”']"),
    rule(rf"(?P<low>{N})(?:%)?(?:-| ?[–—] ?)(?P<high>{N})", lambda m: f"{m['low']} a {m['high']}", r"\d%?(?:-| ?[–—])"),
    rule(
        rf"(?P<number>{MINUS}{N})(?:(?P<scale>{SCALE}) ?(?:de )?)(?P<unit>{_UNIT})(?![\w²³])",
        _measure,
        rf"\d ?(?:{_UNIT})|(?:mil|mi|ões|ão|bi|tri) ",
    ),
    rule(rf"(?<![\w/.@-])(?:{'|'.join(map(re.escape, _ALONE))})(?![\w/.-])", lambda m: UNITS[m.group()].many, "[kmcg°M]"),
    rule(
        rf"(?<=[^\W\d_]) ?/ ?(?P<per>{'|'.join(map(re.escape, sorted(_PER, key=len, reverse=True)))})(?![\w²³])(?:\.(?= [a-z]))?",
        lambda m: f" por {_PER[m['per']]}",
        "/",
    ),
)


def say_measures(text: str) -> str:
    return apply(_RULES, text)
