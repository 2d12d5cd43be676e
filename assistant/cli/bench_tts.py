"""`assistant bench tts`: the voice against its bars."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from assistant.cli import bench_report


def configure(tts: argparse.ArgumentParser) -> None:
    tts.add_argument(
        "--part", action="append", metavar="PART", help="only this; may be repeated: speed, cached, round-trip, memory"
    )
    tts.add_argument(
        "--voice", action="append", metavar="NAME", help="whose round trip; may be repeated (default: the Brazilian three)"
    )
    tts.add_argument("--sentences", type=int, default=200, metavar="N", help="read by each voice in the round trip (default 200)")
    tts.add_argument("--count", type=int, default=1000, metavar="N", help="sentences of the memory's part (default 1000)")
    tts.add_argument("--json", type=Path, metavar="FILE", help="write every figure there, too")
    tts.add_argument("--wrong", action="store_true", help="list the sentences that were heard otherwise")
    tts.add_argument("--check", action="store_true", help="exit 1 when a bar is missed")
    tts.set_defaults(measure=_tts)


def _tts(args: argparse.Namespace) -> int:
    from assistant.bench import tts
    from assistant.errors import ConfigError

    if unknown := [part for part in args.part or () if part not in tts.PARTS]:
        raise ConfigError(f'no part is called "{unknown[0]}"; there are {", ".join(tts.PARTS)}')
    if not 1 <= args.sentences <= 200 or args.count <= tts.WARM_SENTENCES:
        raise ConfigError(f"give --sentences 1 to 200 and --count more than {tts.WARM_SENTENCES}")
    options = tts.Options(args.part or tts.PARTS, args.sentences, args.count, args.voice or tts.BRAZILIAN)
    report = tts.measure(args.config, options, bench_report.tell)
    print(file=sys.stderr)
    return bench_report.show(report, args)
