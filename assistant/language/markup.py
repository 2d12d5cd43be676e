"""Text without what is meant for the eye: markdown, tags, emoji and signs that nobody pronounces.

Strategy: white space is made single first, so that no pattern has to look along a run of it; every pattern stops at the sign
that could begin another match. So a megabyte of any sign takes no longer than a megabyte of words.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable

from assistant.language.controls import PLACEHOLDERS

_Replacement = str | Callable[[re.Match[str]], str]

# They look like a letter, a digit or a unit and are one: "𝗻𝗼𝘃𝗼", "ﬁm", "２", "℃", "½", "③", "₂". Not ² and ³: they are exponents.
_LOOKALIKES = re.compile(r"[\U0001d400-\U0001d7ffﬀ-ﬆ！-～℃℉№ℓ㎀-㏟¼-¾⅐-⅞①-⑳₀-₉]")
_LONG_RUN_OF_MARKS = re.compile(r"[^\w\s\x00-\x7f]{30,}")
_STRAY_MARK = re.compile("(?<=[\\W\\d_])[\u0300-\u036f]+|^[\u0300-\u036f]+")
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{1,6}|#x[0-9A-Fa-f]{1,5});")
_UNUSUAL = re.compile(rf"[^ -~\n¡-¬®-ɏ—–“”‘’…{PLACEHOLDERS}]")
# Colours of a terminal, as logs have them: "\x1b[31mErro\x1b[0m".
_ESCAPE = re.compile("\x1b\\[[0-9;?]{0,20}[A-Za-z]")
# Groups of three digits may be parted by a blank that does not break a line.
_GROUPED = re.compile("(?<=[0-9])[\u00a0\u2009\u202f](?=[0-9]{3}(?![0-9]))")

_RULES: tuple[tuple[re.Pattern[str], _Replacement], ...] = tuple(
    (re.compile(pattern, re.MULTILINE), said)
    for pattern, said in (
        (r"[^\S\n]+", " "),
        (r"(?: ?\n)+ ?", "\n"),
        (r"\\(?=[!-/:-@\[-`{-~])", ""),
        (r"<(https?://[^<>\s]+|[^<>\s@]+@[^<>\s@]+)>", r" \1 "),
        (r"<!--[^<]*?-->|</?[A-Za-z][^<>\n]*>", " "),
        (r"^ ?\[[^\][\n]+\]: ?(?:https?://|www\.|/|\.)\S*.*$", " "),  # where a link leads to
        (r"\[\^[^\][\s]{1,30}\]:?|(?<=[\w.,;!?”\")])\[\d{1,3}\]", ""),  # footnotes
        (r"!\[([^\][]*)\]\([^()\s]*(?: \"[^\"\n]*\")?\)", r"\1"),
        (r"\[([^\][]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)?(?: \"[^\"\n]*\")?\)", r"\1"),
        (r"\[([^\][]+)\]\[[^\][]*\]", r"\1"),
        (r"^ ?(?:[-*_=] ?){3,}$", " "),
        (r"^ ?(?:```+|~~~+) ?[\w+.-]*$", " "),
        (r"^ ?\|[ :|-]+$|^(?=[^\n]*---)[ :|-]+$", " "),
        (r"^ ?(?:> ?)*(?:#{1,6} |[-*+•·] (?:\[[ xX]\] )?)?", ""),
        (r"(?<=\S) #+ ?$", ""),
        (r"^(\d{1,3})\) ", r"\1, "),
        (r"^\| ?| ?\|$", ""),
        (r" ?\| ?", ", "),
        (r"```\w*|`+|\*\*|~~|(?<!\w)__(?=\S)|(?<=\S)__(?!\w)", ""),
        (r"(?<![\w*)])[*_](?=[^\s*])|(?<=[^\s*])[*_](?![\w*])", ""),
        # Eights are no eyes: 83 is a number, and "(página 8)" ends with one.
        (r"(?<![\w)])(?:[:;][-']?[()DPpOo3/|*]|=[-']?[()DPp])(?!\w)|<3(?!\d)", " "),
        (r"  +", " "),  # where something was left out: the rules of speakable text look for one blank
    )
)
_SIGN_WORDS = {
    "&": " e ", "@": " arroba ", "%": " por cento ", "+": " mais ", "=": " igual a ", "×": " vezes ", "÷": " dividido por ",
    "±": " mais ou menos ", "§": " parágrafo ", "°": " graus ", "º": "", "ª": "", "²": " ao quadrado ", "³": " ao cubo ",
    "√": " raiz de ", "≤": " menor ou igual a ", "≥": " maior ou igual a ", "≠": " diferente de ", "≈": " aproximadamente ",
    "→": ", ", "•": ", ", "$": " cifrão ", "€": " euros ", "£": " libras ", "¥": " ienes ", "₿": " bitcoins ", "’": "'",
    "‘": "'", "−": "-", "∞": " infinito ", "µ": " micro ", "π": " pi ", "‰": " por mil ",
}  # fmt: skip
_SIGN = re.compile(rf"[^\w.,;:!?…—–\-'\"“”«»() \n{PLACEHOLDERS}]|[_\dªº]|[^\W\d_a-zA-ZÀ-ɏ]")


def plain(text: str) -> str:
    """The text composed (NFC), without mark-up. Line by line: what begins a line may be mark-up."""
    text = _GROUPED.sub(".", _ENTITY.sub(lambda m: html.unescape(m.group()), _ESCAPE.sub("", text)))
    # Putting a pile of accents in order takes quadratic time.
    text = _LONG_RUN_OF_MARKS.sub(lambda m: "".join(c for c in m.group() if not unicodedata.combining(c)), text)
    text = _STRAY_MARK.sub("", unicodedata.normalize("NFC", text))
    text = _LOOKALIKES.sub(_letter_meant, text)
    text = _UNUSUAL.sub(lambda m: _printable(m.group()), text)
    for pattern, said in _RULES:
        text = pattern.sub(said, text)
    return text


def without_signs(text: str) -> str:
    """Every sign said in words or left out; letters and punctuation stay, tidied. "" when nothing is left to say."""
    return _tidy(_SIGN.sub(lambda m: _said(m.group()), text))


def _letter_meant(found: re.Match[str]) -> str:
    meant = unicodedata.normalize("NFKC", found.group())
    return " " + meant.replace("⁄", "/") if "⁄" in meant else meant.replace("∕", "/")


def _printable(character: str) -> str:
    category = unicodedata.category(character)
    if category in {"Cf", "Cs", "Co", "Cn"} or "\ufe00" <= character <= "\ufe0f":
        return ""  # joiners and variation selectors sit inside words and emoji
    return " " if category[0] in "CZ" else character


def _said(character: str) -> str:
    is_spoken = (character.isalpha() and character not in _SIGN_WORDS) or unicodedata.combining(character)
    return character if is_spoken else _SIGN_WORDS.get(character, " ")


_SAYABLE = re.compile(rf"[^\W\d_]|[{PLACEHOLDERS}]")
_TIDY: tuple[tuple[re.Pattern[str], _Replacement], ...] = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"\s+", " "),
        (r"\.(?: ?\.)+", "…"),
        (r"[!?]{2,}", lambda m: "?" if "?" in m.group() else "!"),
        (r"\( ?\)|\" ?\"|“ ?”", " "),
        (r"(?<=[^\W\d_]) [-–] (?=[^\W\d_(\"“])", ", "),  # a dash that is a pause; the voice knows — and the comma
        (r"\s+", " "),
        (r" (?=[.,;:!?…)”])", ""),
        (r"(?<=[(“]) ", ""),
        (r"[,;:]+(?=[.,;:!?…])", ""),
        (r"^[\s.,;:!?…)—–-]+(?=.)", ""),
    )
)


def _tidy(text: str) -> str:
    if not _SAYABLE.search(text):
        return ""
    for pattern, said in _TIDY:
        text = pattern.sub(said, text)
    return text.strip()
