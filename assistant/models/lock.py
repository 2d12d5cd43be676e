"""What was fetched for a checkpoint, written beside it: the commit, and the sha256 of every file.

Nobody has published the digests of a checkpoint's files in this program's catalogue, so they are pinned on first use: what
comes first is compared with what the hub says of that commit, and written down; whatever comes later is compared with this.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from assistant.errors import CheckpointFolderError
from assistant.models import downloads

FILE_NAME = "checkpoint.lock.json"


@dataclass(frozen=True, slots=True)
class LockedFile:
    """name: below the checkpoint's folder. commit: of the hub; None where the file came from a folder."""

    name: str
    bytes: int
    sha256: str
    commit: str | None = None


@dataclass(frozen=True, slots=True)
class Lock:
    """repository, commit: None where the files came from a folder without a lock."""

    files: tuple[LockedFile, ...]
    repository: str | None = None
    commit: str | None = None
    with_language_model: bool = True

    def __getitem__(self, name: str) -> LockedFile:
        """Raises KeyError."""
        return {file.name: file for file in self.files}[name]

    def __contains__(self, name: str) -> bool:
        return any(file.name == name for file in self.files)

    def write(self, folder: Path) -> None:
        """Raises NoSpaceError, FetchError."""
        path = folder / FILE_NAME
        partial = path.with_name(f"{FILE_NAME}.{os.getpid()}.part")
        with downloads.disk_errors(partial):
            partial.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")
        downloads.place(partial, path)


def read(folder: Path) -> Lock | None:
    """None where there is none. Raises CheckpointFolderError when it is damaged."""
    path = folder / FILE_NAME
    try:
        tree = json.loads(path.read_text(encoding="utf-8"))
        files = tuple(LockedFile(**file) for file in tree.pop("files"))
        lock = Lock(files, **tree)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise CheckpointFolderError(path, "its lock file is damaged", "remove that file and pull the checkpoint again") from error
    if any(not _is_below(file.name) for file in files):
        raise CheckpointFolderError(path, "its lock file names files elsewhere", "remove it and pull the checkpoint again")
    return lock


def _is_below(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return bool(parts) and ".." not in parts and not name.startswith("/") and "\\" not in name
