"""What many turns come to: how long they took, and how they ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.events import Speculation
from assistant.runtime.turn_figures import Origin, Outcome, TurnFigures

PERCENTILES = (50, 90, 95, 99)
STAGES = ("silence", "text", "plan", "audio")
"""Of TurnRecord.ms, in the order in which they happen."""
EDGES_MS = (0, 200, 300, 400, 500, 650, 800, 1000, 1200, 1500, 2000, 3000, 5000)
"""Where a bar of the histogram begins; the last one has no end."""


@dataclass(frozen=True, slots=True)
class Spread:
    """n: how many it was taken of. at: by percentile."""

    n: int
    at: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class SkillRow:
    """first_sound: milliseconds, of spoken turns."""

    skill: str
    n: int
    first_sound: Spread | None
    cpu_s: Spread


@dataclass(frozen=True, slots=True)
class Statistics:
    """Times are of what was spoken: who types waits for nothing to end. ms: by stage, without those that never happened.

    first_sound: turns by bar of EDGES_MS. n_hits: answers that had been begun before it was known that speech was over; n_misses:
    those that were begun and thrown away, since speech went on, perhaps several in a turn. rejections: by reason. failures: by
    stage. n_interrupted: answers that were spoken over, of n_answers.
    """

    n: int
    by_outcome: Mapping[Outcome, int]
    by_origin: Mapping[Origin, int]
    ms: Mapping[str, Spread]
    first_sound: Sequence[int]
    n_hits: int
    n_misses: int
    n_interrupted: int
    n_answers: int
    rejections: Mapping[str, int]
    failures: Mapping[str, int]
    cpu_s: Spread | None
    skills: Sequence[SkillRow]

    @property
    def hit_rate(self) -> float | None:
        """Of all that was begun beforehand; None when nothing was."""
        n_tried = self.n_hits + self.n_misses
        return self.n_hits / n_tried if n_tried else None


def spread(figures: Sequence[float]) -> Spread | None:
    """None of nothing."""
    if not figures:
        return None
    return Spread(len(figures), dict(zip(PERCENTILES, np.percentile(figures, PERCENTILES).tolist(), strict=True)))


def summarise(turns: Iterable[TurnFigures]) -> Statistics:
    turns = list(turns)
    spoken = [turn for turn in turns if turn.origin is Origin.VOICE]
    answers = [turn for turn in turns if turn.outcome in (Outcome.ANSWERED, Outcome.INTERRUPTED, Outcome.FAILED) and turn.ms]
    times = {stage: spread([turn.ms[stage] for turn in spoken if turn.ms.get(stage) is not None]) for stage in STAGES}
    return Statistics(
        n=len(turns),
        by_outcome=_counted(Outcome, (turn.outcome for turn in turns)),
        by_origin=_counted(Origin, (turn.origin for turn in turns)),
        ms={stage: found for stage, found in times.items() if found},
        first_sound=_bars([turn.ms["audio"] for turn in spoken if turn.ms.get("audio") is not None]),
        n_hits=sum(turn.speculation is Speculation.HIT for turn in spoken),
        n_misses=sum(turn.n_resumed for turn in spoken),
        n_interrupted=sum(turn.is_interrupted for turn in answers),
        n_answers=len(answers),
        rejections=dict(Counter(turn.rejected for turn in turns if turn.rejected).most_common()),
        failures=dict(Counter(turn.failure for turn in turns if turn.failure).most_common()),
        cpu_s=spread([turn.cpu_s for turn in turns]),
        skills=_by_skill(answers),
    )


def _counted(kinds, found) -> dict:
    counts = Counter(found)
    return {kind: counts[kind] for kind in kinds if counts[kind]}


def _bars(ms: Sequence[float]) -> list[int]:
    where = np.clip(np.searchsorted(EDGES_MS, ms, side="right") - 1, 0, None)
    return np.bincount(where, minlength=len(EDGES_MS)).tolist()


def _by_skill(answers: Sequence[TurnFigures]) -> list[SkillRow]:
    """The most used first; without one, what was not understood."""
    counts = Counter(turn.skill for turn in answers if turn.origin is not Origin.ANNOUNCEMENT)
    rows = []
    for skill, n in counts.most_common():
        own = [turn for turn in answers if turn.skill == skill and turn.origin is not Origin.ANNOUNCEMENT]
        sounds = [it.ms["audio"] for it in own if it.origin is Origin.VOICE and it.ms.get("audio") is not None]
        rows.append(SkillRow(skill or "", n, spread(sounds), spread([it.cpu_s for it in own])))
    return rows
