"""`assistant data check` and `assistant data split`: recordings of one's own, made ready to learn from."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.training.sets.checks import Checked, Limits
    from assistant.training.sets.sources import Problem, Source


def configure(actions) -> None:
    check = actions.add_parser("check", help="hear every recording, and say which cannot be learned from")
    check.add_argument("--min-seconds", type=float, default=0.3, metavar="S", help="shorter ones are left out (default 0.3)")
    check.add_argument("--max-seconds", type=float, default=20.0, metavar="S", help="longer ones are left out (default 20)")
    check.add_argument("--checkpoint", metavar="MODEL", help="texts must be in the letters of this wav2vec2")
    check.add_argument("-o", "--output", type=Path, metavar="FILE", help="write a .jsonl of those that can be used")
    check.add_argument("--json", action="store_true", help="print what was found as JSON")
    check.set_defaults(act=_check)
    split = actions.add_parser("split", help="divide recordings into train, dev and test, by speaker")
    split.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER", help="where the three tables go")
    split.add_argument("--dev", type=float, default=10, metavar="PERCENT", help="of the recordings (default 10)")
    split.add_argument("--test", type=float, default=10, metavar="PERCENT", help="of the recordings (default 10)")
    split.add_argument("--seed", type=int, default=1, help="another seed, other speakers (default 1)")
    split.set_defaults(act=_split)
    for action in (check, split):
        action.add_argument("source", type=Path, nargs="+", help="a table, or a folder")


def _check(args: argparse.Namespace) -> int:
    """0 when all can be used, 1 when some cannot, 2 when none can."""
    from assistant.training.sets import checks, sources, splits

    source = sources.read_all(args.source)
    checked = checks.check(source.examples, _limits(args), _counter(len(source.examples)))
    problems = (*source.problems, *checked.problems, *checks.leaks(source.examples))
    if args.output:
        splits.write_manifest(checked.usable, args.output)
    if args.json:
        print(json.dumps(_as_json(source, checked, problems), ensure_ascii=False, indent=1))
    else:
        for line in checks.summary(problems):
            print(line)
        speakers = {example.speaker for example in checked.usable if example.speaker}
        print(
            f"{len(checked.usable)} of {len(source.examples) + len(source.problems)} recordings can be used: "
            f"{checked.seconds / 3600:.2f} hours, {len(speakers)} speaker{'' if len(speakers) == 1 else 's'}"
        )
    if not checked.usable:
        return 2
    return 1 if problems else 0


def _split(args: argparse.Namespace) -> int:
    from assistant.errors import ConfigError
    from assistant.training.sets import sources, splits

    if min(args.dev, args.test) < 0 or args.dev + args.test >= 100:
        raise ConfigError("--dev and --test are percents, and something must be left to learn from")
    source = sources.read_all(args.source)
    for problem in source.problems:
        print(problem, file=sys.stderr)
    made = splits.split(source.examples, splits.Shares(args.dev / 100, args.test / 100), args.seed)
    splits.write(made, args.output)
    for name, examples in made.items():
        speakers = {example.speaker for example in examples if example.speaker}
        print(f"{name:6} {len(examples):7} recordings, {len(speakers)} speakers")
    return 0


def _limits(args: argparse.Namespace) -> Limits:
    from assistant import models
    from assistant.asr.wav2vec2 import checkpoint
    from assistant.training.sets.checks import Limits

    characters = None
    if args.checkpoint:
        characters = frozenset(checkpoint.read(models.find(args.checkpoint)).vocabulary.characters)
    return Limits(args.min_seconds, args.max_seconds, characters)


def _counter(n: int):
    def tell(done: int) -> None:
        if sys.stderr.isatty() and (done % 20 == 0 or done == n):
            print(f"\r{done} of {n}", end="\n" if done == n else "", file=sys.stderr, flush=True)

    return tell


def _as_json(source: Source, checked: Checked, problems: tuple[Problem, ...]) -> dict:
    return {
        "recordings": len(source.examples) + len(source.problems),
        "usable": len(checked.usable),
        "seconds": round(checked.seconds, 1),
        "problems": [asdict(problem) for problem in problems],
    }
