"""What was said to the assistant, where it was called by its wake phrase: what comes after that, read for itself.

Strategy: the posteriors after the phrase are those of an utterance of their own; nothing is heard anew, and a television before
it is left out. Nothing after it is a call and no more, or a command that ended in it ("que horas são, assistente").
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from assistant.asr import ctc
from assistant.asr.judgement import Judgement
from assistant.asr.wake import Call
from assistant.events import Called, Transcript, Word

MIN_LETTERS_AFTER = 2
"""Breath and a door spell a letter, too."""

Judge = Callable[[slice], "Judgement"]
"""Some frames of an utterance → what they alone say, with times of the whole."""


def judged_after(call: Call, log_posteriors: np.ndarray, clock: ctc.Clock, judge: Judge) -> Judgement | None:
    """The transcript begins with the phrase; None where it was, all things considered, no call."""
    if _n_letters(log_posteriors[call.after :]) >= MIN_LETTERS_AFTER:
        said = judge(slice(call.after, None))
        if said.transcript.rejected != "noise":
            return _led(said, call, clock) if call.begins or said.intents else None
    if call.begins:
        return _alone(call, clock)
    before = judge(slice(0, call.first))
    return _led(before, call, clock) if before.intents else None


def phrase_words(call: Call, clock: ctc.Clock) -> tuple[Word, ...]:
    """Of several words each is given as much of the time as it has of the letters."""
    words = call.phrase.split()
    total, said, found = sum(map(len, words)), 0, []
    for word in words:
        first, after = (call.first + (call.after - call.first) * n / total for n in (said, said + len(word)))
        found.append(Word(word, clock(round(first)), clock(round(after)), call.score))
        said += len(word)
    return tuple(found)


def _alone(call: Call, clock: ctc.Clock) -> Judgement:
    return Judgement(Transcript(call.phrase, call.score, phrase_words(call, clock), called=_called(call, clock)))


def _led(judgement: Judgement, call: Call, clock: ctc.Clock) -> Judgement:
    """The phrase comes first, also of a command that it was said after; what was not understood is as it is."""
    said, called = judgement.transcript, _called(call, clock)
    if not said.text:
        return replace(judgement, transcript=replace(said, called=called))
    alternatives = tuple(f"{call.phrase} {text}" for text in said.alternatives)
    words = (*phrase_words(call, clock), *said.words)
    text = f"{call.phrase} {said.text}"
    return replace(judgement, transcript=replace(said, text=text, words=words, alternatives=alternatives, called=called))


def _called(call: Call, clock: ctc.Clock) -> Called:
    return Called(call.score, clock(call.first), clock(call.after))


def _n_letters(log_posteriors: np.ndarray) -> int:
    return len(ctc.greedy(log_posteriors))
