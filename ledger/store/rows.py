"""Rows of leaves straight through the driver.

Text results from PostgreSQL would double the bytes of each leaf, and building result objects costs as much as
reading the page: measured, a page through the driver is 1.6 times as fast.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection

END = 2**62
SQLITE_VARIABLES = 10_000


class StoredLeaf(NamedTuple):
    """A row of the log: its place, the number of its type and its stored bytes."""

    position: int
    type_id: int
    data: bytes


def rows_between(connection: Connection, after: int, upto: int | None, limit: int | None) -> list[StoredLeaf]:
    """All leaves beyond `after`, up to `upto`, at most `limit`, in the order of the log."""
    until = END if upto is None else upto
    if connection.dialect.name == "postgresql":
        return _fetch(
            connection,
            "SELECT position, type_id, data FROM event WHERE position > %s AND position <= %s"
            " ORDER BY position LIMIT %s",
            (after, until, limit),
        )
    return _fetch(
        connection,
        "SELECT position, type_id, data FROM event WHERE position > ? AND position <= ? ORDER BY position LIMIT ?",
        (after, until, -1 if limit is None else limit),
    )


def rows_at(connection: Connection, positions: list[int]) -> list[StoredLeaf]:
    """The leaves at those positions, in the order of the log."""
    if not positions:
        return []
    if connection.dialect.name == "postgresql":
        return _fetch(
            connection,
            "SELECT position, type_id, data FROM event WHERE position = ANY(%s) ORDER BY position",
            (positions,),
        )
    return _fetch(
        connection,
        "SELECT position, type_id, data FROM event"
        " WHERE position IN (SELECT value FROM json_each(?)) ORDER BY position",
        (msgspec.json.encode(positions).decode(),),
    )


def positions_by_key(connection: Connection, keys: Sequence[bytes]) -> list[tuple[int, bytes]]:
    """Position and key of those keys that are taken."""
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "postgresql":
        with driver.cursor(binary=True) as cursor:
            taken = cursor.execute("SELECT position, key FROM event WHERE key = ANY(%s)", (list(keys),))
            return [(position, key) for position, key in taken.fetchall()]
    found: list[tuple[int, bytes]] = []
    for some in batched(keys, SQLITE_VARIABLES):
        marks = ", ".join("?" * len(some))
        found += driver.execute(f"SELECT position, key FROM event WHERE key IN ({marks})", some).fetchall()
    return found


def batched(values: Sequence[bytes], size: int) -> Iterator[tuple[bytes, ...]]:
    """The values in tuples of at most that size."""
    return (tuple(values[start : start + size]) for start in range(0, len(values), size))


def _fetch(connection: Connection, sql: str, parameters: tuple[Any, ...]) -> list[StoredLeaf]:
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "postgresql":
        with driver.cursor(binary=True) as cursor:
            return [StoredLeaf(*row) for row in cursor.execute(sql, parameters).fetchall()]
    return [StoredLeaf(*row) for row in driver.execute(sql, parameters).fetchall()]
