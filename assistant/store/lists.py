"""Lists of things: to buy, to do, of whatever name; everybody's, or one person's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.store.database import Database


@dataclass(frozen=True, slots=True)
class ListInfo:
    """key: the name as it is compared. owner: the person whose list it is, "" when it is everybody's."""

    id: int
    name: str
    key: str
    owner: str
    n_items: int


@dataclass(frozen=True, slots=True)
class Item:
    """`key` is the text as it is compared. quantity, unit: of what is counted or measured: (2, "litros"), (6, None)."""

    text: str
    key: str
    quantity: float | None = None
    unit: str | None = None
    id: int = 0


class ItemLists(Database):
    """The tables of lists and of what stands on them."""

    def lists(self) -> list[ListInfo]:
        """Everybody's and each person's, the oldest first."""
        rows = self._rows(
            "SELECT lists.id, name, lists.key, owner, COUNT(items.id) FROM lists LEFT JOIN items ON list_id = lists.id"
            " GROUP BY lists.id ORDER BY lists.id"
        )
        return [ListInfo(*row) for row in rows]

    def add_list(self, name: str, key: str, owner: str = "") -> int:
        """The id of the list of this key and owner, which is made when there is none."""
        with self._transaction() as db:
            db.execute("INSERT INTO lists (owner, key, name) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (owner, key, name))
            return db.execute("SELECT id FROM lists WHERE owner = ? AND key = ?", (owner, key)).fetchone()[0]

    def remove_list(self, list_id: int) -> None:
        """Forget the list and all that stands on it."""
        with self._transaction() as db:
            db.execute("DELETE FROM items WHERE list_id = ?", (list_id,))
            db.execute("DELETE FROM lists WHERE id = ?", (list_id,))

    def items(self, list_id: int, limit: int = -1) -> list[Item]:
        """In the order they were added; the first `limit`, all by default."""
        query = "SELECT text, key, quantity, unit, id FROM items WHERE list_id = ? ORDER BY id LIMIT ?"
        return [Item(*row) for row in self._rows(query, (list_id, limit))]

    def add_items(self, list_id: int, items: Iterable[Item]) -> None:
        """What is there already is there once: quantities in the same unit are added up, else the new one counts."""
        with self._transaction() as db:
            db.executemany(
                """
                INSERT INTO items (list_id, key, text, quantity, unit) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (list_id, key) DO UPDATE SET
                    quantity = CASE
                        WHEN excluded.quantity IS NULL THEN quantity
                        WHEN unit IS excluded.unit THEN COALESCE(quantity, 0) + excluded.quantity
                        ELSE excluded.quantity END,
                    text = CASE WHEN excluded.quantity > 1 THEN excluded.text ELSE text END,
                    unit = CASE WHEN excluded.quantity IS NULL THEN unit ELSE excluded.unit END
                """,
                [(list_id, item.key, item.text, item.quantity, item.unit) for item in items],
            )

    def remove_items(self, ids: Iterable[int]) -> int:
        """How many there were."""
        with self._transaction() as db:
            return sum(db.execute("DELETE FROM items WHERE id = ?", (one,)).rowcount for one in ids)

    def clear_list(self, list_id: int) -> None:
        with self._transaction() as db:
            db.execute("DELETE FROM items WHERE list_id = ?", (list_id,))
