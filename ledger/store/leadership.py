"""Which one of many processes publishes. What holds the place goes away with the process, however it ends."""

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine, func, select

from ledger.store.engine import APPEND_LOCK, DATABASE_ERRORS

LEADER_LOCK = APPEND_LOCK + 16


class Leadership(Protocol):
    """A place that one process at a time can hold."""

    def held(self) -> bool:
        """Take the place if it is free; whether it is held now. Raises DatabaseError when the database is gone."""
        ...

    def release(self) -> None:
        """Give the place up."""
        ...


def leadership_of(engine: Engine) -> Leadership:
    """The leadership over the log of this database."""
    if engine.dialect.name == "postgresql":
        return SessionLeadership(engine)
    return FileLeadership(Path(f"{engine.url.database}.leader"))


class FileLeadership:
    """A locked file beside a SQLite database. The file stays: whoever removed it would let two in."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    def held(self) -> bool:
        """Take the lock if it is free; once taken it is held until it is released."""
        if self._descriptor is None:
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(descriptor)
                return False
            self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Unlock."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)


class SessionLeadership:
    """An advisory lock of a PostgreSQL session: it ends with the connection, and so must the leading."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None
        self._leads = False

    def held(self) -> bool:
        """Take the lock if it is free; while it is held, see whether its connection still lives."""
        try:
            if self._connection is None:
                self._connection = self._connect()
            if self._leads:
                self._connection.execute(select(1))
            else:
                taken = self._connection.execute(select(func.pg_try_advisory_lock(LEADER_LOCK))).scalar()
                self._leads = bool(taken)
        except DATABASE_ERRORS:
            self.release()
            raise
        return self._leads

    def release(self) -> None:
        """Close the connection, and with it the lock."""
        connection, self._connection, self._leads = self._connection, None, False
        if connection is not None:
            with suppress(*DATABASE_ERRORS):
                connection.close()

    def _connect(self) -> Connection:
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        connection.detach()  # a pool would give the session, and the lock with it, to somebody else
        return connection
