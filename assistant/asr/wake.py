"""Whether the assistant was called by its name, and where: found in the frame posteriors of any CTC model.

Strategy: how far the phrase falls behind what is heard without it (see wake_search), in nats a letter, makes the score. Who calls
somebody begins to speak, or has just said "ei" or "escuta"; who says "o assistente" or "de assistente" speaks of one. So a
phrase that follows such a word at once is none. One that follows any other without a pause, or looks like a part of a longer
word, is only one when a command comes after it, which is for whoever reads on to find out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.asr import ctc
from assistant.asr.wake_search import BLANK, Hit, hits
from assistant.asr.wake_spelling import spelled
from assistant.language.understanding.wake_phrase import is_before_call, is_third_person, words_of

# score = sigmoid((_EVEN - nats behind a letter) / _SCALE). Fitted so that a half, the usual threshold, lies between what people
# say (95 % are less than 1.2 behind) and what only sounds like it (the nearest in 4 hours is 1.8 behind).
_EVEN, _SCALE = 1.35, 0.35
_FARTHEST = 20.0
PAUSE_FRAMES = 10
"""So many frames of 20 ms without a letter are a pause: what was said before was said for itself."""


@dataclass(frozen=True, slots=True)
class Call:
    """The phrase as it was set, in frames `first` to before `after`. begins: nothing that it belongs to comes before it."""

    phrase: str
    score: float
    first: int
    after: int
    begins: bool


class WakePhrases:
    """Safe to share between threads."""

    def __init__(self, phrases: Sequence[str], characters: str, label_of: Callable[[str], int | None], sensitivity: float = 0.6):
        """characters, label_of: see CtcModel. sensitivity: in [0, 1]; a call must score 1 - sensitivity.

        A phrase that the model's letters cannot write is never heard.
        """
        self._characters = characters
        self._space = label_of(" ") or 0
        self._threshold = 1.0 - sensitivity
        texts = [" ".join(words_of(phrase)) for phrase in phrases]
        spellings = [(text, spelled(text.split(), label_of)) for text in texts]
        self._spellings = [(text, spelling) for text, spelling in spellings if spelling is not None]

    def find(self, log_posteriors: np.ndarray) -> Call | None:
        """The surest call in an utterance, shape (frames, classes); None for none."""
        calls = [call for call in self.scored(log_posteriors) if call.score >= self._threshold]
        return max(calls, key=lambda call: call.score, default=None)

    def scored(self, log_posteriors: np.ndarray) -> list[Call]:
        """All that may be calls, however unsure."""
        return [
            Call(text, _score(hit.behind / spelling.n_letters, begins), hit.first, hit.after, begins)
            for text, spelling in self._spellings
            for hit in hits(log_posteriors, spelling, self._space)
            if (begins := self._begins(log_posteriors, hit, text)) is not None
        ]

    def _begins(self, log_posteriors: np.ndarray, hit: Hit, phrase: str) -> bool | None:
        """Whether nothing that it belongs to comes before it; None where somebody speaks of it."""
        before = _breath_before(log_posteriors[: hit.first], self._characters)
        if before and is_third_person(before[-1]):
            return None
        opening = self._word_at(log_posteriors, hit.first)
        if len(opening) > 1 and is_third_person(opening) and not phrase.startswith(opening):
            return None  # "em casa", which sounds like "ei, casa"; so does "a casa", which is how that is heard, too
        is_word = not self._goes_on(log_posteriors[: hit.first][::-1]) and not self._goes_on(log_posteriors[hit.after :])
        return is_word and is_before_call(before)

    def _word_at(self, log_posteriors: np.ndarray, frame: int) -> str:
        """The word in which the first letter is that is heard there or later."""
        letters = ctc.greedy(log_posteriors)
        number = next((i for i, (_, _, after) in enumerate(letters) if after > frame), len(letters))
        spaces = [i for i, letter in enumerate(letters) if letter[0] == self._space]
        first = max((i + 1 for i in spaces if i < number), default=0)
        after = min((i for i in spaces if i > number), default=len(letters))
        return "".join(self._characters[label - 1] for label, _, _ in letters[first:after] if label != self._space)

    def _goes_on(self, log_posteriors: np.ndarray) -> bool:
        """Whether the next letter belongs to the same word: "assistentes", "persistente"."""
        best = log_posteriors.argmax(axis=1)
        letters = best[best != BLANK]
        return len(letters) > 0 and letters[0] != self._space


def _breath_before(log_posteriors: np.ndarray, characters: str) -> list[str]:
    """The words at the end, since the last pause."""
    letters = [letter for letter in ctc.greedy(log_posteriors) if characters[letter[0] - 1] != " "]
    since, border = len(log_posteriors), len(log_posteriors)
    for _, first, after in reversed(letters):
        if border - after >= PAUSE_FRAMES:
            break
        since = border = first
    return ctc.greedy_text(log_posteriors[since:], characters).split()


def _score(behind: float, begins: bool) -> float:
    likely = 1.0 / (1.0 + math.exp((min(behind, _FARTHEST) - _EVEN) / _SCALE))
    # "Limpa a casa" is no "ei, casa": in the midst of speech the doubts count twice.
    return round(likely if begins else max(0.0, 2 * likely - 1), 4)
