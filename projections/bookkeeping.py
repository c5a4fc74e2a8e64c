"""How far each view has read, and in which filling of its tables; one row a view, moved together with its rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    Table,
    Text,
    func,
    insert,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy.schema import CreateTable

from ledger.store.engine import to_write

FILLING_LOCK = 0x6269  # "bi"

metadata = MetaData()

projection = Table(
    "projection",
    metadata,
    Column("name", Text, primary_key=True),
    Column("version", Integer, nullable=False, comment="of the view whose rows these are"),
    Column("filling", Integer, nullable=False, comment="which tables serve: 1, 2, 3 …"),
    Column("position", BigInteger, nullable=False, comment="up to which the log is folded in"),
)


class Mark(NamedTuple):
    """Where a view stands."""

    version: int
    filling: int
    position: int


def prepare(engine: Engine) -> None:
    """Make the table where there is none; many processes may begin at once."""
    if inspect(engine).has_table(projection.name):
        return
    with alone(engine, projection.name), to_write(engine) as connection:
        connection.execute(CreateTable(projection, if_not_exists=True))


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


@contextmanager
def alone(engine: Engine, name: str) -> Iterator[None]:
    """Nobody else, in this process or another, fills a view of this name meanwhile."""
    if engine.dialect.name != "postgresql":
        with Path(f"{engine.url.database}.{name}.lock").open("w") as file:
            flock(file, LOCK_EX)  # given back when the file is closed, and by a process that dies
            yield
        return
    lock = select(func.pg_advisory_lock(FILLING_LOCK, func.hashtext(name)))
    unlock = select(func.pg_advisory_unlock(FILLING_LOCK, func.hashtext(name)))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(lock)
        try:
            yield
        finally:
            connection.execute(unlock)


def await_readers(connection: Connection) -> None:
    """Wait for whoever read a mark before this and is about to read its tables; on SQLite they keep what they saw."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"LOCK TABLE {projection.name} IN ACCESS EXCLUSIVE MODE"))
