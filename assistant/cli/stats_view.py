"""Statistics of turns, for a person's terminal and for a program."""

from __future__ import annotations

import json

from rich.bar import Bar
from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant.runtime.turn_statistics import EDGES_MS, PERCENTILES, Spread, Statistics

_BAR_WIDTH = 36
_STAGE_NAMES = {"silence": "silence waited for", "text": "final text", "plan": "planning", "audio": "first sound"}


def as_json(stats: Statistics, n_damaged: int) -> str:
    row = {
        "turns": stats.n,
        "damaged_lines": n_damaged,
        "outcomes": {outcome.value: n for outcome, n in stats.by_outcome.items()},
        "origins": {origin.value: n for origin, n in stats.by_origin.items()},
        "ms": {stage: _percentiles(found) for stage, found in stats.ms.items()},
        "first_sound": {"edges_ms": list(EDGES_MS), "turns": list(stats.first_sound)},
        "speculation": {"hit": stats.n_hits, "miss": stats.n_misses, "hit_rate": _rounded(stats.hit_rate)},
        "interrupted": {"n": stats.n_interrupted, "of": stats.n_answers},
        "rejections": dict(stats.rejections),
        "failures": dict(stats.failures),
        "cpu_s": _percentiles(stats.cpu_s),
        "skills": [
            {
                "skill": it.skill or None,
                "turns": it.n,
                "first_sound_ms": _percentiles(it.first_sound),
                "cpu_s": _percentiles(it.cpu_s),
            }
            for it in stats.skills
        ],
    }
    return json.dumps(row, ensure_ascii=False)


def show(stats: Statistics, console: Console | None = None) -> None:
    console = console or Console(highlight=False)
    ended = ", ".join(f"{n} {outcome.value.replace('_', ' ')}" for outcome, n in stats.by_outcome.items())
    console.print(f"{stats.n} turn{'s' * (stats.n != 1)}: {ended}")
    console.print(_times(stats))
    if any(stats.first_sound):
        console.print("\nfirst sound after the last sample of speech, turns")
        console.print(_histogram(stats.first_sound))
    console.print()
    for line in _sentences(stats):
        console.print(line)
    if stats.skills:
        console.print()
        console.print(_skills(stats))


def _times(stats: Statistics) -> Table:
    table = _table("", *(f"p{p}" for p in PERCENTILES), "turns")
    for stage, found in stats.ms.items():
        table.add_row(f"{_STAGE_NAMES[stage]}, ms", *(f"{found.at[p]:.0f}" for p in PERCENTILES), str(found.n))
    if stats.cpu_s:
        table.add_row("CPU, s", *(f"{stats.cpu_s.at[p]:.2f}" for p in PERCENTILES), str(stats.cpu_s.n))
    return table


def _histogram(counts) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right")
    table.add_column(width=_BAR_WIDTH)
    table.add_column(justify="right")
    filled = [i for i, n in enumerate(counts) if n]
    for i in range(filled[0], filled[-1] + 1):
        is_last = i + 1 == len(EDGES_MS)
        label = f"≥ {EDGES_MS[i]} ms" if is_last else f"{EDGES_MS[i]}–{EDGES_MS[i + 1]} ms"
        table.add_row(label, Bar(max(counts), 0, counts[i], width=_BAR_WIDTH, color="cyan"), str(counts[i]))
    return table


def _sentences(stats: Statistics) -> list[str]:
    lines = []
    if stats.hit_rate is not None:
        n_tried = stats.n_hits + stats.n_misses
        lines.append(f"answers begun in a pause: {stats.n_hits} of {n_tried} were used ({100 * stats.hit_rate:.0f} %)")
    if stats.n_answers:
        lines.append(f"answers that were spoken over: {stats.n_interrupted} of {stats.n_answers}")
    for name, counts in (("heard, and not believed", stats.rejections), ("failures", stats.failures)):
        if counts:
            lines.append(f"{name}: " + ", ".join(f"{reason} {n}" for reason, n in counts.items()))
    return lines


def _skills(stats: Statistics) -> Table:
    table = _table("skill", "turns", "first sound p50, ms", "p95", "CPU p50, s")
    for it in stats.skills:
        sound = [f"{it.first_sound.at[p]:.0f}" for p in (50, 95)] if it.first_sound else ["", ""]
        # A name of somebody's own file, in which brackets would be taken for a style.
        table.add_row(Text(it.skill or "(not understood)"), str(it.n), *sound, f"{it.cpu_s.at[50]:.2f}")
    return table


def _table(first: str, *others: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column(first)
    for other in others:
        table.add_column(other, justify="right")
    return table


def _percentiles(found: Spread | None) -> dict | None:
    return None if found is None else {"n": found.n, **{f"p{p}": _rounded(value) for p, value in found.at.items()}}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
