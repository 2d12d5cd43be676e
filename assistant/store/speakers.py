"""The people who are known by their voice: names, and the vectors that stand for their voices. Never sound."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.store.appointments import REMINDER
from assistant.store.database import Database

_OF_SPEAKER = ("UPDATE timers SET speaker = ? WHERE speaker = ?", "UPDATE appointments SET speaker = ? WHERE speaker = ?")


@dataclass(frozen=True, slots=True)
class Centroid:
    """vector: float32, little-endian, as the encoder of this name gives it. weight: how many utterances are in it."""

    encoder: str
    vector: bytes
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Speaker:
    """key: the name as it is compared. is_frozen: the voice is kept as it was enrolled, whatever is heard later."""

    id: int
    name: str
    key: str
    is_frozen: bool
    centroids: tuple[Centroid, ...] = ()


def _centroid(encoder: str, vector: bytes, weight: float) -> Centroid:
    """SQLite keeps whatever was put into a column: of another type it is damaged, and stands for nothing."""
    is_sound = isinstance(vector, bytes) and isinstance(weight, int | float)
    return Centroid(str(encoder), vector, float(weight)) if is_sound else Centroid(str(encoder), b"", 0.0)


class Speakers(Database):
    """The tables of people and of their voices. A name is also the owner of lists, reminders and settings elsewhere."""

    def speakers(self) -> list[Speaker]:
        """The first enrolled first."""
        voices: dict[int, list[Centroid]] = {}
        for speaker_id, *voice in self._rows("SELECT speaker_id, encoder, vector, weight FROM centroids ORDER BY id"):
            voices.setdefault(speaker_id, []).append(_centroid(*voice))
        rows = self._rows("SELECT id, name, key, frozen FROM speakers ORDER BY id")
        return [Speaker(one, name, key, bool(frozen), tuple(voices.get(one, ()))) for one, name, key, frozen in rows]

    def enroll_speaker(self, name: str, key: str, centroids: Iterable[Centroid]) -> int:
        """The id of the person of this key, who is made when there is none; what another encoder made of them stays."""
        centroids = tuple(centroids)
        with self._transaction() as db:
            db.execute("INSERT INTO speakers (name, key) VALUES (?, ?) ON CONFLICT DO NOTHING", (name, key))
            (speaker_id,) = db.execute("SELECT id FROM speakers WHERE key = ?", (key,)).fetchone()
            for encoder in {it.encoder for it in centroids}:
                db.execute("DELETE FROM centroids WHERE speaker_id = ? AND encoder = ?", (speaker_id, encoder))
            db.executemany(
                "INSERT INTO centroids (speaker_id, encoder, vector, weight) VALUES (?, ?, ?, ?)",
                [(speaker_id, it.encoder, it.vector, it.weight) for it in centroids],
            )
        return speaker_id

    def freeze_speaker(self, speaker_id: int, is_frozen: bool) -> None:
        with self._transaction() as db:
            db.execute("UPDATE speakers SET frozen = ? WHERE id = ?", (is_frozen, speaker_id))

    def rename_speaker(self, speaker_id: int, name: str, key: str) -> None:
        """With all that is theirs. Raises StoreError when another has that key."""
        with self._transaction() as db:
            (old,) = db.execute("SELECT name FROM speakers WHERE id = ?", (speaker_id,)).fetchone()
            db.execute("UPDATE speakers SET name = ?, key = ? WHERE id = ?", (name, key, speaker_id))
            for rename in ("UPDATE lists SET owner = ? WHERE owner = ?", *_OF_SPEAKER):
                db.execute(rename, (name, old))
            for (key_of,) in db.execute("SELECT key FROM settings").fetchall():
                if key_of.endswith(f".{old}"):
                    db.execute("UPDATE OR REPLACE settings SET key = ? WHERE key = ?", (key_of[: -len(old)] + name, key_of))

    def remove_speaker(self, speaker_id: int) -> None:
        """With their lists, reminders and settings; nothing of the vectors is left in the file nor in its log.

        Timers and alarms that they set still ring: as nobody's.
        """
        with self._transaction() as db:
            (name,) = db.execute("SELECT name FROM speakers WHERE id = ?", (speaker_id,)).fetchone()
            db.execute("DELETE FROM centroids WHERE speaker_id = ?", (speaker_id,))
            db.execute("DELETE FROM speakers WHERE id = ?", (speaker_id,))
            db.execute("DELETE FROM items WHERE list_id IN (SELECT id FROM lists WHERE owner = ?)", (name,))
            db.execute("DELETE FROM lists WHERE owner = ?", (name,))
            db.execute("DELETE FROM appointments WHERE speaker = ? AND kind = ?", (name, REMINDER))
            for rename in _OF_SPEAKER:
                db.execute(rename, (None, name))
            for (key,) in db.execute("SELECT key FROM settings").fetchall():
                if key.endswith(f".{name}"):
                    db.execute("DELETE FROM settings WHERE key = ?", (key,))
        self._empty_log()
