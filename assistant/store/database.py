"""One SQLite file that several threads share, and that neither a sudden end nor a damaged sector makes useless."""

from __future__ import annotations

import logging
import os
import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from assistant.errors import NoSpaceError, StoreError
from assistant.store.migrations import MIGRATIONS

log = logging.getLogger(__name__)

OPEN_TIMEOUT_S, BUSY_TIMEOUT_S = 5.0, 0.8
"""For another program that holds the file, at the start and later: a skill that reads waits for who writes before it, and has two
seconds in all."""

_TABLES = frozenset(re.findall(r"CREATE TABLE (\w+)", "".join(MIGRATIONS)))


def _damage(what: str) -> sqlite3.DatabaseError:
    damage = sqlite3.DatabaseError(what)
    damage.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return damage


class Database:
    """The connection, and what every table needs. `_transaction` is done, durably, when it is left."""

    def __init__(self, path: Path | str):
        self.path = Path(path)
        self.kept_aside: Path | None = None
        self._lock = threading.RLock()
        self._n_commits = 0
        self._connection = self._open()

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    @property
    def version(self) -> tuple[int, int]:
        """Another value after every change, by this program or another: whoever keeps a copy of something compares it."""
        with self._reported(), self._lock:
            return self._n_commits, self._connection.execute("PRAGMA data_version").fetchone()[0]

    def _rows(self, query: str, parameters: tuple[Any, ...] = ()) -> list[tuple]:
        with self._reported(), self._lock:
            return self._connection.execute(query, parameters).fetchall()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._reported(), self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
                self._n_commits += 1
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    def _empty_log(self) -> None:
        """What was deleted is overwritten in the file (`secure_delete`), and no longer stands in the write-ahead log."""
        with self._reported(), self._lock:
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def _reported(self) -> Iterator[None]:
        """SQLite's errors as ours, each with its way out."""
        try:
            yield
        except sqlite3.Error as error:
            raise self._explained(error) from error

    def _explained(self, error: sqlite3.Error) -> StoreError | NoSpaceError:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_FULL:
            return NoSpaceError(self.path)
        if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            return StoreError(f"{self.path} is held by another program; end that program and try again")
        if code in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}:
            return self._unwritable(error)
        return StoreError(f"{self.path} cannot be used ({error}); start again: a damaged file is then kept aside")

    def _unwritable(self, error: Exception) -> StoreError:
        return StoreError(f"{self.path} cannot be written ({error}); check the permissions of its folder")

    def _open(self) -> sqlite3.Connection:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{self.path.parent} cannot be made ({error.strerror}); choose another folder") from error
        try:
            return self._connect()
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF not in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
                raise self._explained(error) from error
            self.kept_aside = self._keep_aside()
            log.warning("%s is damaged (%s); it is kept as %s and a new one begun", self.path, error, self.kept_aside)
        with self._reported():
            return self._connect()

    def _make_private(self) -> None:
        """What a household means to do and to buy is nobody else's. SQLite gives its two other files the same mode."""
        try:
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
            if self.path.stat().st_mode & 0o077:
                self.path.chmod(0o600)
        except OSError as error:
            raise self._unwritable(error) from error

    def _connect(self) -> sqlite3.Connection:
        self._make_private()
        db = sqlite3.connect(self.path, timeout=OPEN_TIMEOUT_S, isolation_level=None, check_same_thread=False)
        with ExitStack() as on_error:
            on_error.callback(db.close)
            db.execute("PRAGMA journal_mode = WAL")
            # FULL: a timer that was promised aloud must survive a power cut, and they are few.
            db.execute("PRAGMA synchronous = FULL")
            # What somebody wants forgotten is not to be found in the file's free pages.
            db.execute("PRAGMA secure_delete = ON")
            problem = db.execute("PRAGMA quick_check(1)").fetchone()[0]
            if problem != "ok":
                raise _damage(problem)
            self._migrate(db)
            if missing := _TABLES - {name for (name,) in db.execute("SELECT name FROM sqlite_master")}:
                raise _damage(f"without {', '.join(sorted(missing))}")
            db.execute(f"PRAGMA busy_timeout = {round(1000 * BUSY_TIMEOUT_S)}")
            on_error.pop_all()
        return db

    def _migrate(self, db: sqlite3.Connection) -> None:
        db.execute("BEGIN IMMEDIATE")  # two programs that start together must not both migrate
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if version > len(MIGRATIONS):
            db.execute("ROLLBACK")
            raise StoreError(f"{self.path} was written by a newer version of the assistant; update it, or name another file")
        for script in MIGRATIONS[version:]:
            for statement in script.split(";"):
                db.execute(statement)
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        db.execute("COMMIT")

    def _keep_aside(self) -> Path:
        number = 1
        while (aside := self.path.with_name(f"{self.path.name}.damaged-{number}")).exists():
            number += 1
        try:
            self.path.rename(aside)
            for suffix in ("-wal", "-shm"):
                log_file = self.path.with_name(self.path.name + suffix)
                if log_file.exists():
                    log_file.rename(aside.with_name(aside.name + suffix))
        except OSError as error:
            raise StoreError(f"{self.path} is damaged and cannot be moved aside ({error.strerror}); move it") from error
        return aside
