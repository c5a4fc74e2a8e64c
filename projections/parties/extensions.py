"""A view: until when waste may be kept in a facility beyond the year, as known at any position of the log."""

from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

from sqlalchemy import Column, Connection, MetaData, Table, Text

from ledger.correction import is_about_a_fact
from ledger.fact import Recorded
from ledger.log import Ledger
from ledger.parties.storage_extension import StorageExtension
from ledger.subjects import kind_of
from projections.custody.lives import lives_changed
from projections.custody.moment import Moment
from projections.kept import Turned, spanning, turn, write
from projections.view import LogView


class Extension(NamedTuple):
    """Leave to keep waste of one code, or of one category, until a day is over; the latest decision counts."""

    facility: str
    waste_code: str
    valid_until: str


class ExtensionView(LogView[Table, Turned]):
    """Facility × waste code × positions between which that was known."""

    NAME: ClassVar = "extension"
    VERSION: ClassVar = 1

    def tables(self, metadata: MetaData, prefix: str) -> Table:
        """One table; there are few such decisions."""
        return Table(
            f"{prefix}extension",
            metadata,
            Column("facility", Text, primary_key=True),
            Column("waste_code", Text, primary_key=True, comment="or a category"),
            *spanning(),
            Column("valid_until", Text, nullable=False),
            sqlite_with_rowid=False,
        )

    def fold(self, ledger: Ledger, facts: Sequence[Recorded[Any]]) -> Turned:
        """How what is known of them changed with each of these facts."""
        turned, before = Turned([], []), facts[0].position - 1
        about = [fact for fact in facts if _may_extend(fact)]
        for life in lives_changed(ledger, before, about, {"facility"}) if about else ():
            turn(turned, [(moment.position, extensions_at(life.subject, moment)) for moment in life.moments])
        return turned

    def write(self, connection: Connection, tables: Table, changes: Turned) -> None:
        """End and begin rows."""
        write(connection, tables, changes)


def extensions_at(facility: str, moment: Moment) -> dict[tuple[str, str], Extension]:
    """What is granted for a facility."""
    granted = (each.statement.data for each in moment.standing)
    return {
        (facility, code): Extension(facility, code, says.valid_until)
        for says in granted
        if isinstance(says, StorageExtension.Granted)
        for code in says.waste_codes
    }


def _may_extend(fact: Recorded[Any]) -> bool:
    said = fact.fact
    return isinstance(said.data, StorageExtension.Granted) or (
        kind_of(said.subject) == "facility" and is_about_a_fact(said.type)
    )
