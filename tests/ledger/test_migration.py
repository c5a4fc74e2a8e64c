"""A database is brought to this release once, and its log is opened once, however many begin at the same time."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, make_url, text

from ledger.clock import SimulatedClock
from ledger.errors import LogNotOpenError
from ledger.log import Ledger
from ledger.store import migration
from ledger.store.engine import open_engine
from ledger.store.migration import REVISION, migrate
from ledger.store.tables import metadata
from ledger.store.verification import verify
from tests.conftest import NOON
from tests.specification import OPERATOR, OTHER_PLANT

ORIGIN = "localhost/test"


@pytest.fixture
def empty_url(store_url: str, tmp_path: Path) -> Iterator[str]:
    """A database in which nothing was ever created."""
    if make_url(store_url).get_backend_name() == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    engine = create_engine(store_url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    yield store_url


def test_the_migrated_schema_is_that_of_the_code(empty_url: str) -> None:
    ours, plain = open_engine(empty_url), create_engine(empty_url)
    migrate(ours)
    with plain.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    ours.dispose()
    plain.dispose()
    assert differences == []


def test_the_newest_revision_is_the_one_that_is_looked_for() -> None:
    scripts = ScriptDirectory(str(Path(migration.__file__).parent / "migrations"))
    assert scripts.get_heads() == [REVISION]


def test_migrating_again_changes_nothing(empty_url: str) -> None:
    with Ledger(empty_url, SimulatedClock(NOON)) as ledger:
        engine = ledger.recorder.engine
        assert inspect(engine).get_table_names() == []
        ledger.migrate(OPERATOR, ORIGIN)
        before = ledger.stored(1), ledger.head(), inspect(engine).get_table_names()
        ledger.migrate(OPERATOR, ORIGIN)
        assert (ledger.stored(1), ledger.head(), inspect(engine).get_table_names()) == before


def test_a_log_begins_with_who_runs_it_and_what_it_is_called(empty_url: str) -> None:
    with Ledger(empty_url, SimulatedClock(NOON)) as ledger:
        ledger.migrate(OPERATOR, ORIGIN)
        (first,) = ledger.recorded()
        assert (first.position, first.seq, first.fact.type) == (1, 1, "log.opened")
        assert (first.fact.subject, first.fact.stated_by) == (f"log:{ORIGIN}", OPERATOR)
        assert first.fact.data.operator == f"organisation:{OPERATOR}"
        assert (first.fact.data.origin, first.fact.data.simulated) == (ORIGIN, False)
        assert ledger.operator == OPERATOR


def test_a_second_operator_does_not_open_it_again(empty_url: str) -> None:
    with Ledger(empty_url, SimulatedClock(NOON)) as ledger:
        ledger.migrate(OPERATOR, ORIGIN)
        ledger.migrate(OTHER_PLANT, "localhost/other")
        assert ledger.head()[0] == 1
        assert ledger.operator == OPERATOR


def test_a_log_that_was_never_opened_says_so(store_url: str) -> None:
    with Ledger(store_url) as ledger, pytest.raises(LogNotOpenError):
        _ = ledger.operator


def test_of_many_who_open_it_at_once_one_does(store_url: str) -> None:
    assert _migrate_at_once(store_url) == [(1, None)] * 6


def test_of_many_who_migrate_at_once_one_does(empty_url: str) -> None:
    assert _migrate_at_once(empty_url) == [(1, None)] * 6


def _migrate_at_once(url: str) -> list[tuple[int, object]]:
    together = Barrier(6)

    def begin(_: int) -> tuple[int, object]:
        with Ledger(url, SimulatedClock(NOON)) as ledger:
            together.wait(timeout=30)
            ledger.migrate(OPERATOR, ORIGIN)
            return list(verify(ledger.recorder.engine))[-1]

    with ThreadPoolExecutor(6) as threads:
        return [tuple(verified) for verified in threads.map(begin, range(6))]
