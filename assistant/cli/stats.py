"""`assistant stats`: how long turns took, and how they ended."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assistant.runtime.turn_figures import TurnFigures

SUMMARY = "Show how quickly it answers, and how turns end."
EPILOG = """\
Every turn leaves a line in a file of yours, without words unless metrics.words is true; metrics.turns: false writes none.
Milliseconds count from the last sample of speech: text, the final words; plan, the planning alone; audio, the first sound of the
answer; silence is what was waited for. CPU seconds are of the whole process while the turn lasted.

examples:
  assistant stats
  assistant stats --since 7d                 the last week; also 90min, 12h, 2w, or a date: 2026-11-01
  assistant stats --json | jq .ms.audio.p95
  assistant stats copied.jsonl               of another file; "-" is standard input
"""
_UNITS = {"s": "seconds", "min": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", metavar="FILE", help="lines of turns (default: metrics.file, and what came before it)")
    parser.add_argument("--since", type=_since, metavar="WHEN", help="only turns that began later: 7d, 12h, 90min, 2w or a date")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    from assistant.cli import stats_view
    from assistant.runtime.turn_statistics import summarise

    turns, n_damaged, n_lines = [], 0, 0
    for turn in _read(_lines(args)):
        n_lines += 1
        n_damaged += turn is None
        if turn is not None and (args.since is None or turn.began >= args.since):
            turns.append(turn)
    if args.json:
        print(stats_view.as_json(summarise(turns), n_damaged))
        return 0
    if n_damaged:
        print(f"{n_damaged} damaged line{'s' * (n_damaged != 1)} left out", file=sys.stderr)
    if not turns:
        print(_why_none(args, n_lines - n_damaged), file=sys.stderr)
        return 0
    stats_view.show(summarise(turns))
    return 0


def _why_none(args: argparse.Namespace, n_older: int) -> str:
    if n_older:
        return f"no turn began since {args.since:%Y-%m-%d %H:%M}; {n_older} did before"
    if args.file is None and not args.config.metrics.turns:
        return "no turn was written down: metrics.turns is false"
    return "no turn was written down yet; talk to the assistant first: assistant run"


def _lines(args: argparse.Namespace) -> Iterator[str]:
    """Raises TurnFileError."""
    from assistant import app
    from assistant.errors import TurnFileError
    from assistant.runtime.turn_log import before

    if args.file == "-":
        yield from sys.stdin
        return
    own = app.turn_file(args.config)
    paths = [Path(args.file)] if args.file else [path for path in (before(own), own) if path.exists()]
    for path in paths:
        try:
            with path.open(encoding="utf-8", errors="replace") as file:
                yield from file
        except OSError as error:
            raise TurnFileError(path, error.strerror or str(error)) from error


def _read(lines: Iterable[str]) -> Iterator[TurnFigures | None]:
    """None for a damaged line; empty ones are none at all."""
    from assistant.runtime import turn_figures

    for line in lines:
        if line.strip():
            try:
                yield turn_figures.read(line)
            except (ValueError, RecursionError):
                yield None


def _since(text: str) -> datetime:
    number = text.rstrip("abcdefghijklmnopqrstuvwxyz")
    unit = _UNITS.get(text[len(number) :])
    now = datetime.now().astimezone()
    try:
        return now - timedelta(**{unit: float(number)}) if unit else datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError) as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no time; give 7d, 12h, 90min, 2w or a date: 2026-11-01") from error
