"""What a text says about its own reading: `[palavra](/fonemas/)` how a word sounds, `[texto](+0.5)` how much it is stressed.

Strategy: each control becomes one private-use character, which stands for a word wherever the text goes until it is read;
what else stands in brackets is an ordinary link. Private-use characters of the text itself are taken out first.
The meaning of the numbers is misaki's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_CONTROL = re.compile(r"(?<!!)\[([^\[\]]+)\]\((?:/([^()\n]+?)/|([+-]?(?:\d{1,2}|0?[.,]5)))\)")
_FIRST, _LAST = 0xE000, 0xF8FF
PLACEHOLDERS = f"{chr(_FIRST)}-{chr(_LAST)}"
"""The private-use characters, each of which may stand for a control: to be put between a pattern's brackets."""

_OWN = re.compile(f"[{PLACEHOLDERS}\U000f0000-\U0010fffd]")
_PRIMARY, _SECONDARY = "ˈ", "ˌ"
_VOWELS = frozenset("aeiouyAIOQWYɑɐɒæɔəɚɛɜɪɨɯʊʌᵊᵻøœɤ")


@dataclass(frozen=True, slots=True)
class Control:
    """`text` is to sound as `phonemes`, or as it does, its stress changed by `stress`; one of the two is None."""

    text: str
    phonemes: str | None = None
    stress: float | None = None


def extract(text: str) -> tuple[str, tuple[Control, ...]]:
    """The text with a private-use character for every control, and the controls: U+E000 is the first one."""
    found: list[Control] = []

    def replace(control: re.Match[str]) -> str:
        if len(found) > _LAST - _FIRST:
            return control[1]
        stress = None if control[3] is None else float(control[3].replace(",", "."))
        found.append(Control(control[1], control[2], stress))
        return chr(_FIRST + len(found) - 1)

    text = _CONTROL.sub(replace, _OWN.sub("", text))
    return text, tuple(found)


def is_placeholder(character: str) -> bool:
    """Whether it is one of the private-use characters that stand for a control."""
    return _FIRST <= ord(character) <= _LAST


def control_of(character: str, controls: tuple[Control, ...]) -> Control | None:
    """The control that a character of an extracted text stands for."""
    index = ord(character) - _FIRST
    return controls[index] if 0 <= index < len(controls) else None


def stressed(phonemes: str, level: float) -> str:
    """Phonemes with their stress changed as misaki does.

    -2: none is left; -1, and -0.5 where there is a primary one: one degree less; +0.5: a secondary one where there is none;
    +1: a secondary one becomes primary; +2: a primary one wherever there is none.
    """
    has_primary, has_secondary = _PRIMARY in phonemes, _SECONDARY in phonemes
    if level < -1:
        return phonemes.replace(_PRIMARY, "").replace(_SECONDARY, "")
    if level == -1 or (level in {0, -0.5} and has_primary):
        return phonemes.replace(_SECONDARY, "").replace(_PRIMARY, _SECONDARY)
    if has_primary or level < 0:
        return phonemes
    if has_secondary:
        return phonemes.replace(_SECONDARY, _PRIMARY) if level >= 1 else phonemes
    return _before_vowel(phonemes, _PRIMARY if level > 1 else _SECONDARY)


def _before_vowel(phonemes: str, mark: str) -> str:
    first = next((i for i, phoneme in enumerate(phonemes) if phoneme in _VOWELS), None)
    return phonemes if first is None else phonemes[:first] + mark + phonemes[first:]
