"""The tables in which the accounts of construction waste are kept."""

from typing import NamedTuple

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, Table, Text

from projections.kept import spanning


class Tables(NamedTuple):
    """Trips and entries, whose rows stood from one position up to another; and sums of what is so now."""

    haul: Table
    entry: Table
    tally: Table
    flow: Table


def tables(metadata: MetaData, prefix: str) -> Tables:
    """All of them, each name beginning with the prefix."""
    return Tables(
        _haul(metadata, prefix), _entry(metadata, prefix), _tally(metadata, prefix), _flow(metadata, prefix)
    )


def _haul(metadata: MetaData, prefix: str) -> Table:
    haul = Table(
        f"{prefix}haul",
        metadata,
        Column("subject", Text, primary_key=True),
        *spanning(),
        Column("carrier", Text, nullable=False),
        Column("permit", Text),
        Column("gate", Text, nullable=False),
        Column("day", Text, nullable=False, comment="of its departure, in Shanghai"),
        Column("status", Text, nullable=False),
        Column("drawn_g", BigInteger, nullable=False),
        Column("estimated", Integer, nullable=False),
        Column("departed_g", BigInteger),
        Column("arrived_g", BigInteger),
        Column("refused", Integer, nullable=False),
        Column("diversions", Integer, nullable=False),
        Column("stage", Text, nullable=False),
        Column("site", Text, comment="where it stands, or is bound for"),
        sqlite_with_rowid=False,
    )
    Index(f"{prefix}haul_by", haul.c.carrier, haul.c.day)
    Index(f"{prefix}haul_under", haul.c.permit, haul.c.day)
    Index(f"{prefix}haul_left", haul.c.carrier, haul.c.stage, haul.c.to_position, haul.c.day)
    Index(f"{prefix}haul_to", haul.c.site, haul.c.stage, haul.c.to_position, haul.c.day)
    return haul


def _entry(metadata: MetaData, prefix: str) -> Table:
    entry = Table(
        f"{prefix}entry",
        metadata,
        Column("subject", Text, primary_key=True),
        Column("number", BigInteger, primary_key=True, autoincrement=False),
        *spanning(),
        Column("kind", Text, nullable=False, comment="accepted, removed, counted or backfilled"),
        Column("place", Text, nullable=False, comment="the site, or the project"),
        Column("day", Text, nullable=False),
        Column("mass_g", BigInteger, nullable=False),
        Column("gate", Text, nullable=False),
        Column("permit", Text, nullable=False),
        Column("receipt", Text),
        sqlite_with_rowid=False,
    )
    Index(f"{prefix}entry_at", entry.c.place, entry.c.kind, entry.c.day)
    Index(f"{prefix}entry_receipt", entry.c.place, entry.c.receipt)
    return entry


def _tally(metadata: MetaData, prefix: str) -> Table:
    return Table(
        f"{prefix}tally",
        metadata,
        Column("place", Text, primary_key=True, comment="a site, a project or a permit"),
        Column("kind", Text, primary_key=True, comment="that of an entry, or drawn"),
        Column("day", Text, primary_key=True),
        Column("entries", Integer, nullable=False),
        Column("estimated", Integer, nullable=False),
        Column("mass_g", BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )


def _flow(metadata: MetaData, prefix: str) -> Table:
    return Table(
        f"{prefix}flow",
        metadata,
        Column("year", Text, primary_key=True),
        Column("permit", Text, primary_key=True, comment="empty where the trip names none"),
        Column("gate", Text, primary_key=True),
        Column("site", Text, primary_key=True),
        Column("entries", Integer, nullable=False),
        Column("mass_g", BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
