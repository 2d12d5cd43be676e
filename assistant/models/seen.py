"""Which files were found right, and what they looked like then: so that no one reads 240 MB at every start."""

from __future__ import annotations

import json
import os
import threading
from contextlib import suppress
from pathlib import Path


class Seen:
    """A small JSON file beside the weights. Lost, damaged or not writable it costs a reading, no more."""

    def __init__(self, path: Path):
        self._path = path
        try:
            entries = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            entries = {}
        self._entries: dict[str, list] = entries if isinstance(entries, dict) else {}

    def knows(self, path: Path, sha256: str) -> bool:
        return self._entries.get(str(path)) == _looks(path, sha256)

    def note(self, path: Path, sha256: str) -> None:
        self._entries[str(path)] = _looks(path, sha256)
        partial = self._path.with_name(f"{self._path.name}.{os.getpid()}-{threading.get_ident()}.part")
        try:
            partial.write_text(json.dumps(self._entries, indent=1), encoding="utf-8")
            partial.replace(self._path)
        except OSError:  # a read-only installation: it is read again the next time
            with suppress(OSError):
                partial.unlink(missing_ok=True)


def _looks(path: Path, sha256: str) -> list:
    stat = path.stat()
    return [sha256, stat.st_size, stat.st_mtime_ns, stat.st_ino]
