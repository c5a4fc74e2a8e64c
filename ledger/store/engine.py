"""One engine for each database: durable, and with the transaction that the append needs."""

from functools import cache
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError

__all__ = ["DATABASE_ERRORS", "IMMEDIATE", "ArgumentError", "lock_the_log", "open_engine"]

DATABASE_ERRORS = (DatabaseError,)
"""What a database raises that is absent, locked, not migrated, not ours to change, or no database at all."""

IMMEDIATE = {"begin": "BEGIN IMMEDIATE"}
"""Execution options of a writing transaction on SQLite: it takes the write lock before it reads."""

APPEND_LOCK = 0x6269_6875_616E  # "bihuan"
TREE_LOCK = APPEND_LOCK + 1


def lock_the_log(connection: Connection) -> None:
    """On PostgreSQL: wait until no other transaction writes the log, and keep others from it until this one ends."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": APPEND_LOCK})


def lock_the_tree(connection: Connection) -> None:
    """On PostgreSQL: keep others from folding the tree until this transaction ends; the log is not held up by it."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": TREE_LOCK})


def open_engine(url: str | URL) -> Engine:
    """An engine for `sqlite:///FILE` or `postgresql+psycopg://…`; raises ValueError for any other database."""
    url = make_url(url)
    if url.get_backend_name() == "sqlite":
        return _open_sqlite(url)
    if url.get_backend_name() == "postgresql":
        return _open_postgresql(url)
    raise ValueError(f"{url.get_backend_name()} is not one of sqlite, postgresql+psycopg")


def _open_postgresql(url: URL) -> Engine:
    engine = create_engine(url, pool_size=8, max_overflow=24, pool_pre_ping=True)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: Any) -> None:
        connection.cursor_factory = _binary(connection.cursor_factory)

    return engine


@cache
def _binary(cursor: Any) -> Any:
    """A cursor that asks for binary results: as text, PostgreSQL would double the bytes of each leaf."""

    class BinaryCursor(cursor):  # type: ignore[misc]
        def execute(self, query: Any, params: Any = None, *, prepare: bool | None = None, **_: Any) -> Any:
            return super().execute(query, params, prepare=prepare, binary=True)

    return BinaryCursor


def _open_sqlite(url: URL) -> Engine:
    engine = create_engine(url, connect_args={"timeout": 30}, pool_size=8, max_overflow=24)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: Any) -> None:
        # the driver's own BEGIN comes too late for a write lock, so it is told to leave transactions to us
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-65536", "recursive_triggers=ON"):
            connection.execute(f"PRAGMA {pragma}").fetchall()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))

    return engine
