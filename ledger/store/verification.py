"""Whether the database still says what the bytes say: the whole log is recomputed from its leaves.

Everything beside `event.data` is a copy: positions are dense, recorded_at never falls, seq counts each subject's
facts, keys, hashes and tags follow from the bytes, and tags and types are numbered by first appearance. So any
changed byte, column or row is found, and the first position that it touches is named.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, Table, func, select

from ledger.store.expected import Expected, Watch
from ledger.store.rows import StoredLeaf, rows_at
from ledger.store.strict_reading import Unsound
from ledger.store.tables import EVENT_COLUMNS, event, event_tag, tag, type_

PAGE = 2_000

EVENTS = f"SELECT {', '.join(EVENT_COLUMNS)} FROM event WHERE position > {{0}} ORDER BY position LIMIT {PAGE}"
TAGS = """
    SELECT position, ordinal, tag_id, type_id FROM event_tag
    WHERE position > {0} AND position <= {0} ORDER BY position, ordinal
"""


class Fault(NamedTuple):
    """The first thing that is wrong, where, and why."""

    position: int
    why: str


class Verified(NamedTuple):
    """What was looked at, and the first fault if there is one."""

    size: int
    fault: Fault | None


def verify(engine: Engine, watch: Watch | None = None) -> Iterator[Verified]:
    """Check the whole log, telling after each page how far it is; the last one carries the fault, if any.

    `watch` is told of each fact once it is sound by itself, and may raise Unsound for what it knows beyond.
    """
    # one snapshot for all pages; SQLite's read transaction is one already
    snapshot = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with engine.connect().execution_options(**snapshot) as connection:

        def original(position: int) -> StoredLeaf | None:
            return next((leaf for chunk in rows_at(connection, [position]) for leaf in chunk), None)

        expected = Expected(dict(_rows(connection, "SELECT id, type FROM type")), watch)
        while rows := _rows(connection, EVENTS, expected.position):
            tag_rows = _rows(connection, TAGS, expected.position, rows[-1][0])
            try:
                expected.check(rows, tag_rows, original)
            except Unsound as why:
                yield Verified(expected.position, Fault(expected.position, str(why)))
                return
            yield Verified(expected.position, None)
        yield Verified(expected.position, _fault_beside(connection, expected))


def _rows(connection: Connection, sql: str, *parameters: int) -> list[tuple[Any, ...]]:
    """Plain tuples of the driver: result objects would cost as much as the check."""
    mark = "%s" if connection.dialect.name == "postgresql" else "?"
    result = connection.exec_driver_sql(sql.format(mark), parameters)
    try:
        cursor: Any = result.cursor
        return list(cursor.fetchall())
    finally:
        result.close()


def _fault_beside(connection: Connection, expected: Expected) -> Fault | None:
    """What no leaf shows by itself: rows that none accounts for, an id said twice, dictionary texts that changed."""
    if expected.position == 0:
        return Fault(1, "the log holds no fact, not even log.opened")
    below = connection.execute(select(func.min(event.c.position)).where(event.c.position < 1)).scalar()
    if below is not None:
        return Fault(below, "positions begin at 1")
    stray = connection.execute(
        select(func.min(event_tag.c.position)).where(
            (event_tag.c.position > expected.position) | (event_tag.c.position < 1)
        )
    ).scalar()
    if stray is not None:
        return Fault(stray, "a row of event_tag names it, but there is no such fact")
    if connection.execute(select(func.count()).select_from(event_tag)).scalar() != expected.tag_rows:
        return Fault(expected.position, "event_tag holds rows between the positions of facts")
    return (
        _repetition(connection, expected.position)
        or _dictionary_fault(connection, expected, tag, expected.tags)
        or _dictionary_fault(connection, expected, type_, expected.types)
    )


def _repetition(connection: Connection, size: int) -> Fault | None:
    """An event id said twice, which is possible once the unique index is gone."""
    # the columns were compared with the bytes, so the database may count them: a set would take 1 GB at 10^7 facts
    if connection.execute(select(func.count(event.c.key.distinct()))).scalar() == size:
        return None
    place = func.row_number().over(partition_by=event.c.key, order_by=event.c.position)
    said = select(event.c.position, place.label("place")).subquery()
    again = connection.execute(select(func.min(said.c.position)).where(said.c.place > 1)).scalar_one()
    return Fault(again, "it repeats the event id of a fact before it")


def _dictionary_fault(
    connection: Connection, expected: Expected, table: Table, wanted: dict[str, int]
) -> Fault | None:
    number, text = table.columns
    found = {row[0]: row[1] for row in connection.execute(select(number, text))}
    for name, wanted_number in wanted.items():
        if found.pop(wanted_number, None) != name:
            column = event_tag.c.tag_id if table is tag else event_tag.c.type_id
            first = connection.execute(select(func.min(event_tag.c.position)).where(column == wanted_number)).scalar()
            return Fault(first or 1, f"the table {table.name} does not call number {wanted_number} {name!r}")
    if found:
        extra = min(found)
        return Fault(
            expected.position,
            f"the table {table.name} holds {found[extra]!r} (number {extra}), which no fact carries",
        )
    return None
