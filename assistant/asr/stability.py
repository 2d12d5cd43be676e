"""How much of a growing hypothesis will stay: what two successive ones agree on.

Source: local agreement, Macháček, Dabre and Bojar, "Turning Whisper into Real-Time Transcription System", 2023. Here
what is stable is forced upon the next hypothesis as its prefix, so that it cannot flicker back.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from assistant.events import Word

_SHIFT_S = 0.03  # two hearings of one word may differ by so much


class LocalAgreement:
    """`stable`: tokens that will not change any more; it only grows.

    begins_word: whether a token begins a word. Words are kept or left whole, and the last word of a hypothesis never counts:
    it may be half spoken.
    """

    def __init__(self, begins_word: Callable[[int], bool]):
        self._begins_word = begins_word
        self._previous: tuple[int, ...] = ()
        self.stable: tuple[int, ...] = ()

    def update(self, ids: tuple[int, ...]) -> None:
        """Take the next hypothesis, which must begin with `stable`; one that does not is ignored."""
        if ids[: len(self.stable)] != self.stable:
            return
        n_compared = min(_common_length(self._previous, ids) + 1, len(self._previous), len(ids))
        ends = (i for i in range(1, n_compared) if self._begins_word(ids[i]) and self._begins_word(self._previous[i]))
        n_stable = max(ends, default=0)
        self._previous = ids
        if n_stable > len(self.stable):
            self.stable = ids[:n_stable]


def _common_length(a: tuple, b: tuple) -> int:
    n = 0
    for left, right in zip(a, b, strict=False):
        if left != right:
            break
        n += 1
    return n


class AgreedWords:
    """The same for words with times, where no prefix can be forced upon the next hypothesis: what is stable is kept instead.

    Times count from the beginning of the utterance. `stable`: words that will not change any more, `stable_text` all of them;
    both only grow. `fresh`: what the last hypothesis says after them.
    """

    def __init__(self) -> None:
        self.stable: list[Word] = []
        self.stable_text = ""
        self.fresh: tuple[Word, ...] = ()
        self._since = -1.0  # what a hypothesis says before this is known already

    @property
    def text(self) -> str:
        """All that is to be shown."""
        return " ".join((self.stable_text, *_texts(self.fresh))).strip()

    def update(self, heard: tuple[Word, ...], settled_at: float = math.inf) -> None:
        """Take the next hypothesis. What ends after `settled_at` is not stable yet, whatever agrees on it."""
        before, self.fresh = self.fresh, self._news(heard)
        # The last word of a hypothesis never counts: it may be half spoken.
        n_agreed = _common_length(_texts(before[:-1]), _texts(self.fresh[:-1]))
        while n_agreed and self.fresh[n_agreed - 1].end > settled_at:
            n_agreed -= 1
        self._keep(n_agreed)

    def conclude(self, heard: tuple[Word, ...], until: float) -> None:
        """Let the last word on what was said before this moment be stable, as far as it is news."""
        news = tuple(word for word in self._news(heard) if _middle(word) < until)
        self.fresh = (*news, *(word for word in self.fresh if _middle(word) >= until))
        self._keep(len(news))
        self._since = max(self._since, until)

    def _news(self, heard: tuple[Word, ...]) -> tuple[Word, ...]:
        return tuple(word for word in heard if _middle(word) >= self._since)

    def _keep(self, n: int) -> None:
        if n:
            self.stable += self.fresh[:n]
            self.stable_text = " ".join((self.stable_text, *_texts(self.fresh[:n]))).strip()
            self.fresh = self.fresh[n:]
            self._since = max(self._since, self.stable[-1].end + _SHIFT_S)


def _middle(word: Word) -> float:
    return (word.start + word.end) / 2


def _texts(words: tuple[Word, ...]) -> tuple[str, ...]:
    return tuple(word.text for word in words)
