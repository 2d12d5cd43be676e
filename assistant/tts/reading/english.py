"""English words → phonemes by misaki's dictionaries (US and British), which need nothing but their files.

Strategy: misaki's own reader tags the words with spaCy and a model that it downloads; here a few words before a word tell
a noun from a verb, which is what its dictionaries ask for. What they do not have is taken apart (-s, -ed, -ing, parts of a
compound), and is read by espeak-ng when that does not help either. Numbers are put into words first.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from importlib.resources import files

from assistant.errors import PhonemizerError
from assistant.language.controls import stressed
from assistant.tts.reading.english_words import parts_of_speech, spelled_out
from assistant.tts.reading.g2p import GraphemesToPhonemes

_Entry = str | dict[str, str | None]
_VOWELS = frozenset("AIOQWYaiuæɑɒɐɔəɛɜɪʊʌᵻᵊ")
_PARTS = re.compile(r"[-_/.,:;!?@&+%]+")
_NOUN, _VERB = ("NOUN",), ("VERB",)
_TAPPED_AFTER = frozenset("AIOWYiuæɑəɛɪɹʊʌ")


class EnglishPronouncer:
    """A Pronouncer. `fallback` reads what is in no dictionary. Loads in about 0.2 s. Raises PhonemizerError."""

    def __init__(self, is_british: bool, fallback: GraphemesToPhonemes):
        self._is_british = is_british
        self._fallback = fallback
        variety = "gb" if is_british else "us"
        try:
            folder = files("misaki.data")
            self._gold: dict[str, _Entry] = json.loads((folder / f"{variety}_gold.json").read_text("utf-8"))
            self._silver: dict[str, str] = json.loads((folder / f"{variety}_silver.json").read_text("utf-8"))
        except (ImportError, OSError, ValueError) as error:
            raise PhonemizerError("English", str(error)) from error

    def pronounce(self, words: Sequence[str]) -> list[str]:
        written = [unicodedata.normalize("NFKC", word).replace("’", "'").replace("‘", "'") for word in words]
        phonemes: list[str] = []
        following: str | None = None  # the phonemes of the next word of the clause: "the" and "to" hang on them
        for i in reversed(range(len(written))):
            tags = parts_of_speech(written, i)
            found = self._any(written[i], tags if following is not None else ("None", *tags), following)
            following = found or following
            # A tapped t is a letter of the model's own; its glottal stop is a t.
            phonemes.append(found.replace("ɾ", "T").replace("ʔ", "t"))
        return phonemes[::-1]

    def _any(self, word: str, tags: Sequence[str], following: str | None) -> str:
        """A word, a number or a compound."""
        before_vowel = following is not None and following.lstrip("ˈˌ")[:1] in _VOWELS
        if little := self._little(word, tags, following, before_vowel):
            return little
        if found := self._word(word, tags):
            return found
        parts = spelled_out(word) if any(c.isdigit() for c in word) else [p for p in _PARTS.split(word) if p]
        if parts and parts != [word]:
            return " ".join(p for p in (self._any(part, tags, "") for part in parts) if p)
        return self._fallback.phonemize(word)

    def _little(self, word: str, tags: Sequence[str], following: str | None, before_vowel: bool) -> str:
        """The words that sound as their neighbours will have it."""
        small = word.lower()
        if small == "a" and (word == "a" or following):
            return "ɐ" if following else "ˈA"
        if small == "an":
            return "ɐn"
        if small == "the":
            return "ði" if before_vowel else "ðə"
        if small == "to" and following:
            return "tʊ" if before_vowel else "tə"
        if small == "in" and word != "IN":
            return "ɪn" if following else "ˈɪn"
        if small == "i" and following is not None:
            return "ˌI"
        return ""

    def _word(self, word: str, tags: Sequence[str]) -> str:
        """By the dictionaries, as it is or with its ending taken off; "" for one that they do not have."""
        is_shouted = len(word) > 1 and word.isupper()
        small = word.lower()
        found = self._entry(word, tags) or self._entry(small, tags)
        if not found and is_shouted:
            return self._letters(word)
        found = found or self._entry(word.capitalize(), tags) or self._inflected(small, tags)
        if not found or word.islower():
            return found
        return stressed(found, 2 if is_shouted else 0.5)

    def _entry(self, word: str, tags: Sequence[str]) -> str:
        entry = self._gold.get(word)
        if isinstance(entry, dict):
            entry = next((entry[tag] for tag in tags if entry.get(tag)), entry["DEFAULT"])
        return entry or self._silver.get(word, "")

    def _letters(self, word: str) -> str:
        """An acronym letter by letter, the last one stressed."""
        if not word.replace(".", "").isalpha():
            return ""
        names = [self._entry(letter, _NOUN) for letter in word if letter != "."]
        if not all(names):
            return ""
        weak = "".join(stressed(name, -1) for name in names[:-1])
        return weak + stressed(stressed(names[-1], 1), 2)

    def _inflected(self, word: str, tags: Sequence[str]) -> str:
        """By what the word is without its ending."""
        for ending, instead, join in (
            ("'s", ("",), self._with_s),
            ("s'", ("s",), str),
            ("ies", ("y",), self._with_s),
            ("es", ("",), self._with_s),
            ("s", ("",), self._with_s),
            ("ied", ("y",), self._with_ed),
            ("ed", ("", "e"), self._with_ed),
            ("ing", ("", "e"), self._with_ing),
        ):
            if not word.endswith(ending) or len(word) < len(ending) + 2:
                continue
            stem = word.removesuffix(ending)
            kinds = _VERB if ending in {"ied", "ed", "ing"} else tags
            # "stopped" is "stop" with a letter twice.
            stems = [stem + end for end in instead] + [stem[:-1]] * (kinds is _VERB and stem[-1] == stem[-2:-1])
            for whole in stems:
                if found := self._entry(whole, kinds) or self._entry(whole.capitalize(), kinds):
                    return join(found)
        return ""

    def _with_s(self, stem: str) -> str:
        if stem[-1] in "szʃʒʧʤ":
            return stem + ("ɪz" if self._is_british else "ᵻz")
        return stem + ("s" if stem[-1] in "ptkfθ" else "z")

    def _with_ed(self, stem: str) -> str:
        if stem[-1] == "d":
            return stem + ("ɪd" if self._is_british else "ᵻd")
        if stem[-1] != "t":
            return stem + ("t" if stem[-1] in "pkfθʃsʧ" else "d")
        if self._is_british:
            return stem + "ɪd"
        return f"{stem[:-1]}ɾᵻd" if stem[-2:-1] in _TAPPED_AFTER else f"{stem}ᵻd"

    def _with_ing(self, stem: str) -> str:
        is_tapped = not self._is_british and stem[-1] == "t" and stem[-2:-1] in _TAPPED_AFTER
        return (f"{stem[:-1]}ɾ" if is_tapped else stem) + "ɪŋ"
