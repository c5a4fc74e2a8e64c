"""Rows into a view's tables on each store: added, added where they are new, or put in the place of others."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import BigInteger, Boolean, Column, Connection, Integer, LargeBinary, MetaData, Table, Text, select
from sqlalchemy.exc import IntegrityError

from ledger.log import Ledger
from ledger.store.engine import to_write
from projections.rows import add, add_new, alter, count, put

TABLE = Table(
    "rows_of_a_view",
    MetaData(),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("subject", Text, primary_key=True),
    Column("count", Integer),
    Column("hash", LargeBinary),
    Column("open", Boolean),
)
SUMS = Table(
    "sums_of_a_view",
    MetaData(),
    Column("place", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("entries", Integer, nullable=False),
    Column("mass_g", BigInteger, nullable=False),
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


def test_only_rows_of_which_a_column_is_a_number_are_altered(connection: Connection) -> None:
    add(connection, TABLE, [ONE, TWO])
    alter(connection, TABLE, ["count"], ["position", "subject"], [(9, *ONE[:2]), (9, *TWO[:2])], ("count", 7))
    assert there(connection) == [(*ONE[:2], 9, *ONE[3:]), TWO]


def test_where_no_values_are_named_they_are_removed(connection: Connection) -> None:
    add(connection, TABLE, [ONE, TWO])
    alter(connection, TABLE, [], ["position", "subject"], [ONE[:2], TWO[:2]], ("count", 7))
    assert there(connection) == [TWO]
    alter(connection, TABLE, [], ["position", "subject"], [ONE[:2], TWO[:2]])
    assert there(connection) == []


class TestCounting:
    @pytest.fixture(autouse=True)
    def sums(self, connection: Connection) -> None:
        SUMS.create(connection)

    @staticmethod
    def counted(connection: Connection) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in connection.execute(select(SUMS).order_by(SUMS.c.day))]

    def test_numbers_are_added_to_those_that_are_there(self, connection: Connection) -> None:
        count(connection, SUMS, [("甲", "2026-01-01", 2, 50)])
        count(connection, SUMS, [("甲", "2026-01-01", -1, -20), ("甲", "2026-01-02", 1, 0)])
        assert self.counted(connection) == [("甲", "2026-01-01", 1, 30), ("甲", "2026-01-02", 1, 0)]

    def test_what_comes_to_nothing_is_gone_and_nothing_else(self, connection: Connection) -> None:
        count(
            connection, SUMS, [("甲", "2026-01-01", 1, 50), ("甲", "2026-01-02", 2, 50), ("乙", "2026-01-03", 1, 0)]
        )
        count(connection, SUMS, [("甲", "2026-01-01", -1, -50), ("甲", "2026-01-02", -1, -50)])
        assert self.counted(connection) == [("甲", "2026-01-02", 1, 0), ("乙", "2026-01-03", 1, 0)]


def test_no_rows_are_nothing_to_do(connection: Connection) -> None:
    for way in (add, add_new, put):
        way(connection, TABLE, [])
    assert there(connection) == []
