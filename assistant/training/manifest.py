"""The list of a training set's utterances: one JSON object a line, written while they are made.

Strategy: lines are only ever appended, each in one write, so that whoever is killed leaves at most one torn line at the
end, which reading passes over.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType

from assistant.errors import ManifestError

FILE_NAME = "manifest.jsonl"


@dataclass(frozen=True, slots=True)
class Utterance:
    """`file` is relative to the manifest's folder; 0 `seconds`: it could not be spoken; `source`: of which kind the text is."""

    index: int
    file: str
    text: str
    voice: str = ""
    speed: float = 1.0
    seconds: float = 0.0
    source: str = ""


def read(folder: Path) -> list[Utterance]:
    """By index. Raises ManifestError where there is none or a line (but the last) is damaged."""
    path = folder / FILE_NAME
    if not path.is_file():
        raise ManifestError(path, None, "there is no manifest", "make the set: assistant data synth")
    return sorted(_lines(path), key=lambda utterance: utterance.index)


def _lines(path: Path) -> Iterator[Utterance]:
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    for number, line in enumerate(lines, start=1):
        if not line:
            continue
        try:
            yield Utterance(**json.loads(line))
        except (ValueError, TypeError) as error:
            if number == len(lines):
                return  # torn: its writer was killed
            raise ManifestError(
                path, number, f"no utterance ({error})", "remove the line; the utterance is made again"
            ) from error


class ManifestWriter:
    """Appends to the manifest of `folder`, going on where another ended."""

    def __init__(self, folder: Path):
        self._path = folder / FILE_NAME
        self.done = {u.index: u for u in _lines(self._path)} if self._path.is_file() else {}
        if self._path.is_file():
            _cut_torn_line(self._path)
        self._file = self._path.open("a", encoding="utf-8")

    def add(self, utterance: Utterance) -> None:
        self._file.write(json.dumps(asdict(utterance), ensure_ascii=False) + "\n")
        self._file.flush()
        self.done[utterance.index] = utterance

    def __enter__(self) -> ManifestWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()


def _cut_torn_line(path: Path) -> None:
    data = path.read_bytes()
    whole = data.rfind(b"\n") + 1
    if whole < len(data):
        os.truncate(path, whole)
