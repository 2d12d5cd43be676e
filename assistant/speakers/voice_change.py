"""Pure: from which moment on a turn is no longer spoken by the person who began it, but by a voice behind them.

Strategy: the first windows of a turn are that person's. Each later window that is like them joins them; when successive ones are
like somebody else, and much fainter than the person was, the voice has changed in the middle of the first of those. One window
alone says nothing: a laugh, a cough or a whisper is like nobody. A window that is as loud as the person may be the person with
noise or a television behind them, which makes it unlike them: whoever is so loud is never cut off.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assistant.speakers.protocol import unit

_SILENCE_DB = -120.0


@dataclass(frozen=True, slots=True)
class ChangeRules:
    """For the dedicated encoder. window_s, hop_s: of the windows that come. n_first: so many are the person's, whoever speaks.
    other: the likeness to the person below which a window is somebody else's. n_other: so many of those in a row are a change.
    foreign: they have to be so much more like each other than like the person. fainter_db: and so far below their loudest window.

    Of 88 turns of 6 s none was cut in quiet or in noise (10 dB), and of 176 with a television 10 or 15 dB below the voice one. A
    television that went on alone was noticed 80 and 85 of 88 times, 2 s after the person had ended (median; 3 s at most). One as
    loud as the person is not: without `fainter_db` 76 of 88 are, but then beside a television 12 of 88 turns are cut."""

    window_s: float = 1.5
    hop_s: float = 0.5
    n_first: int = 2
    other: float = 0.45
    n_other: int = 2
    foreign: float = 0.1
    fainter_db: float = 8.0


@dataclass(frozen=True, slots=True, eq=False)
class VoiceWatch:
    """What was heard of a turn so far; `with_window` makes the next one. person: the sum of the vectors that are theirs.
    loudest_db: of their windows. others: of the last windows those that are somebody else's, as (start in seconds, vector).
    changed_at: in seconds, None while the person may still be speaking."""

    person: np.ndarray | None = None
    n_person: int = 0
    loudest_db: float = _SILENCE_DB
    others: tuple[tuple[float, np.ndarray], ...] = ()
    changed_at: float | None = None

    def with_window(self, start: float, vector: np.ndarray, level_db: float, rules: ChangeRules) -> VoiceWatch:
        """start: of the window, in seconds since the turn began. vector: unit, of one encoder. level_db: see the function of that
        name. Windows may be left out."""
        if self.changed_at is not None:
            return self
        if self.person is None or self.n_person < rules.n_first or float(unit(self.person) @ vector) >= rules.other:
            person = vector if self.person is None else self.person + vector
            return VoiceWatch(person, self.n_person + 1, max(self.loudest_db, level_db))
        if level_db > self.loudest_db - rules.fainter_db:
            return VoiceWatch(self.person, self.n_person, self.loudest_db)
        others = (*self.others, (start, vector))
        changed_at = None
        if len(others) >= rules.n_other and self._are_somebody(others, rules):
            changed_at = others[0][0] + rules.window_s / 2
        return VoiceWatch(self.person, self.n_person, self.loudest_db, others, changed_at)

    def _are_somebody(self, others: tuple[tuple[float, np.ndarray], ...], rules: ChangeRules) -> bool:
        """Like each other, and more so than like the person: noise is like neither."""
        successive = [vector for _, vector in others[-rules.n_other :]]
        alike = float(successive[0] @ successive[-1])
        to_person = float(np.mean([unit(self.person) @ vector for vector in successive]))
        return alike >= max(rules.other, to_person + rules.foreign)


def level_db(samples: np.ndarray) -> float:
    """Of a window, below full scale."""
    power = float(np.mean(np.square(samples, dtype=np.float64))) if len(samples) else 0.0
    return max(_SILENCE_DB, 10 * float(np.log10(power + 1e-12)))
