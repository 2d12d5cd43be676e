"""`assistant bench asr` and `assistant bench calibration`: the recogniser against its bars, and the fit of its confidence."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.cli import bench_report

_PARTS = "speed, people, spoken, noise; with --model speed, partials, streamed, memory, soak, suspicion"


def configure(asr: argparse.ArgumentParser, calibration: argparse.ArgumentParser) -> None:
    asr.add_argument("--part", action="append", metavar="PART", help=f"only this; may be repeated: {_PARTS}")
    asr.add_argument(
        "--model", metavar="NAME", help="the bars of a large recogniser instead: wav2vec2-pt, org/name of the hub, or a folder"
    )
    asr.add_argument(
        "--minutes",
        type=float,
        default=5.0,
        metavar="N",
        help="of speech in the soak, with --model (default 5; the bar is of 60)",
    )
    asr.add_argument("--quick", action="store_true", help="every third sound only, and no curve")
    asr.add_argument("--json", type=Path, metavar="FILE", help="write every figure there, too")
    asr.add_argument("--wrong", action="store_true", help="list the commands that went wrong")
    asr.add_argument("--check", action="store_true", help="exit 1 when a bar is missed")
    asr.set_defaults(measure=_asr, unseen_folder="bench-unseen")
    calibration.add_argument("--quick", action="store_true", help="every third sound only")
    calibration.set_defaults(measure=_calibration, unseen_folder="bench-calibration")
    for bench in (asr, calibration):
        bench.add_argument("--recordings", type=Path, metavar="FOLDER", help="default: tests/recordings of the clone")
        bench.add_argument("--speech", type=Path, metavar="FOLDER", help="recordings of people, with a manifest.tsv")
        bench.add_argument("--noise", type=Path, metavar="FOLDER", help="noise as FLAC files, with rooms/ in it")
        bench.add_argument("--sentences", type=Path, metavar="FILE", help="a sentence a line, none of them a command")
        bench.add_argument("--unseen", type=Path, metavar="FOLDER", help="the synthetic set, made once (default: in data/)")
        bench.add_argument("--voices", type=Path, metavar="FOLDER", help="Kokoro's voices (default: those that were pulled)")


def places(args: argparse.Namespace):
    """Where the sets are, by the options --speech, --noise, --sentences and --unseen."""
    from assistant import resources
    from assistant.bench.materials import Places

    speech = args.speech or resources.human_speech()
    beside = speech.parent if speech else None
    noise = args.noise or (beside and beside / "noise")
    prose = args.sentences or (beside and beside / "text" / "not_commands_ptbr.txt")
    return Places(speech, noise, prose, args.unseen or Path("data") / args.unseen_folder)


def _asr(args: argparse.Namespace) -> int:
    from assistant.bench import asr, large
    from assistant.bench.subject import subject

    if args.model:
        report = large.measure(_large(args), _parts(args, large.PARTS), bench_report.tell)
    else:
        options = asr.Options(args.recordings, _parts(args, asr.PARTS), args.quick, args.voices)
        with subject(args.config) as measured:
            report = asr.measure(measured, places(args), options, bench_report.tell)
    print(file=sys.stderr)
    return bench_report.show(report, args)


def _large(args: argparse.Namespace):
    from assistant.bench.large import Large
    from assistant.errors import ConfigError

    if not 1 <= args.minutes <= 24 * 60:
        raise ConfigError(f"--minutes {args.minutes:g} will not do; give 1 to 1440")
    return Large(args.config, args.model, args.recordings, places(args), args.quick, args.minutes)


def _parts(args: argparse.Namespace, known: Sequence[str]) -> Sequence[str]:
    from assistant.errors import ConfigError

    if unknown := [part for part in args.part or () if part not in known]:
        model = "with" if args.model else "without"
        raise ConfigError(f'{model} --model no part is called "{unknown[0]}"; there are {", ".join(known)}')
    return args.part or known


def _calibration(args: argparse.Namespace) -> int:
    from assistant.bench import calibration
    from assistant.bench.subject import subject

    with subject(args.config) as measured:
        found = calibration.calibrate(measured, places(args), args.recordings, args.voices, args.quick, bench_report.tell)
    print(file=sys.stderr)
    print(found)
    return 0
