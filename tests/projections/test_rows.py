"""Rows into a view's tables on each store: added, added where they are new, or put in the place of others."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import BigInteger, Boolean, Column, Connection, Integer, LargeBinary, MetaData, Table, Text, select
from sqlalchemy.exc import IntegrityError

from ledger.log import Ledger
from ledger.store.engine import to_write
from projections.rows import add, add_new, put

TABLE = Table(
    "rows_of_a_view",
    MetaData(),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("subject", Text, primary_key=True),
    Column("count", Integer),
    Column("hash", LargeBinary),
    Column("open", Boolean),
)
ONE: tuple[Any, ...] = (1, "container:甲'\"", 7, b"\x00\xff", True)
TWO: tuple[Any, ...] = (2**40, "b", None, None, False)
ONE_AGAIN: tuple[Any, ...] = (1, "container:甲'\"", 8, None, None)


@pytest.fixture
def connection(ledger: Ledger) -> Iterator[Connection]:
    with to_write(ledger.recorder.views_engine) as connection:
        TABLE.create(connection)
        yield connection
        connection.rollback()


def there(connection: Connection) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.execute(select(TABLE).order_by(TABLE.c.position))]


def test_rows_are_added_as_they_are(connection: Connection) -> None:
    add(connection, TABLE, [TWO, ONE])
    assert there(connection) == [ONE, TWO]


def test_a_key_that_is_there_is_refused(connection: Connection) -> None:
    add(connection, TABLE, [ONE])
    with pytest.raises(IntegrityError):
        add(connection, TABLE, [ONE_AGAIN])


def test_where_the_key_is_there_the_old_row_stays(connection: Connection) -> None:
    add_new(connection, TABLE, [ONE])
    add_new(connection, TABLE, [ONE_AGAIN, TWO, TWO])
    assert there(connection) == [ONE, TWO]


def test_a_row_takes_the_place_of_the_one_with_its_key(connection: Connection) -> None:
    put(connection, TABLE, [ONE, TWO])
    put(connection, TABLE, [ONE_AGAIN])
    assert there(connection) == [ONE_AGAIN, TWO]


def test_no_rows_are_nothing_to_do(connection: Connection) -> None:
    for way in (add, add_new, put):
        way(connection, TABLE, [])
    assert there(connection) == []
