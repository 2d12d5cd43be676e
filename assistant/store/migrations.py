"""How the database came to look as it does: one script a version, from an empty file on."""

from __future__ import annotations

# A database is brought from its user_version to the end of the list. Never edit, only append.
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
    """
    ALTER TABLE timers ADD COLUMN area TEXT;
    ALTER TABLE timers ADD COLUMN command TEXT;
    ALTER TABLE timers ADD COLUMN speaker TEXT;
    ALTER TABLE timers ADD COLUMN paused_s REAL;
    CREATE TABLE appointments (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        text TEXT,
        at TEXT,
        again REAL,
        repetition TEXT,
        speaker TEXT,
        rings INTEGER NOT NULL DEFAULT 0,
        last TEXT,
        heard REAL
    );
    CREATE TABLE lists (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        owner TEXT NOT NULL,
        key TEXT NOT NULL,
        name TEXT NOT NULL,
        UNIQUE (owner, key)
    );
    CREATE TABLE items (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        list_id INTEGER NOT NULL,
        key TEXT NOT NULL,
        text TEXT NOT NULL,
        quantity REAL,
        unit TEXT,
        UNIQUE (list_id, key)
    );
    CREATE TABLE settings (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL
    );
    """,
    """
    CREATE TABLE speakers (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        key TEXT NOT NULL UNIQUE,
        frozen INTEGER NOT NULL DEFAULT 0
    );
    CREATE TABLE centroids (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        speaker_id INTEGER NOT NULL,
        encoder TEXT NOT NULL,
        vector BLOB NOT NULL,
        weight REAL NOT NULL
    );
    CREATE INDEX centroids_of ON centroids (speaker_id);
    """,
)
