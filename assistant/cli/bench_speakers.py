"""`assistant bench speakers`: both speaker encoders against their bars."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from assistant.cli import bench_report


def configure(bench: argparse.ArgumentParser) -> None:
    bench.add_argument(
        "--part",
        action="append",
        metavar="PART",
        help="only this; may be repeated: errors, household, strangers, diarisation, turn",
    )
    bench.add_argument("--encoder", choices=("dedicated", "asr"), help="only this one (default: both)")
    bench.add_argument("--quick", action="store_true", help="errors of three seconds alone, and fewer turns")
    bench.add_argument("--json", type=Path, nargs="?", const=Path("-"), metavar="FILE", help="print JSON, or write it to FILE")
    bench.add_argument("--check", action="store_true", help="exit 1 when a bar is missed")
    bench.add_argument("--speech", type=Path, metavar="FOLDER", help="recordings of people, with a manifest.tsv")
    bench.add_argument("--noise", type=Path, metavar="FOLDER", help="noise as FLAC files")
    bench.add_argument("--unseen", type=Path, metavar="FOLDER", help="the synthetic set of `assistant bench asr`")
    bench.add_argument("--recordings", type=Path, metavar="FOLDER", help="default: tests/recordings of the clone")
    bench.set_defaults(measure=_speakers, unseen_folder="bench-unseen", sentences=None, wrong=False)


def _speakers(args: argparse.Namespace) -> int:
    from assistant.bench import speaker_report
    from assistant.cli.bench_asr import places
    from assistant.errors import ConfigError

    if unknown := [part for part in args.part or () if part not in speaker_report.PARTS]:
        raise ConfigError(f'no part is called "{unknown[0]}"; there are {", ".join(speaker_report.PARTS)}')
    encoders = (args.encoder,) if args.encoder else speaker_report.ENCODERS
    options = speaker_report.Options(args.recordings, args.part or speaker_report.PARTS, encoders, args.quick)
    report = speaker_report.measure(args.config, places(args), options, bench_report.tell)
    print(file=sys.stderr)
    return bench_report.show(report, args)
