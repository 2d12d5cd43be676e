"""What an English word is among its neighbours, and what a number is in words."""

from __future__ import annotations

import re
from collections.abc import Sequence


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_BEFORE_VERB = _set("""
    to will would can could may might must shall should do does did don't doesn't didn't won't can't couldn't wouldn't
    shouldn't cannot i you he she it we they let's please who i'll you'll we'll they'll he'll she'll it'll i'd you'd we'd they'd
    not never always often usually
""")
_BEFORE_NOUN = _set("""
    the a an this that these those my your his her its our their some any no every each another of for in on with from by at
    as into under over about between without whose which what first last next new old good bad great big small own
""")
_BEFORE_PARTICIPLE = _set("""
    have has had having was were been be being is are am i've you've we've they've he's she's it's got get getting well
""")


def parts_of_speech(words: Sequence[str], i: int) -> tuple[str, ...]:
    """What a word may be, the likeliest first, as misaki's dictionaries name it: NOUN, VERB, ADJ, VBN (participle), VBD."""
    word = words[i].lower()
    before = words[i - 1].lower() if i else ""
    if before in _BEFORE_PARTICIPLE:
        return ("VBN", "ADJ")
    if word == "used" and [w.lower() for w in words[i + 1 : i + 2]] == ["to"]:
        return ("VBD",)
    if before in _BEFORE_VERB:
        return ("VERB",)
    return ("NOUN",) if before in _BEFORE_NOUN and word != "close" else ()


_NUMBER = re.compile(r"(?P<money>[$£€])?(?P<number>\d[\d,]*(?:\.\d+)?|\.\d+)(?P<suffix>st|nd|rd|th|s)?(?P<percent>%)?")
_CURRENCIES = {"$": ("dollar", "cents"), "£": ("pound", "pence"), "€": ("euro", "cents")}
_LARGEST = 10**15


def spelled_out(word: str) -> list[str]:
    """A word with digits in words: "1999" is a year, "3rd" an ordinal, "$5.20" a price, "10:30" two numbers."""
    said: list[str] = []
    at = 0
    for found in _NUMBER.finditer(word):
        said += re.findall(r"[^\W\d_]+", word[at : found.start()])
        said += _number(found)
        at = found.end()
    return said + re.findall(r"[^\W\d_]+", word[at:])


def _number(found: re.Match[str]) -> list[str]:
    whole, _, decimals = found["number"].replace(",", "").partition(".")
    if not whole.isascii() or not (whole + decimals).isdigit() or len(whole) > len(str(_LARGEST)):
        return [_words(int(digit)) for digit in found["number"] if digit.isdigit()]
    value = int(whole or 0)
    if found["money"] in _CURRENCIES:
        return _price(value, decimals, *_CURRENCIES[found["money"]])
    if found["suffix"] in {"st", "nd", "rd", "th"} and not decimals:
        said = _words(value, "ordinal")
    elif len(whole) == 4 and "," not in found["number"] and not decimals and 1100 <= value < 2100:
        said = _words(value, "year")
    elif len(whole) > 1 and whole[0] == "0" and not decimals:
        said = " ".join(_words(int(digit)) for digit in whole)
    else:
        said = _words(value)
    if decimals:
        said += " point " + " ".join(_words(int(digit)) for digit in decimals)
    if found["suffix"] == "s":
        said = re.sub(r"y$", "ie", said) + "s"
    return re.split(r"[\s,-]+", said + " percent" * bool(found["percent"]))


def _price(value: int, decimals: str, unit: str, cents: str) -> list[str]:
    said = f"{_words(value)} {unit}{'s' * (value != 1)}"
    n_cents = int((decimals + "00")[:2]) if decimals else 0
    return re.split(r"[\s,-]+", said + f" and {_words(n_cents)} {cents}" * bool(n_cents))


def _words(value: int, kind: str = "cardinal") -> str:
    from num2words import num2words

    return num2words(value, lang="en", to=kind)
