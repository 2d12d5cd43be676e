"""E-mail addresses, links, files, @names, #hashtags as they are dictated: "ana@exemplo.com" → "ana arroba exemplo ponto com"."""

from __future__ import annotations

import re

from assistant.language.speakable.acronyms import speak_label
from assistant.language.speakable.rules import apply, rule

_SIGNS = {".": " ponto ", "_": " sublinhado ", "+": " mais ", "-": " hífen ", "@": " arroba "}
_ENDINGS = r"com|org|net|gov|edu|jus|mil|leg|tv|io|app|dev|br|pt|info|ai"
_FILES = (
    "pdf|docx?|xlsx?|pptx?|odt|ods|txt|csv|jpe?g|png|gif|svg|mp3|mp4|wav|flac|ogg|zip|rar|gz|py|js|html?|css|md|json|ya?ml|xml|exe|epub"
    "|srt|iso|apk|log|bin|onnx|toml"
)


def _dictated(address: str) -> str:
    """Words and signs; "br" and "pdf" are spelled."""
    return "".join(_SIGNS.get(part) or speak_label(part) for part in re.split(r"([._+@-])", address))


def _email(found: re.Match[str]) -> str:
    return _dictated(found.group())


def _host(found: re.Match[str]) -> str:
    """Of an address only the site is worth hearing: "https://www.gov.br/saude?x=1" → "gov ponto bê erre"."""
    return _dictated(found["host"].removeprefix("www.")).replace(" hífen ", " ")


def _file(found: re.Match[str]) -> str:
    return f"{re.sub('[_.-]', ' ', found['name'])} ponto {speak_label(found['ending'].lower())}"


def _hashtag(found: re.Match[str]) -> str:
    return "hashtag " + re.sub(r"_|(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])", " ", speak_label(found["name"]))


_RULES = (
    rule(r"(?<![\w.+-])(?:mailto:)?[\w.+-]+@\w[\w-]*(?:\.\w[\w-]*)+", _email, "@"),
    rule(
        r"(?<!\w)(?:(?:https?|ftp)://|www\.)(?P<host>[\w-]+(?:\.[\w-]+){0,9})(?::\d+)?(?:/[^\s\"”)\]]*[\w/])?(?:\?[\w=&%.-]*\w)?",
        _host,
        r"://|www\.",
    ),
    rule(rf"(?<![\w@./-])(?P<name>[\w-]+(?:\.[\w-]+)*)\.(?P<ending>{_FILES})(?![\w@]|\.\w)", _file, r"\.[a-z]"),
    rule(
        rf"(?<![\w@.-])(?P<host>[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.(?:{_ENDINGS}))(?![\w@-]|\.\w)(?:/[^\s\"”)\]]*[\w/])?",
        _host,
        r"\.[a-z]",
    ),
    rule(r"(?<![\w&#])#(?P<name>[^\W\d]\w*)", _hashtag, "#"),
)


def say_addresses(text: str) -> str:
    return apply(_RULES, text)
