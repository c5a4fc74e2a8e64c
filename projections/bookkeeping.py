"""How far each view has read, in which filling of its tables, and where it stopped; moved together with its rows."""

from collections.abc import Iterable
from importlib.metadata import version
from typing import Final, NamedTuple

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Double,
    Engine,
    Integer,
    MetaData,
    Table,
    Text,
    delete,
    insert,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy.schema import CreateTable

from ledger.store.engine import to_write
from ledger.store.leadership import alone

RELEASE: Final = version("bihuan")

metadata = MetaData()

projection = Table(
    "projection",
    metadata,
    Column("name", Text, primary_key=True),
    Column("version", Integer, nullable=False, comment="of the view whose rows these are"),
    Column("filling", Integer, nullable=False, comment="which tables serve: 1, 2, 3 …"),
    Column("position", BigInteger, nullable=False, comment="up to which the log is folded in"),
)

projection_stop = Table(
    "projection_stop",
    metadata,
    Column("name", Text, primary_key=True),
    Column("version", Integer, nullable=False, comment="of the view that failed"),
    Column("release", Text, nullable=False, comment="of the software; another one tries again"),
    Column("since", Text, nullable=False, comment="when it failed"),
    Column("why", Text, nullable=False),
)

projection_fillings = Table(
    "projection_fillings",
    metadata,
    Column("name", Text, primary_key=True),
    Column("count", Integer, nullable=False, comment="how often its tables were filled from the whole log"),
    Column("seconds", Double, nullable=False, comment="how long all of that took"),
)


class Mark(NamedTuple):
    """Where a view stands."""

    version: int
    filling: int
    position: int


class Stop(NamedTuple):
    """That a view failed on a fact: for all processes, until another version comes or it is rebuilt."""

    version: int
    since: str
    why: str


def prepare(engine: Engine) -> None:
    """Make the tables where there are none; many processes may begin at once."""
    if inspect(engine).has_table(projection_stop.name):
        return
    with alone(engine, f"{projection.name}.lock"), to_write(engine) as connection:
        for table in metadata.sorted_tables:
            connection.execute(CreateTable(table, if_not_exists=True))


def mark_of(connection: Connection, name: str, *, to_move: bool = False) -> Mark | None:
    """Where a view stands; `to_move` keeps other processes from moving it until this transaction ends."""
    wanted = select(projection.c.version, projection.c.filling, projection.c.position).where(
        projection.c.name == name
    )
    row = connection.execute(wanted.with_for_update() if to_move else wanted).one_or_none()
    return Mark(*row) if row is not None else None


def move(connection: Connection, name: str, mark: Mark) -> None:
    """Say where the view stands from now on."""
    if not connection.execute(update(projection).where(projection.c.name == name).values(**mark._asdict())).rowcount:
        connection.execute(insert(projection).values(name=name, **mark._asdict()))


def stops(connection: Connection, names: Iterable[str]) -> dict[str, Stop]:
    """Those of these views that stopped under this release."""
    stop = projection_stop.c
    wanted = select(stop.name, stop.version, stop.since, stop.why)
    rows = connection.execute(wanted.where(stop.name.in_(list(names)), stop.release == RELEASE))
    return {name: Stop(*of_it) for name, *of_it in rows}


def stop(connection: Connection, name: str, failed: Stop) -> None:
    """Say that a view goes no further."""
    clear(connection, name)
    connection.execute(insert(projection_stop).values(name=name, release=RELEASE, **failed._asdict()))


def clear(connection: Connection, name: str) -> None:
    """Say that it goes on."""
    connection.execute(delete(projection_stop).where(projection_stop.c.name == name))


def count_filling(connection: Connection, name: str, seconds: float) -> None:
    """Remember that the tables of a view were filled from the whole log, and how long it took."""
    counted = projection_fillings
    more = update(counted).where(counted.c.name == name)
    values = {"count": counted.c.count + 1, "seconds": counted.c.seconds + seconds}
    if not connection.execute(more.values(values)).rowcount:
        connection.execute(insert(counted).values(name=name, count=1, seconds=seconds))


def fillings_of(connection: Connection, name: str) -> tuple[int, float]:
    """How often the tables of a view were filled from the whole log, and how many seconds all of that took."""
    counted = projection_fillings.c
    row = connection.execute(select(counted.count, counted.seconds).where(counted.name == name)).one_or_none()
    return (row[0], row[1]) if row is not None else (0, 0.0)


def await_readers(connection: Connection) -> None:
    """Wait for whoever read a mark before this and is about to read its tables; on SQLite they keep what they saw."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"LOCK TABLE {projection.name} IN ACCESS EXCLUSIVE MODE"))
