"""A second opinion on what is anybody's words: an item of a list, a note. A slower recogniser reads the same sound once more.

Strategy: the first recogniser answers everything and is asked alone while someone speaks. At the end its text is read by the
skills. Where they take some of it as it stands (a slot for free text), its spelling matters, and the second is asked. What
kind of command it is, its numbers and its hours stay the first one's, who knows what can be said (see grafts). What the first
has refused stays refused, unasked. While the second one loads, where it takes too long, and once nobody waits for it any more
(see adviser), the first one's answer is the answer.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

import numpy as np

from assistant.asr.adviser import PATIENCE_S, Adviser, Question, Second
from assistant.asr.grafts import IsWord, grafted
from assistant.asr.protocol import SAMPLE_RATE, Recognizer, RecognizerStream
from assistant.asr.windows import WINDOW_SAMPLES
from assistant.errors import AssistantError
from assistant.events import AudioFrame, Partial, Transcript
from assistant.language.grammar.lists import Lists
from assistant.language.understanding.matching import Matcher
from assistant.language.understanding.several import understand as understood_commands
from assistant.language.understanding.wake_phrase import without_phrases

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Understood:
    """What the skills make of a text. free: what they take as it is said, by slot; closed: what they read as a value.

    A slot is the number of its command, from 0, and its name.
    """

    intent: str
    free: Mapping[tuple[int, str], str]
    closed: Mapping[tuple[int, str], Any]


Understand = Callable[[str], Understood | None]
"""A text → what it means to the skills, or None."""


class Reason(Enum):
    """Why the second recogniser is asked."""

    FREE_SLOT = "the skills take some of it as it is said"
    NOT_UNDERSTOOD = "it was clearly spoken, and no skill understood it"


def understanding_of(
    newest_matcher: Callable[[], Matcher],
    lists: Callable[[], Lists] = dict,
    known: Callable[[], Collection[str]] = frozenset,
    phrases: Sequence[str] = (),
) -> Understand:
    """lists: what slots may hold now. known: what the user has named: where anything may be said, that is a value like others.

    phrases: that the assistant is called by, which are no part of what is meant.
    """

    def read(text: str) -> Understood | None:
        called = without_phrases(phrases, text)
        commands = understood_commands(newest_matcher(), text if called is None else called, lists()).commands
        if not commands:
            return None
        named = {name.lower() for name in known()}
        free, closed = {}, {}
        # Of several in one breath each has slots of its own.
        for number, match in enumerate(commands):
            for name, value in match.slots.items():
                is_free = name in match.free and str(value).lower() not in named
                (free if is_free else closed)[number, name] = value
        return Understood(" ".join(match.intent for match in commands), free, closed)

    return read


def reason_to_ask(first: Transcript, understand: Understand) -> Reason | None:
    """None when the first recogniser's answer needs no second opinion."""
    if not first.text or first.rejected:
        return None
    meaning = _first_understood(first, understand)[1]
    if meaning is None:
        return Reason.NOT_UNDERSTOOD
    return Reason.FREE_SLOT if meaning.free else None


def settled(first: Transcript, second: Transcript, understand: Understand, is_word: IsWord) -> Transcript:
    """What both heard, as one transcript: the winner's text, the loser's first among the alternatives.

    Where the skills understand the first, the second one's words may fill its free slots (see grafts); where they do not,
    the second one's text wins if they understand that. The embedding is always the first one's: speakers are known by its
    frames.
    """
    text, meaning = _first_understood(first, understand)
    if meaning is None:
        # Of all that a beam of Whisper's holds, something is always a command: only the best of it may be taken for one.
        if understand(second.text) is None:
            return replace(first, alternatives=_others(text, second.text, first))
        return replace(second, alternatives=(text,), embedding=first.embedding, called=first.called)
    words = first.words if text == first.text else ()
    better, timed = text, words
    for value in meaning.free.values():
        better, timed = grafted(better, timed, value, second.text, is_word)
    if not _mean_the_same(meaning, understand(better)):
        better, timed = text, words
    loser = second.text if better == text else text
    return replace(first, text=better, words=timed, alternatives=_others(better, loser, first, second))


