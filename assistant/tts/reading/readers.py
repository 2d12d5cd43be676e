"""Which reader reads which language: each is loaded when it is first asked for, and kept."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from assistant.errors import PhonemizerError
from assistant.language.sentences import sentences
from assistant.language.speakable import speakable
from assistant.tts.reading import lexicon
from assistant.tts.reading.g2p import EspeakG2p, GraphemesToPhonemes, PhonemizerG2p
from assistant.tts.reading.plain_text import Spelling, one_line
from assistant.tts.reading.protocol import Reader, Spoken
from assistant.tts.reading.sentence_reader import EspeakPronouncer, SentenceReader

Backend = Literal["misaki", "espeak"]

# BCP 47 tag → espeak-ng's name of the language.
_ESPEAK = {"pt-BR": "pt-br", "es": "es", "fr": "fr-fr", "it": "it", "hi": "hi", "en-US": "en-us", "en-GB": "en-gb"}
_log = logging.getLogger(__name__)


def readings(text: str, reader: Reader) -> Iterator[tuple[str, tuple[Spoken, ...]]]:
    """Each sentence in which there is something to say, and how it is read. Raises what the reader does."""
    read = ((sentence, reader.read(sentence)) for sentence in sentences(text))
    return ((sentence, words) for sentence, words in read if words)


class Readers:
    """Readers by language. `backend`: misaki, or espeak-ng through phonemizer alone; `pronunciations`: the user's own words.

    A reader may be asked for and used from any thread.
    """

    def __init__(self, backend: Backend = "misaki", pronunciations: Path | None = None):
        if backend == "misaki" and find_spec("misaki") is None:
            _log.info("misaki is not installed; espeak-ng reads alone")
            backend = "espeak"
        self._backend = backend
        self._pronunciations = pronunciations
        self._readers: dict[str, Reader] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def reader_for(self, language: str) -> Reader:
        """language: a BCP 47 tag, as `Voice.language` is one; "" is taken for Brazilian Portuguese.

        Raises PhonemizerError, LanguageMissingError (it names what to install), PronunciationsError.
        """
        language = language or "pt-BR"
        with self._lock:
            lock = self._locks.setdefault(language, threading.Lock())
        with lock:  # a language that loads makes no other one wait
            if language not in self._readers:
                self._readers[language] = self._load(language)
            return self._readers[language]

    def _load(self, language: str) -> Reader:
        if language in {"ja", "zh"}:
            from assistant.tts.reading.east_asian import chinese_reader, japanese_reader

            return (japanese_reader if language == "ja" else chinese_reader)(lambda: self.reader_for("en-US"))
        if language not in _ESPEAK:
            raise PhonemizerError(language, "no voice speaks it")
        return self._spaced(language)

    def _spaced(self, language: str) -> Reader:
        """The reader of a language that puts spaces between words."""
        if language == "pt-BR":
            own = () if self._pronunciations is None else (self._pronunciations,)
            words = lexicon.load(lexicon.PORTUGUESE, *own)
            # What is to be spelled is spelled by now; espeak-ng would spell "ONU" and "CEP", which are words to Brazilians.
            return SentenceReader(EspeakPronouncer(self._g2p(language), str.lower), speakable, words)
        if language.startswith("en") and self._backend == "misaki":
            from assistant.tts.reading.english import EnglishPronouncer

            is_british = language == "en-GB"
            return SentenceReader(EnglishPronouncer(is_british, PhonemizerG2p(_ESPEAK[language])), one_line)
        return SentenceReader(EspeakPronouncer(self._g2p(language), Spelling(language)), one_line)

    def _g2p(self, language: str) -> GraphemesToPhonemes:
        backend: Callable[[str], GraphemesToPhonemes] = EspeakG2p if self._backend == "misaki" else PhonemizerG2p
        return backend(_ESPEAK[language])
