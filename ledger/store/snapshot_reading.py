"""What verification reads: rows as plain tuples, all of one snapshot of the log, in one process or in several.

On PostgreSQL a snapshot has a name, and whoever else takes it sees exactly the same rows. SQLite has no such name:
another process sees the log as it is when it begins. That is sound, for what stands up to the head is never changed
by the ledger; where somebody else changes it just then and a stretch looks odd for it, the verdict is given by the
first process alone, out of its own snapshot.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Self

from sqlalchemy import Connection, Engine

from ledger.store.engine import one_snapshot
from ledger.store.rows import StoredLeaf, rows_at
from ledger.store.tables import EVENT_COLUMNS

EVENTS = f"SELECT {', '.join(EVENT_COLUMNS)} FROM event WHERE position > {{0}} ORDER BY position LIMIT {{0}}"
TAGS = """
    SELECT position, ordinal, tag_id, type_id FROM event_tag
    WHERE position > {0} AND position <= {0} ORDER BY position, ordinal
"""


ALL = 2**31 - 1


class Snapshot:
    """One moment of a log."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    @classmethod
    @contextmanager
    def of(cls, engine: Engine, name: str | None = None) -> Iterator[Self]:
        """The log as it is now, or as it was when the snapshot of that name was taken."""
        with one_snapshot(engine) as connection:
            if name is not None:
                connection.exec_driver_sql(f"SET TRANSACTION SNAPSHOT '{name}'")
            if connection.dialect.name == "postgresql":
                # it waits here as long as others take to check what they were given
                connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
            yield cls(connection)

    def name(self) -> str | None:
        """By what another process takes this very snapshot; None where there are no names."""
        if self.connection.dialect.name != "postgresql":
            return None
        return str(self._rows("SELECT pg_export_snapshot()")[0][0])

    def head(self) -> int:
        """The last position; 0 where it is none, be it that somebody altered the table."""
        last = self._rows("SELECT position FROM event ORDER BY position DESC LIMIT 1")
        return last[0][0] if last and type(last[0][0]) is int else 0

    def types(self) -> dict[int, str]:
        """Number → type, as the table says."""
        return dict(self._rows("SELECT id, type FROM type"))

    def events(self, after: int, limit: int) -> list[tuple[Any, ...]]:
        """Rows of `event` beyond a position."""
        return self._rows(EVENTS, after, limit)

    def tags(self, after: int, upto: int) -> list[tuple[Any, ...]]:
        """Rows of `event_tag`: position, ordinal, tag_id and type_id, in their order."""
        return self._rows(TAGS, after, upto)

    def leaf(self, position: int) -> StoredLeaf | None:
        """The leaf at a position, if there is one."""
        return next((leaf for chunk in rows_at(self.connection, [position]) for leaf in chunk), None)

    @contextmanager
    def fetching(self, sql: str, *parameters: int) -> Iterator[Callable[[int], list[Any]]]:
        """Fetches the next so many rows as plain tuples: result objects would cost as much as the check."""
        mark = "%s" if self.connection.dialect.name == "postgresql" else "?"
        result = self.connection.exec_driver_sql(sql.format(mark), parameters)
        try:
            cursor: Any = result.cursor
            yield cursor.fetchmany
        finally:
            result.close()

    def _rows(self, sql: str, *parameters: int) -> list[Any]:
        with self.fetching(sql, *parameters) as rows:
            return rows(ALL)
