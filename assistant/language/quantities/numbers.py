"""Numbers in Brazilian words: speaking them, and finding them in what was said, in words, digits or a mix.

Strategy of `spans`: a cardinal is read left to right as groups below a thousand ("duzentos e trinta e quatro"), each
closed by its scale ("mil", "milhões") in falling order. Every place where a number could end is offered, so that a
caller can take the end that makes the best sense of the whole sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from num2words import num2words

from assistant.language.words.phonetics import phonetic
from assistant.language.words.text import Token, tokenize

LARGEST = 10**15 - 1
"""Beyond this nobody follows the words any more."""

_SMALL_WORDS = (
    "zero um dois tres quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezesseis dezessete dezoito dezenove"
)
_TENS_WORDS = "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa"
_SMALL = {word: value for value, word in enumerate(_SMALL_WORDS.split())}
_SMALL |= {"uma": 1, "duas": 2, "quatorze": 14, "dezasseis": 16, "dezassete": 17, "dezanove": 19}
_TENS = {word: 20 + 10 * i for i, word in enumerate(_TENS_WORDS.split())}
_HUNDREDS = {
    f"{root}ent{gender}s": 200 + 100 * i
    for i, root in enumerate(["duz", "trez", "quatroc", "quinh", "seisc", "setec", "oitoc", "novec"])
    for gender in "oa"
}
_WORDS = {**_SMALL, **_TENS, **_HUNDREDS, "cem": 100, "cento": 100}
_SCALES = {"mil": 10**3} | {
    f"{root}{ending}": value for root, value in (("milh", 10**6), ("bilh", 10**9), ("trilh", 10**12)) for ending in ("ao", "oes")
}
# A recogniser's "quinse" or "sincuenta"; short words sound like too many others ("sem" is not "cem").
_BY_SOUND = {phonetic(word): word for word in (*_WORDS, *_SCALES) if len(word) > 3}
_SLIPS = {"des": "dez", "deis": "dez", "treis": "tres", "ceis": "seis"} | dict.fromkeys(
    ("cincuenta", "cincoenta", "sincuenta", "sincoenta"), "cinquenta"
)
_HALF = {"meio", "meia"}
_POINT = {"virgula", "ponto"}
_PARTS = {"meios": 2, "terco": 3, "tercos": 3, "quarto": 4, "quartos": 4, "quinto": 5, "quintos": 5, "sexto": 6, "sextos": 6}
_PARTS |= {"setimo": 7, "setimos": 7, "oitavo": 8, "oitavos": 8, "nono": 9, "nonos": 9, "decimo": 10, "decimos": 10}
_PARTS |= {"centesimo": 100, "centesimos": 100, "milesimo": 1000, "milesimos": 1000}
_WRITTEN = {str(below) for below in range(2, 17)}
"""What may stand below a written fraction; "7/30" is rather something else."""
_VULGAR = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75"), "⅓": Decimal(1) / 3, "⅔": Decimal(2) / 3}


def value_of(written: str) -> Decimal:
    """The value of digits as Brazilians write them: "1.234,5", also "3.5" and "1,234.50" as others do."""
    if "," in written and written.rfind(".") > written.find(","):
        written = written.replace(",", "")
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", written):
        written = written.replace(".", "")
    return Decimal(written.replace(",", "."))


def number_word(token: Token) -> str | None:
    """The number word that a token is or sounds like, folded; None for any other."""
    if token.folded in _WORDS or token.folded in _SCALES:
        return token.folded
    slip = _SLIPS.get(token.folded)
    return slip or (_BY_SOUND.get(token.sound) if len(token.folded) > 3 else None)


def _word(tokens: Sequence[Token], at: int) -> str | None:
    return number_word(tokens[at]) if at < len(tokens) else None


def _is(tokens: Sequence[Token], at: int, words: set[str]) -> bool:
    return at < len(tokens) and tokens[at].folded in words


def _groups(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, Decimal]]:
    """Every (end, value) of one group below a thousand, or of digits, that begins at `at`."""
    if at < len(tokens) and tokens[at].is_number:
        yield at + 1, value_of(tokens[at].text)
        return
    value, room = 0, 1000
    while (word := _word(tokens, at)) in _WORDS:
        part = _WORDS[word]
        # "cem" and the teens close a group; a part must fit into the zeros that the ones before left.
        if part >= room or (part == 0 and room < 1000):
            return
        value += part
        at += 1
        yield at, Decimal(value)
        if word == "cem" or part < 20:
            return
        room = 100 if part >= 100 else 10
        if _is(tokens, at, {"e"}):
            at += 1


def _integers(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, Decimal]]:
    """Every (end, value) of a cardinal that begins at `at`, its scales falling."""

    def closed(start: int, total: Decimal, ceiling: int) -> Iterator[tuple[int, Decimal]]:
        if _word(tokens, start) == "mil" and ceiling > 1000:
            yield from after(start + 1, total + 1000, 1000)
        for end, group in _groups(tokens, start):
            scale = _SCALES.get(_word(tokens, end) or "")
            if scale and scale < ceiling and group < 1000:
                yield from after(end + 1, total + group * scale, scale)
            elif group < ceiling:
                yield end, total + group

    def after(end: int, total: Decimal, ceiling: int) -> Iterator[tuple[int, Decimal]]:
        yield end, total
        yield from closed(end + 1 if _is(tokens, end, {"e"}) else end, total, ceiling)

    yield from closed(at, Decimal(0), 10**16)


def _fraction_digits(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, str]]:
    """Every (end, digits) after a spoken point: "zero cinco", "vinte e cinco", "um quatro um"."""
    digits = ""
    while at < len(tokens) and len(digits) < 20:
        if tokens[at].text.isdecimal():
            digits, at = digits + tokens[at].text, at + 1
            yield at, digits
        elif (word := _word(tokens, at)) in _SMALL and _SMALL[word] < 10:
            digits, at = digits + str(_SMALL[word]), at + 1
            yield at, digits
        else:
            for end, value in _groups(tokens, at):
                yield end, digits + str(value)
            return


def spans(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, Decimal]]:
    """Every (end, value) of a number that begins at token `at`; the longest is not always last. Signs are not read."""
    if _is(tokens, at, _HALF):
        yield at + 1, Decimal("0.5")
        if _is(tokens, at + 1, {"duzia"}):
            yield at + 2, Decimal(6)
        scale = _SCALES.get(_word(tokens, at + 1) or "", 0)  # "meio milhão"
        if scale > 1000:
            yield at + 2, Decimal(scale) / 2
    for end, value in _integers(tokens, at):
        yield end, value
        if _is(tokens, end, {"duzia", "duzias"}):
            yield end + 1, value * 12
        if _is(tokens, end, _POINT) and value == value.to_integral_value():
            for stop, digits in _fraction_digits(tokens, end + 1):
                yield stop, value + Decimal(f"0.{digits}")
        if _is(tokens, end, {"e"}) and _is(tokens, end + 1, _HALF):
            scale = _SCALES.get(_word(tokens, end - 1) or "", 0)  # "três milhões e meio"
            yield end + 2, value + (Decimal(scale) / 2 if scale > 1000 else Decimal("0.5"))
        if end == at + 1 and "." not in tokens[at].text and "," in tokens[at].text:
            scale = _SCALES.get(_word(tokens, end) or "")  # "1,5 milhão"
            if scale:
                yield end + 1, value * scale


def fractions(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, Decimal]]:
    """Every (end, value) of a fraction that begins at token `at`: "um quarto", "3/4", "três e um quarto", "1 ½"."""
    if at >= len(tokens):
        return
    if tokens[at].text in _VULGAR:
        yield at + 1, _VULGAR[tokens[at].text]
        return
    for end, value in _integers(tokens, at):
        yield from ((stop, value / parts) for stop, parts in _parts(tokens, end))
        if value != value.to_integral_value() or end >= len(tokens):
            continue
        if tokens[end].text in _VULGAR:
            yield end + 1, value + _VULGAR[tokens[end].text]
        if _is(tokens, end, {"e"}):
            for middle, above in _groups(tokens, end + 1):
                yield from ((stop, value + above / parts) for stop, parts in _parts(tokens, middle) if above < parts)


def _parts(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, int]]:
    """ "quartos", "terços", "/4": (end, 4)."""
    if at < len(tokens) and tokens[at].folded in _PARTS:
        yield at + 1, _PARTS[tokens[at].folded]
    if _is(tokens, at, {"/"}) and at + 1 < len(tokens) and tokens[at + 1].text in _WRITTEN:
        yield at + 2, int(tokens[at + 1].text)


def parse(text: str) -> Decimal | None:
    """The number that a text is, all of it: parse("mil duzentos e trinta e quatro") == 1234; None when it is none."""
    tokens = tokenize(text)
    sign = 1
    if tokens and tokens[0].folded in {"menos", "-"}:
        tokens, sign = tokens[1:], -1
    values = [value for end, value in spans(tokens, 0) if end == len(tokens)]
    return sign * values[0] if values else None


def speak(number: int | Decimal, feminine: bool = False) -> str:
    """In words: 2026 → "dois mil e vinte e seis"; feminine, as before "horas": 21 → "vinte e uma".

    Decimals are read as people do: 3.25 → "três vírgula vinte e cinco". Raises ValueError beyond LARGEST.
    """
    number = Decimal(number)
    if not number.is_finite() or abs(number) > LARGEST:
        raise ValueError(f"{number} is beyond what is spoken in words ({LARGEST})")
    if number < 0:
        return "menos " + speak(-number, feminine)
    whole = int(number)
    # num2words puts commas between the groups, which a voice would take for pauses.
    words = num2words(whole, lang="pt_BR").replace(",", "")
    words = _feminine(words) if feminine else words
    _, _, digits = format(number.normalize(), "f").partition(".")
    if not digits:
        return words
    behind = _speak_digits(digits)
    return f"{words} vírgula {_feminine(behind) if feminine else behind}"


def _speak_digits(digits: str) -> str:
    significant = digits.lstrip("0")
    zeros = "zero " * (len(digits) - len(significant))
    if len(significant) > 3:
        return " ".join(num2words(int(d), lang="pt_BR") for d in digits)
    return zeros + num2words(int(significant), lang="pt_BR")


def _feminine(words: str) -> str:
    """Only what counts units and thousands agrees: "duas mil", but "dois milhões"."""
    head, scale, tail = re.fullmatch(r"(?:(.*\w*ilh(?:ão|ões))( |$))?(.*)", words).groups(default="")
    tail = re.sub(r"\bum\b", "uma", tail)
    tail = re.sub(r"\bdois\b", "duas", tail)
    return head + scale + re.sub(r"entos\b", "entas", tail)


def digits(number: int | Decimal) -> str:
    """In figures as Brazilians write them: 1234567.8 → "1.234.567,8"."""
    plain = f"{Decimal(number).normalize():,f}"
    return plain.translate(str.maketrans(",.", ".,"))
