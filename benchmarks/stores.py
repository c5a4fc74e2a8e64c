"""A log that is filled already, and a twin of its database in which the bare driver writes the same rows."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

from benchmarks.district import OPERATOR, batch, drafts, postings, sealed
from benchmarks.postgresql_driver import PostgresqlDriver
from benchmarks.postgresql_server import administer, postgresql_url
from benchmarks.report import progress
from benchmarks.rows import Driver
from benchmarks.sqlite_driver import SqliteDriver
from ledger.log import Ledger
from ledger.posting import Draft

DURABLE = (
    {"journal_mode": "wal", "synchronous": "2"},
    {"fsync": "on", "synchronous_commit": "on"},
)


@dataclass
class Store:
    """The ledger's log, the bare driver on the same log, and the bare driver on its twin."""

    name: str
    ledger: Ledger
    driver: Driver
    twin: Driver
    waiting: Iterator[Draft]
    """The district's facts, from where the filling stopped."""
    facts: int
    """With how many it was filled."""


@contextmanager
def sqlite_store(facts: int) -> Iterator[Store]:
    """A file and its copy."""
    with tempfile.TemporaryDirectory(prefix="bihuan-bench-") as folder:
        log, twin = Path(folder) / "log.db", Path(folder) / "twin.db"
        waiting = _filled(f"sqlite:///{log}", "sqlite", facts)
        driver = SqliteDriver(log)
        driver.checkpoint()
        shutil.copyfile(log, twin)
        with _opened("sqlite", f"sqlite:///{log}", (driver, SqliteDriver(twin)), waiting, facts) as store:
            yield store


@contextmanager
def postgresql_store(facts: int) -> Iterator[Store]:
    """A database and its copy."""
    with postgresql_url() as maintenance:
        log, twin = (f"bihuan_bench_{os.getpid()}_{facts}_{name}" for name in ("log", "twin"))
        urls = [_libpq(maintenance, name) for name in (log, twin)]
        url = urls[0].replace("postgresql://", "postgresql+psycopg://")
        try:
            administer(maintenance, f"CREATE DATABASE {log}")
            waiting = _filled(url, "postgresql", facts)
            administer(urls[0], "ANALYZE")  # autovacuum does so within a minute; waiting for it would be chance
            administer(maintenance, f"CREATE DATABASE {twin} TEMPLATE {log}")
            drivers = (PostgresqlDriver(urls[0]), PostgresqlDriver(urls[1]))
            with _opened("postgresql", url, drivers, waiting, facts) as store:
                yield store
        finally:
            administer(maintenance, *(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)" for name in (log, twin)))


STORES = {"sqlite": sqlite_store, "postgresql": postgresql_store}


@contextmanager
def fresh_url(store: Store, folder: Path, called: str = "fresh") -> Iterator[str]:
    """The URL of an empty database of the same kind, which is removed again."""
    if store.name == "sqlite":
        yield f"sqlite:///{folder}/{called}.db"
        return
    url = store.ledger.recorder.engine.url
    maintenance, name = url.set(drivername="postgresql"), f"{url.database}_{called}"
    administer(maintenance.render_as_string(hide_password=False), f"CREATE DATABASE {name}")
    try:
        yield url.set(database=name).render_as_string(hide_password=False)
    finally:
        administer(maintenance.render_as_string(hide_password=False), f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _opened(
    name: str, url: str, drivers: tuple[Driver, Driver], waiting: Iterator[Draft], facts: int
) -> Iterator[Store]:
    try:
        for driver in drivers:
            if driver.durability() not in DURABLE:
                raise SystemExit(f"{name} is not durable, so nothing is measured: {driver.durability()}")
        with Ledger(url) as ledger:
            yield Store(name, ledger, *drivers, waiting, facts)
    finally:
        for driver in drivers:
            driver.close()


def _filled(url: str, name: str, facts: int) -> Iterator[Draft]:
    """Append through the ledger's own door, a thousand at a time; returns what comes next."""
    waiting = drafts(postings())
    with Ledger(url) as ledger:
        ledger.migrate(OPERATOR, "localhost/bench")
        for done in range(0, facts, 1_000):
            if done % 10_000 == 0:
                progress(f"{name}: filling the log, {done:,} of {facts:,} facts")
            ledger.recorder.append_leaves(sealed(batch(waiting)))
    return waiting


def _libpq(maintenance: str, database: str) -> str:
    return make_url(maintenance).set(database=database).render_as_string(hide_password=False)
