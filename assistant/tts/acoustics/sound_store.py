"""A folder of sounds with a bound: what was used longest ago goes first, and whatever happens to a file is a miss at worst.

Strategy: a file an entry, written under another name and then renamed, so that every process sees a whole one or none; nobody
locks, and a file that another process removed is a miss. A length and a checksum tell what a power cut tore, which is why
nothing is forced to the disk: on a memory card that may take longer than making the sound again.

Not diskcache: its last release is of 2023, and it reads pickles (CVE-2025-69872): who writes into its folder runs code here.
"""

from __future__ import annotations

import logging
import os
import struct
import tempfile
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_log = logging.getLogger(__name__)

_SUFFIX, _UNFINISHED = ".sound", ".tmp"
_HEADER = struct.Struct("<4sII")  # magic, checksum of the rest, its length
_MAGIC = b"snd1"
_ABANDONED_S = 3600.0  # an unfinished file as old as this is nobody's any more


class SoundStore:
    """Entries by key, which is to be fit for the name of a file. From any thread, and several processes at once.

    The files together stay below `max_bytes`, each process that writes at the same time adding a sixteenth at most. What
    cannot be written is not kept, and said once. Nothing is touched before the first entry.
    """

    def __init__(self, folder: Path, max_bytes: int):
        self._folder = folder
        self._max_bytes = max_bytes
        self._n_bytes: int | None = None  # in the folder, when last looked
        self._n_added = 0  # since then
        self._has_complained = False
        self._lock = threading.Lock()

    def get(self, key: str) -> bytes | None:
        """What was put under this key, if it is still there and whole."""
        path = self._folder / f"{key}{_SUFFIX}"
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            self._complain(error)
            return None
        if not _is_whole(data):
            _remove(path)
            return None
        with suppress(OSError):
            os.utime(path)  # its time of use; access times are seldom kept nowadays
        return data[_HEADER.size :]

    def put(self, key: str, data: bytes) -> None:
        """Keep it, if that can be done. What is large would push all else out, and is not kept."""
        if len(data) > self._max_bytes // 4:
            return
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._lock:
                self._make_room(len(data))
                self._n_added += len(data)
            self._write(key, _HEADER.pack(_MAGIC, zlib.crc32(data), len(data)) + data)
        except OSError as error:
            self._complain(error)

    def _write(self, key: str, data: bytes) -> None:
        handle, name = tempfile.mkstemp(_UNFINISHED, dir=self._folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).replace(self._folder / f"{key}{_SUFFIX}")
        except OSError:
            _remove(Path(name))
            raise

    def _make_room(self, n_bytes: int) -> None:
        """Look into the folder now and then: other processes write there, too."""
        if self._n_bytes is not None:
            is_seldom = self._n_added + n_bytes <= self._max_bytes // 16
            if is_seldom and self._n_bytes + self._n_added + n_bytes <= self._max_bytes:
                return
        files = sorted(self._files())
        total = sum(size for _, size, _ in files)
        if total + n_bytes > self._max_bytes:
            # A little more than is needed, so that not every sound that follows has to look again.
            for _, size, path in files:
                if total + n_bytes <= self._max_bytes * 7 // 8:
                    break
                _remove(path)
                total -= size
        self._n_bytes, self._n_added = total, 0

    def _files(self) -> Iterator[tuple[int, int, Path]]:
        """(time of use in ns, bytes, path) of all that is ours. What a process left that died in the middle is removed."""
        with os.scandir(self._folder) as entries:
            for entry in entries:
                with suppress(OSError):  # another process was quicker
                    status = entry.stat(follow_symlinks=False)
                    if entry.name.endswith(_UNFINISHED) and status.st_mtime < time.time() - _ABANDONED_S:
                        _remove(Path(entry.path))
                    elif entry.name.endswith((_SUFFIX, _UNFINISHED)):
                        yield status.st_mtime_ns, status.st_size, Path(entry.path)

    def _complain(self, error: OSError) -> None:
        if not self._has_complained:
            self._has_complained = True
            _log.warning("sounds cannot be kept in %s (%s); they are made anew each time", self._folder, error.strerror or error)


def _is_whole(data: bytes) -> bool:
    if len(data) < _HEADER.size:
        return False
    magic, checksum, length = _HEADER.unpack_from(data)
    rest = memoryview(data)[_HEADER.size :]
    return magic == _MAGIC and length == len(rest) and zlib.crc32(rest) == checksum


def _remove(path: Path) -> None:
    with suppress(OSError):  # gone already, or not ours to remove
        path.unlink()
