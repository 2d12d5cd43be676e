"""Embeddings of many files in one .npz: an array a file, whatever state the files are in.

Strategy: the frames of a file wait on disk, not in memory, until the file is over and its array's shape is known. The .npz
appears under its name when all of it is written, or not at all.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO

import numpy as np

from assistant.asr.batch import FAILURES, Status, failure
from assistant.asr.embedding import RATE_HZ, LayerReader, Pool
from assistant.asr.protocol import SAMPLE_RATE
from assistant.audio.files import blocks
from assistant.audio.writing import FORMATS
from assistant.errors import EmbeddingOutputError, NoSpaceError
from assistant.events import AudioFrame

_OWN_KEYS = ("rate_hz", "layer", "model")
_NO_SPACE_LEFT = 28


@dataclass(frozen=True, slots=True)
class Embedded:
    """What became of a file. key: of its array in the .npz. error: None where it is fine; status as in batch.Record."""

    path: str
    key: str
    status: Status
    seconds: float = 0.0
    error: str | None = None

    @property
    def fine(self) -> bool:
        return self.status == "ok"


def embed_files(
    paths: Iterable[Path | str],
    reader: LayerReader,
    model: str,
    output: Path,
    pooled: bool = False,
    tell: Callable[[Embedded], None] = lambda embedded: None,
) -> list[Embedded]:
    """Write the frames of each file ("-" is standard input), shape (frames, width), or pooled (2 width,), float32.

    paths: a folder stands for the audio files in it. tell: called with each file as it is done; a bad one stops no other. Where
    none is fine nothing is written. Raises EmbeddingOutputError, NoSpaceError.
    """
    with _Archive(output) as archive:
        done = []
        for path, key in named(expanded(paths)):
            done.append(_embed(path, key, reader, archive, pooled))
            tell(done[-1])
        if any(embedded.fine for embedded in done):
            archive.add("rate_hz", np.array(RATE_HZ))
            archive.add("layer", np.array(reader.layer))
            archive.add("model", np.array(model))
            archive.publish()
    return done


def expanded(paths: Iterable[Path | str]) -> list[str]:
    """Folders as the audio files in them, by name; what has none stays, to be told of. Nothing comes twice."""
    found: dict[str, None] = {}
    for path in paths:
        inside = []
        if str(path) != "-" and os.path.isdir(path):
            inside = sorted(p for p in Path(path).iterdir() if p.suffix.lower() in FORMATS and not p.name.startswith("."))
        found.update(dict.fromkeys(map(str, inside or [path])))
    return list(found)


def named(paths: list[str]) -> list[tuple[str, str]]:
    """Each with its key: its name, and as many of the folders above it as make it the only one."""
    ends = {path: Path(os.path.abspath(path)).parts[1:] or (path,) for path in paths}
    n_parts = dict.fromkeys(paths, 1)
    while True:
        keys = {path: "/".join(ends[path][-n:]) for path, n in n_parts.items()}
        taken = [*keys.values(), *_OWN_KEYS]
        unclear = [path for path, key in keys.items() if taken.count(key) > 1 and n_parts[path] < len(ends[path])]
        if not unclear:
            return list(keys.items())
        for path in unclear:
            n_parts[path] += 1


def _embed(path: str, key: str, reader: LayerReader, archive: _Archive, pooled: bool) -> Embedded:
    n_samples = 0

    def counted() -> Iterator[AudioFrame]:
        nonlocal n_samples
        for frame in blocks(path, SAMPLE_RATE, SAMPLE_RATE):
            n_samples = frame.end
            yield frame

    try:
        if pooled:
            pool = Pool()
            for piece in reader.frames(counted()):
                pool.add(piece)
            archive.add(key, pool.vector)
        else:
            archive.add_pieces(key, reader.frames(counted()))
    except (EmbeddingOutputError, NoSpaceError):
        raise
    except FAILURES as mistake:
        status, error = failure(path, mistake)
        return Embedded(path, key, status, n_samples / SAMPLE_RATE, error)
    return Embedded(path, key, "ok", n_samples / SAMPLE_RATE)


class _Archive:
    """A .npz that grows array by array beside its place, and leaves nothing there unless it is published."""

    def __init__(self, path: Path):
        self._path = path
        self._partial = path.with_name(f".{path.name}.{os.getpid()}.part")

    def __enter__(self) -> _Archive:
        if self._path.is_dir():
            raise EmbeddingOutputError(self._path, "it is a folder")
        with self._told():
            self._zip = zipfile.ZipFile(self._partial, "w")
        return self

    def __exit__(self, *failure: object) -> None:
        # Closing writes the directory at the end, for which a full disk has no room; the file goes away in any case.
        try:
            self._zip.close()
        except OSError:
            if failure[0] is None:
                raise
        finally:
            self._partial.unlink(missing_ok=True)

    def add(self, key: str, array: np.ndarray) -> None:
        with self._told(), self._entry(key) as entry:
            np.lib.format.write_array(entry, array, allow_pickle=False)

    def add_pieces(self, key: str, pieces: Iterable[np.ndarray]) -> None:
        """One array of pieces that follow each other, float32, shape (n, width)."""
        n_rows, width = 0, 0
        with self._told():
            spool = tempfile.TemporaryFile(dir=self._path.parent)  # noqa: SIM115 - closed below
        with spool:
            for piece in pieces:
                n_rows, width = n_rows + len(piece), piece.shape[1]
                with self._told():
                    spool.write(np.ascontiguousarray(piece, "<f4"))
            with self._told(), self._entry(key) as entry:
                entry.write(_header(n_rows, width))
                spool.seek(0)
                shutil.copyfileobj(spool, entry, 1 << 20)

    def publish(self) -> None:
        with self._told():
            self._zip.close()
            self._partial.replace(self._path)

    def _entry(self, key: str) -> IO[bytes]:
        # ZipInfo's own date is always the same: the same sounds give the same bytes.
        return self._zip.open(zipfile.ZipInfo(f"{key}.npy"), "w", force_zip64=True)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What the disk refuses, in the program's words: otherwise it would pass for a fault of the sound."""
        try:
            yield
        except OSError as error:
            if error.errno == _NO_SPACE_LEFT:
                raise NoSpaceError(self._path) from error
            raise EmbeddingOutputError(self._path, error.strerror or str(error)) from error


def _header(n_rows: int, width: int) -> bytes:
    head = BytesIO()
    np.lib.format.write_array_header_1_0(head, {"descr": "<f4", "fortran_order": False, "shape": (n_rows, width)})
    return head.getvalue()
