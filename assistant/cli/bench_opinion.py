"""`assistant bench second-opinion`: what asking Whisper about free text gains, and what it costs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from assistant.cli import bench_report


def configure(bench: argparse.ArgumentParser) -> None:
    bench.add_argument("--quick", action="store_true", help="of everything else than the free texts, every third sound only")
    bench.add_argument("--json", type=Path, metavar="FILE", help="write the figures and every transcript there, too")
    bench.add_argument("--wrong", action="store_true", help="list the free texts that went wrong as the rule has them")
    bench.add_argument(
        "--free-text", type=Path, default=Path("data") / "bench-free-text", metavar="FOLDER",
        help="the spoken free texts, made once (default: %(default)s)",
    )  # fmt: skip
    bench.add_argument("--speech", type=Path, metavar="FOLDER", help="recordings of people, with a manifest.tsv")
    bench.add_argument("--noise", type=Path, metavar="FOLDER", help="noise as FLAC files")
    bench.add_argument("--sentences", type=Path, metavar="FILE", help="a sentence a line, none of them a command")
    bench.add_argument("--unseen", type=Path, metavar="FOLDER", help="the set of `assistant bench asr`, if it is there")
    bench.add_argument("--voices", type=Path, metavar="FOLDER", help="Kokoro's voices (default: those that were pulled)")
    bench.set_defaults(measure=_measure, recordings=None, unseen_folder="bench-unseen")


def _measure(args: argparse.Namespace) -> int:
    import json

    from assistant import app
    from assistant.bench import second_opinion
    from assistant.bench.subject import subject, with_asr
    from assistant.cli.bench_asr import places

    folders = (*args.config.skills.folders, second_opinion.NOTE_SKILLS)
    config = args.config.model_copy(update={"skills": args.config.skills.model_copy(update={"folders": folders})})
    second_opinion.prepare(args.free_text, args.voices, bench_report.tell)
    whisper = app.build_recognizer(with_asr(config, model="whisper-base"))
    with subject(config) as measured:
        heard = second_opinion.listen(measured, whisper, args.free_text, places(args), bench_report.tell, 3 if args.quick else 1)
        figures = second_opinion.figures(measured, heard)
        wrong = second_opinion.wrong_ones(measured, heard)
    print(file=sys.stderr)
    _print(figures)
    for line in second_opinion.times(heard):
        print(line)
    if args.wrong:
        for line in wrong:
            print(line)
    if args.json:
        args.json.write_text(json.dumps(second_opinion.as_json(figures, heard), ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


def _print(figures) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("utterances", "recogniser", "n", "right", "slots exact", "slot WER", "asked", header_style="")
    for f in figures:
        slots = (f"{f.n_exact} of {f.n_slots}", f"{f.wer:.1f} %") if f.wer is not None else ("", "")
        table.add_row(f.kind, f.rule, str(f.n), f"{100 * f.n_right / f.n:.1f} %", *slots, str(f.n_asked))
    Console(width=None if sys.stdout.isatty() else 150).print(table, markup=False)
