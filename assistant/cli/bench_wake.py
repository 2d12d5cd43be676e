"""`assistant bench wake`: calls that are missed, and speech of others that wakes."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from assistant.cli import bench_report


def configure(bench: argparse.ArgumentParser) -> None:
    bench.add_argument("--phrase", action="append", metavar="TEXT", help='may be repeated (default: "assistente" and "ei, casa")')
    bench.add_argument("--calls", type=Path, metavar="FOLDER", help="synthetic calls, made once (default: data/bench-calls)")
    bench.add_argument(
        "--other",
        type=Path,
        action="append",
        metavar="FOLDER",
        help="other Portuguese speech, as `assistant data synth` makes it",
    )
    bench.add_argument("--voices", type=Path, metavar="FOLDER", help="Kokoro's voices, to make the calls with")
    bench.add_argument("--json", type=Path, nargs="?", const=Path("-"), metavar="FILE", help="print JSON, or write it to FILE")
    bench.add_argument("--check", action="store_true", help="exit 1 when a bar is missed")
    bench.add_argument("--speech", type=Path, metavar="FOLDER", help="recordings of people, with a manifest.tsv")
    bench.add_argument("--noise", type=Path, metavar="FOLDER", help="noise as FLAC files")
    bench.add_argument("--unseen", type=Path, metavar="FOLDER", help="the synthetic set of `assistant bench asr`")
    bench.set_defaults(measure=_wake, unseen_folder="bench-unseen", sentences=None, wrong=False)


def _wake(args: argparse.Namespace) -> int:
    from assistant.bench import unseen, wake, wake_set
    from assistant.bench.subject import subject
    from assistant.cli.bench_asr import places

    where = places(args)
    calls = args.calls or Path("data/bench-calls")
    phrases = args.phrase or ["assistente", "ei, casa"]
    with subject(args.config) as measured:
        if not (calls / "manifest.jsonl").is_file():
            wake_set.make(unseen.BENCH, calls, measured.skills, unseen.Speakers.find(args.voices))
        report = wake.measure(measured.recognizer, calls, args.other or [where.unseen], where, phrases, bench_report.tell)
    print(file=sys.stderr)
    return bench_report.show(report, args)
