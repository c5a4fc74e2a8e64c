"""A view: every container and every manifest as it stands, and how many stand where; the past is in the log."""

from collections import Counter
from collections.abc import Sequence
from operator import add as add_up
from typing import Any, ClassVar, Final, NamedTuple

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    and_,
)

from ledger.fact import Recorded
from ledger.log import Ledger
from ledger.subjects import kind_of
from projections.custody.lives import Life
from projections.custody.lives_once import lives_once
from projections.hazardous_waste.register_rows import (
    Carriage,
    ContainerRow,
    ManifestRow,
    carriages,
    container_row,
    manifest_row,
)
from projections.rows import add, count, drop, put
from projections.view import LogView

EVERYBODY: Final = "*"
"""In the place of an owner: the containers of all."""


class Tables(NamedTuple):
    """Containers, manifests and who carries them; how many containers stand where; how often each type was told."""

    container: Table
    manifest: Table
    carriage: Table
    tally: Table
    told: Table


class Standing(NamedTuple):
    """Containers that are counted together."""

    owner: str
    stage: str
    provisional: bool


class Changes(NamedTuple):
    """What a stretch of the log changes."""

    containers: list[ContainerRow]
    gone: list[str]
    """Containers of which nothing is said any more, for what was done to them was not."""
    manifests: list[ManifestRow]
    carriages: list[Carriage]
    tally: dict[Standing, list[int]]
    """By how much containers, those not weighed, and the net mass of the others differ."""
    told: Counter[str]


class RegisterView(LogView[Tables, Changes]):
    """Only the present: one row each, and counts that are kept, so that no reading grows with the log."""

    NAME: ClassVar = "register"
    VERSION: ClassVar = 4

    def tables(self, metadata: MetaData, prefix: str) -> Tables:
        """Found by number, by stage and by who has to do with it."""
        container = Table(
            f"{prefix}container",
            metadata,
            Column("subject", Text, primary_key=True),
            Column("number", Text, nullable=False, comment="the part that its owner gave"),
            Column("owner", Text, nullable=False),
            Column("stage", Text, nullable=False),
            Column(
                "provisional", Boolean, nullable=False, comment="it has steps, but nothing by which it came to be"
            ),
            *(Column(name, Text) for name in ("establishment", "facility", "zone", "held_by", "confirmed_by")),
            *(Column(name, Text) for name in ("manifest", "waste_code", "profile", "label_code", "kind")),
            *(Column(name, BigInteger) for name in ("declared_g", "net_g", "remaining_g")),
            Column("facts", Integer, nullable=False),
            Column("last_occurred_at", Text, nullable=False),
            Column("position", BigInteger, nullable=False, comment="of the last fact that changed it"),
            sqlite_with_rowid=False,
        )
        unborn = and_(container.c.provisional, container.c.stage != "provisional")
        Index(f"{prefix}container_number", container.c.number)
        Index(f"{prefix}container_label", container.c.label_code)
        Index(f"{prefix}container_last", container.c.last_occurred_at)
        Index(f"{prefix}container_of", container.c.owner, container.c.stage, container.c.last_occurred_at)
        Index(f"{prefix}container_stage", container.c.stage, container.c.last_occurred_at)
        Index(f"{prefix}container_unborn", container.c.last_occurred_at, sqlite_where=unborn, postgresql_where=unborn)
        manifest = Table(
            f"{prefix}manifest",
            metadata,
            Column("subject", Text, primary_key=True),
            Column("stage", Text, nullable=False),
            Column("provisional", Boolean, nullable=False),
            *(Column(name, Text) for name in ("transferor", "receiver", "from_establishment", "to_establishment")),
            *(Column(name, Text) for name in ("held_by", "official", "issued_at")),
            *(Column(name, BigInteger) for name in ("issued_g", "accepted_g", "refused_g")),
            Column("containers", Integer, nullable=False, comment="as it left"),
            Column("pending", Integer, nullable=False, comment="neither accepted nor refused so far"),
            Column("settled", Boolean, nullable=False, comment="nothing is outstanding"),
            Column("facts", Integer, nullable=False),
            Column("last_occurred_at", Text, nullable=False),
            Column("position", BigInteger, nullable=False, comment="of the last fact that changed it"),
            sqlite_with_rowid=False,
        )
        Index(f"{prefix}manifest_transferor", manifest.c.transferor, manifest.c.settled)
        Index(f"{prefix}manifest_receiver", manifest.c.receiver, manifest.c.settled)
        carriage = Table(
            f"{prefix}carriage",
            metadata,
            Column("subject", Text, primary_key=True, comment="the manifest"),
            Column("carrier", Text, primary_key=True),
            sqlite_with_rowid=False,
        )
        Index(f"{prefix}carriage_by", carriage.c.carrier)
        tally = Table(
            f"{prefix}tally",
            metadata,
            Column("owner", Text, primary_key=True, comment=f"{EVERYBODY}: of all"),
            Column("stage", Text, primary_key=True),
            Column("provisional", Boolean, primary_key=True),
            Column("containers", Integer, nullable=False),
            Column("unweighed", Integer, nullable=False, comment="of those"),
            Column("net_g", BigInteger, nullable=False, comment="sum of the others'"),
            sqlite_with_rowid=False,
        )
        told = Table(
            f"{prefix}told",
            metadata,
            Column("type", Text, primary_key=True),
            Column("facts", BigInteger, nullable=False),
            sqlite_with_rowid=False,
        )
        return Tables(container, manifest, carriage, tally, told)

    def fold(self, ledger: Ledger, facts: Sequence[Recorded[Any]]) -> Changes:
        """The last rows of what these facts change, and by how much the counts differ from before."""
        changes = Changes([], [], [], [], {}, Counter(fact.fact.type for fact in facts))
        for life in lives_once(ledger, facts):
            if kind_of(life.subject) == "container":
                _take_container(changes, life)
            elif kind_of(life.subject) == "manifest":
                _take_manifest(changes, life)
        return changes

    def write(self, connection: Connection, tables: Tables, changes: Changes) -> None:
        """Put the rows that are new or changed, and add to the counts."""
        put(connection, tables.container, changes.containers)
        drop(connection, tables.container.c.subject, changes.gone)
        put(connection, tables.manifest, changes.manifests)
        drop(connection, tables.carriage.c.subject, [row.subject for row in changes.manifests])
        add(connection, tables.carriage, changes.carriages)
        count(connection, tables.told, sorted(changes.told.items()))
        moved = {standing: by for standing, by in changes.tally.items() if any(by)}
        count(connection, tables.tally, [(*standing, *by) for standing, by in sorted(moved.items())])


def _take_container(changes: Changes, life: Life) -> None:
    first, *_, last = life.moments
    was, now = container_row(life, first), container_row(life, last)
    if now is not None:
        changes.containers.append(now)
    elif was is not None:
        changes.gone.append(life.subject)
    for row, by in ((was, -1), (now, 1)):
        if row is not None:
            _count(changes, row, by)


def _count(changes: Changes, row: ContainerRow, by: int) -> None:
    more = by, by * (row.net_g is None), by * (row.net_g or 0)
    for owner in (row.owner, EVERYBODY):
        counted = changes.tally.setdefault(Standing(owner, row.stage, row.provisional), [0, 0, 0])
        counted[:] = map(add_up, counted, more)


def _take_manifest(changes: Changes, life: Life) -> None:
    last = life.moments[-1]
    row = manifest_row(life, last)
    if row is not None:
        changes.manifests.append(row)
        changes.carriages.extend(carriages(row, last.state.legs))
