"""How much of a growing hypothesis will stay: what two successive ones agree on.

Source: local agreement, Macháček, Dabre and Bojar, "Turning Whisper into Real-Time Transcription System", 2023. Here
what is stable is forced upon the next hypothesis as its prefix, so that it cannot flicker back.
"""

from __future__ import annotations

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


def _common_length(a: tuple[int, ...], b: tuple[int, ...]) -> int:
    n = 0
    for left, right in zip(a, b, strict=False):
        if left != right:
            break
        n += 1
    return n


class AgreedWords:
    """The same for words with times, where no prefix can be forced upon the next hypothesis: what is stable is kept instead.

    `stable`: words that will not change any more; it only grows.
    """

    def __init__(self) -> None:
        self.stable: tuple[Word, ...] = ()
        self._previous: tuple[str, ...] = ()

    def update(self, heard: tuple[Word, ...]) -> tuple[Word, ...]:
        """Take the next hypothesis; gives all words as they are to be shown."""
        since = self.stable[-1].end + _SHIFT_S if self.stable else -1.0
        fresh = tuple(word for word in heard if (word.start + word.end) / 2 >= since)
        texts = tuple(word.text for word in fresh)
        # The last word of a hypothesis never counts: it may be half spoken.
        n_agreed = _common_length(self._previous[:-1], texts[:-1])
        shown = (*self.stable, *fresh)
        self.stable += fresh[:n_agreed]
        self._previous = texts[n_agreed:]
        return shown
