"""Whether the database still says what the bytes say: the whole log is recomputed from its leaves.

Everything beside `event.data` is a copy: positions are dense, recorded_at never falls, seq counts each subject's
facts, keys, hashes and tags follow from the bytes, and tags and types are numbered by first appearance. So any
changed byte, column or row is found, and the first position that it touches is named.
"""

import os
from collections.abc import Iterator
from contextlib import closing
from typing import NamedTuple

from sqlalchemy import Connection, Engine, Table, func, select

from ledger.catalogue import CATALOGUE
from ledger.store.crew import Crew, Source, Stretch
from ledger.store.crew_member import claims_of
from ledger.store.expected import Expected, Watch
from ledger.store.rows import END
from ledger.store.snapshot_reading import Snapshot
from ledger.store.stretch import Checker
from ledger.store.strict_reading import Unsound
from ledger.store.tables import event, event_tag, tag, type_

PAGE = 2_000
STRETCH = 1_000
"""Facts that are checked by columns at once; with more of them, what is made of them leaves the caches."""

WORTH_A_CREW = 50_000
"""Facts from which on other processes are worth the half second that each takes to start."""

MOST_PROCESSES = 8
"""One collects the claims of all, and more would wait for it."""


class Fault(NamedTuple):
    """The first thing that is wrong, where, and why."""

    position: int
    why: str


class Verified(NamedTuple):
    """What was looked at, and the first fault if there is one."""

    size: int
    fault: Fault | None


def verify(
    engine: Engine, watch: Watch | None = None, crew: Crew | None = None, stretch: int = STRETCH
) -> Iterator[Verified]:
    """Check the whole log, telling after each stretch how far it is; the last one carries the fault, if any.

    `watch` is told of each fact once it is sound by itself, and may raise Unsound for what it knows beyond. Without a
    `crew` a long log is given one for the time; a short one is checked in this process alone.
    """
    with Snapshot.of(engine) as snapshot:
        head = snapshot.head()
        if crew is not None:
            yield from _verified(snapshot, head, watch, crew, stretch)
            return
        with Crew(_others(engine) if head >= WORTH_A_CREW else 0) as own:
            yield from _verified(snapshot, head, watch, own, stretch)


def _others(engine: Engine) -> int:
    """How many processes go with this one: as many as there are processors for them."""
    in_memory = engine.dialect.name == "sqlite" and engine.url.database in {None, "", ":memory:"}
    return 0 if in_memory or os.name != "posix" else min(os.cpu_count() or 1, MOST_PROCESSES) - 1


def _verified(snapshot: Snapshot, head: int, watch: Watch | None, crew: Crew, size: int) -> Iterator[Verified]:
    types, wanted = snapshot.types(), None if watch is None else watch.TYPES
    expected, checker = Expected(types, watch), Checker(types, snapshot.leaf, wanted)
    engine = snapshot.connection.engine
    vocabulary = tuple(fact for known in CATALOGUE.values() for fact in known.versions.values())
    source = Source(engine.url.render_as_string(hide_password=False), snapshot.name(), types, vocabulary, wanted)
    stretches = (Stretch(first, min(size, head - first + 1)) for first in range(1, head + 1, size))
    try:
        with closing(crew.check(source, stretches, lambda each: claims_of(each, snapshot, checker))) as checked:
            for each, claims in checked:
                if claims is None or not expected.take(claims):
                    _check_in_order(snapshot, expected, each.first - 1 + each.size)
                yield Verified(expected.position, None)
        _check_in_order(snapshot, expected, END)  # nothing, unless a position is no number
    except Unsound as why:
        yield Verified(expected.position, Fault(expected.position, str(why)))
        return
    yield Verified(expected.position, _fault_beside(snapshot.connection, expected))


def _check_in_order(snapshot: Snapshot, expected: Expected, upto: int) -> None:
    """The next facts one by one: what is odd about a stretch is named here, and nowhere else. Raises Unsound."""
    while expected.position < upto:
        rows = snapshot.events(expected.position, min(PAGE, upto - expected.position))
        if not rows:
            return
        expected.check(rows, snapshot.tags(expected.position, rows[-1][0]), snapshot.leaf)


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
