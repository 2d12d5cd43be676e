"""The embedded recogniser: one encoder pass gives partials, the sentence of the grammar, its words, and the speaker's frames.

Strategy: the utterance so far is heard anew for each partial, which is cheap enough; partials show what is heard freely, and
their words become stable when two in a row agree on them. At the end the grammar pass decides: what it is sure of is the
text; otherwise the text is what was heard freely, if that is clear enough.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np

from assistant.asr import ctc
from assistant.asr.acoustics import FRAME_S, SECONDS_AFTER, SECONDS_BEFORE, AcousticModel, Hearing
from assistant.asr.grammar import Grammar
from assistant.asr.plausibility import refuse_sound
from assistant.asr.protocol import SAMPLE_RATE
from assistant.asr.stability import AgreedWords
from assistant.asr.windows import WINDOW_SAMPLES, checked, joined, moved, quietest
from assistant.config import AsrConfig
from assistant.errors import RecognitionError
from assistant.events import AudioFrame, Partial, Transcript, Word
from assistant.language.automaton import State

MIN_FREE_CONFIDENCE = 0.75
# Noise spells a few letters, too; what is as short as that, and no command, was nothing.
MIN_LETTERS_BESIDE_COMMANDS = 7
_FIRST_PARTIAL = SAMPLE_RATE // 2


class EmbeddedRecognizer:
    """Loaded weights; threads may share it."""

    def __init__(self, folder: Path, settings: AsrConfig, commands: State | None = None):
        """folder: of embedded-encoder. commands: the automaton of what may be said; None for free text alone.

        Raises ModelFileError, HeadMismatchError.
        """
        self._settings = settings
        model = AcousticModel(folder, self._settings.threads)
        grammar = Grammar(commands, model.characters) if commands is not None else None
        self._reader = _Reader(model, grammar, self._settings.min_confidence)

    def among(self, lines: Iterable[str], where: str = "grammar", rejects: bool = True) -> EmbeddedRecognizer:
        """With the same weights, for these sentences or templates alone: the best of them or, if `rejects`, perhaps none.

        where: their file, for the messages. Raises TemplateError, naming the line.
        """
        other = copy.copy(self)
        grammar = Grammar.of_lines(lines, self._reader.model.characters, where)
        other._reader = _Reader(self._reader.model, grammar, self._settings.min_confidence if rejects else 0.0, only=True)
        return other

    def start(self) -> EmbeddedStream:
        return EmbeddedStream(self._reader, self._settings.partial_every_ms)


class _Reader:
    """Sound in, transcript out; at most a window of it. only: no text but that of the grammar."""

    def __init__(self, model: AcousticModel, grammar: Grammar | None, min_confidence: float, only: bool = False):
        self.model = model
        self._grammar = grammar
        self._min_confidence = min_confidence
        self._only = only

    def glimpse(self, samples: np.ndarray) -> tuple[Word, ...]:
        """The words that seem to have been said."""
        if refuse_sound(samples, SAMPLE_RATE):
            return ()
        hearing = self.model.hear(samples)
        return ctc.greedy_words(hearing.log_posteriors, self.model.characters, _clock(samples))

    def read(self, samples: np.ndarray) -> Transcript:
        refused = refuse_sound(samples, SAMPLE_RATE)
        if refused and self._min_confidence:
            return Transcript("", 0.0, rejected=refused)
        hearing = self.model.hear(samples)
        started = time.perf_counter()
        transcript = self._judge(hearing, _clock(samples))
        cost_ms = {**hearing.cost_ms, "search": 1e3 * (time.perf_counter() - started)}
        return replace(transcript, embedding=pooled(hearing.early), cost_ms=cost_ms)

    def _judge(self, hearing: Hearing, clock: ctc.Clock) -> Transcript:
        candidates = self._grammar.candidates(hearing.log_posteriors) if self._grammar else []
        free = ctc.greedy_words(hearing.log_posteriors, self.model.characters, clock)
        best = candidates[0] if candidates else None
        if best and best.confidence >= self._min_confidence:
            words = ctc.aligned_words(hearing.log_posteriors, best.text.split(), self.model.label_of, clock)
            others = [candidate.text for candidate in candidates[1:]] + ([] if self._only else [_text(free)])
            alternatives = tuple(dict.fromkeys(text for text in others if text and text != best.text))
            return Transcript(best.text, round(best.confidence, 4), words, alternatives)
        if self._only:
            return Transcript("", best.confidence if best else 0.0, rejected="uncertain" if free else "noise")
        return _free_transcript(free, MIN_LETTERS_BESIDE_COMMANDS if self._grammar else 1)


def _free_transcript(words: tuple[Word, ...], min_letters: int) -> Transcript:
    lengths = [len(word.text) for word in words]
    if sum(lengths) < min_letters:
        return Transcript("", 0.0, rejected="noise")
    confidence = round(float(np.average([word.confidence for word in words], weights=lengths)), 4)
    if confidence < MIN_FREE_CONFIDENCE:
        return Transcript("", confidence, rejected="uncertain")
    return Transcript(_text(words), confidence, words)


def _text(words: tuple[Word, ...]) -> str:
    return " ".join(word.text for word in words)


class EmbeddedStream:
    """One utterance."""

    def __init__(self, reader: _Reader, partial_every_ms: int = 150):
        self._reader = reader
        self._partial_interval = partial_every_ms * SAMPLE_RATE // 1000
        self._sound = np.empty(0, np.float32)
        self._n_before = 0  # samples of the windows that are done
        self._n_seen = 0  # of the current window, when the last partial was made
        self._done: list[Transcript] = []
        self._shown: tuple[str, ...] = ()  # stable words of the windows that are done
        self._agreed = AgreedWords()
        self._last = Partial("")
        self._finished = False

    def accept(self, frame: AudioFrame) -> Partial | None:
        self._take(frame)
        if len(self._sound) - self._n_seen < self._partial_interval or len(self._sound) < _FIRST_PARTIAL:
            return None
        self._n_seen = len(self._sound)
        words = self._agreed.update(self._reader.glimpse(self._sound))
        n_stable = len(" ".join((*self._shown, *(word.text for word in self._agreed.stable))))
        partial = Partial(" ".join((*self._shown, *(word.text for word in words))), n_stable)
        if partial == self._last:
            return None
        self._last = partial
        return partial

    def finish(self, last: AudioFrame | None = None) -> Transcript:
        if last is not None:
            self._take(last)
        self._finished = True
        windows = [*self._done, self._transcribe(self._sound)] if len(self._sound) or not self._done else self._done
        self._sound = np.empty(0, np.float32)
        return joined(windows)

    def _take(self, frame: AudioFrame) -> None:
        if self._finished:
            raise RecognitionError("this utterance is finished; start another one")
        self._sound = np.concatenate([self._sound, checked(frame)])
        while len(self._sound) >= WINDOW_SAMPLES:
            cut = quietest(self._sound[:WINDOW_SAMPLES])
            self._done.append(self._transcribe(self._sound[:cut]))
            self._sound = self._sound[cut:]
            self._n_before += cut
            self._n_seen = 0
            self._shown += tuple(word.text for word in self._agreed.stable)
            self._agreed = AgreedWords()

    def _transcribe(self, samples: np.ndarray) -> Transcript:
        transcript = self._reader.read(samples)
        if not self._n_before:
            return transcript
        return replace(transcript, words=moved(transcript.words, self._n_before / SAMPLE_RATE))


def pooled(early: np.ndarray) -> np.ndarray:
    """Mean and standard deviation over the frames of the sound itself, float32, shape (1024,)."""
    first = round(SECONDS_BEFORE / FRAME_S)
    frames = early[first : max(first + 1, len(early) - round(SECONDS_AFTER / FRAME_S))]
    return np.concatenate([frames.mean(axis=0), frames.std(axis=0)]).astype(np.float32)


def _clock(samples: np.ndarray) -> ctc.Clock:
    seconds = len(samples) / SAMPLE_RATE
    return lambda frame: round(min(max(0.0, frame * FRAME_S - SECONDS_BEFORE), seconds), 3)
