"""What people have chosen by voice: values by name."""

from __future__ import annotations

import json
from typing import Any

from assistant.store.database import Database


class Settings(Database):
    """The table of settings. A key says whose it is: "speech.speed"; a value is what JSON can hold."""

    def setting(self, key: str, default: Any = None) -> Any:
        rows = self._rows("SELECT value FROM settings WHERE key = ?", (key,))
        return json.loads(rows[0][0]) if rows else default

    def set_setting(self, key: str, value: Any) -> None:
        """None forgets it."""
        with self._transaction() as db:
            if value is None:
                db.execute("DELETE FROM settings WHERE key = ?", (key,))
            else:
                db.execute("INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)", (key, json.dumps(value)))
