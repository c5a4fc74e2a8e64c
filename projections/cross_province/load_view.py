"""A view: every load that left, who sent it to whom and under which transfer, as known at any position of the log."""

from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

from sqlalchemy import BigInteger, Column, Connection, Index, MetaData, Table, Text

from ledger.fact import Recorded
from ledger.log import Ledger
from ledger.subjects import kind_of
from projections.cross_province.load_rows import load_at, sources_at
from projections.custody.lives_once import lives_once
from projections.custody.moment import Moment
from projections.kept import STILL, Turned, spanning, turn, write
from projections.view import LogView

LOADS = frozenset({"consignment", "manifest"})


class Tables(NamedTuple):
    """Loads, and whose batches their senders name beside their own."""

    load: Table
    source: Table


class Changes(NamedTuple):
    """What a stretch of the log changes in each."""

    load: Turned
    source: Turned


class LoadView(LogView[Tables, Changes]):
    """One row for each load and state that it was in; another for each organisation whose waste is in it."""

    NAME: ClassVar = "load"
    VERSION: ClassVar = 2

    def tables(self, metadata: MetaData, prefix: str) -> Tables:
        """Found by transfer, and by who sent and who takes."""
        load = Table(
            f"{prefix}load",
            metadata,
            Column("subject", Text, primary_key=True),
            *spanning(),
            Column("sender", Text, nullable=False),
            Column("receiver", Text, nullable=False),
            Column("from_establishment", Text, nullable=False),
            Column("to_establishment", Text, nullable=False),
            Column("transfer", Text, comment="the cross-province transfer that it names"),
            Column("dispatched_at", Text, nullable=False),
            Column("accepted_g", BigInteger, nullable=False),
            Column("refused_g", BigInteger, nullable=False),
            Column("in_transit_g", BigInteger, nullable=False),
            sqlite_with_rowid=False,
        )
        now = load.c.to_position == STILL
        Index(f"{prefix}load_under", load.c.transfer, load.c.sender)
        Index(f"{prefix}load_from", load.c.sender, sqlite_where=now, postgresql_where=now)
        Index(f"{prefix}load_to", load.c.receiver, sqlite_where=now, postgresql_where=now)
        source = Table(
            f"{prefix}source",
            metadata,
            Column("subject", Text, primary_key=True),
            Column("source", Text, primary_key=True),
            *spanning(),
            Column("mass_g", BigInteger, nullable=False),
            sqlite_with_rowid=False,
        )
        return Tables(load, source)

    def fold(self, ledger: Ledger, facts: Sequence[Recorded[Any]]) -> Changes:
        """How the loads stood after each of these facts."""
        changes = Changes(Turned([], []), Turned([], []))
        for life in lives_once(ledger, facts):
            if kind_of(life.subject) in LOADS:
                turn(changes.load, [(moment.position, _by_key(life.subject, moment)) for moment in life.moments])
                sources = ((moment.position, sources_at(life.subject, moment)) for moment in life.moments)
                turn(changes.source, [(position, {each[:2]: each for each in found}) for position, found in sources])
        return changes

    def write(self, connection: Connection, tables: Tables, changes: Changes) -> None:
        """End and begin rows."""
        write(connection, tables.load, changes.load)
        write(connection, tables.source, changes.source)


def _by_key(subject: str, moment: Moment) -> dict[tuple[str], tuple[Any, ...]]:
    load = load_at(subject, moment.standing, moment.state)
    return {} if load is None else {(subject,): load}
