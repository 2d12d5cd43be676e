"""`assistant bench turns`: how soon it answers, whom it interrupts, who may interrupt it, against the bars."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from assistant.cli import bench_report

_PARTS = "answers, cuts, own-speech, barge-in, wake"


def configure(bench: argparse.ArgumentParser) -> None:
    bench.add_argument("--part", action="append", metavar="PART", help=f"only this; may be repeated: {_PARTS}")
    bench.add_argument("--quick", action="store_true", help="a fifth of everything")
    bench.add_argument("--json", type=Path, nargs="?", const=Path("-"), metavar="FILE", help="print JSON, or write it to FILE")
    bench.add_argument("--check", action="store_true", help="exit 1 when a bar is missed")
    bench.add_argument("--recordings", type=Path, metavar="FOLDER", help="default: tests/recordings of the clone")
    bench.add_argument("--speech", type=Path, metavar="FOLDER", help="recordings of people, with a manifest.tsv")
    bench.add_argument("--noise", type=Path, metavar="FOLDER", help="noise as FLAC files, with rooms/ in it")
    bench.add_argument(
        "--calls", type=Path, metavar="FOLDER", help="the calls of `assistant bench wake` (default: data/bench-calls)"
    )
    bench.add_argument(
        "--other", type=Path, action="append", metavar="FOLDER", help="other speech, as `assistant bench wake` takes it"
    )
    bench.add_argument("--unseen", type=Path, metavar="FOLDER", help="the synthetic set of `assistant bench asr`")
    bench.set_defaults(measure=_measure, unseen_folder="bench-unseen", sentences=None)


def _measure(args: argparse.Namespace) -> int:
    from assistant.bench import turns
    from assistant.bench.bars import Report
    from assistant.cli.bench_asr import places
    from assistant.errors import ConfigError

    if unknown := [part for part in args.part or () if part not in turns.PARTS]:
        raise ConfigError(f'no part is called "{unknown[0]}"; there are {", ".join(turns.PARTS)}')
    where = places(args)
    calls = args.calls or Path("data") / "bench-calls"
    options = turns.Options(args.recordings, where, calls, args.other or [where.unseen], args.part or turns.PARTS, args.quick)
    rows = turns.measure(args.config, options, bench_report.tell)
    print(file=sys.stderr)
    report = Report(tuple(rows.values()))
    if args.json:
        _write(rows, args.json)
    if args.json != Path("-"):
        bench_report.print_rows(report)
    return 1 if args.check and report.n_missed else 0


def _write(rows: Mapping, path: Path) -> None:
    """Every figure by its key, and all about it beside."""
    import dataclasses
    import json

    figures = {key: row.figure for key, row in rows.items()}
    about = {key: {**dataclasses.asdict(row), "bar": row.bar, "verdict": row.verdict} for key, row in rows.items()}
    text = json.dumps({**figures, "rows": about}, ensure_ascii=False, indent=1)
    if path == Path("-"):
        print(text)
    else:
        path.write_text(text, encoding="utf-8")
