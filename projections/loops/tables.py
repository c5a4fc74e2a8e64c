"""The tables in which the loops are kept."""

from typing import Final, NamedTuple

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, Table, Text, and_

from projections.kept import STILL, spanning

PLACED: Final = ("establishment", "facility", "waste_code")
"""Where something lies that waits, and what it is."""


class Tally(NamedTuple):
    """Loops that are counted together."""

    loop: str
    place: str
    month: str
    """YYYY-MM in which they were opened, in Shanghai."""
    status: str
    reason: str


class Tables(NamedTuple):
    """Loops and what they wait for, whose rows stood from one position up to another; and what is so now."""

    loop: Table
    waiting: Table
    tally: Table
    trace: Table
    onward: Table


def tables(metadata: MetaData, prefix: str) -> Tables:
    """All of them, each name beginning with the prefix."""
    return Tables(
        _loop(metadata, prefix),
        _waiting(metadata, prefix),
        Table(
            f"{prefix}tally",
            metadata,
            *(Column(name, Text, primary_key=True) for name in Tally._fields),
            Column("loops", Integer, nullable=False),
            Column("mass_g", BigInteger, nullable=False),
            sqlite_with_rowid=False,
        ),
        Table(
            f"{prefix}trace",
            metadata,
            Column("vessel", Text, primary_key=True),
            Column("trace", LargeBinary, nullable=False, comment="ledger/hazardous_waste/trace.py, as msgpack"),
            sqlite_with_rowid=False,
        ),
        _onward(metadata, prefix),
    )


def _loop(metadata: MetaData, prefix: str) -> Table:
    loop = Table(
        f"{prefix}loop",
        metadata,
        Column("subject", Text, primary_key=True),
        Column("loop", Text, primary_key=True),
        *spanning(),
        Column("status", Text, nullable=False, comment="open, closed, broken or cancelled, by the facts alone"),
        Column("reason", Text, nullable=False),
        Column("opened_at", Text, nullable=False),
        Column("month", Text, nullable=False),
        Column("closed_at", Text),
        Column("place", Text, nullable=False),
        Column("mass_g", BigInteger, nullable=False),
        Column("closed_after", Integer, comment="tenths of an hour; nothing unless it is closed"),
        sqlite_with_rowid=False,
    )
    now = loop.c.to_position == STILL
    Index(f"{prefix}loop_now", loop.c.subject, loop.c.loop, sqlite_where=now, postgresql_where=now)
    Index(f"{prefix}loop_at_place", loop.c.place, loop.c.subject, sqlite_where=now, postgresql_where=now)
    it, closed = loop.c, and_(now, loop.c.closed_after.is_not(None))
    took = it.loop, it.place, it.month, it.closed_after
    Index(f"{prefix}loop_closed", *took, sqlite_where=closed, postgresql_where=closed)
    return loop


def _waiting(metadata: MetaData, prefix: str) -> Table:
    waiting = Table(
        f"{prefix}waiting",
        metadata,
        Column("subject", Text, primary_key=True),
        Column("loop", Text, primary_key=True),
        Column("kind", Text, primary_key=True),
        *spanning(),
        Column("start", Text, nullable=False, comment="since when it waits"),
        *(Column(name, Text, comment="if the deadline hangs on it") for name in PLACED),
        Column("pauses", Text, nullable=False, comment="days on which its clock stood still, DAY/DAY"),
        Column("owner", Text, nullable=False, comment="USCC of the organisation whose loop it is"),
        sqlite_with_rowid=False,
    )
    now = waiting.c.to_position == STILL
    Index(f"{prefix}waiting_since", waiting.c.kind, waiting.c.start, sqlite_where=now, postgresql_where=now)
    own = waiting.c.owner, waiting.c.kind, waiting.c.start
    Index(f"{prefix}waiting_of", *own, sqlite_where=now, postgresql_where=now)
    kept = and_(now, waiting.c.establishment.is_not(None))
    Index(f"{prefix}waiting_at", waiting.c.establishment, waiting.c.start, sqlite_where=kept, postgresql_where=kept)
    paused = waiting.c.pauses != ""
    Index(f"{prefix}waiting_paused", waiting.c.to_position, sqlite_where=paused, postgresql_where=paused)
    return waiting


def _onward(metadata: MetaData, prefix: str) -> Table:
    onward = Table(
        f"{prefix}onward",
        metadata,
        Column("source", Text, primary_key=True),
        Column("target", Text, primary_key=True, comment="a vessel that anything ever went to from the source"),
        sqlite_with_rowid=False,
    )
    Index(f"{prefix}onward_to", onward.c.target, onward.c.source)
    return onward
