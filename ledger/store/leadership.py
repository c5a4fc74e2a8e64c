"""Places that one process at a time can hold. What holds a place goes away with the process, however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, Protocol

from sqlalchemy import Connection, Engine, func, select

from ledger.store.engine import DATABASE_ERRORS

PLACES: Final = 0x6269
""""bi": the first half of the key of an advisory lock; the second is made from the name of the place."""
PUBLISHING: Final = "leader"
"""The place of who signs and publishes."""


class Leadership(Protocol):
    """A place that one process at a time can hold."""

    def held(self) -> bool:
        """Take the place if it is free; whether it is held now. Raises DatabaseError when the database is gone."""
        ...

    def take(self) -> None:
        """Wait until the place is free, and take it. Raises DatabaseError when that takes PostgreSQL too long."""
        ...

    def release(self) -> None:
        """Give the place up."""
        ...


def leadership_of(engine: Engine, place: str = PUBLISHING) -> Leadership:
    """The holding of a place beside the log of this database; each object counts as a holder of its own."""
    if engine.dialect.name == "postgresql":
        return SessionLeadership(engine, place)
    return FileLeadership(Path(f"{engine.url.database}.{place}"))


@contextmanager
def alone(engine: Engine, place: str) -> Iterator[None]:
    """Nobody else, in this process or another, does what belongs to this place meanwhile."""
    leadership = leadership_of(engine, place)
    leadership.take()
    try:
        yield
    finally:
        leadership.release()


class FileLeadership:
    """A locked file beside a SQLite database. The file stays: whoever removed it would let two in."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    def held(self) -> bool:
        """Take the lock if it is free; once taken it is held until it is released."""
        with suppress(BlockingIOError):
            self._lock(fcntl.LOCK_EX | fcntl.LOCK_NB)
        return self._descriptor is not None

    def take(self) -> None:
        """Wait for the lock."""
        self._lock(fcntl.LOCK_EX)

    def release(self) -> None:
        """Unlock."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)

    def _lock(self, how: int) -> None:
        if self._descriptor is not None:
            return
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, how)
        except BaseException:
            os.close(descriptor)
            raise
        self._descriptor = descriptor


class SessionLeadership:
    """An advisory lock of a PostgreSQL session: it ends with the connection, and so must the leading."""

    def __init__(self, engine: Engine, place: str) -> None:
        self._engine = engine
        self._key = PLACES, func.hashtext(place)
        self._connection: Connection | None = None
        self._leads = False

    def held(self) -> bool:
        """Take the lock if it is free; while it is held, see whether its connection still lives."""
        with self._session() as connection:
            if self._leads:
                connection.execute(select(1))
            else:
                self._leads = bool(connection.execute(select(func.pg_try_advisory_lock(*self._key))).scalar())
        return self._leads

    def take(self) -> None:
        """Wait for the lock, at most as long as the session's lock_timeout."""
        with self._session() as connection:
            if not self._leads:
                connection.execute(select(func.pg_advisory_lock(*self._key)))
                self._leads = True

    def release(self) -> None:
        """Close the connection, and with it the lock."""
        connection, self._connection, self._leads = self._connection, None, False
        if connection is not None:
            with suppress(*DATABASE_ERRORS):
                connection.close()

    @contextmanager
    def _session(self) -> Iterator[Connection]:
        try:
            if self._connection is None:
                self._connection = self._connect()
            yield self._connection
        except BaseException:
            self.release()
            raise

    def _connect(self) -> Connection:
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        connection.detach()  # a pool would give the session, and the lock with it, to somebody else
        return connection
