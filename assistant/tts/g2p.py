"""Graphemes → phonemes, in the alphabet that Kokoro was trained on."""

from __future__ import annotations

import logging
import threading
from typing import Protocol

from assistant.errors import PhonemizerError


class GraphemesToPhonemes(Protocol):
    def phonemize(self, text: str) -> str:
        """IPA with stress marks and the text's punctuation; "" when there is nothing to say. May be called from any thread."""


class EspeakG2p:
    """espeak-ng through misaki, which writes affricates and diphthongs as Kokoro's single letters (ʤ, A, I …).

    language: espeak's name of it ("pt-br"). Loads in about 0.4 s. Raises PhonemizerError.
    """

    def __init__(self, language: str = "pt-br"):
        try:
            from misaki.espeak import EspeakG2P

            self._g2p = EspeakG2P(language)
        except (ImportError, OSError, RuntimeError, AttributeError) as error:
            raise PhonemizerError(language, str(error)) from error
        # phonemizer writes its warnings to stderr by a handler of its own; ours are configured in the command line alone.
        phonemizer_logger = logging.getLogger("phonemizer")
        phonemizer_logger.handlers.clear()
        phonemizer_logger.setLevel(logging.ERROR)
        # espeak-ng keeps the utterance in global variables of its library.
        self._lock = threading.Lock()

    def phonemize(self, text: str) -> str:
        """Raises PhonemizerError."""
        try:
            with self._lock:
                phonemes, _tokens = self._g2p(text)
        except (RuntimeError, OSError) as error:
            raise PhonemizerError(self._g2p.language, str(error)) from error
        return phonemes.strip()
