"""A view: licences 危险废物经营许可证 as they were at any instant, by what was known at any position of the log."""

from collections.abc import Sequence
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Column, Connection, Index, MetaData, Table, Text, select

from ledger.fact import Recorded
from ledger.log import Ledger
from ledger.subjects import kind_of
from projections.custody.lives import lives_changed
from projections.kept import Turned, spanning, stood, turn, write
from projections.parties.licence_rows import Licence, licence_at
from projections.runner import Runner
from projections.view import LogView


class LicenceView(LogView[Table, Turned]):
    """Licence × stretch of time × positions between which that was known."""

    NAME: ClassVar = "licence"
    VERSION: ClassVar = 1

    def tables(self, metadata: MetaData, prefix: str) -> Table:
        """One table, found by establishment and by holder."""
        licence = Table(
            f"{prefix}licence",
            metadata,
            Column("licence", Text, primary_key=True),
            Column("since", Text, primary_key=True, comment="when that happened by which it was so"),
            *spanning(),
            Column("until", Text, nullable=False, comment="when the next thing happened to it"),
            Column("stage", Text, nullable=False),
            *(Column(name, Text) for name in ("kind", "holder", "establishment")),
            Column("waste_codes", Text, nullable=False, comment="JSON"),
            Column("methods", Text, nullable=False, comment="JSON"),
            Column("capacity_g_per_year", BigInteger),
            *(Column(name, Text) for name in ("valid_from", "valid_until", "decision")),
            sqlite_with_rowid=False,
        )
        Index(f"{prefix}licence_at", licence.c.establishment)
        Index(f"{prefix}licence_of", licence.c.holder)
        return licence

    def fold(self, ledger: Ledger, facts: Sequence[Recorded[Any]]) -> Turned:
        """How what is known of licences changed with each of these facts; most stretches have none about one."""
        turned, before = Turned([], []), facts[0].position - 1
        about = [fact for fact in facts if kind_of(fact.fact.subject) == "licence"]
        for life in lives_changed(ledger, before, about, {"licence"}) if about else ():
            turn(turned, [(m.position, licence_at(life.subject, m)) for m in life.moments])
        return turned

    def write(self, connection: Connection, tables: Table, changes: Turned) -> None:
        """End and begin rows."""
        write(connection, tables, changes)


def licences_of(views: Runner, holder: str, position: int) -> list[Licence]:
    """All that was known of the licences of a holder at a position, each stretch of time."""
    views.reach(LicenceView.NAME, position)
    with views.reading(LicenceView.NAME) as view:
        table: Table = view.tables
        wanted = select(table).where(table.c.holder == holder, stood(table, position))
        rows = view.connection.execute(wanted.order_by(table.c.licence, table.c.since))
        return [Licence(*row[:2], *row[4:]) for row in rows]
