"""From the last sample of a command to the first of its answer: as a session answers, and as the plain loop does.

Strategy: both take turns on each command, first without what is kept of earlier answers, then with it, so that whatever else
the machine does slows all of them. The last sample is known from the recording, the first from the device.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import numpy as np

from assistant import app
from assistant.bench import recordings, replay
from assistant.bench.bars import Row, Tell
from assistant.bench.plain_loop import SILENCE_MS, Answered, PlainLoop
from assistant.bench.recordings import Recording
from assistant.bench.replay import Scene, Stage, Take
from assistant.bench.sound_card import RATE
from assistant.events import Speculation

MAX_CACHED_MS, MAX_UNCACHED_MS, MAX_P95_MS, MIN_RATIO = 400.0, 650.0, 1200.0, 3.0
HEARD_S = 0.3  # of each answer: the rest would only take time


@dataclass(frozen=True, slots=True)
class Timed:
    """A command answered by a session and by the plain loop; `ours_ms` and `plain` None where it was not."""

    take: Take
    ours_ms: float | None
    plain: Answered | None
    reply: str = ""

    @property
    def counts(self) -> bool:
        return self.ours_ms is not None and self.ours_ms > 0 and self.plain is not None


def measure(cached: Stage, uncached: app.Models, folder: Path, every: int, tell: Tell) -> dict[str, Row]:
    """Every so manyth command of `folder`. uncached: the stage's models without what is kept of earlier answers."""
    commands = [r for r in recordings.load(folder) if r.skill is not None]
    again = replace(cached, heard_s=HEARD_S)
    first = replace(again, shared=uncached)
    _timed(first, commands[0])  # warms up, and does not count
    made, kept = [], []
    for command in commands[::every]:
        made.append(_timed(first, command))
        tell("." if made[-1].counts else "x")
        if made[-1].counts:
            list(cached.shared.synthesizer.speak(made[-1].reply))
            timed = _timed(again, command)
            kept += [timed] if timed.counts and timed.reply == made[-1].reply else []
    return rows(made, kept)


def _timed(stage: Stage, command: Recording) -> Timed:
    samples = recordings.files.read(command.path).samples
    last = replay.speech_span(samples)[1]
    take = stage.play(Scene(samples[:last]))
    reply = next((turn.answer for turn in take.turns if turn.skill is not None), "")
    if not reply:
        return Timed(take, None, None)
    plain = PlainLoop(stage.shared, stage.detector, stage.config.endpoint.pre_roll_ms * RATE // 1000)
    return Timed(take, take.ms_to_answer(last), plain.answer(samples, last, reply), reply)


def rows(made: Sequence[Timed], kept: Sequence[Timed]) -> dict[str, Row]:
    """made: answered for the first time; kept: the same ones, once more."""
    fresh = [t for t in made if t.counts]
    n_other = len(made) - len(fresh)
    label = "last sample of a command to the first of its answer"
    if not fresh or not kept:
        return {"median_uncached_ms": Row(label, None, note="no command was answered")}
    ours, ours_kept = ([t.ours_ms for t in timed] for timed in (fresh, kept))
    ratio, ratio_kept = (median(t.plain.total for t in timed) / median(t.ours_ms for t in timed) for timed in (fresh, kept))
    p95 = float(np.percentile(ours, 95))
    note = f"{n_other} more got no answer, or were interrupted by it" if n_other else ""
    return {
        "median_cached_ms": Row(f"{label}, kept", median(ours_kept), "ms", len(kept), at_most=MAX_CACHED_MS, note=stages(kept)),
        "median_uncached_ms": Row(f"{label}, made", median(ours), "ms", len(fresh), at_most=MAX_UNCACHED_MS, note=stages(fresh)),
        "p95_uncached_ms": Row("  95 % of them within", p95, "ms", len(fresh), at_most=MAX_P95_MS, note=note),
        "ratio_plain": Row("  times sooner than the plain loop", ratio, "×", len(fresh), at_least=MIN_RATIO, note=parts(fresh)),
        "ratio_plain_cached": Row("  the same, both with what is kept", ratio_kept, "×", len(kept), note=parts(kept)),
    }


def stages(timed: Sequence[Timed]) -> str:
    """What it is made of: medians, and how often it was made beforehand."""
    turns = [t.take.turns[0] for t in timed]
    named = {name: [turn.ms[name] for turn in turns if turn.ms.get(name) is not None] for name in ("silence", "text", "plan")}
    n_hits = sum(turn.speculation is Speculation.HIT for turn in turns)
    late = 1000 * max(t.take.late_s for t in timed)
    found = ", ".join(f"{name} {median(ms):.0f}" for name, ms in named.items() if ms)
    return f"{found}; made beforehand: {n_hits}; samples at most {late:.0f} ms late"


def parts(timed: Sequence[Timed]) -> str:
    """Of the plain loop: medians."""
    named = {name: median(getattr(t.plain, name) for t in timed) for name in ("silence", "recognition", "plan", "synthesis")}
    return f"its median {median(t.plain.total for t in timed):.0f} ms after {SILENCE_MS} of silence: " + ", ".join(
        f"{name} {ms:.0f}" for name, ms in named.items()
    )
