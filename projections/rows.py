"""Rows into the tables of views, as fast as each engine takes them: plain tuples in the order of the columns."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Column, Connection, Table, delete
from sqlalchemy.dialects import postgresql

from ledger.store.dictionary import among
from ledger.store.engine import usual_errors

_POSTGRESQL = postgresql.dialect()  # type: ignore[no-untyped-call]

Rows = Sequence[tuple[Any, ...]]


def add(connection: Connection, table: Table, rows: Rows) -> None:
    """Add rows whose keys are not there yet; raises IntegrityError for one that is."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        _copy(connection, table, rows)
    else:
        _execute_many(connection, table, rows, "")


def add_new(connection: Connection, table: Table, rows: Rows) -> None:
    """Add those rows whose keys are not there yet; the others stay what they are."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        _unnest(connection, table, rows, "ON CONFLICT DO NOTHING")
    else:
        _execute_many(connection, table, rows, "ON CONFLICT DO NOTHING")


def put(connection: Connection, table: Table, rows: Rows) -> None:
    """Add rows, or let them take the place of those with their keys; each key once."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        _unnest(connection, table, rows, _instead(table))
    else:
        _execute_many(connection, table, rows, _instead(table))


def count(connection: Connection, table: Table, rows: Rows) -> None:
    """Add to the numbers of the rows with these keys, or begin with these; what is no key is a number.

    A row whose first number has come to nothing is removed: that it is there would hang on where stretches ended.
    """
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        _unnest(connection, table, rows, _and(table))
    else:
        _execute_many(connection, table, rows, _and(table))
    key, first = table.primary_key.columns.keys(), table.columns.keys()[len(table.primary_key)]
    lessened = [row[: len(key)] for row in rows if row[len(key)] < 0]
    alter(connection, table, [], key, lessened, (first, 0))


def alter(
    connection: Connection,
    table: Table,
    values: Sequence[str],
    key: Sequence[str],
    rows: Rows,
    only: tuple[str, int] | None = None,
) -> None:
    """Set values of the rows with these keys, or of those of which a column is a number; without values remove them.

    What is given are the values, then the key.
    """
    if not rows:
        return
    at_once = connection.dialect.name == "postgresql"
    given = {name: f'given."{name}"' if at_once else "?" for name in (*values, *key)}
    sets = ", ".join(f'"{name}" = {given[name]}' for name in values)
    conditions = [f'it."{name}" = {given[name]}' for name in key]
    if only is not None:
        conditions.append(f'it."{only[0]}" = {only[1]}')
    where = f"WHERE {' AND '.join(conditions)}"
    change = f'UPDATE "{table.name}" AS it SET {sets}' if values else f'DELETE FROM "{table.name}" AS it'
    if at_once:
        source = f"{'FROM' if values else 'USING'} {_given(table, list(given))}"
        connection.exec_driver_sql(f"{change} {source} {where}", _by_column(rows))
    else:
        connection.exec_driver_sql(f"{change} {where}", list(rows))


def drop(connection: Connection, column: "Column[Any]", values: Sequence[str]) -> None:
    """Remove the rows that have one of these values in a column."""
    if values:
        connection.execute(delete(column.table).where(among(connection, column, sorted(values))))


def _execute_many(connection: Connection, table: Table, rows: Rows, on_conflict: str) -> None:
    # written out: what compiles a statement and names its parameters costs more than the rows themselves
    marks = ", ".join("?" * len(table.columns))
    connection.exec_driver_sql(f"{_insert(table)} VALUES ({marks}) {on_conflict}", list(rows))


def _copy(connection: Connection, table: Table, rows: Rows) -> None:
    driver: Any = connection.connection.driver_connection
    statement = f"COPY {_target(table)} FROM STDIN (FORMAT BINARY)"
    with usual_errors(connection, statement), driver.cursor() as cursor, cursor.copy(statement) as copy:
        copy.set_types([_type(column) for column in table.columns])
        for row in rows:
            copy.write_row(row)


def _unnest(connection: Connection, table: Table, rows: Rows, on_conflict: str) -> None:
    source = _given(table, table.columns.keys())
    connection.exec_driver_sql(f"{_insert(table)} SELECT * FROM {source} {on_conflict}", _by_column(rows))


def _given(table: Table, names: Sequence[str]) -> str:
    """Rows of these columns, each column handed over as one array."""
    arrays = ", ".join(f"%s::{_type(table.columns[name])}[]" for name in names)
    told = ", ".join(f'"{name}"' for name in names)
    return f"unnest({arrays}) AS given({told})"


def _by_column(rows: Rows) -> tuple[list[Any], ...]:
    return tuple(map(list, zip(*rows, strict=True)))


@cache
def _insert(table: Table) -> str:
    return f"INSERT INTO {_target(table)}"


@cache
def _target(table: Table) -> str:
    return f'"{table.name}" ({", ".join(_quoted(column) for column in table.columns)})'


@cache
def _instead(table: Table) -> str:
    keys = ", ".join(map(_quoted, table.primary_key.columns))
    rest = [_quoted(column) for column in table.columns if not column.primary_key]
    values = ", ".join(f"{name} = excluded.{name}" for name in rest)
    return f"ON CONFLICT ({keys}) DO " + (f"UPDATE SET {values}" if rest else "NOTHING")


@cache
def _and(table: Table) -> str:
    keys = ", ".join(map(_quoted, table.primary_key.columns))
    rest = [_quoted(column) for column in table.columns if not column.primary_key]
    sums = ", ".join(f'{name} = "{table.name}".{name} + excluded.{name}' for name in rest)
    return f"ON CONFLICT ({keys}) DO UPDATE SET {sums}"


def _quoted(column: "Column[Any]") -> str:
    return f'"{column.name}"'


@cache
def _type(column: "Column[Any]") -> str:
    """The name of its type in PostgreSQL."""
    return column.type.compile(_POSTGRESQL).lower()
