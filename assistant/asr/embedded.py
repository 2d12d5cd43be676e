"""The embedded recogniser: Whisper-base's encoder and a CTC head of our own, read by CtcReader."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from assistant.asr import ctc
from assistant.asr.acoustics import FRAME_S, SECONDS_AFTER, SECONDS_BEFORE, AcousticModel
from assistant.asr.ctc_reader import CtcReader, FrameTimes, ReadingRules
from assistant.asr.ctc_stream import COMMAND_S, PARTIAL_EVERY_MS, CtcStream
from assistant.asr.language_model import portuguese
from assistant.asr.listed import ListedRecognizer
from assistant.asr.live_grammar import Commands, LiveGrammar
from assistant.asr.sentence_list import SentenceList
from assistant.asr.word_beam import WordBeam
from assistant.config import AsrConfig

TIMES = FrameTimes(FRAME_S, SECONDS_BEFORE, SECONDS_AFTER)


class EmbeddedRecognizer:
    """Loaded weights; threads may share it."""

    def __init__(self, folder: Path, settings: AsrConfig, commands: Callable[[], Commands] | None = None):
        """folder: of embedded-encoder. commands: what may be said, asked for anew at each utterance (see LiveGrammar);
        None for free text alone.

        Raises ModelFileError, HeadMismatchError, LanguageModelError.
        """
        self._model = AcousticModel(folder, settings.threads)
        self._min_confidence = settings.min_confidence
        self._partial_every_ms = settings.partial_every_ms or PARTIAL_EVERY_MS
        self._beam = WordBeam(portuguese(), self._model.characters)
        self._grammar: LiveGrammar | None = None
        if commands is not None:
            self._grammar = LiveGrammar(commands, self._model.characters, self._spelled)
        self._reader = CtcReader(self._model, TIMES, ReadingRules(self._min_confidence), self._grammar, self._decoded)

    def among(self, lines: Iterable[str], where: str = "grammar", rejects: bool = True) -> ListedRecognizer:
        """With the same weights, for these sentences or templates alone: the best of them or, if `rejects`, perhaps none.

        where: their file, for the messages. Raises GrammarFileError, naming the line.
        """
        sentences = SentenceList(lines, self._model, where)
        rules = ReadingRules(self._min_confidence, only_grammar=True, always_answers=not rejects)
        reader = CtcReader(self._model, TIMES, rules, lambda: sentences)
        return ListedRecognizer(reader, sentences, self._partial_every_ms)

    def start(self) -> CtcStream:
        if self._grammar is None:
            return CtcStream(self._reader, self._partial_every_ms)
        self._grammar.refresh()
        return CtcStream(self._reader, self._partial_every_ms, COMMAND_S)

    def _decoded(self, log_posteriors: np.ndarray) -> tuple[tuple[str, ...], float]:
        found = self._beam.decode(log_posteriors)
        return (found[0].words, found[0].confidence) if found else ((), 0.0)

    def _spelled(self, log_posteriors: np.ndarray) -> str:
        return " ".join(self._decoded(log_posteriors)[0]) or ctc.greedy_text(log_posteriors, self._model.characters)
