"""Text without what is meant for the eye: markdown, tags, addresses, emoji and signs that nobody pronounces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_Replacement = str | Callable[[re.Match[str]], str]


def _host(url: re.Match[str]) -> str:
    """Of an address only the site is worth hearing: "https://www.gov.br/saude?x=1" → "gov ponto br"."""
    return url["host"].removeprefix("www.").replace(".", " ponto ").replace("-", " ")


def _email(address: re.Match[str]) -> str:
    return re.sub(r"[._+-]", lambda sign: _IN_ADDRESS[sign.group()], address.group()).replace("@", " arroba ")


_IN_ADDRESS = {".": " ponto ", "_": " sublinhado ", "+": " mais ", "-": " hífen "}

_RULES: tuple[tuple[re.Pattern[str], _Replacement], ...] = tuple(
    (re.compile(pattern, re.MULTILINE), said)
    for pattern, said in (
        (r"<!--.*?-->|</?[A-Za-z][^<>\n]*>", " "),
        (r"!?\[([^\][]*)\]\([^()\s]*\)", r"\1"),
        (r"^\s*(?:[-*_=]\s*){3,}$", " "),
        (r"^\s*```\w*\s*$|^\s*[|:\s-]*-{3,}[|:\s-]*$", " "),
        (r"^\s*(?:>\s*)*(?:#{1,6}\s+|[-*+•·]\s+(?:\[[ xX]\]\s+)?)?", ""),
        (r"^\s*\|\s*|\s*\|\s*$", ""),
        (r"\s*\|\s*", ", "),
        (r"```\w*|`+|\*\*|~~|(?<!\w)__(?=\S)|(?<=\S)__(?!\w)", ""),
        (r"(?<![\w*])[*_](?=[^\s*])|(?<=[^\s*])[*_](?![\w*])", ""),
        (r"[\w.+-]+@\w[\w-]*(?:\.\w[\w-]*)+", _email),
        (r"\b(?:(?:https?|ftp)://|www\.)(?P<host>[\w-]+(?:\.[\w-]+)*)(?::\d+)?(?:/[^\s\"”)\]]*[\w/])?(?:\?[\w=&%.-]*\w)?", _host),
        # Eights are no eyes: 83 is a number, and "(página 8)" ends with one.
        (r"(?<![\w)])(?:[:;][-']?[()DPpOo3/|*]|=[-']?[()DPp])(?!\w)|<3(?!\d)", " "),
    )
)
_SIGN_WORDS = {
    "&": " e ", "@": " arroba ", "%": " por cento ", "+": " mais ", "=": " igual a ", "×": " vezes ", "÷": " dividido por ",
    "±": " mais ou menos ", "§": " parágrafo ", "°": " graus ", "º": "", "ª": "", "²": " ao quadrado", "³": " ao cubo",
    "√": " raiz de ", "≤": " menor ou igual a ", "≥": " maior ou igual a ", "≠": " diferente de ", "→": ", ", "•": ", ",
    "$": " cifrão ", "€": " euros ", "£": " libras ", "’": "'", "‘": "'", "−": "-",
}  # fmt: skip
_KEPT_SIGNS = set(".,;:!?…—–-'\"“”«»() ")


def plain(text: str) -> str:
    """The text composed (NFC), without mark-up; addresses as they are said. Line by line: what begins a line may be mark-up."""
    text = "".join(_printable(c) for c in unicodedata.normalize("NFC", text))
    for pattern, said in _RULES:
        text = pattern.sub(said, text)
    return text


def without_signs(text: str) -> str:
    """Every sign said in words or left out; letters and punctuation stay, tidied. "" when nothing is left to say."""
    text = "".join(c if c in _KEPT_SIGNS or _is_spoken(c) else _SIGN_WORDS.get(c, " ") for c in text)
    return _tidy(text)


def _printable(character: str) -> str:
    if character == "\n":
        return character
    category = unicodedata.category(character)
    if category in {"Cf", "Cs", "Co", "Cn"} or "\ufe00" <= character <= "\ufe0f":
        return ""  # joiners and variation selectors sit inside words and emoji
    return " " if category[0] in "CZ" else character


def _is_spoken(character: str) -> bool:
    return (character.isalpha() and character not in _SIGN_WORDS) or bool(unicodedata.combining(character))


_TIDY = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"\.{2,}", "…"),
        (r"!+\?+[!?]*|\?+!+[!?]*|\?{2,}", "?"),
        (r"!{2,}", "!"),
        (r"\(\s*\)|\"\s*\"|“\s*”", " "),
        (r"\s+", " "),
        (r"\s+(?=[.,;:!?…)”])", ""),
        (r"(?<=[(“]) ", ""),
        (r"[,;:]+(?=[.,;:!?…])", ""),
        (r"^[\s.,;:!?…)—–-]+(?=.)", ""),
    )
)


def _tidy(text: str) -> str:
    if not any(c.isalpha() for c in text):
        return ""
    for pattern, said in _TIDY:
        text = pattern.sub(said, text)
    return text.strip()
