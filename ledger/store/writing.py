"""Rows into the log, as fast as each engine takes them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from ledger.store.tables import EVENT_COLUMNS, EVENT_TAG_COLUMNS, event, event_tag

COPY_TYPES = {
    "event": ("int8", "int8", "int8", "int4", "int4", "bytea", "bytea", "bytea"),
    "event_tag": ("int8", "int4", "int8", "int2"),
}


class EventRow(NamedTuple):
    """One row of `event`, in the order of its columns."""

    position: int
    recorded_at: int
    subject_id: int | None
    seq: int
    type_id: int
    key: bytes | None
    hash: bytes
    data: bytes


def write(connection: Connection, events: Sequence[EventRow], tags: Sequence[tuple[int, int, int, int]]) -> None:
    """Insert the rows of an append; both tables belong to one transaction."""
    for table, columns, rows in ((event, EVENT_COLUMNS, events), (event_tag, EVENT_TAG_COLUMNS, tags)):
        if rows and connection.dialect.name == "postgresql":
            _copy(connection, table.name, columns, rows)
        elif rows:
            _execute_many(connection, table.name, columns, rows)


def _copy(connection: Connection, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Binary COPY through psycopg: 0.71 of raw COPY with four tags, where insertmanyvalues reached 0.19."""
    driver: Any = connection.connection.driver_connection
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT BINARY)"
    raised = connection.dialect.loaded_dbapi.Error
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            copy.set_types(COPY_TYPES[table])
            for row in rows:
                copy.write_row(row)
    except raised as error:
        # the engine does not see what goes past it, so its errors are given their usual types here
        raise DBAPIError.instance(statement, None, error, raised) from error


def _execute_many(connection: Connection, table: str, columns: Sequence[str], rows: Sequence[Any]) -> None:
    # written out, for compiling it anew at every append costs more than a small append
    names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
    connection.exec_driver_sql(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(rows))
