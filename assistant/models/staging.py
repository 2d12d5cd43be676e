"""The folder where weights are put together before they get their names: one process at a time works in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import DownloadError
from assistant.models.downloads import Progress


@contextmanager
def writable(folder: Path) -> Iterator[None]:
    """Make the folder. Raises DownloadError where that is not allowed."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = f"{folder.parent} cannot be written to: {error.strerror}"
        raise DownloadError("the weights", [reason], "choose another folder by ASSISTANT_MODELS=FOLDER") from error
    yield


@contextmanager
def alone(folder: Path, progress: Progress) -> Iterator[None]:
    """One pull at a time into a folder; the lock goes with the process, however it ends."""
    try:
        import fcntl
    except ImportError:  # Windows: two pulls at once cost a download, the digests still hold
        yield
        return
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress.say("another pull is running; waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
