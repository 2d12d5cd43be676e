"""Fetches one file by HTTP so that it can be cut off at any byte, goes on from there, and is kept only when right.

Strategy: what arrives is appended to NAME.part. A cut connection, a crash or ctrl-C leaves the part, and the next try
asks for the rest with Range. The pinned sha256 decides in the end: a part that was of another file gives a wrong
digest, is thrown away, and the file is fetched once more from its first byte. Only a right one gets its name.
"""

from __future__ import annotations

import errno
import hashlib
import http.client
import os
import shutil
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from assistant.errors import NoSpaceError

CHUNK_BYTES = 1 << 18
TIMEOUT_S = 30.0
RETRIES = 3
SPARE_BYTES = 16 << 20

_TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


class FetchError(Exception):
    """One source could not give a file. Internal: a person meets DownloadError, once every source was tried.

    unreachable: the service as a whole did not answer, so that asking it for the next file is a waste of time.
    """

    def __init__(self, reason: str, *, unreachable: bool = False):
        super().__init__(reason)
        self.unreachable = unreachable


class WrongBytesError(FetchError):
    """What came is not what was pinned."""

    def __init__(self, what: str, expected: str, found: str):
        super().__init__(f"{what} has another sha256 ({found[:12]}…, expected {expected[:12]}…)")


class _CutError(Exception):
    """The connection broke; trying again may help."""


class Progress(Protocol):
    """Told what is happening; draws a bar, prints a line, or does nothing."""

    def say(self, line: str) -> None: ...

    def start(self, label: str, total_bytes: int | None, done_bytes: int = 0) -> None:
        """A new item; also called again for the same one when it starts over."""

    def advance(self, n_bytes: int) -> None: ...


class Silence:
    """Progress for nobody."""

    def say(self, line: str) -> None:
        pass

    def start(self, label: str, total_bytes: int | None, done_bytes: int = 0) -> None:
        pass

    def advance(self, n_bytes: int) -> None:
        pass


SILENT = Silence()


def sha256_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """A full disk becomes NoSpaceError; any other failure to write becomes a FetchError that says where."""
    try:
        yield
    except NoSpaceError:
        raise
    except OSError as error:
        if error.errno in _FULL:
            raise NoSpaceError(path.parent) from error
        raise FetchError(f"cannot write {path}: {error.strerror or error}") from error


def need_space(folder: Path, n_bytes: int) -> None:
    """Raises NoSpaceError when the disk of `folder` has not that much left, before anything is written to it."""
    if shutil.disk_usage(folder).free < n_bytes + SPARE_BYTES:
        raise NoSpaceError(folder)


def place(path: Path, target: Path) -> None:
    """Move a finished file to its name so that, whatever happens, that name holds all of it or nothing of it."""
    with disk_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with path.open("rb+") as stream:
            os.fsync(stream.fileno())
        path.replace(target)
        if os.name == "posix":  # the rename itself lives in the folder
            folder = os.open(target.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


def fetch(url: str, target: Path, sha256: str, size: int, progress: Progress = SILENT, *, pause_s: float = 0.5) -> None:
    """Fetch `url` to `target`, going on from target.part when there is one.

    Raises FetchError (WrongBytesError when the digest differs), NoSpaceError.
    """
    part = target.with_name(target.name + ".part")
    kept = _size(part)
    try:
        _receive_all(url, part, size, progress, pause_s)
        found = sha256_of(part)
        if found != sha256 and kept:  # the half of an earlier run was of something else
            part.unlink()
            _receive_all(url, part, size, progress, pause_s)
            found = sha256_of(part)
    except NoSpaceError:
        with suppress(OSError):
            part.unlink()
        raise
    if found != sha256:
        part.unlink()
        raise WrongBytesError(target.name, sha256, found)
    place(part, target)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _receive_all(url: str, part: Path, size: int, progress: Progress, pause_s: float) -> None:
    furthest = _size(part)
    failures = 0
    while _size(part) != size:
        try:
            _receive(url, part, size, progress)
        except _CutError as cut:
            # Going on is free as long as it gets further; otherwise a dead server would be asked for ever.
            failures = 0 if _size(part) > furthest else failures + 1
            furthest = max(furthest, _size(part))
            if failures > RETRIES:
                raise FetchError(str(cut), unreachable=furthest == 0) from cut
            time.sleep(pause_s * 2**failures)


def _receive(url: str, part: Path, size: int, progress: Progress) -> None:
    """One request: append what is missing, or begin again when the server does not do ranges."""
    offset = _size(part)
    if offset > size:
        part.unlink()
        offset = 0
    with _open(url, part, offset) as response:
        if offset and not _resumes_at(response, offset):
            offset = 0
        length = response.headers.get("Content-Length")
        if length is not None and offset + int(length) != size:
            raise FetchError(f"the server has {offset + int(length)} bytes where {size} were pinned")
        progress.start(part.name.removesuffix(".part"), size, offset)
        with disk_errors(part), part.open("ab" if offset else "wb") as out:
            while chunk := _read(response):
                offset += len(chunk)
                if offset > size:
                    break
                out.write(chunk)
                progress.advance(len(chunk))
    if offset > size:
        part.unlink()
        raise FetchError(f"the server sends more than the {size} bytes that were pinned")
    if offset < size:
        raise _CutError(f"the connection was cut after {offset} of {size} bytes")


def _open(url: str, part: Path, offset: int) -> http.client.HTTPResponse:
    if url.split(":", 1)[0] not in {"http", "https", "file"}:  # a local index gives file: addresses
        raise FetchError(f"{url} is not an address that can be fetched")
    request = urllib.request.Request(url, headers={"User-Agent": "assistente", "Accept-Encoding": "identity"})  # noqa: S310
    if offset:
        request.add_header("Range", f"bytes={offset}-")
    secure = [urllib.request.HTTPSHandler(context=_certificates())] if url.startswith("https:") else []
    opener = urllib.request.build_opener(*secure)
    try:
        return opener.open(request, timeout=TIMEOUT_S)
    except urllib.error.HTTPError as error:
        reason = f"the server answered {error.code} {error.reason}"
        error.close()
        if error.code == 416:  # nothing there to go on with: begin again
            part.unlink(missing_ok=True)
        if error.code in _TRY_AGAIN or error.code == 416:
            raise _CutError(reason) from error
        raise FetchError(reason) from error
    except (OSError, http.client.HTTPException) as error:
        cause = getattr(error, "reason", error)
        if isinstance(cause, ssl.SSLCertVerificationError):
            raise FetchError(f"its certificate is not trusted ({cause.verify_message})", unreachable=True) from error
        raise _CutError(f"the server cannot be reached ({cause})") from error


def _read(response: http.client.HTTPResponse) -> bytes:
    try:
        return response.read(CHUNK_BYTES)
    except (OSError, http.client.HTTPException) as error:
        raise _CutError(f"the connection was cut ({error or type(error).__name__})") from error


def _resumes_at(response: http.client.HTTPResponse, offset: int) -> bool:
    return response.status == 206 and (response.headers.get("Content-Range") or "").startswith(f"bytes {offset}-")


def _certificates() -> ssl.SSLContext:
    """The system's, and whatever the clients of the registries were told to trust."""
    context = ssl.create_default_context()
    for name in ("PIP_CERT", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"):
        path = os.environ.get(name)
        if path and Path(path).is_file():
            with suppress(ssl.SSLError):
                context.load_verify_locations(cafile=path)
    return context
