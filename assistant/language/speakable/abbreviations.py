"""Abbreviations written out: "Dr." → "doutor", "nº 5" → "número 5", "séc." → "século", "p/" → "para"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.language.abbreviation_tables import (
    BEFORE_A_NAME,
    BEFORE_A_NUMBER,
    CHAT,
    GLUED,
    MALE_D,
    OF_SEVERAL_WORDS,
    ORDINARY,
    SAINTS,
    TITLES_WITHOUT_POINT,
)
from assistant.language.letters import LETTERS, spell
from assistant.language.speakable.rules import apply, before, rule
from assistant.language.words.phonetics import fold


def _like(word: str, written: str) -> str:
    return word[0].upper() + word[1:] if written[0].isupper() else word


def _ends_text(found: re.Match[str]) -> str:
    """What ends the text still ends it."""
    return "." * (not found.string[found.end() : found.end() + 20].strip(" \n\"”'’)»"))


def _ordinary(found: re.Match[str]) -> str:
    return _like(ORDINARY[found["short"].lower()], found["short"]) + _ends_text(found)


def _before_number(found: re.Match[str]) -> str:
    short = found["short"]
    if not found["point"] and (short.lower() in {"p", "pp", "ex", "fl"} or (short.isupper() and len(short) < _SHORTEST_SHOUTED)):
        return found.group()
    return _like(BEFORE_A_NUMBER[found["short"].lower()], found["short"])


def _before_name(found: re.Match[str]) -> str:
    return _like(BEFORE_A_NAME[found["short"].lower()], found["short"])


def _title(found: re.Match[str]) -> str:
    return _like(TITLES_WITHOUT_POINT[found["short"]], found["short"])


def _glued(found: re.Match[str]) -> str:
    return GLUED[found.group().lower().replace(" ", "")] + " " * (found.string[found.end() : found.end() + 1] not in {" ", ""})


def _dom_or_dona(found: re.Match[str]) -> str:
    name = found["name"]
    return "Dom" if name in MALE_D or not name.endswith(("a", "z", "e", "th", "is", "er")) else "Dona"


def _chat(found: re.Match[str]) -> str:
    return _like(CHAT[found.group().lower()], found.group())


def _street(found: re.Match[str]) -> str:
    """ "R. Augusta", but "J. R. R. Tolkien" and "o autor R. Silva"."""
    return "Rua" if re.search(r"(?:^|[,:(–—-]|\b(?:na|da|à|pela|a|esta|uma|de|rua)) ?$", before(found)) else found.group()


def _initial(found: re.Match[str]) -> str:
    """ "J. K. Rowling" without full stops; but what follows "a vitamina C." begins a sentence."""
    word = re.search(r"(\S+) ?$", found.string[max(0, found.start() - 30) : found.start()])
    is_name = word is None or word[1][0].isupper() or word[1] in LETTERS.values() or word[1][-1] in ",:("
    return LETTERS[fold(found["initial"])] if is_name and fold(found["initial"]) in LETTERS else found.group()


def _dotted(found: re.Match[str]) -> str:
    """ "O.N.U." is an acronym like any other; "J. R. R. Tolkien" and "J.K. Rowling" are initials."""
    before_a_name = re.match(r" [A-ZÀ-Ý][a-zà-ÿ]", found.string[found.end() : found.end() + 3])
    letters = re.sub(r"[. ]", "", found.group())
    return spell(letters) if before_a_name or " " in found.group() else letters + _ends_text(found)


def _any(shorts: Iterable[str]) -> str:
    return "|".join(re.escape(short).replace(r"\.", r"\. ?") for short in sorted(shorts, key=len, reverse=True))


_SHORTEST_SHOUTED = 4
_NUMBER_AHEAD = r"(?= ?\(?\d| [A-Z](?!\w)|(?:(?<=\.)| )[IVXLC]+(?!\w)| (?<=\. )[IVXLC]+(?!\w))"
_NAME_AHEAD = r"(?= ?[A-ZÀ-Ý])"
_SEVERAL = tuple(
    rule(rf"(?<![\w.])(?:{pattern})(?!\w)", lambda m, words=words: words + _ends_text(m), r"[.ª(]")
    for pattern, words in OF_SEVERAL_WORDS.items()
)
_RULES = (
    *_SEVERAL,
    rule(r"(?<![\w.])(?:[A-Z]\. ?){1,9}[A-Z]\.(?!\w)", _dotted, r"[A-Z]\."),
    rule(r"(?<!\w)[sS]/ ?n(?:º|°|\.º|\.|o)?(?!\w)", "sem número", "/"),
    rule(
        r"(?<!\w)(?:n\.? ?[º°]|nr\.|no\.|n\.|№)(?P<many>s?)(?= ?\d)",
        lambda m: "número" + "s" * bool(m["many"]),
        r"(?i:[º°ro.n№]s? ?\d)",
        re.I,
    ),
    rule(r"№", "número ", "№"),
    rule(r"(?<![\w.])n(?:\.?º|°)(?P<many>s?)(?!\w)", lambda m: "número" + "s" * bool(m["many"]), "n[.º°]"),
    rule(r"(?<!\w)(?P<e>[Ee])x\.(?=:)", r"\g<e>xemplo", r"[Ee]x\.:"),
    rule(r"(?<!\w)#(?=\d)", "número ", "#"),
    rule(r"§§ ?", "parágrafos ", "§"),
    rule(r"§ ?(?P<mark>(?:ú|u)nico)?", lambda m: "parágrafo " + (m["mark"] or ""), "§"),
    rule(
        rf"(?<![\w.])(?P<short>(?i:{_any(BEFORE_A_NUMBER)}))(?P<point>\.?){_NUMBER_AHEAD}",
        _before_number,
        r"[A-Za-zíé]\.? ?[(0-9A-Z]",
    ),
    rule(rf"(?<![\w.])(?P<short>{_any(map(str.capitalize, BEFORE_A_NAME))})\.{_NAME_AHEAD}", _before_name, r"[a-z]\. ?[A-ZÀ-Ý]"),
    rule(
        rf"(?<!\w)(?P<short>{_any(TITLES_WITHOUT_POINT)})(?= [A-ZÀ-Ý][\wà-ÿ])",
        _title,
        "(?:S|D|Prof|Av|Ex)[a-zãéíó]{0,3} [A-ZÀ-Ý]",
    ),
    rule(r"(?<=\dª )ed\.|(?<=\d\. )ed\.|(?<=\d )ed\.", "edição", r"ed\."),
    rule(r"(?<!\w)D\.(?= (?P<name>[A-ZÀ-Ý][\wà-ÿ]+))", _dom_or_dona, r"D\."),
    rule(rf"(?<!\w)S\.(?= (?:{SAINTS})(?!\w))", "São", r"S\."),
    rule(r"(?<!\w)R\.(?= (?!(?:[A-ZÀ-Ý]\.))(?:d[aeo]s? )?[A-ZÀ-Ý\d])", _street, r"R\."),
    rule(r"(?<!\w)(?P<short>[Mm](?:ín|áx))\.(?=:? ?[-−]?\d{1,3}(?:,\d)? ?[°º])", r"\g<short>ima", r"[nx]\.:? ?[-−]?\d"),
    rule(rf"(?<![\w.])(?P<short>{_any(ORDINARY)})\.(?!\w)", _ordinary, r"\.", re.I),
    rule(rf"(?<![\w/@.])(?:{_any(GLUED)})(?![\w/])", _glued, "/", re.I),
    rule(rf"(?<![\w#@./-])(?:{_any((*CHAT, 'Vc', 'Vcs', 'Hj'))})(?![\w@-])(?!\.\w)", _chat, "[vVtpqhHmbdk]"),
    rule(r"(?<!\w)(?P<initial>[A-ZÀ-Ý])\.(?= ?[A-ZÀ-Ý](?:\.|[\wà-ÿ]))", _initial, r"[A-Z]\."),
    rule(r"(?<!\d)(?<!\d\.)[ºª]|_", " ", "[ºª_]"),  # what is left of them says nothing, and hides where a word ends
)


def expand_abbreviations(text: str) -> str:
    return apply(_RULES, text)
