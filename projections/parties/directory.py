"""A view: organisations and establishments as they stand, and how each establishment is supervised 监管名单.

Only the present. By it an organisation is looked for by name, and a bureau sees whom it has under which supervision,
and which fact says so.
"""

from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

from sqlalchemy import BigInteger, Column, Connection, Index, Integer, MetaData, Table, Text

from ledger.correction import Effective, is_about_a_fact
from ledger.fact import Recorded
from ledger.log import Ledger
from ledger.parties.establishment import Establishment
from ledger.parties.organisation import Organisation
from ledger.parties.supervision_list import SupervisionList
from ledger.subjects import kind_of
from projections.custody.state import fold
from projections.reading import Reading
from projections.rows import add, drop, put
from projections.view import LogView

TOLD_BY = (
    *(Organisation.Registered, Organisation.Changed, Organisation.Closed),
    *(Establishment.Registered, Establishment.Changed, Establishment.Closed),
    *(Establishment.SupervisionClassAssigned, SupervisionList.Entered, SupervisionList.Left),
)


class Tables(NamedTuple):
    """Whom there is, and by which fact an establishment is of a class in a year, or stands on a list."""

    organisation: Table
    establishment: Table
    supervised: Table


class Party(NamedTuple):
    """An organisation as stated last; its roles each between blanks."""

    subject: str
    name: str
    roles: str
    division: str
    stage: str


class Establishes(NamedTuple):
    """An establishment as stated last."""

    subject: str
    name: str | None
    organisation: str | None
    division: str | None
    stage: str


class Supervised(NamedTuple):
    """That an establishment is of a class in a year, or stands on a list: the year is 0 then."""

    establishment: str
    what: str
    """A class or a list."""
    year: int
    reason: str
    """The source of a class, the reason of a list."""
    at: str
    position: int
    """Of the fact that says so."""


class Changes(NamedTuple):
    """What a stretch of the log changes: whom it speaks of, and the rows of those of whom anything stands."""

    spoken_of: list[str]
    organisations: list[Party]
    establishments: list[Establishes]
    supervised: list[Supervised]


class DirectoryView(LogView[Tables, Changes]):
    """One row for each organisation, establishment, class of a year and list."""

    NAME: ClassVar = "directory"
    VERSION: ClassVar = 1

    def tables(self, metadata: MetaData, prefix: str) -> Tables:
        """Three tables; establishments are found by their organisation too."""
        organisation = Table(
            f"{prefix}organisation",
            metadata,
            Column("subject", Text, primary_key=True),
            *(Column(name, Text, nullable=False) for name in ("name", "roles", "division", "stage")),
            sqlite_with_rowid=False,
        )
        establishment = Table(
            f"{prefix}establishment",
            metadata,
            Column("subject", Text, primary_key=True),
            *(Column(name, Text) for name in ("name", "organisation", "division")),
            Column("stage", Text, nullable=False),
            sqlite_with_rowid=False,
        )
        Index(f"{prefix}establishment_of", establishment.c.organisation)
        supervised = Table(
            f"{prefix}supervised",
            metadata,
            Column("establishment", Text, primary_key=True),
            Column("what", Text, primary_key=True, comment="a class or a list"),
            Column("year", Integer, primary_key=True, autoincrement=False, comment="of a class; 0 of a list"),
            *(Column(name, Text, nullable=False) for name in ("reason", "at")),
            Column("position", BigInteger, nullable=False, comment="of the fact that says so"),
            sqlite_with_rowid=False,
        )
        return Tables(organisation, establishment, supervised)

    def fold(self, ledger: Ledger, facts: Sequence[Recorded[Any]]) -> Changes:
        """Whoever these facts speak of, looked at whole; most stretches have none of these."""
        subjects = sorted({fact.fact.subject for fact in facts if _tells_of_one(fact)})
        changes = Changes(subjects, [], [], [])
        reading = Reading(ledger, facts[-1].position)
        for subject, life in reading.lives(subjects).items() if subjects else ():
            standing = reading.standing(subject, life)
            state = fold(subject, standing)
            if kind_of(subject) == "organisation" and state.stage != "provisional":
                roles = f" {' '.join(state.roles)} "
                changes.organisations.append(Party(subject, state.name, roles, state.division, state.stage))
            elif kind_of(subject) == "establishment":
                it = Establishes(subject, state.name, state.organisation, state.division, state.stage)
                changes.establishments.append(it)
                changes.supervised.extend(supervised_by(subject, standing))
        return changes

    def write(self, connection: Connection, tables: Tables, changes: Changes) -> None:
        """Put the new rows in the place of the old."""
        drop(connection, tables.organisation.c.subject, changes.spoken_of)
        drop(connection, tables.supervised.c.establishment, changes.spoken_of)
        add(connection, tables.organisation, changes.organisations)
        put(connection, tables.establishment, changes.establishments)
        add(connection, tables.supervised, changes.supervised)


def supervised_by(establishment: str, standing: Sequence[Effective]) -> list[Supervised]:
    """Of each year the class that was assigned last, and the lists that it entered and did not leave."""
    classes: dict[int, Supervised] = {}
    lists: dict[str, Supervised] = {}
    for each in standing:
        at, position = each.statement.occurred_at, each.original.position
        match each.statement.data:
            case Establishment.SupervisionClassAssigned() as now:
                row = Supervised(establishment, now.class_, now.year, now.source, at, position)
                classes[now.year] = row
            case SupervisionList.Entered() as now:
                lists.setdefault(now.list_, Supervised(establishment, now.list_, 0, now.reason, at, position))
            case SupervisionList.Left() as now:
                lists.pop(now.list_, None)
    return [*classes.values(), *lists.values()]


def _tells_of_one(fact: Recorded[Any]) -> bool:
    said = fact.fact
    return isinstance(said.data, TOLD_BY) or (
        is_about_a_fact(said.type) and kind_of(said.subject) in {"organisation", "establishment"}
    )
