"""Sound in, transcript out, with any CTC model: free text, the sentence of the grammar, word times, a pooled embedding.

Strategy: one pass of the model serves everything. The grammar pass decides: what it is sure of is the text; otherwise the text
is what was heard freely, if that is clear enough. Nothing here knows which encoder made the posteriors.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from assistant.asr import ctc
from assistant.asr.called_reading import judged_after, phrase_words
from assistant.asr.judgement import Judgement
from assistant.asr.plausibility import refuse_sound
from assistant.asr.protocol import SAMPLE_RATE
from assistant.asr.suspicion import Suspicions
from assistant.events import Transcript, Word

if TYPE_CHECKING:
    from assistant.asr.acoustics import Hearing
    from assistant.asr.grammar import Candidate
    from assistant.asr.wake import Call, WakePhrases

MIN_FREE_CONFIDENCE = 0.4
# Noise spells a few letters, too; what is as short as that, and no command, was nothing.
MIN_FREE_LETTERS = 4
# Less than this is not shown while someone still speaks.
_MIN_LETTERS_SHOWN = 3
# While someone still speaks, a command is shown as such only when it is surer than it must be at the end.
MIN_CONFIDENCE_WHILE_SPEAKING = 0.6
# So much must be heard after a wake phrase to know, while someone still speaks, that it is not a longer word.
_FRAMES_AFTER_CALL = 10
_ROOM_SAMPLES = 20 * SAMPLE_RATE
_STRETCH_SAMPLES = 3 * SAMPLE_RATE // 2

FreeDecoder = Callable[[np.ndarray], tuple[tuple[str, ...], float]]
"""Log posteriors, shape (frames, classes) → the words that were heard without a grammar, and the confidence in all of them."""


class CtcModel(Protocol):
    """Sound → log posteriors at a fixed rate. `characters`: what classes 1, 2, … write; class 0 is the blank."""

    characters: str

    def label_of(self, character: str) -> int | None:
        """The class that writes a character, or None."""

    def hear(self, samples: np.ndarray) -> Hearing:
        """samples: float32, 16 kHz, shape (n,). Raises RecognitionError."""


class Sentences(Protocol):
    """What may be said: a Grammar, or a list of lines."""

    def candidates(self, log_posteriors: np.ndarray, n: int = 5) -> Sequence[Candidate]: ...


@dataclass(frozen=True, slots=True)
class FrameTimes:
    """Frame i lies `step_s * i - before_s` seconds after the first sample; the last `after_s` are silence that the model adds."""

    step_s: float = 0.02
    before_s: float = 0.0
    after_s: float = 0.0

    def clock(self, n_samples: int) -> ctc.Clock:
        seconds = n_samples / SAMPLE_RATE
        return lambda frame: round(min(max(0.0, frame * self.step_s - self.before_s), seconds), 3)

    def own(self, frames: np.ndarray) -> np.ndarray:
        """Without those of the silence that the model adds; at least one is left. frames: shape (frames, …)."""
        first = max(0, round(self.before_s / self.step_s))
        return frames[first : max(first + 1, len(frames) - round(self.after_s / self.step_s))]

    def pooled(self, early: np.ndarray) -> np.ndarray:
        """Mean and standard deviation over the frames of the sound itself. early: shape (frames, d); float32, shape (2 d,)."""
        frames = self.own(early)
        return np.concatenate([frames.mean(axis=0), frames.std(axis=0)]).astype(np.float32)


@dataclass(frozen=True, slots=True)
class ReadingRules:
    """What counts as said.

    min_confidence: of a sentence of the grammar. only_grammar: no text but that of the grammar. always_answers: the best of
    the grammar, whatever the sound. wake: the phrases that what comes after is said to the assistant; None for none.
    """

    min_confidence: float = 0.4
    only_grammar: bool = False
    always_answers: bool = False
    wake: WakePhrases | None = None


class CtcReader:
    """Safe to share between threads.

    grammar: gives the grammar of this moment; None for free text alone. decode_free: reads the final free text; greedily
    when it is None. Partials are always read greedily. suspicions: of free text, and of what was too unsure to be one.
    """

    def __init__(
        self,
        model: CtcModel,
        times: FrameTimes,
        rules: ReadingRules | None = None,
        grammar: Callable[[], Sentences] | None = None,
        decode_free: FreeDecoder | None = None,
        suspicions: Suspicions | None = None,
    ):
        self._model = model
        self._times = times
        self._rules = rules or ReadingRules()
        self._grammar = grammar
        self._decode_free = decode_free
        self._suspicions = suspicions
        self.is_called = False
        """Whether there was a wake phrase in the last glimpse; of use to whoever has the reader for themselves."""

    def glimpse(self, samples: np.ndarray, is_whole: bool = True) -> tuple[Word, ...]:
        """The words that seem to have been said so far: a whole command when it is surely one, else what is heard freely.

        is_whole: these samples are all of the utterance, so that they can be a command.
        """
        if _refused(samples):
            return ()
        log_posteriors = self._model.hear(samples).log_posteriors
        clock = self._times.clock(len(samples))
        call = self._call_in(log_posteriors)
        self.is_called = call is not None and call.begins and len(log_posteriors) - call.after >= _FRAMES_AFTER_CALL
        if call is None or not self.is_called:
            return self._glimpsed(log_posteriors, clock, is_whole)
        rest = self._glimpsed(log_posteriors[call.after :], _later(clock, call.after), is_whole)
        return (*phrase_words(call, clock), *rest)

    def _glimpsed(self, log_posteriors: np.ndarray, clock: ctc.Clock, is_whole: bool) -> tuple[Word, ...]:
        if is_whole and self._grammar is not None:
            best = next(iter(self._grammar().candidates(log_posteriors, 2)), None)
            if best and best.confidence >= max(self._rules.min_confidence, MIN_CONFIDENCE_WHILE_SPEAKING):
                return self._aligned(best, log_posteriors, clock) or self._greedy(log_posteriors, clock)
        words = self._greedy(log_posteriors, clock)
        return () if is_whole and sum(len(word.text) for word in words) < _MIN_LETTERS_SHOWN else words

    def read(self, samples: np.ndarray, is_whole: bool = True) -> Transcript:
        """The final transcript. samples: at most a window of them. is_whole: as in `glimpse`."""
        return self.judge(samples, is_whole).transcript

    def judge(self, samples: np.ndarray, is_whole: bool = True) -> Judgement:
        refused = _refused(samples)
        if refused and not self._rules.always_answers:
            return Judgement(Transcript("", 0.0, rejected=refused))
        judgement = self._judge_sound(samples, is_whole)
        if self._rules.always_answers and not judgement.intents:
            # Too short a sound has no room for the letters of any sentence; too wild a one is beyond what the search counts.
            fitted = samples[:_ROOM_SAMPLES]
            return self._judge_sound(np.pad(fitted, (0, _ROOM_SAMPLES - len(fitted))), is_whole)
        return judgement

    def _judge_sound(self, samples: np.ndarray, is_whole: bool) -> Judgement:
        hearing = self._model.hear(samples)
        started = time.perf_counter()
        grammar = self._grammar if is_whole or self._rules.only_grammar else None
        clock = self._times.clock(len(samples))

        def judge(part: slice) -> Judgement:
            own, own_clock = hearing.log_posteriors[part], _later(clock, part.start or 0)
            judgement = self._judge(own, own_clock, grammar)
            if judgement.intents:
                return judgement
            return Judgement(self._suspected(judgement.transcript, samples, own, own_clock))

        call = self._call_in(hearing.log_posteriors)
        judgement = judged_after(call, hearing.log_posteriors, clock, judge) if call else None
        judgement = judgement or judge(slice(None))
        cost_ms = {**hearing.cost_ms, "search": 1e3 * (time.perf_counter() - started)}
        transcript = replace(judgement.transcript, embedding=self._times.pooled(hearing.early), cost_ms=cost_ms)
        return replace(judgement, transcript=transcript)

    def _call_in(self, log_posteriors: np.ndarray) -> Call | None:
        return self._rules.wake.find(log_posteriors) if self._rules.wake else None

    def _judge(self, log_posteriors: np.ndarray, clock: ctc.Clock, grammar: Callable[[], Sentences] | None) -> Judgement:
        candidates = grammar().candidates(log_posteriors) if grammar else []
        best = candidates[0] if candidates else None
        rules = self._rules
        if best and (rules.always_answers or best.confidence >= rules.min_confidence):
            others = [candidate.text for candidate in candidates[1:]]
            if not rules.only_grammar:
                others.append(_text(self._greedy(log_posteriors, clock)))
            alternatives = tuple(dict.fromkeys(text for text in others if text and text != best.text))
            words = self._aligned(best, log_posteriors, clock)
            return Judgement(Transcript(best.text, round(best.confidence, 4), words, alternatives), best.intents)
        if rules.only_grammar:
            has_letters = bool(self._greedy(log_posteriors, clock))
            confidence = round(best.confidence, 4) if best else 0.0
            return Judgement(Transcript("", confidence, rejected="uncertain" if has_letters else "noise"))
        return Judgement(self._free(log_posteriors, clock))

    def _free(self, log_posteriors: np.ndarray, clock: ctc.Clock) -> Transcript:
        if self._decode_free is None:
            words = self._greedy(log_posteriors, clock)
            lengths = [len(word.text) for word in words]
            confidence = float(np.average([word.confidence for word in words], weights=lengths)) if words else 0.0
        else:
            decoded, confidence = self._decode_free(log_posteriors)
            words = ctc.aligned_words(log_posteriors, decoded, self._model.label_of, clock)
        if sum(len(word.text) for word in words) < MIN_FREE_LETTERS:
            return Transcript("", 0.0, rejected="noise")
        confidence = round(confidence, 4)
        if confidence < MIN_FREE_CONFIDENCE:
            return Transcript("", confidence, rejected="uncertain")
        return Transcript(_text(words), confidence, words)

    def _suspected(self, transcript: Transcript, samples: np.ndarray, log_posteriors: np.ndarray, clock: ctc.Clock) -> Transcript:
        """With what there is to suspect. Noise that spelled next to nothing is nobody's speech."""
        if self._suspicions is None or transcript.rejected == "noise":
            return transcript
        found = self._suspicions.of(samples, log_posteriors, transcript.confidence, clock)
        return replace(transcript, suspicion=found.kind, language_doubt=found.language, quality=found.quality)

    def _greedy(self, log_posteriors: np.ndarray, clock: ctc.Clock) -> tuple[Word, ...]:
        return ctc.greedy_words(log_posteriors, self._model.characters, clock)

    def _aligned(self, candidate: Candidate, log_posteriors: np.ndarray, clock: ctc.Clock) -> tuple[Word, ...]:
        return ctc.aligned_words(log_posteriors, candidate.text.split(), self._model.label_of, clock)


def _refused(samples: np.ndarray) -> str | None:
    """Why there is surely no speech. A word in a long silence is too little to keep the whole from being steady: look closer."""
    refused = refuse_sound(samples, SAMPLE_RATE)
    if refused != "noise" or len(samples) <= _STRETCH_SAMPLES:
        return refused
    starts = range(0, len(samples) - _STRETCH_SAMPLES // 2, _STRETCH_SAMPLES // 2)
    return refused if all(refuse_sound(samples[i : i + _STRETCH_SAMPLES], SAMPLE_RATE) for i in starts) else None


def _later(clock: ctc.Clock, n_frames: int) -> ctc.Clock:
    """Of the frames after the first `n_frames`."""
    return lambda frame: clock(frame + n_frames)


def _text(words: tuple[Word, ...]) -> str:
    return " ".join(word.text for word in words)
