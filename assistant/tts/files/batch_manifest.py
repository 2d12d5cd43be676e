"""What a batch has made in its folder, so that nothing is made twice and what has changed is made anew.

Strategy: a line is added for every file that is whole, and never changed: whoever is killed in the middle loses one line at
most, which is then read as none; of several lines on a file the last one counts.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

NAME = ".assistant-say.jsonl"


@dataclass(frozen=True, slots=True)
class Made:
    """A file that is whole. key: a digest of all that shaped it."""

    name: str
    key: str
    n_bytes: int
    seconds: float


class Manifest:
    """Of one folder, which must be there. Raises OSError where it cannot be read or written."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._path = folder / NAME
        raw = self._path.read_bytes() if self._path.exists() else b""
        self._is_torn = bool(raw) and not raw.endswith(b"\n")
        found = (_made(line) for line in raw.splitlines())
        self._made = {made.name: made for made in found if made}

    def find(self, name: str, key: str) -> Made | None:
        """The file of this name, if it was made of just that, and is still there as it was."""
        made = self._made.get(name)
        if made is None or made.key != key:
            return None
        try:
            return made if (self._folder / name).stat().st_size == made.n_bytes else None
        except FileNotFoundError:
            return None

    def add(self, name: str, key: str, seconds: float) -> None:
        made = Made(name, key, (self._folder / name).stat().st_size, round(seconds, 3))
        with self._path.open("ab") as file:
            file.write(b"\n" * self._is_torn + json.dumps(asdict(made)).encode() + b"\n")
        self._is_torn = False
        self._made[name] = made


def _made(line: bytes) -> Made | None:
    try:
        made = Made(**json.loads(line))
    except (ValueError, TypeError):
        return None
    return made if isinstance(made.n_bytes, int) and isinstance(made.seconds, int | float) else None
