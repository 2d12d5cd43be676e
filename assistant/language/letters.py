"""The names of the letters, as a Brazilian spells: "INSS" → "i ene ésse ésse"."""

from __future__ import annotations

from assistant.language.words.phonetics import fold

# "éle" and "ésse" bear an accent that nobody writes: without it espeak says the closed vowels of the pronouns "ele" and "esse".
_NAMES = (
    "á bê cê dê é efe gê agá i jota cá éle eme ene ó pê quê erre ésse tê u vê dáblio xis ípsilon zê"
)  # fmt: skip
LETTERS: dict[str, str] = dict(zip("abcdefghijklmnopqrstuvwxyz", _NAMES.split(), strict=True))


def spell(word: str) -> str:
    """Letter by letter; what is no letter of the alphabet is left out."""
    return " ".join(LETTERS[letter] for letter in fold(word) if letter in LETTERS)
