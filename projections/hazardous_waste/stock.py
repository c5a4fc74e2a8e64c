"""A view: the stock 库存 of storage facilities, drum by drum, and what was counted, as known at any position."""

from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

from sqlalchemy import BigInteger, Column, Connection, Index, MetaData, Table, Text

from ledger.correction import is_about_a_fact
from ledger.fact import Recorded
from ledger.hazardous_waste.storage_count import StorageCount
from ledger.log import Ledger
from ledger.subjects import kind_of
from projections.custody.lives import lives_changed
from projections.custody.lives_once import lives_once
from projections.hazardous_waste.stock_rows import counts_at, stock_at
from projections.kept import Turned, spanning, turn, write
from projections.view import LogView


class Tables(NamedTuple):
    """Containers in storage, and stocktakings."""

    stock: Table
    counted: Table


class Changes(NamedTuple):
    """What a stretch of the log changes in each."""

    stock: Turned
    counted: Turned


class StockView(LogView[Tables, Changes]):
    """Rows that keep their past."""

    NAME: ClassVar = "stock"
    VERSION: ClassVar = 2

    def tables(self, metadata: MetaData, prefix: str) -> Tables:
        """Found by facility, and what is not stored yet by who has it."""
        stock = Table(
            f"{prefix}stock",
            metadata,
            Column("container", Text, primary_key=True),
            *spanning(),
            Column("facility", Text, comment="nothing: accepted and not stored yet"),
            Column("holder", Text, nullable=False),
            Column("zone", Text),
            Column("since", Text, nullable=False, comment="when it was last stored, or accepted"),
            Column("waste_code", Text),
            Column("profile", Text),
            Column("mass_g", BigInteger, comment="remaining"),
            sqlite_with_rowid=False,
        )
        Index(f"{prefix}stock_in", stock.c.facility, stock.c.to_position)
        taken_in = stock.c.facility.is_(None)
        Index(
            f"{prefix}stock_with",
            stock.c.holder,
            stock.c.to_position,
            sqlite_where=taken_in,
            postgresql_where=taken_in,
        )
        counted = Table(
            f"{prefix}counted",
            metadata,
            Column("facility", Text, primary_key=True),
            Column("fact", BigInteger, primary_key=True, autoincrement=False, comment="its position"),
            *spanning(),
            Column("counted_at", Text, nullable=False),
            Column("mass_g", BigInteger),
            Column("waste_code", Text, comment="the only one that was counted"),
            Column("containers", Text, comment="JSON; nothing: only a mass was told"),
            sqlite_with_rowid=False,
        )
        return Tables(stock, counted)

    def fold(self, ledger: Ledger, facts: Sequence[Recorded[Any]]) -> Changes:
        """How the stock and the counts stood after each of these facts."""
        changes = Changes(Turned([], []), Turned([], []))
        before = facts[0].position - 1
        for life in lives_once(ledger, facts):
            if kind_of(life.subject) == "container":
                turn(changes.stock, [(m.position, stock_at(life.subject, m)) for m in life.moments])
        counting = [fact for fact in facts if _may_count(fact)]
        for life in lives_changed(ledger, before, counting, {"facility"}) if counting else ():
            turn(changes.counted, [(m.position, counts_at(life.subject, m)) for m in life.moments])
        return changes

    def write(self, connection: Connection, tables: Tables, changes: Changes) -> None:
        """End and begin rows."""
        write(connection, tables.stock, changes.stock)
        write(connection, tables.counted, changes.counted)


def _may_count(fact: Recorded[Any]) -> bool:
    """Whether it says what was found in a facility, or something of what was said of one."""
    said = fact.fact
    return isinstance(said.data, StorageCount.Counted) or (
        kind_of(said.subject) == "facility" and is_about_a_fact(said.type)
    )
