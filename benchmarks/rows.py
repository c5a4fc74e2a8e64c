"""The rows of an append, read back from the log, and how a bare driver handles such rows: the baseline."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, NamedTuple

TABLES = {
    "event": ("position", "recorded_at", "subject_id", "seq", "type_id", "key", "hash", "data"),
    "event_tag": ("tag_id", "type_id", "position", "ordinal"),
    "tag": ("id", "tag"),
    "type": ("id", "type"),
}
PAGE = "SELECT position, type_id, data FROM event WHERE position > {0} ORDER BY position LIMIT {0}"
ALL_DATA = "SELECT data FROM event ORDER BY position"

Rows = dict[str, list[tuple[Any, ...]]]
"""Table → rows, as the driver writes them."""


class End(NamedTuple):
    """Where the tables of the log end."""

    position: int
    tag: int
    type: int


class Driver(ABC):
    """A connection of a bare driver to one copy of the log's tables."""

    @abstractmethod
    def fetch(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""

    @abstractmethod
    def append(self, rows: Rows) -> None:
        """Write rows as fast as the driver does, in one durable transaction."""

    @abstractmethod
    def page(self, after: int, limit: int) -> list[tuple[Any, ...]]:
        """Position, type and bytes of a stretch of the log."""

    @abstractmethod
    def durability(self) -> dict[str, str]:
        """The settings that decide when a commit is on disk."""

    @abstractmethod
    def product(self) -> str:
        """The database and its version."""

    @abstractmethod
    def bytes_on_disk(self) -> int:
        """What the tables of the log take, with every index."""

    @abstractmethod
    def close(self) -> None:
        """Close the connection."""

    def end(self) -> End:
        """Where the tables end now."""
        columns = (("event", "position"), ("tag", "id"), ("type", "id"))
        return End(
            *(self.fetch(f"SELECT coalesce(max({column}), 0) FROM {table}")[0][0] for table, column in columns)
        )

    def rows_beyond(self, end: End) -> Rows:
        """The rows that were appended since, in the order in which they were written."""
        beyond = {
            "type": f"id > {end.type} ORDER BY id",
            "tag": f"id > {end.tag} ORDER BY id",
            "event": f"position > {end.position} ORDER BY position",
            "event_tag": f"position > {end.position} ORDER BY position, ordinal",
        }
        return {
            table: self.fetch(f"SELECT {', '.join(TABLES[table])} FROM {table} WHERE {where}")
            for table, where in beyond.items()
        }
