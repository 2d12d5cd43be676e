"""What is read digit by digit: telephones, CPF, CNPJ, CEP, cards, plates, passwords; and versions, which are read by parts."""

from __future__ import annotations

import re

from assistant.language.letters import spell
from assistant.language.speakable.rules import apply, digits, groups, number, rule

_NAMES = (
    r"CPF|CNPJ|CEP|RG|PIS|NIS|CNH|RENAVAM|IMEI|PIN|senha|código|cód\.|protocolo|matrícula|ramal|telefone|tel\.|fone|celular|cel\.|fax"
    r"|whats(?:app)?|zap|agência|ag\.|conta|c/c|token|chave|pix|cartão|boleto|rastreio|processo"
)
_CALLED = r"ligue|ligar|liga|ligo|disque|discar|chame|chamar|telefone|SAMU|bombeiros|polícia|CVV|emergência|procon"
_JOINT = r"[\s:.,]{0,3}(?:(?:é|nº|n\.º|número|para|pra|pelo|ao|o|no|final|da|de|\()[\s:]{0,3}){0,3}"
_VERSIONED = (
    r"versão|vers\.|seção|item|subitem|figura|tabela|tópico|exercício|Python|Windows|Android|iOS|macOS|Linux|Ubuntu|Debian|Java|PHP"
    r"|Bluetooth|USB|HDMI|Web|GPT|Node|Django|Kotlin|Swift|Firefox|Chrome|Wi-Fi"
)
_STANDARDS = ("ISO", "NBR", "RTX", "GTX", "DDR", "LTE", "UTF", "SHA", "PEP", "RFC")


def _grouped(found: re.Match[str]) -> str:
    return groups(found.group())


def _telephone(found: re.Match[str]) -> str:
    country = "mais " if found.group().startswith("+") else ""
    return country + groups(found.group())


def _checked(code: str) -> str:
    """A code whose check digit may be an X, or with a bar that is read: "12.345.678-X", "12.345.678/0001-95"."""
    parts = re.findall(r"\d+|[Xx]|/", code)
    said = ", ".join({"/": "barra", "X": "xis", "x": "xis"}.get(part) or digits(part) for part in parts)
    return said.replace("barra, ", "barra ")


def _lettered(found: re.Match[str]) -> str:
    return _checked(found.group())


def _named(found: re.Match[str]) -> str:
    return found["name"] + found["joint"] + _checked(found["code"])


def _plate(found: re.Match[str]) -> str:
    """ABC-1234 and the Mercosul's ABC1D23."""
    letters, figures = found["letters"], found["figures"] or found["mercosul"]
    if letters in _STANDARDS:
        return found.group()
    return f"{spell(letters)}, " + ", ".join(digits(part) if part.isdecimal() else spell(part) for part in _RUNS.findall(figures))


def _version(found: re.Match[str]) -> str:
    return " ponto ".join(number(part) for part in re.findall(r"\d+", found.group()))


def _named_version(found: re.Match[str]) -> str:
    return found["name"] + found["joint"] + " ponto ".join(number(part) for part in found["version"].split("."))


def _listed(found: re.Match[str]) -> str:
    """ "1-2-3" and "1,2,3"; a date that is none stays with its own rule."""
    return ", ".join(number(part) for part in re.findall(r"\d+", found.group()))


def _emergency(found: re.Match[str]) -> str:
    counted = re.match(r"\s+(?:vez|rea|pesso|client|%|por)", found.string[found.end() : found.end() + 20])
    return found.group() if counted else found["name"] + found["joint"] + digits(found["code"])


def _years(found: re.Match[str]) -> str:
    return f"{found['low']} a {found['high']}"


_RUNS = re.compile(r"\d+|[A-Z]+")
_RULES = (
    rule(r"(?<![\d-])(?P<low>(?:1[5-9]|20)\d\d)[-–—](?P<high>(?:1[5-9]|20)\d\d)(?![\d-])", _years, r"\d[-–—]\d"),  # no telephone
    rule(r"(?<![\d.])\d{7}-\d\d\.\d{4}\.\d\.\d\d\.\d{4}(?!\d)", _grouped, r"\d-\d"),  # a lawsuit's number
    rule(r"(?<![\d.])\d{2}\.\d{3}\.\d{3}/\d{4}-\d{2}(?!\d)", _lettered, r"/\d{4}-"),  # CNPJ
    rule(r"(?<!\d)\d{3}\.\d{3}\.\d{3}-\d{2}(?!\d)", _grouped, r"\d-\d"),  # CPF
    rule(r"(?<![\d.])\d{1,2}\.\d{3}\.\d{3}-[\dXx](?![\w])", _lettered, r"\d-[\dXx]"),  # RG
    rule(r"(?<![\d.-])\d{4}(?:[ .-]\d{4}){3}(?![\d-])", _grouped, r"\d{4}[ .-]\d{4}"),  # a bank card
    rule(r"(?<![\d-])(?:\+\d{1,3}\s?)?\(0?\d{2}\)\s?9?[ .]?\d{4}[ .-]?\d{4}(?![\d-])", _telephone, r"\d\)"),
    rule(r"(?<![\d-])(?:\+\d{1,3}[ -]?)?(?:0?\d{2}[ -]?)?9?\d{4}-\d{4}(?![\d-])", _telephone, r"\d-\d"),
    rule(r"\+\d{1,3}(?:[ -]\d{2,5}){2,4}(?![\d-])|(?<![\d.,-])\d{2} 9\d{4} ?\d{4}(?![\d-])", _telephone, r"\+\d|\d 9\d{4}"),
    rule(r"(?<!\d)0[3589]00[ -]?\d{3}[ -]?\d{4}(?!\d)", _grouped, "0[3589]00"),
    rule(r"(?<![\d.-])\d{2}\.?\d{3}-\d{3}(?![\d-])", lambda m: groups(m.group().replace(".", "")), r"\d-\d"),  # CEP
    rule(r"(?<!\w)(?P<letters>[A-Z]{3})(?:-(?P<figures>\d{4})|(?P<mercosul>\d[A-Z]\d\d))(?!\w)", _plate, r"[A-Z]-?\d"),
    rule(
        rf"(?<!\w)(?P<name>{_NAMES})(?P<joint>{_JOINT})"
        r"(?P<code>\d{3,}(?:[ .-]?\d{2,}){0,8}(?:-[\dXx](?!\w))?)(?!\w|[,/:]\d)",
        _named,
        r"\d{3}",
        re.I,
    ),
    rule(rf"(?<!\w)(?P<name>{_CALLED})(?P<joint>{_JOINT})(?P<code>1\d\d)(?!\d|[.,/:]\d)", _emergency, r"1\d\d", re.I),
    rule(r"(?<=[Vv]ersão )[vV](?=\d)", "", r"[vV]\d"),
    rule(r"(?<![\w.])[vV]\.? ?(?=\d+\.\d)", "versão ", r"[vV]\.? ?\d"),
    rule(rf"(?<!\w)(?P<name>{_VERSIONED})(?P<joint> )(?P<version>\d+\.\d+)(?![\d.,]\d|\d)", _named_version, r" \d+\.\d", re.I),
    rule(r"(?<![\w.])\d+(?:\.\d+){2,}(?!\w)(?<!\.\d{3}\.\d{3})", _version, r"\d\.\d"),
    rule(r"(?<![\w,.-])\d+(?:-\d+){2,}(?![\w-])|(?<![\w,.-])\d+(?:,\d+){2,}(?![\w,]\d|\w)", _listed, r"\d[-,]\d"),
)


def spell_codes(text: str) -> str:
    return apply(_RULES, text)
