"""Pure: from which moment on a turn is no longer spoken by the person who began it.

Strategy: the first windows of a turn are that person's. Each later window that is like them joins them; when successive ones are
like somebody else, the voice has changed in the middle of the first of those. One window alone says nothing: a laugh, a cough or
a whisper is like nobody.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assistant.speakers.protocol import unit


@dataclass(frozen=True, slots=True)
class ChangeRules:
    """For the dedicated encoder. window_s, hop_s: of the windows that come. n_first: so many are the person's, whoever speaks.
    other: the likeness to the person below which a window is somebody else's. n_other: so many of those in a row are a change.
    foreign: they have to be so much more like each other than like the person."""

    window_s: float = 1.5
    hop_s: float = 0.5
    n_first: int = 2
    other: float = 0.35
    n_other: int = 2
    foreign: float = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class VoiceWatch:
    """What was heard of a turn so far; `with_window` makes the next one. person: the sum of the vectors that are theirs. others:
    of the last windows those that are somebody else's, as (start in seconds, vector). changed_at: in seconds, None while the
    person may still be speaking."""

    person: np.ndarray | None = None
    n_person: int = 0
    others: tuple[tuple[float, np.ndarray], ...] = ()
    changed_at: float | None = None

    def with_window(self, start: float, vector: np.ndarray, rules: ChangeRules) -> VoiceWatch:
        """start: of the window, in seconds since the turn began. vector: unit, of one encoder. Windows may be left out."""
        if self.changed_at is not None:
            return self
        if self.person is None or self.n_person < rules.n_first:
            return VoiceWatch(vector if self.person is None else self.person + vector, self.n_person + 1)
        if float(unit(self.person) @ vector) >= rules.other:
            return VoiceWatch(self.person + vector, self.n_person + 1)
        others = (*self.others, (start, vector))
        changed_at = None
        if len(others) >= rules.n_other and self._are_somebody(others, rules):
            changed_at = others[0][0] + rules.window_s / 2
        return VoiceWatch(self.person, self.n_person, others, changed_at)

    def _are_somebody(self, others: tuple[tuple[float, np.ndarray], ...], rules: ChangeRules) -> bool:
        """Like each other, and more so than like the person: noise is like neither."""
        successive = [vector for _, vector in others[-rules.n_other :]]
        alike = float(successive[0] @ successive[-1])
        to_person = float(np.mean([unit(self.person) @ vector for vector in successive]))
        return alike >= max(rules.other, to_person + rules.foreign)
