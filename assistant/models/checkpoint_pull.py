"""Fetches a checkpoint: from a folder, from the hub's cache on this machine, or from the hub; then has it converted.

Strategy: everything is put together in a folder of its own, each file compared with what is known of it (the lock of an earlier
pull; else what the hub says of the commit; else, from a folder, its lock or nothing), and gets its name when all of it is there.
The lock is written last: a checkpoint without one was never whole. What an interrupted pull left is gone on with.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import CheckpointFolderError, DownloadError, HubChangedError, NoSafetensorsError
from assistant.models import downloads, hub, lock, precisions
from assistant.models.checkpoints import Checkpoints, Place, check
from assistant.models.downloads import SILENT, FetchError, Progress, WrongBytesError
from assistant.models.hub import HubFile
from assistant.models.lock import Lock, LockedFile
from assistant.models.precisions import Report
from assistant.models.seen import Seen
from assistant.models.staging import alone, writable


@dataclass(frozen=True, slots=True)
class Options:
    """offline: open no connection. mirror: a folder to look in first. revision: another than the one that is pinned.

    precision: the one to keep; None for the fastest whose text does not change.
    """

    offline: bool = False
    mirror: Path | None = None
    revision: str | None = None
    with_language_model: bool = True
    precision: precisions.Precision | None = None


@dataclass(frozen=True, slots=True)
class Pulled:
    """fetched: whether any file had to be."""

    name: str
    folder: Path
    fetched: bool
    report: Report


def pull(name: str, options: Options | None = None, progress: Progress = SILENT, here: Checkpoints | None = None) -> Pulled:
    """Fetch what is missing or damaged, convert it, check what came of it, keep the best precision.

    Raises UnknownModelError, DownloadError, HubChangedError, NoSafetensorsError, NoSpaceError, CheckpointFolderError,
    ConversionCheckError.
    """
    here, options = here or Checkpoints.here(), options or Options()
    place = here.place(name)
    if place.repository is None:
        return Pulled(name, here.find(name), False, _kept(place, options, progress))
    staging = here.folder / ".staging"
    with writable(staging), alone(staging, progress):
        fetched = _Fetch(here, place, options, progress).run()
        report = _kept(place, options, progress)
    return Pulled(place.name, place.folder, fetched, report)


def _kept(place: Place, options: Options, progress: Progress) -> Report:
    try:
        return precisions.keep(place.folder, options.precision, progress)
    except FetchError as error:
        raise CheckpointFolderError(place.folder, str(error), "give a folder that you may write to") from error


def mirror_of_environment() -> Path | None:
    chosen = os.environ.get("ASSISTANT_MODELS_MIRROR")
    return Path(chosen).expanduser() if chosen else None


class _Fetch:
    """One pull of one checkpoint."""

    def __init__(self, here: Checkpoints, place: Place, options: Options, progress: Progress):
        self._here = here
        self._place = place
        self._options = options
        self._progress = progress
        self._staging = here.folder / ".staging" / place.name.replace("/", "--")
        self._lock = None if options.revision else lock.read(place.folder)

    def run(self) -> bool:
        """False when everything is here already."""
        pinned = self._lock
        bad = [file for file in pinned.files if check(self._place, file).state != "here"] if pinned else []
        if pinned and not bad and (pinned.with_language_model or not self._options.with_language_model):
            return False
        self._staging.mkdir(parents=True, exist_ok=True)
        tried: list[str] = []
        for label, source in self._sources():
            try:
                self._place_all(source())
                return True
            except WrongBytesError as error:
                if pinned:
                    raise HubChangedError(self._place.name, label, self._place.folder / lock.FILE_NAME, str(error)) from error
                tried.append(f"{label}: {error}")
            except FetchError as error:
                tried.append(f"{label}: {error}")
                if source != self._from_cache:  # which rarely has it, and was only worth a look
                    self._progress.say(f"{self._place.name}: {label} did not give it ({error})")
        raise DownloadError(self._place.name, tried, self._way_out())

    def _sources(self) -> list[tuple[str, Callable[[], Lock]]]:
        repository = self._place.repository
        mirror = self._options.mirror or mirror_of_environment()
        sources: list[tuple[str, Callable[[], Lock]]] = []
        if mirror is not None:
            sources.append((str(mirror), lambda: self._from_folder(self._folder_in(mirror))))
        sources.append((f"the hub's cache of {repository}", self._from_cache))
        if not (self._options.offline or hub.is_offline()):
            sources.append((f"hub {repository}", self._from_hub))
        return sources

    @property
    def _revision(self) -> str:
        locked = self._lock.commit if self._lock else None
        return self._options.revision or locked or self._place.revision

    def _from_hub(self) -> Lock:
        repository = self._place.repository or ""
        listing = hub.look(repository, self._revision, with_language_model=self._options.with_language_model)
        needed = [self._pinned(file) for file in listing.files if not self._is_here(file.name)]
        downloads.need_space(self._staging, sum(file.bytes for file in needed) - _held(self._staging))
        for file in needed:
            hub.fetch(repository, file, self._staging / file.name, self._progress)
        commits = {file.name: file.commit for file in listing.files}
        return self._locked(list(commits), commits, listing.commit)

    def _from_cache(self) -> Lock:
        folder = hub.cached_folder(self._place.repository or "", self._revision)
        return self._from_folder(folder, commit=folder.name)

    def _from_folder(self, folder: Path, commit: str | None = None) -> Lock:
        if not folder.is_dir():
            raise FetchError(f"there is no folder {folder}")
        known = lock.read(folder)
        names = hub.wanted([p.relative_to(folder).as_posix() for p in folder.rglob("*")], self._options.with_language_model)
        if "config.json" not in names or not any(name.endswith(".safetensors") for name in names):
            pickles = [path.name for path in folder.glob("pytorch_model*.bin")]
            if pickles and commit is None:
                raise NoSafetensorsError(str(folder), pickles)
            raise FetchError(f"{folder} lacks config.json or model.safetensors")
        needed = [name for name in names if not self._is_here(name)]
        downloads.need_space(self._staging, sum((folder / name).stat().st_size for name in needed))
        for name in needed:
            self._copy(folder / name, name, known)
        commits = {name: known[name].commit if known and name in known else commit for name in names}
        return self._locked(names, commits, known.commit if known else commit)

    def _copy(self, origin: Path, name: str, known: Lock | None) -> None:
        draft = self._staging / f"{name}.draft"
        draft.parent.mkdir(parents=True, exist_ok=True)
        self._progress.start(name, origin.stat().st_size)
        with downloads.disk_errors(draft):
            shutil.copyfile(origin, draft)
        found = downloads.sha256_of(draft)
        for expected in (self._lock, known):
            if expected and name in expected and expected[name].sha256 != found:
                draft.unlink()
                raise WrongBytesError(name, expected[name].sha256, found)
        draft.replace(self._staging / name)
        self._progress.advance(origin.stat().st_size)

    def _is_here(self, name: str) -> bool:
        """Whether the file that an earlier pull pinned is in its place, and right."""
        return bool(self._lock) and name in self._lock and check(self._place, self._lock[name]).state == "here"

    def _pinned(self, file: HubFile) -> HubFile:
        """The file as it must be: as the earlier pull had it, whatever the hub says now."""
        if self._lock is None or file.name not in self._lock:
            return file
        known = self._lock[file.name]
        return HubFile(known.name, known.bytes, known.commit or file.commit, known.sha256)

    def _locked(self, names: list[str], commits: dict[str, str | None], commit: str | None) -> Lock:
        held = {name: self._staging / name for name in names if not self._is_here(name)}
        files = [
            LockedFile(name, held[name].stat().st_size, downloads.sha256_of(held[name]), commits[name])
            if name in held
            else self._lock[name]
            for name in names
            if name in held or self._lock
        ]
        kept = [file for file in (self._lock.files if self._lock else ()) if file.name not in names]
        return Lock((*files, *kept), self._place.repository, commit, self._options.with_language_model or bool(kept))

    def _place_all(self, whole: Lock) -> None:
        seen = Seen(self._here.folder / ".seen.json")
        for file in whole.files:
            target = self._place.folder / file.name
            if (self._staging / file.name).is_file():
                downloads.place(self._staging / file.name, target)
                seen.note(target, file.sha256)
        whole.write(self._place.folder)
        shutil.rmtree(self._staging, ignore_errors=True)

    def _folder_in(self, mirror: Path) -> Path:
        """In a mirror a checkpoint lies under its name here, or under that of its repository."""
        beside = mirror / (self._place.repository or "")
        return beside if not (mirror / self._place.name).is_dir() and beside.is_dir() else mirror / self._place.name

    def _way_out(self) -> str:
        if self._options.offline or hub.is_offline():
            return f"go online, or give --from FOLDER with {self._place.name}/ in it"
        return f"check the network and type: assistant models pull {self._place.name}"


def _held(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
