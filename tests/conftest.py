"""Both stores for every test that asks for one: SQLite in a file, and a PostgreSQL that the tests start."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import make_url

from api.app import create_app
from api.settings import Settings
from ledger.clock import SimulatedClock
from ledger.log import Ledger
from ledger.store.engine import open_engine
from ledger.store.migration import migrate
from tests.postgresql_server import administer, own_postgresql
from tests.server_process import forget
from tests.specification import OPERATOR, Scenario

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
"""Where every test's clock stands: noon in Shanghai."""

_numbers = count(1)


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The maintenance database of a PostgreSQL: `TEST_PG_URL`, else one that is started here and removed again."""
    given = os.environ.get("TEST_PG_URL")
    if given:
        yield given
        return
    with own_postgresql() as server:
        yield server.url


@pytest.fixture(scope="session")
def postgresql_template(postgresql_url: str) -> Iterator[str]:
    """A migrated database to copy: copying is ten times as fast as migrating."""
    name = f"bihuan_template_{os.getpid()}"
    administer(postgresql_url, f"CREATE DATABASE {name}")
    engine = open_engine(make_url(postgresql_url).set(database=name))
    migrate(engine)
    engine.dispose()
    yield name
    administer(postgresql_url, f"DROP DATABASE {name}")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy."""
    path = tmp_path_factory.mktemp("template") / "bihuan.db"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty, migrated database, once for each store."""
    with _empty_store(request, request.param, tmp_path / "bihuan.db") as url:
        yield url


@pytest.fixture
def other_store_url(store_url: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of another empty database on the same kind of store."""
    kind = "sqlite" if store_url.startswith("sqlite") else "postgresql"
    with _empty_store(request, kind, tmp_path / "other.db") as url:
        yield url


@contextmanager
def _empty_store(request: pytest.FixtureRequest, kind: str, path: Path) -> Iterator[str]:
    if kind == "sqlite":
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    template = request.getfixturevalue("postgresql_template")
    maintenance = request.getfixturevalue("postgresql_url")
    name = f"t_{os.getpid()}_{next(_numbers)}"
    administer(maintenance, f"CREATE DATABASE {name} TEMPLATE {template}")
    url = make_url(maintenance).set(database=name).render_as_string(hide_password=False)
    forget(url)
    yield url
    administer(maintenance, f"DROP DATABASE {name} WITH (FORCE)")
    forget(url)


@pytest.fixture
def clock() -> SimulatedClock:
    """A clock that stands until a test moves it."""
    return SimulatedClock(NOON)


@pytest.fixture
def ledger(store_url: str, clock: SimulatedClock) -> Iterator[Ledger]:
    """An open log on each store."""
    with Ledger(store_url, clock) as opened:
        opened.migrate(OPERATOR, "localhost/test")
        yield opened


@pytest.fixture
def scenario(ledger: Ledger) -> Scenario:
    """Given facts, when a statement, then facts or a refusal."""
    return Scenario(ledger)


@pytest.fixture
def client(ledger: Ledger, tmp_path: Path) -> Iterator[TestClient]:
    """The whole application over an open log."""
    with TestClient(create_app(ledger, Settings(files=str(tmp_path / "files")))) as opened:
        yield opened
