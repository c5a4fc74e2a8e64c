"""Rows that keep their past: each stood from one position of the log up to another, and none is ever removed.

The first columns of such a table are what tells rows apart, then come `from_position` and `to_position`.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple

from sqlalchemy import BigInteger, Column, ColumnElement, Connection, FromClause, Table, and_

from projections.rows import add, alter

STILL: Final = 2**62
"""`to_position` of what is so now."""

Key = tuple[Any, ...]
Row = tuple[Any, ...]
"""The parts of the key first."""


class Span(NamedTuple):
    """A row, and the positions from and up to which it stood."""

    row: Row
    since: int
    until: int


class Turned(NamedTuple):
    """Of one table: rows that ended, each by its key and with the position, and spans that began."""

    ended: list[tuple[Any, ...]]
    began: list[Span]


def turn(turned: Turned, known: Sequence[tuple[int, Mapping[Key, Row]]]) -> None:
    """Take in how rows stood before a stretch, then from each position on: what did not change is left alone."""
    (_, rows), *_ = known
    began: dict[Key, int] = {}
    for (_, before), (position, after) in pairwise(known):
        if before == after:
            continue
        for key, row in before.items():
            if after.get(key) != row:
                if key in began:
                    turned.began.append(Span(row, began.pop(key), position))
                else:
                    turned.ended.append((*key, position))
        began |= {key: position for key, row in after.items() if before.get(key) != row}
        rows = after
    turned.began.extend(Span(rows[key], since, STILL) for key, since in began.items())


def spanning() -> "list[Column[Any]]":
    """The two columns that follow the key."""
    return [
        Column("from_position", BigInteger, primary_key=True, autoincrement=False),
        Column("to_position", BigInteger, nullable=False, comment="from which on it is not so any more"),
    ]


def stood(table: FromClause, position: int) -> ColumnElement[bool]:
    """Which rows stood at a position."""
    return and_(table.c.from_position <= position, table.c.to_position > position)


def write(connection: Connection, table: Table, turned: Turned, recorded_at: Mapping[int, str] | None = None) -> None:
    """End what is not so any more, and add what began; where instants are given, `ended_at` tells that of an end."""
    key = [column.name for column in table.primary_key if column.name != "from_position"]
    size = len(key)

    def told(at: int) -> tuple[str | None, ...]:
        return () if recorded_at is None else (recorded_at.get(at),)

    values = ["to_position"] if recorded_at is None else ["to_position", "ended_at"]
    alter(connection, table, values, key, [(at, *told(at), *of) for *of, at in turned.ended], ("to_position", STILL))
    add(connection, table, [(*s.row[:size], s.since, s.until, *s.row[size:], *told(s.until)) for s in turned.began])