def _mean_the_same(one: Understood, other: Understood | None) -> bool:
    """But for what is in free slots."""
    return other is not None and (one.intent, one.closed, one.free.keys()) == (other.intent, other.closed, other.free.keys())


def _first_understood(transcript: Transcript, understand: Understand) -> tuple[str, Understood | None]:
    """The reading that the skills will take, and what it means; the text itself where they take none."""
    for text in _readings(transcript):
        if (meaning := understand(text)) is not None:
            return text, meaning
    return transcript.text, None


def _readings(transcript: Transcript) -> tuple[str, ...]:
    return (transcript.text, *transcript.alternatives) if transcript.text else ()


def _others(chosen: str, loser: str, *transcripts: Transcript) -> tuple[str, ...]:
    texts = (loser, *(text for transcript in transcripts for text in _readings(transcript)))
    return tuple(dict.fromkeys(text for text in texts if text and text != chosen))


class SecondOpinionRecognizer:
    """`first` with the advice of another. Threads may share it."""

    def __init__(
        self,
        first: Recognizer,
        load: Callable[[], Second],
        understand: Understand,
        reasons: Collection[Reason] = (Reason.FREE_SLOT,),
        patience_s: float = PATIENCE_S,
    ):
        """load, patience_s: see Adviser."""
        self._first = first
        self._adviser = Adviser(load, patience_s)
        self._understand = understand
        self._reasons = frozenset(reasons)

    def start(self) -> SecondOpinionStream:
        return SecondOpinionStream(self._first.start(), self._advised)

    def wait_until_loaded(self) -> bool:
        """Whether there is a second recogniser to ask. For measurements: conversation does not wait."""
        return self._adviser.wait_until_loaded()

    def close(self) -> None:
        """Wait for what is still being heard; nobody is asked any more."""
        self._adviser.close()

    def _advised(self, first: Transcript, sound: AudioFrame, question: Question) -> Transcript:
        try:
            if reason_to_ask(first, self._understand) not in self._reasons:
                return first
            started = time.perf_counter()
            second = self._adviser.ask(question, sound)
            cost_ms = {**first.cost_ms, "second opinion": 1e3 * (time.perf_counter() - started)}
            both = settled(first, second, self._understand, self._adviser.is_word) if second else first
            return replace(both, cost_ms=cost_ms)
        except AssistantError as error:
            log.warning("no second opinion this time: %s", error)
            return first


class SecondOpinionStream:
    """One utterance. Its sound is kept for the second recogniser while it fits into a window of it."""

    def __init__(self, first: RecognizerStream, advised: Callable[[Transcript, AudioFrame, Question], Transcript]):
        self._first = first
        self._advised = advised
        self._question = Question()
        self._kept: list[np.ndarray] = []
        self._n_samples = 0
        self._both: Transcript | None = None  # of all that was accepted

    def accept(self, frame: AudioFrame) -> Partial | None:
        partial = self._first.accept(frame)
        self._keep(frame)
        return partial

    def finish(self, last: AudioFrame | None = None) -> Transcript:
        # Before anything is heard: whoever is in a hurry may be so from now on.
        self._question = question = Question()
        first = self._first.finish(last)
        if last is not None:
            self._keep(last)
        if not self._kept:
            return first
        if self._both is None:
            self._kept = [np.concatenate(self._kept)]
            both = self._advised(first, AudioFrame(self._kept[0], SAMPLE_RATE), question)
            if question.was_given_up:
                return both
            self._both = both
        return self._both

    def hurry(self) -> None:
        self._first.hurry()
        self._question.give_up()

    def _keep(self, frame: AudioFrame) -> None:
        if len(frame.samples):
            self._both = None
        self._n_samples += len(frame.samples)
        if self._n_samples > WINDOW_SAMPLES:
            self._kept.clear()
        else:
            self._kept.append(frame.samples)
