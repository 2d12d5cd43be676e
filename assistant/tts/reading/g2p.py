"""Graphemes → phonemes by espeak-ng, in the alphabet that Kokoro was trained on: two ways to the same library.

Strategy: each object has a copy of espeak-ng's library of its own (phonemizer makes it), so that languages cannot mix, and
a lock, since the library keeps the utterance in global variables.
"""

from __future__ import annotations

import logging
import threading
from typing import Protocol

from assistant.errors import PhonemizerError

_TIE = "^"  # how espeak-ng is asked to join the letters of one sound: "t^ʃ"
_FAILURES = (ImportError, OSError, RuntimeError, AttributeError)


class GraphemesToPhonemes(Protocol):
    def phonemize(self, text: str) -> str:
        """IPA with stress marks, words between spaces; "" when there is nothing to say. May be called from any thread."""


class EspeakG2p:
    """espeak-ng through misaki, which writes affricates and diphthongs as Kokoro's single letters (ʤ, A, I …).

    language: espeak's name of it ("pt-br"). Loads in about 0.2 s. Raises PhonemizerError.
    """

    def __init__(self, language: str = "pt-br"):
        try:
            from misaki.espeak import EspeakG2P

            self._g2p = EspeakG2P(language)
        except _FAILURES as error:
            raise PhonemizerError(language, str(error)) from error
        _quieten()
        self._lock = threading.Lock()

    def phonemize(self, text: str) -> str:
        """Raises PhonemizerError."""
        try:
            with self._lock:
                phonemes, _tokens = self._g2p(text)
        except (RuntimeError, OSError) as error:
            raise PhonemizerError(self._g2p.language, str(error)) from error
        return phonemes.strip()


class PhonemizerG2p:
    """espeak-ng through phonemizer alone, its IPA put into Kokoro's letters here. Raises PhonemizerError."""

    def __init__(self, language: str = "pt-br"):
        self._language = language
        try:
            import espeakng_loader
            from phonemizer.backend import EspeakBackend
            from phonemizer.backend.espeak.wrapper import EspeakWrapper

            EspeakWrapper.set_library(espeakng_loader.get_library_path())
            EspeakWrapper.set_data_path(espeakng_loader.get_data_path())
            self._backend = EspeakBackend(
                language, preserve_punctuation=True, with_stress=True, tie=_TIE, language_switch="remove-flags"
            )
        except _FAILURES as error:
            raise PhonemizerError(language, str(error)) from error
        _quieten()
        self._letters = _letters(language)
        self._lock = threading.Lock()

    def phonemize(self, text: str) -> str:
        """Raises PhonemizerError."""
        try:
            with self._lock:
                spoken = self._backend.phonemize([text])
        except (RuntimeError, OSError) as error:
            raise PhonemizerError(self._language, str(error)) from error
        phonemes = spoken[0].strip() if spoken else ""
        for ipa, letter in self._letters:
            phonemes = phonemes.replace(ipa, letter)
        return phonemes


# espeak-ng's IPA of one sound → Kokoro's letter; the longest come first. What is left of ties and hyphens is nothing.
_EVERYWHERE = {
    "a^ɪ": "I", "a^ʊ": "W", "d^z": "ʣ", "d^ʒ": "ʤ", "e^ɪ": "A", "o^ʊ": "O", "ə^ʊ": "Q", "s^s": "S", "t^s": "ʦ", "t^ʃ": "ʧ",
    "ɔ^ɪ": "Y", _TIE: "", "-": "", "\u0361": "",
}  # fmt: skip
# English of the model has r, the vowel of "bird" and the syllabic consonants written in another way than espeak-ng.
_ENGLISH = {
    "ʔˌn\u0329": "tn", "ʔn\u0329": "tn", "ə^l": "ᵊl", "e^ə": "ɛː", "ʲo": "jo", "ʲə": "jə", "ʲ": "", "ɚɹ": "əɹ", "ɚ": "əɹ",
    "r": "ɹ", "x": "k", "ç": "k", "ɐ": "ə", "ɬ": "l", "ʔ": "t", "ɾ": "T", "n\u0329": "ᵊn", "l\u0329": "ᵊl", "m\u0329": "ᵊm",
    "\u0303": "",
}  # fmt: skip
_AMERICAN = {"ɜːɹ": "ɜɹ", "ɜː": "ɜɹ", "ɪə": "iə", "ː": ""}
_BRITISH = {"iə": "ɪə"}


def _letters(language: str) -> list[tuple[str, str]]:
    letters = dict(_EVERYWHERE)
    if language.startswith("en"):
        letters |= _ENGLISH | (_BRITISH if language == "en-gb" else _AMERICAN)
    return sorted(letters.items(), key=lambda pair: -len(pair[0]))


def _quieten() -> None:
    """phonemizer writes its warnings to stderr by a handler of its own; ours are configured in the command line alone."""
    logger = logging.getLogger("phonemizer")
    logger.handlers.clear()
    logger.setLevel(logging.ERROR)
