"""One engine for each database: durable, and with the transaction that the append needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

__all__ = ["DATABASE_ERRORS", "ArgumentError", "lock_the_log", "one_snapshot", "open_engine", "to_read", "to_write"]

DATABASE_ERRORS = (DBAPIError, NoConnectionLeft)
"""What a database raises that is absent, locked, gone, not migrated, not ours to change, or no database at all."""

IMMEDIATE = {"begin": "BEGIN IMMEDIATE"}
"""Execution options of a writing transaction on SQLite: it takes the write lock before it reads."""

APPEND_LOCK = 0x6269_6875_616E  # "bihuan"
TREE_LOCK = APPEND_LOCK + 1

CONNECTION = {
    "connect_timeout": "5",
    "tcp_user_timeout": "15000",
    "keepalives_idle": "5",
    "keepalives_interval": "5",
    "keepalives_count": "3",
}
"""How soon we give up on a PostgreSQL that does not answer (libpq; seconds, tcp_user_timeout in milliseconds)."""

SESSION = {
    "lock_timeout": "30s",
    "idle_in_transaction_session_timeout": "60s",
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
}
"""How soon PostgreSQL gives up on us: a machine that lost its power must not keep the append lock for hours."""

POOL_TIMEOUT_S = 10
"""How long a request may wait for one of the connections of its process."""


@contextmanager
def to_write(engine: Engine) -> Iterator[Connection]:
    """A transaction that is going to write: on SQLite it has the write lock before it reads anything."""
    with engine.connect().execution_options(**IMMEDIATE) as connection, connection.begin():
        yield connection


@contextmanager
def one_snapshot(engine: Engine) -> Iterator[Connection]:
    """A transaction whose statements all see the same; SQLite's reading transactions are such already."""
    options = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


@contextmanager
def to_read(engine: Engine) -> Iterator[Connection]:
    """A connection for reading what only grows: on PostgreSQL no transaction has to be begun and ended for it."""
    options = {"isolation_level": "AUTOCOMMIT"} if engine.dialect.name == "postgresql" else {}
    with engine.connect().execution_options(**options) as connection:
        yield connection


def lock_the_log(connection: Connection) -> None:
    """On PostgreSQL: wait until no other transaction writes the log, and keep others from it until this one ends."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": APPEND_LOCK})


def lock_the_tree(connection: Connection) -> None:
    """On PostgreSQL: keep others from folding the tree until this transaction ends; the log is not held up by it."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": TREE_LOCK})


def open_engine(url: str | URL, *, durable: bool = True) -> Engine:
    """An engine for `sqlite:///FILE` or `postgresql+psycopg://…`; raises ValueError for any other database.

    Commits that need not be `durable` do not wait for the disk: a crash takes back the last of them, in order, never
    a part of one, and nothing that a durable commit came after.
    """
    url = make_url(url)
    if url.get_backend_name() == "sqlite":
        return _open_sqlite(url, "FULL" if durable else "NORMAL")
    if url.get_backend_name() == "postgresql":
        return _open_postgresql(url, {} if durable else {"synchronous_commit": "off"})
    raise ValueError(f"{url.get_backend_name()} is not one of sqlite, postgresql+psycopg")


def _open_postgresql(url: URL, more: dict[str, str]) -> Engine:
    engine = create_engine(
        url,
        connect_args=_patience(url, SESSION | more),
        pool_size=8,
        max_overflow=24,
        pool_timeout=POOL_TIMEOUT_S,
        pool_pre_ping=True,
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: Any) -> None:
        connection.cursor_factory = _binary(connection.cursor_factory)

    return engine


def _patience(url: URL, settings: dict[str, str]) -> dict[str, str]:
    """Our limits as connection parameters; what the URL itself says counts before them."""
    ours = {name: value for name, value in CONNECTION.items() if name not in url.query}
    session = " ".join(f"-c {name}={value}" for name, value in settings.items())
    return {**ours, "options": f"{session} {url.query.get('options', '')}".strip()}


@cache
def _binary(cursor: Any) -> Any:
    """A cursor that asks for binary results: as text, PostgreSQL would double the bytes of each leaf."""

    class BinaryCursor(cursor):  # type: ignore[misc]
        def execute(self, query: Any, params: Any = None, *, prepare: bool | None = None, **_: Any) -> Any:
            return super().execute(query, params, prepare=prepare, binary=True)

    return BinaryCursor


@contextmanager
def usual_errors(connection: Connection, statement: str) -> Iterator[None]:
    """Give what goes past the engine, straight to the driver, the errors that come of all the rest."""
    raised = connection.dialect.loaded_dbapi.Error
    try:
        yield
    except raised as error:
        driver: Any = connection.connection.driver_connection
        if driver.closed:
            connection.invalidate(error)
        raise DBAPIError.instance(statement, None, error, raised) from error


def _open_sqlite(url: URL, synchronous: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": 30}, pool_size=8, max_overflow=24)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: Any) -> None:
        # the driver's own BEGIN comes too late for a write lock, so it is told to leave transactions to us
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={synchronous}",
            "cache_size=-65536",
            "recursive_triggers=ON",
        ):
            connection.execute(f"PRAGMA {pragma}").fetchall()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))

    return engine
