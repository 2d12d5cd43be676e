"""Checkpoints of CTC recognisers in the hub's own layout: where they lie on this machine, and whether they are whole.

A checkpoint is named by its id in the catalogue, by that of a repository of the hub ("org/name"), or by a folder. The first
two lie below the weights folder, beside a lock file; the third is its owner's, who may change it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant import resources
from assistant.errors import CheckpointFolderError, ModelNotFoundError, UnknownModelError
from assistant.models import catalogue as catalogues
from assistant.models import downloads, lock, precisions
from assistant.models.catalogue import Catalogue
from assistant.models.lock import LockedFile
from assistant.models.seen import Seen
from assistant.models.weights import FileCheck, State

CONFIG = "config.json"
_HUB = "hub"
_REPOSITORY = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a checkpoint lies, or will. repository: of the hub, at `revision`; None for a folder of the user's own."""

    name: str
    folder: Path
    repository: str | None = None
    revision: str = "main"


@dataclass(frozen=True)
class Checkpoints:
    """Those of one catalogue and one weights folder."""

    catalogue: Catalogue
    folder: Path

    @classmethod
    def here(cls) -> Checkpoints:
        """Those of this installation. Raises CatalogueError."""
        return cls(catalogues.load(), resources.weights_folder())

    def names(self) -> tuple[str, ...]:
        """Those of the catalogue, and those of the hub that were pulled."""
        locks = sorted((self.folder / _HUB).glob(f"*/*/{lock.FILE_NAME}"))
        return (*self.catalogue.checkpoints, *(f"{path.parent.parent.name}/{path.parent.name}" for path in locks))

    def knows(self, name: str) -> bool:
        """Whether the name is that of a checkpoint, here or not."""
        return name in self.catalogue.checkpoints or _is_path(name) or bool(_REPOSITORY.fullmatch(name))

    def place(self, name: str) -> Place:
        """Raises UnknownModelError."""
        if (listed := self.catalogue.checkpoints.get(name)) is not None:
            return Place(name, self.folder / name, listed.hub, listed.revision)
        if _is_path(name):
            return Place(name, Path(name).expanduser())
        if not _REPOSITORY.fullmatch(name):
            known = (*self.catalogue.models, *self.catalogue.checkpoints)
            raise UnknownModelError(name, (*known, "any folder", "any org/name of the hub"))
        for known, checkpoint in self.catalogue.checkpoints.items():
            if checkpoint.hub == name:
                return Place(known, self.folder / known, checkpoint.hub, checkpoint.revision)
        return Place(name, self.folder / _HUB / name, name)

    def find(self, name: str) -> Path:
        """The checkpoint's folder. A file's bytes are read only when they may have changed since they were last found right.

        Raises UnknownModelError, ModelNotFoundError, DigestMismatchError, CheckpointFolderError.
        """
        place = self.place(name)
        if place.repository is None:
            return _own_folder(place)
        pinned = lock.read(place.folder)
        if pinned is None:
            raise ModelNotFoundError(place.name, place.folder / lock.FILE_NAME)
        seen = Seen(self.folder / ".seen.json")
        for file in pinned.files:
            path = place.folder / file.name
            if not _has_size(path, file):
                raise ModelNotFoundError(place.name, path)
            if not seen.knows(path, file.sha256):
                check(place, file).raise_if_bad()
                seen.note(path, file.sha256)
        return place.folder

    def state(self, name: str) -> State:
        """By names and sizes alone."""
        place = self.place(name)
        if place.repository is None:
            return "here" if (place.folder / CONFIG).is_file() else "missing"
        pinned = lock.read(place.folder)
        if pinned is None or not all((place.folder / file.name).is_file() for file in pinned.files):
            return "missing"
        return "here" if all(_has_size(place.folder / file.name, file) for file in pinned.files) else "damaged"

    def verify(self, name: str) -> tuple[FileCheck, ...]:
        """Read every byte that is pinned: of the checkpoint by its lock, of what was made of it by the report on that.

        Raises ModelNotFoundError when nothing was pulled.
        """
        place = self.place(name)
        pinned = lock.read(place.folder)
        if place.repository is not None and pinned is None:
            raise ModelNotFoundError(place.name, place.folder / lock.FILE_NAME)
        return tuple(check(place, file) for file in (*(pinned.files if pinned else ()), *_converted(place)))

    def size(self, name: str) -> int:
        """In bytes, with what was made of it; as the catalogue has it where it is not here."""
        place = self.place(name)
        held = [path for path in place.folder.rglob("*") if path.is_file()]
        listed = self.catalogue.checkpoints.get(place.name)
        return sum(path.stat().st_size for path in held) if held or listed is None else listed.bytes


def find(name: str) -> Path:
    """See Checkpoints.find."""
    return Checkpoints.here().find(name)


def check(place: Place, file: LockedFile) -> FileCheck:
    """Read the file and compare its digest."""
    path = place.folder / file.name
    if not path.is_file():
        return FileCheck(place.name, file, path, "missing")
    found = downloads.sha256_of(path)
    return FileCheck(place.name, file, path, "here" if found == file.sha256 else "damaged", found)


def _converted(place: Place) -> Iterator[LockedFile]:
    report = precisions.read(place.folder)
    for name, sha256 in (report.files if report else {}).items():
        path = place.folder / name
        yield LockedFile(name, path.stat().st_size if path.is_file() else 0, sha256)


def _own_folder(place: Place) -> Path:
    if not place.folder.is_dir():
        raise CheckpointFolderError(place.folder, "there is no such folder", "check the path")
    if not (place.folder / CONFIG).is_file():
        raise CheckpointFolderError(place.folder, f"{CONFIG} is missing", "give a folder laid out as at the hub")
    return place.folder


def _is_path(name: str) -> bool:
    """A folder that is here, or what can only be meant as one."""
    return Path(name).expanduser().is_dir() or name.startswith((".", "/", "~")) or "\\" in name


def _has_size(path: Path, file: LockedFile) -> bool:
    return path.is_file() and path.stat().st_size == file.bytes
