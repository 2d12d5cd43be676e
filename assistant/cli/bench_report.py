"""How the report of a benchmark is shown: a table, what went wrong, a file of JSON, an exit code."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def tell(mark: str) -> None:
    """Progress, on standard error."""
    print(mark, end="", file=sys.stderr, flush=True)


def show(report, args: argparse.Namespace) -> int:
    """As --wrong, --json and --check ask for; gives the exit code."""
    import json

    if args.json == Path("-"):
        print(json.dumps(_as_json(report), ensure_ascii=False, indent=1))
        return 1 if args.check and report.n_missed else 0
    print_rows(report)
    if args.wrong:
        for one in report.wrong:
            print(f"{one['condition']}: {one['said']!r} → {one['heard']!r}")
    if args.json:
        args.json.write_text(json.dumps(_as_json(report), ensure_ascii=False, indent=1), encoding="utf-8")
    return 1 if args.check and report.n_missed else 0


def print_rows(report) -> None:
    from rich.console import Console
    from rich.table import Table

    # A pipe has no width of its own; 80 columns would break every note.
    console = Console(width=None if sys.stdout.isatty() else 200)
    table = Table("", "figure", "bar", "", "n", "95 % interval", "note", header_style="")
    colours = {"pass": "green", "miss": "red", "absent": "yellow", "": ""}
    for row in report.rows:
        figure = "–" if row.figure is None else f"{row.figure:.{_decimals(row)}f} {row.unit}"
        interval = f"{row.interval[0]:.1f} – {row.interval[1]:.1f}" if row.interval else ""
        cells = (row.name, figure, row.bar, row.verdict, str(row.n or ""), interval, row.note)
        table.add_row(*cells, style=colours[row.verdict])
    console.print(table, markup=False)
    if report.curve:
        console.print("the grammar pass alone, by threshold: no commands accepted / commands rejected, %")
        console.print(", ".join(f"{p.threshold:g}: {p.accepted:.1f}/{p.rejected:.1f}" for p in report.curve), highlight=False)


def _decimals(row) -> int:
    return {"files": 0, "sentences": 0, "": 2, "MB": 0, "RTF": 3}.get(row.unit, 1)


def _as_json(report) -> dict:
    import dataclasses

    rows = [{**dataclasses.asdict(row), "bar": row.bar, "verdict": row.verdict} for row in report.rows]
    return {"rows": rows, "curve": [dataclasses.asdict(point) for point in report.curve], "wrong": list(report.wrong)}
