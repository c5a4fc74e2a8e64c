"""Rows of a view, written many at once: a statement is compiled once and sent with all of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, delete
from sqlalchemy.dialects import postgresql, sqlite

from ledger.store.dictionary import among

Row = Mapping[str, Any]


def put(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Write these rows, each whole, in the place of those with the same primary key."""
    if rows:
        statement = _insert(connection, table)
        keys = [column.name for column in table.primary_key]
        anew = {c.name: statement.excluded[c.name] for c in table.columns if c.name not in keys}
        written = statement.on_conflict_do_update(index_elements=keys, set_=anew) if anew else None
        connection.execute(statement.on_conflict_do_nothing() if written is None else written, rows)


def count(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Add the numbers of these rows to those that are there; what is no part of the primary key is a number."""
    if rows:
        statement = _insert(connection, table)
        keys = [column.name for column in table.primary_key]
        sums = {c.name: c + statement.excluded[c.name] for c in table.columns if c.name not in keys}
        connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=sums), rows)


def drop(connection: Connection, table: Table, column: str, values: Sequence[str]) -> None:
    """Remove the rows that have one of these values in a column."""
    if values:
        connection.execute(delete(table).where(among(connection, table.c[column], sorted(values))))


def _insert(connection: Connection, table: Table) -> Any:
    return (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)
