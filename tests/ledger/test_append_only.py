"""The database itself refuses to change or forget what the log holds."""

import pytest
from sqlalchemy import Table, delete, text, update
from sqlalchemy.exc import DBAPIError

from ledger.log import Ledger
from ledger.store.tables import APPEND_ONLY

EVERY_TABLE = pytest.mark.parametrize("table", APPEND_ONLY, ids=[t.name for t in APPEND_ONLY])


@EVERY_TABLE
def test_a_row_is_never_updated(ledger: Ledger, table: Table) -> None:
    column = table.columns[1]
    with ledger.recorder.engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.execute(update(table).values({column: column}))


@EVERY_TABLE
def test_a_row_is_never_deleted(ledger: Ledger, table: Table) -> None:
    with ledger.recorder.engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.execute(delete(table))


@EVERY_TABLE
@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_a_table_is_never_truncated(ledger: Ledger, table: Table) -> None:
    # SQLite has no TRUNCATE: there it is a DELETE
    with ledger.recorder.engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text(f"TRUNCATE {table.name}"))


@EVERY_TABLE
@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_a_row_is_never_replaced(ledger: Ledger, table: Table) -> None:
    # INSERT OR REPLACE deletes the old row, and SQLite tells the triggers of it only when asked to
    names = ", ".join(c.name for c in table.columns)
    with ledger.recorder.engine.connect() as connection, pytest.raises(DBAPIError):
        connection.execute(text(f"INSERT OR REPLACE INTO {table.name} ({names}) SELECT {names} FROM {table.name}"))
