"""Which organisation put which file. The bytes are kept outside the database, under their hash."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, Engine, func, insert, select, text

from ledger.clock import microseconds
from ledger.errors import InvalidError
from ledger.store.engine import to_write
from ledger.store.tables import file


class PutFile(NamedTuple):
    """A file as an organisation put it."""

    organisation: str
    media_type: str
    size: int
    """Bytes."""


class FileRecords:
    """The files of one installation, and what each organisation may fill."""

    def __init__(self, engine: Engine, quota_bytes: int) -> None:
        self.engine = engine
        self.quota_bytes = quota_bytes

    def put_by(self, sha256: str) -> list[PutFile]:
        """Who put this file, in the order in which they did."""
        columns = (file.c.organisation, file.c.media_type, file.c.size)
        statement = select(*columns).where(file.c.sha256 == bytes.fromhex(sha256))
        with self.engine.connect() as connection:
            rows = connection.execute(statement.order_by(file.c.put_at, file.c.organisation))
            return [PutFile(*row) for row in rows]

    def is_new(self, sha256: str, organisation: str) -> bool:
        """Whether this organisation has not put this file yet."""
        with self.engine.connect() as connection:
            return self._recorded(connection, bytes.fromhex(sha256), organisation) is None

    def check_room(self, organisation: str, more: int) -> None:
        """Raises InvalidError when so many more bytes are more than an organisation may fill."""
        with self.engine.connect() as connection:
            self._check_room(connection, organisation, more)

    def record(self, sha256: str, put: PutFile, now: datetime) -> PutFile | None:
        """Record that it was put; what was recorded before stays, and is returned.

        Raises InvalidError when the organisation's quota does not hold it.
        """
        row = {"sha256": bytes.fromhex(sha256), **put._asdict(), "put_at": microseconds(now)}
        with to_write(self.engine) as connection:
            _one_at_a_time(connection, put.organisation)
            before = self._recorded(connection, row["sha256"], put.organisation)
            if before is None:
                self._check_room(connection, put.organisation, put.size)
                connection.execute(insert(file).values(row))
        return before

    def _recorded(self, connection: Connection, sha256: object, organisation: str) -> PutFile | None:
        columns = (file.c.organisation, file.c.media_type, file.c.size)
        statement = select(*columns).where(file.c.sha256 == sha256, file.c.organisation == organisation)
        row = connection.execute(statement).one_or_none()
        return None if row is None else PutFile(*row)

    def _check_room(self, connection: Connection, organisation: str, more: int) -> None:
        statement = select(func.coalesce(func.sum(file.c.size), 0)).where(file.c.organisation == organisation)
        filled = int(connection.execute(statement).scalar_one())
        if filled + more > self.quota_bytes:
            raise InvalidError.because(
                "file_quota",
                f"this organisation has put {filled} of {self.quota_bytes} bytes (内部阈值 BIHUAN_FILE_QUOTA_BYTES);"
                " ask who runs this log for more",
                values={"filled": filled, "most": self.quota_bytes},
            )


def _one_at_a_time(connection: Connection, organisation: str) -> None:
    """On PostgreSQL: let an organisation's files be recorded one after the other; SQLite writes so anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(
            text("SELECT pg_advisory_xact_lock(hashtextextended(:of, 0))"), {"of": f"file {organisation}"}
        )
