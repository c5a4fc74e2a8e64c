"""Rows of leaves as plain tuples of the driver: building result objects costs as much as reading the page."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection

END = 2**62
SQLITE_VARIABLES = 10_000

StoredLeaf = tuple[int, int, bytes]
"""A row of the log: its position, the number of its type and its stored bytes."""

Chunks = Iterator[list[StoredLeaf]]
"""Rows a few at a time: decoded while they are still in the processor's cache, a page takes a fifth less."""

CHUNK = 200

BETWEEN = """
    SELECT position, type_id, data FROM event WHERE position > {0} AND position <= {0} ORDER BY position LIMIT {0}
"""
AT = {
    "postgresql": "SELECT position, type_id, data FROM event WHERE position = ANY(%s) ORDER BY position",
    "sqlite": """
        SELECT position, type_id, data FROM event
        WHERE position IN (SELECT value FROM json_each(?)) ORDER BY position
    """,
}


def rows_between(connection: Connection, after: int, upto: int | None, limit: int | None) -> Chunks:
    """All leaves beyond `after`, up to `upto`, at most `limit`, in the order of the log."""
    postgresql = connection.dialect.name == "postgresql"
    until = END if upto is None else upto
    most = limit if limit is not None or postgresql else -1
    return _chunks(connection, BETWEEN.format("%s" if postgresql else "?"), (after, until, most))


def rows_at(connection: Connection, positions: list[int]) -> Chunks:
    """The leaves at those positions, in the order of the log."""
    if not positions:
        return iter(())
    postgresql = connection.dialect.name == "postgresql"
    listed: Any = positions if postgresql else msgspec.json.encode(positions).decode()
    return _chunks(connection, AT[connection.dialect.name], (listed,))


def positions_by_key(connection: Connection, keys: Sequence[bytes]) -> list[tuple[int, bytes]]:
    """Position and key of those keys that are taken."""
    if connection.dialect.name == "postgresql":
        return _fetched(connection, "SELECT position, key FROM event WHERE key = ANY(%s)", (list(keys),))
    found = []
    # SQLite takes no list of blobs as one parameter, for JSON has no blobs
    for some in batched(keys, SQLITE_VARIABLES):
        marks = ", ".join("?" * len(some))
        found += _fetched(connection, f"SELECT position, key FROM event WHERE key IN ({marks})", some)
    return found


def batched(values: Sequence[bytes], size: int) -> Iterator[tuple[bytes, ...]]:
    """The values in tuples of at most that size."""
    return (tuple(values[start : start + size]) for start in range(0, len(values), size))


def _chunks(connection: Connection, sql: str, parameters: tuple[Any, ...]) -> Chunks:
    result = connection.exec_driver_sql(sql, parameters)
    try:
        cursor: Any = result.cursor
        while rows := cursor.fetchmany(CHUNK):
            yield rows
    finally:
        result.close()


def _fetched(connection: Connection, sql: str, parameters: tuple[Any, ...]) -> list[Any]:
    result = connection.exec_driver_sql(sql, parameters)
    try:
        return list(result.cursor.fetchall())
    finally:
        result.close()
