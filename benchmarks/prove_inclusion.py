"""One inclusion proof out of a log of a million leaves, against the driver fetching one row."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from benchmarks.measuring import Result, Turns, in_turn
from benchmarks.postgresql_driver import PostgresqlDriver
from benchmarks.postgresql_server import administer
from benchmarks.report import progress
from benchmarks.rows import Driver
from benchmarks.share_of_sequencing import ORIGIN
from benchmarks.sqlite_driver import SqliteDriver
from benchmarks.stores import Store
from ledger.leaf import leaf_hash
from ledger.store.engine import open_engine
from ledger.store.migration import migrate
from ledger.store.tree import TreeStore
from ledger.transparency.key import NoteKey
from ledger.transparency.sequencer import Sequencer

LEAVES_PER_FACT = 10
"""A full run fills its log with 100,000 facts, so the tree has a million leaves."""

PROOFS = 50
AT_ONCE = 50_000
ONE_ROW = "SELECT data FROM event WHERE position = {}"


def measure(store: Store, runs: int) -> Result:
    """From a position to the text of its proof, under a published checkpoint."""
    leaves = store.facts * LEAVES_PER_FACT
    progress(f"{store.name}: a tree of {leaves:,} leaves")
    with _tall_log(store) as (url, driver):
        for first in range(1, leaves + 1, AT_ONCE):
            driver.append({"event": [_row(position) for position in range(first, first + AT_ONCE)]})
        engine = open_engine(url)
        sequencer = Sequencer(NoteKey.generate(ORIGIN), TreeStore(engine))
        seconds = in_turn(_turns(sequencer, driver, leaves), runs)
        engine.dispose()
    return seconds.as_rates(f"inclusion_proof_1e6_{store.name}", "proofs/s", PROOFS, "raw SELECT of one row each")


def _turns(sequencer: Sequencer, driver: Driver, leaves: int) -> Turns:
    published, random = sequencer.publish(datetime.now(UTC)), Random(3)
    while True:
        positions = [random.randint(1, leaves) for _ in range(PROOFS)]
        yield lambda: [sequencer.proof(each, published) for each in positions]  # noqa: B023
        yield lambda: [driver.fetch(ONE_ROW.format(each)) for each in positions]  # noqa: B023


def _row(position: int) -> tuple[object, ...]:
    """A leaf of a few bytes: a proof is made of hashes alone."""
    data = b"%d" % position
    return position, 0, None, 0, 1, None, leaf_hash(data), data


@contextmanager
def _tall_log(store: Store) -> Iterator[tuple[str, Driver]]:
    """An empty log beside that of the store, to be filled by the driver."""
    url = store.ledger.recorder.engine.url
    if store.name == "sqlite":
        with tempfile.TemporaryDirectory(prefix="bihuan-bench-") as folder:
            path = Path(folder) / "tall.db"
            yield from _migrated(f"sqlite:///{path}", lambda: SqliteDriver(path))
        return
    maintenance = url.set(drivername="postgresql").render_as_string(hide_password=False)
    name = f"{url.database}_tall"
    administer(maintenance, f"CREATE DATABASE {name}")
    try:
        dsn = url.set(drivername="postgresql", database=name).render_as_string(hide_password=False)
        yield from _migrated(
            url.set(database=name).render_as_string(hide_password=False), lambda: PostgresqlDriver(dsn)
        )
    finally:
        administer(maintenance, f"DROP DATABASE {name} WITH (FORCE)")


def _migrated(url: str, connect: Callable[[], Driver]) -> Iterator[tuple[str, Driver]]:
    engine = open_engine(url)
    migrate(engine)
    engine.dispose()
    driver = connect()
    try:
        yield url, driver
    finally:
        driver.close()
