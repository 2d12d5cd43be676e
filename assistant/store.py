"""What must outlive the program: timers, in one SQLite file that several threads share and a sudden end does not hurt."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.errors import NoSpaceError, StoreError

log = logging.getLogger(__name__)

BUSY_TIMEOUT_S = 5.0

# One script a version; a database is brought from its user_version to the end of the list. Never edit, only append.
MIGRATIONS = (
    """
    CREATE TABLE timers (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT,
        duration_s INTEGER NOT NULL,
        created REAL NOT NULL,
        due REAL NOT NULL,
        rung_at REAL
    );
    CREATE INDEX timers_waiting ON timers (due) WHERE rung_at IS NULL;
    """,
)


@dataclass(frozen=True, slots=True)
class Timer:
    """`due` and `created` in UTC; `rung_at` is None until it was announced."""

    id: int
    name: str | None
    duration_s: int
    created: datetime
    due: datetime
    rung_at: datetime | None = None

    def left_s(self, now: datetime) -> float:
        """Seconds until it is due; negative when it is late."""
        return (self.due - now).total_seconds()


class Store:
    """One database file. Every method may be called from any thread, and is done, durably, when it returns.

    A damaged file is not thrown away: it is kept beside the new one as NAME.damaged-1, -2, …; `kept_aside` says where.
    Raises StoreError, NoSpaceError.
    """

    def __init__(self, path: Path | str):
        self.path = Path(path)
        self.kept_aside: Path | None = None
        self._lock = threading.RLock()
        self._connection = self._open()

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def add_timer(self, name: str | None, due: datetime, duration_s: int, created: datetime) -> Timer:
        with self._transaction() as db:
            cursor = db.execute(
                "INSERT INTO timers (name, duration_s, created, due) VALUES (?, ?, ?, ?)",
                (name, duration_s, created.timestamp(), due.timestamp()),
            )
        return Timer(cursor.lastrowid, name, duration_s, created.astimezone(UTC), due.astimezone(UTC))

    def timers(self) -> list[Timer]:
        """Those that have not rung, the next first."""
        return self._select("rung_at IS NULL ORDER BY due, id")

    def due_timers(self, now: datetime) -> list[Timer]:
        """Those that should ring, the longest overdue first; also what became due while the program was off."""
        return self._select("rung_at IS NULL AND due <= ? ORDER BY due, id", (now.timestamp(),))

    def mark_rung(self, timer_id: int, now: datetime) -> None:
        with self._transaction() as db:
            db.execute("UPDATE timers SET rung_at = ? WHERE id = ? AND rung_at IS NULL", (now.timestamp(), timer_id))

    def cancel_timers(self, ids: Iterable[int]) -> int:
        """Forget these; how many there were."""
        with self._transaction() as db:
            return sum(db.execute("DELETE FROM timers WHERE id = ?", (timer_id,)).rowcount for timer_id in ids)

    def _select(self, condition: str, parameters: tuple = ()) -> list[Timer]:
        columns = "id, name, duration_s, created, due, rung_at"
        with self._reported(), self._lock:
            rows = self._connection.execute(f"SELECT {columns} FROM timers WHERE {condition}", parameters)  # noqa: S608
            return [_timer(row) for row in rows]

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._reported(), self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

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
            return StoreError(f"{self.path} cannot be written ({error}); check the permissions of its folder")
        return StoreError(f"{self.path} cannot be used ({error}); start again: a damaged file is then kept aside")

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

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
        with ExitStack() as on_error:
            on_error.callback(db.close)
            db.execute("PRAGMA journal_mode = WAL")
            # FULL: a timer that was promised aloud must survive a power cut, and they are few.
            db.execute("PRAGMA synchronous = FULL")
            problem = db.execute("PRAGMA quick_check(1)").fetchone()[0]
            if problem != "ok":
                damage = sqlite3.DatabaseError(problem)
                damage.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
                raise damage
            self._migrate(db)
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


def _utc(timestamp: float) -> datetime:
    return datetime.fromtimestamp(timestamp, UTC)


def _timer(row: tuple) -> Timer:
    timer_id, name, duration_s, created, due, rung_at = row
    return Timer(timer_id, name, duration_s, _utc(created), _utc(due), None if rung_at is None else _utc(rung_at))
