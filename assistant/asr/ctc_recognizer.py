"""A recogniser made of any CTC model: commands by the grammar, other words by a beam, lists of sentences, at the model's pace."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

import numpy as np

from assistant.asr import ctc
from assistant.asr.ctc_reader import CtcModel, CtcReader, FreeDecoder, ReadingRules
from assistant.asr.ctc_stream import COMMAND_S, CtcStream
from assistant.asr.language_model import portuguese
from assistant.asr.listed import ListedRecognizer
from assistant.asr.live_grammar import Commands, LiveGrammar
from assistant.asr.sentence_list import SentenceList
from assistant.asr.sliding import Pace, SlidingReader
from assistant.asr.suspicion import Suspicions
from assistant.asr.wake import WakePhrases
from assistant.asr.word_beam import WordBeam
from assistant.config import AsrConfig


def portuguese_decoder(characters: str) -> FreeDecoder:
    """With the words that travel with the program. Raises LanguageModelError."""
    beam = WordBeam(portuguese(), characters)

    def decode(log_posteriors: np.ndarray) -> tuple[tuple[str, ...], float]:
        found = beam.decode(log_posteriors)
        return (found[0].words, found[0].confidence) if found else ((), 0.0)

    return decode


class CtcRecognizer:
    """Threads may share it."""

    def __init__(
        self,
        model: CtcModel,
        pace: Pace,
        settings: AsrConfig,
        decode_free: FreeDecoder,
        commands: Callable[[], Commands] | None = None,
        suspicions: Suspicions | None = None,
    ):
        """commands: what may be said, asked for anew at each utterance (see LiveGrammar); None for free text alone.

        suspicions: fitted on this model; None to suspect nothing.
        """
        self._model = model
        self._pace = pace
        self._settings = settings
        self._decode_free = decode_free
        self._suspicions = suspicions
        self._grammar = LiveGrammar(commands, model.characters, self._spelled) if commands is not None else None
        self._wake: WakePhrases | None = None

    @property
    def model(self) -> CtcModel:
        return self._model

    def listen_for(self, phrases: Sequence[str], sensitivity: float = 0.6) -> None:
        """Of utterances that begin from now on, what comes after one of these is said to the assistant (Transcript.called).

        sensitivity: in [0, 1], see WakePhrases.
        """
        self._wake = WakePhrases(phrases, self._model.characters, self._model.label_of, sensitivity) if phrases else None

    def among(self, lines: Iterable[str], where: str = "grammar", rejects: bool = True) -> ListedRecognizer:
        """With the same weights, for these sentences or templates alone: the best of them or, if `rejects`, perhaps none.

        where: their file, for the messages. Raises GrammarFileError, naming the line.
        """
        sentences = SentenceList(lines, self._model, where)
        rules = ReadingRules(self._settings.min_confidence, only_grammar=True, always_answers=not rejects)

        def reader_of(model: CtcModel) -> CtcReader:
            return CtcReader(model, self._pace.times, rules, lambda: sentences)

        return ListedRecognizer(reader_of(self._model), sentences, partial(self._stream, reader_of))

    def start(self) -> CtcStream:
        if self._grammar is None:
            return self._stream(self._reader_of)
        self._grammar.refresh()
        return self._stream(self._reader_of, COMMAND_S)

    def _stream(self, reader_of: Callable[[CtcModel], CtcReader], settle_s: float = 0.0) -> CtcStream:
        reader = SlidingReader(self._model, self._pace, reader_of)
        every_ms = self._settings.partial_every_ms or self._pace.partial_every_ms
        return CtcStream(reader, every_ms, settle_s, self._pace.n_decoded, self._pace.n_after_cut)

    def _reader_of(self, model: CtcModel) -> CtcReader:
        rules = ReadingRules(self._settings.min_confidence, wake=self._wake)
        return CtcReader(model, self._pace.times, rules, self._grammar, self._decode_free, self._suspicions)

    def _spelled(self, log_posteriors: np.ndarray) -> str:
        return " ".join(self._decode_free(log_posteriors)[0]) or ctc.greedy_text(log_posteriors, self._model.characters)
