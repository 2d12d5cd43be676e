"""`assistant bench understanding`: what texts are taken for, against the bars."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from assistant.cli import bench_report


def configure(bench: argparse.ArgumentParser) -> None:
    bench.add_argument("--part", action="append", metavar="PART", help="time, sentences, slips or others; may be repeated")
    bench.add_argument("--sentences", type=Path, metavar="FILE", help="Home Assistant's test sentences, as a table")
    bench.add_argument("--others", type=Path, metavar="FILE", help="a sentence a line, none of them a command")
    bench.add_argument("--json", type=Path, metavar="FILE", help="write every figure there, too")
    bench.add_argument("--wrong", action="store_true", help="list the texts that were taken for something else")
    bench.add_argument("--check", action="store_true", help="exit 1 when a bar is missed")
    bench.set_defaults(measure=_measure)


def _measure(args: argparse.Namespace) -> int:
    from assistant import app, resources
    from assistant.bench import understanding
    from assistant.errors import ConfigError

    if unknown := [part for part in args.part or () if part not in understanding.PARTS]:
        raise ConfigError(f'no part is called "{unknown[0]}"; there are {", ".join(understanding.PARTS)}')
    folder = resources.shared_texts()
    texts = understanding.Texts(
        args.sentences or (folder and folder / "commands_home_assistant_ptbr.tsv"),
        args.others or (folder and folder / "not_commands_ptbr.txt"),
    )
    report = understanding.measure(app.build_skills(args.config), texts, args.part or understanding.PARTS, bench_report.tell)
    print(file=sys.stderr)
    return bench_report.show(report, args)
